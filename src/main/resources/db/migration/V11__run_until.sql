-- When the run may begin nothing more, resolved once from --until; null where it may go on for ever.
alter table verification_run add column until_at timestamp with time zone;
