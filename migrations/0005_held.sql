-- What holds tables against the journal.

-- An HMAC over a certificate's columns, but for its status: a row that was slipped in or altered has none that holds.
-- Empty in rows of before; absah journal repair stamps those that the journal covers.
alter table certificate add column stamp text;

-- What an LSP's journal comes to up to an entry, with an HMAC: a reader goes on from there. One that is older than it
-- could be is only slower; without any, the journal is read from its beginning.
create table journal_summary (
    lsp text not null primary key references lsp (id),
    seq bigint not null,
    hash text not null,
    body text not null,
    mac text not null
);
