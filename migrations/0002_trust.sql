-- Since when a key is compromised, and what the root signs of its honoured list.
alter table signing_key add column compromised_since bigint;
alter table signing_key add column honoured_sha256 text;
alter table signing_key add column honoured_count bigint;

-- Honoured lists: the fingerprints of what was truly issued with a compromised key, base64url.
create table honoured (
    kid text not null primary key references signing_key (kid),
    list text not null
);

-- Sites that certificates were printed with before the LSP's site changed.
create table former_site (
    lsp text not null references lsp (id),
    site text not null,
    primary key (lsp, site)
);

-- Trust lists as a root signed them, the newest published.
create table trust_list (
    iat bigint not null primary key,
    jwt text not null
);

-- Status lists as signed last, for every process that serves them; base64url of the CWT.
create table status_list (
    lsp text not null references lsp (id),
    number bigint not null,
    content text not null,
    kid text not null,
    iat bigint not null,
    exp bigint not null,
    jwt text not null,
    cwt text not null,
    primary key (lsp, number)
);

-- Tokens that an LSP's key signed and the LSP never issued.
create table unrecorded (
    token_sha256 text not null primary key,
    lsp text not null references lsp (id),
    kid text not null references signing_key (kid),
    at bigint not null
);
create index unrecorded_kid on unrecorded (kid);
create index certificate_kid on certificate (kid);
