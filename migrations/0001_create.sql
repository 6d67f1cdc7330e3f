-- Only text and bigint: one folder of migrations serves SQLite and PostgreSQL.
-- Instants are bigint (seconds since 1970), days are text (2023-12-18), bytes are text (hex or base64url).

-- Facts of the whole installation: a notice on every page, which records key is in use.
create table setting (
    name text not null primary key,
    value text not null
);

-- What a certificate was printed with (an LSP's particulars, a scheme, a form), by SHA-256 of its text.
-- Rows are never changed: a new director never signs an old certificate.
create table version (
    hash text not null primary key,
    body text not null
);

create table lsp (
    id text not null primary key,
    version text not null references version (hash),
    form text not null references version (hash)
);

-- One row an LSP: the lock of every write, and the counters that must never skip or repeat.
create table lsp_head (
    lsp text not null primary key references lsp (id),
    revision bigint not null,
    journal_seq bigint not null,
    journal_hash text not null,
    status_next bigint not null
);

create table scheme (
    lsp text not null references lsp (id),
    code text not null,
    version text not null references version (hash),
    primary key (lsp, code)
);

create table signing_key (
    kid text not null primary key,
    lsp text not null references lsp (id),
    key_use text not null,
    x text not null,
    state text not null,
    valid_from text not null,
    valid_until text
);
create index signing_key_lsp on signing_key (lsp);

-- The next number of each sequence.
create table counter (
    lsp text not null references lsp (id),
    kind text not null,
    scope text not null,
    next bigint not null,
    primary key (lsp, kind, scope)
);

-- A person as one LSP knows her; the NIK is sealed, and found by a keyed index.
create table holder (
    id text not null primary key,
    lsp text not null references lsp (id),
    nik_index text not null,
    nik_sealed text not null,
    unique (lsp, nik_index)
);

create table roster (
    id text not null primary key,
    lsp text not null references lsp (id),
    sha256 text not null,
    issued_on text not null,
    recorded_at bigint not null,
    recorded_by text not null
);

-- One assessment of one person.
create table entry (
    id text not null primary key,
    lsp text not null references lsp (id),
    roster text not null references roster (id),
    decision text not null,
    particulars_sealed text not null
);
create index entry_roster on entry (roster);

-- What an entry is known by: NIK + scheme + test date ('' where she was absent), and the name that
-- stood beside them. An entry whose NIK was corrected keeps the old key: the same roster handed in
-- again finds it still.
create table entry_key (
    holder text not null references holder (id),
    scheme text not null,
    tested_on text not null,
    entry text not null references entry (id),
    name text not null,
    primary key (holder, scheme, tested_on)
);
create index entry_key_entry on entry_key (entry);

create table certificate (
    id text not null primary key,
    lsp text not null references lsp (id),
    entry text not null references entry (id),
    -- 0: the first of its entry; a replacement counts on.
    generation bigint not null,
    number text not null,
    number_key text not null,
    registration text not null,
    registration_key text not null,
    blanko text,
    blanko_key text,
    holder_name text not null,
    scheme text not null,
    issued_on text not null,
    valid_until text not null,
    lsp_version text not null references version (hash),
    scheme_version text not null references version (hash),
    form_version text not null references version (hash),
    photo_version text references version (hash),
    kid text not null references signing_key (kid),
    status_list bigint not null,
    status_index bigint not null,
    status text not null,
    status_at bigint,
    status_reason text not null,
    superseded_by text references certificate (id),
    token text not null,
    token_sha256 text not null unique,
    journal_seq bigint not null,
    unique (entry, generation),
    unique (lsp, number_key),
    unique (lsp, registration_key),
    unique (lsp, blanko_key),
    unique (lsp, status_list, status_index)
);
create index certificate_number on certificate (number_key);
create index certificate_registration on certificate (registration_key);
create index certificate_blanko on certificate (blanko_key);
create index certificate_status on certificate (status);

-- What was done, by whom and when; each hash (HMAC) covers the one before it.
create table journal (
    lsp text not null references lsp (id),
    seq bigint not null,
    at bigint not null,
    actor text not null,
    act text not null,
    body text not null,
    hash text not null,
    primary key (lsp, seq)
);
