-- How often numbers were asked about that are put together as an LSP's are, by day. No number, no name and no address is
-- here, nor anywhere else.
create table asked_by_number (
    lsp text not null references lsp (id),
    -- In the LSP's zone.
    day text not null,
    found bigint not null,
    not_found bigint not null,
    -- Not looked up, for the client asked too fast.
    refused bigint not null,
    primary key (lsp, day)
) without rowid;
