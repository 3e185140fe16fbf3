-- The bank by its guid, and MX's own guids of a member that the list names by other ids; null where the list has them.
alter table member_verification add column institution_guid varchar;
alter table member_verification add column mx_user_guid varchar;
alter table member_verification add column mx_member_guid varchar;

-- The job that MX named when it took the latest verify; null where it named none.
alter table member_verification add column job_guid varchar;

-- Whether other accounts of the member came masked.
alter table run_account_number add column partly_masked boolean default false not null;
alter table account_number add column partly_masked boolean default false not null;
