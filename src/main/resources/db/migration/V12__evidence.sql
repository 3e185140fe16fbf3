-- What the policy tells a member's own end from trouble by. Old rows keep their meaning: nothing of it was seen yet.

-- the latest status read said that the job's account numbers were processed
alter table member_verification add column numbers_processed boolean default false not null;

-- the error that the member showed before the verify
alter table member_verification add column baseline_error_code varchar;

-- the refusal that the verify before met, and the latest answer to an account selection
alter table member_verification add column verify_refusal varchar(40);
alter table member_verification add column selection_refusal varchar(40);

-- the reads in a row that showed something, whether they agreed or not; since is a patience
alter table member_verification add column sighting_row integer default 0 not null;
alter table member_verification add column sighting_row_since_ms bigint default 0 not null;

-- errors of calls that change something at MX; until now they were counted among those of reads
alter table member_verification add column write_errors integer default 0 not null;
alter table member_verification add column write_errors_since_ms bigint default 0 not null;

update member_verification
set write_errors = errors, write_errors_since_ms = errors_since_ms, errors = 0, errors_since_ms = 0
where stage in ('PENDING', 'READY', 'REQUESTING') and posted_at is not null and errors > 0;
