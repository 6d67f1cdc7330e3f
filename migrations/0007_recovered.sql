-- Certificates that were handed out and are in no row any more, since a backup was restored: known by their tokens.
create table recovered (
    token_sha256 text not null primary key,
    lsp text not null references lsp (id),
    number text not null,
    journal_seq bigint not null
);
