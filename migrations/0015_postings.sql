-- What certificates are found and listed by, in fewer bytes.

-- The words of the names on certificates, without case and accents, each with those certificates of one day that were
-- recorded together. Nothing is shown for it alone: what is found is held against the name that was signed. No name of
-- who holds no certificate stands here.
create table name_posting (
    -- Minus the day of issue as YYYYMMDD: read upwards, the newest come first.
    newest_first bigint not null,
    certificate bigint not null,
    lsp text not null,
    word text collate binary not null,
    -- How far each further certificate's number is from the one before, separated by spaces.
    further text not null,
    primary key (lsp, word, newest_first, certificate)
) without rowid;
drop table name_word;

-- A key that many rows share is kept once, in PostgreSQL, where it does not end with what is each row's own; SQLite ends
-- it with the row's number by itself.
drop index certificate_issued;
drop index certificate_ending;
drop index certificate_of_scheme;
drop index certificate_not_valid;
create index certificate_issued on certificate (lsp, issued_on);
create index certificate_ending on certificate (lsp, valid_until);
create index certificate_of_scheme on certificate (lsp, scheme, issued_on);
create index certificate_not_valid on certificate (lsp, status, issued_on) where status <> 'valid';

-- The number of the certificate up to which words are there; gone when they are there of all.
delete from setting where name = 'name_words_after';
insert into setting (name, value) select 'name_words_after', '0' where exists (select 1 from certificate);
