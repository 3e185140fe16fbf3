-- What a run did in ten seconds each: it is drawn in report.html. Intervals in which nothing happened are left out.
create table run_timeline (
    run_id                bigint                   not null references verification_run on delete cascade,
    starts_at             timestamp with time zone not null,
    verify_calls          bigint                   not null,
    read_calls            bigint                   not null,
    resume_calls          bigint                   not null,
    account_number_calls  bigint                   not null,
    throttled             bigint                   not null,
    away_ms               bigint                   not null,
    primary key (run_id, starts_at)
);
