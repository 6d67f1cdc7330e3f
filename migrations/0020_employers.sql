-- What ties an assessment to its holder: an HMAC over both. None in rows of before, of which nobody is told whose they are.
alter table entry_key add column stamp text;

-- Look-ups by number that employers made, by day. What is agreed with them, their keys and what they asked about NIK is
-- told by the journals; cleared, this only allows more look-ups of what the public may know.
create table employer_lookup (
    account bigint not null references account (id),
    day text not null,
    count bigint not null,
    primary key (account, day)
);

-- When a key of an employer was used last, to the minute. A help for whoever revokes keys.
create table employer_key_use (
    key text not null primary key,
    at bigint not null
);
