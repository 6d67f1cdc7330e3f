-- Preprinted sheets (blanko) by their serials: the certificate that one is on, or why it was spoiled. A row by itself is
-- nobody's word: the stamp is an HMAC over its columns and the journal entry that it came with, and the journal tells
-- which were taken back.
create table blanko_sheet (
    lsp text not null references lsp (id),
    -- As serials are looked for.
    serial_key text not null,
    certificate bigint,
    reason text,
    journal_seq bigint not null,
    recorded_at bigint not null,
    stamp text not null,
    primary key (lsp, serial_key)
);
create unique index blanko_sheet_certificate on blanko_sheet (certificate) where certificate is not null;
create index blanko_sheet_serial on blanko_sheet (serial_key);

-- Deliveries: sheets from one serial to another of the same length.
create table blanko_received (
    lsp text not null references lsp (id),
    first_key text not null,
    last_key text not null,
    sheets bigint not null,
    received_on text not null,
    primary key (lsp, first_key)
);
