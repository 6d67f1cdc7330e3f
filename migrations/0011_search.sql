-- What certificates are found and listed by, at a million of them.

-- The words of the names on certificates, without case and accents. Nothing is shown for it alone: what is found is held
-- against the name that was signed. No name of who holds no certificate stands here.
create table name_word (
    lsp text not null,
    word text collate binary not null,
    -- Minus the day of issue as YYYYMMDD: read upwards, the newest come first.
    newest_first bigint not null,
    certificate bigint not null,
    primary key (lsp, word, newest_first, certificate)
) without rowid;

-- Lists in the order of issue and in the order of their ends; few are anything but valid.
create index certificate_issued on certificate (lsp, issued_on, id);
create index certificate_ending on certificate (lsp, valid_until, id);
create index certificate_of_scheme on certificate (lsp, scheme, issued_on, id);
create index certificate_not_valid on certificate (lsp, status, issued_on, id) where status <> 'valid';

-- The number of the certificate up to which words are there; gone when they are there of all.
insert into setting (name, value) select 'name_words_after', '0' where exists (select 1 from certificate);
