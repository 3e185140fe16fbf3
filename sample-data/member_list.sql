-- A member list in a table, for `run --input-query`:
--
--   java -jar bulk-member-verification.jar run --input-query \
--     "select user_guid, member_guid, customer_id, account_label from member_list where active order by customer_id"
--
-- Any query will do that has the columns user_guid and member_guid. account_label, include_transactions, verify_even and
-- user_id are read where they are there; every other column is carried through to the files, and "line" there is the
-- row's number in the result: order the rows to keep it from night to night. The query runs in a read-only transaction.
-- A run that was interrupted while it read the list reads it anew.
--
-- The shortest query: select user_guid, member_guid, customer_id from member_list

create table member_list (
	customer_id   varchar(20)  not null primary key,
	user_guid     varchar(100) not null,
	member_guid   varchar(100) not null,
	account_label varchar(200),
	active        boolean      not null
);

insert into member_list (customer_id, user_guid, member_guid, account_label, active) values
	('C-1001', 'USR-11141024-90b3-1bce-cac9-c06ced52ab4c', 'MBR-7c6f361b-e582-15b6-60c0-358f12466b4b', null, true),
	('C-1002', 'USR-b3d0ad45-6a4d-4be1-8b6f-6c0f1a1f9a52', 'MBR-3ac2a7a0-2e0b-4f04-9a45-6bcb5a1d90f7', 'Checking', true),
	('C-1003', 'USR-e3c2d4f2-0f5e-4f7b-8a39-2b1f0c7c1d34', 'MBR-9b5a6d1e-74a3-4d6a-8f0c-5ee1a6a2c8b9', null, true),
	('C-1004', 'USR-5b1f7d0e-8c9a-4a55-b0a8-1d7f3c2e6a90', 'MBR-d17c5f2a-3b60-4c1f-9d8e-0a4b6c8e2f13', '+ Savings, "main"', true),
	('C-1005', 'USR-0c8f2a6b-4e1d-4b7c-a5f3-9e2d7b6c1a08', 'MBR-62e9b4d7-1a5c-4f83-b6d0-7c3a8e5f9b21', null, false);
