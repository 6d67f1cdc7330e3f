-- A million certificates must not slow the next ten thousand down. Rows are named by numbers that rise as rows are
-- added, so indexes grow at their end; what a batch shares is one row; what only a few rows have is indexed for those.
-- Numbers stand before texts: PostgreSQL aligns them.
-- "integer primary key" is the row's own place in SQLite; PostgreSQL is given "bigint primary key" for it.

-- The LSP's place makes the numbers its rows are named by its own: place * 2^40 + a counter of the LSP's.
alter table lsp_head add column place bigint not null default 0;
alter table lsp_head add column row_next bigint not null default 0;
-- The revision in which something changed that verdicts rest on beside status: keys, licences, schemes, tokens disowned.
alter table lsp_head add column trust_revision bigint not null default 0;
update lsp_head set place = (select count(*) from lsp_head o where o.lsp <= lsp_head.lsp);
create unique index lsp_head_place on lsp_head (place);

-- What certificates were made with: particulars, scheme and form as they were then, and the key that signed.
create table making (
    id integer primary key,
    lsp_version text not null references version (hash),
    scheme_version text not null references version (hash),
    form_version text not null references version (hash),
    kid text not null references signing_key (kid),
    unique (kid, lsp_version, scheme_version, form_version)
);
insert into making (id, lsp_version, scheme_version, form_version, kid)
    select row_number() over (order by kid, lsp_version, scheme_version, form_version),
        lsp_version, scheme_version, form_version, kid
    from (select distinct lsp_version, scheme_version, form_version, kid from certificate) as made;

-- A person as one LSP knows her. The NIK is found by the first 132 bits of its keyed index, which is the LSP's own.
-- Sealed for the row's number in decimal, or for sealed_as, the name that the row had before numbers.
create table holder_2 (
    id integer primary key,
    lsp text not null references lsp (id),
    nik_index text not null,
    nik_sealed text not null,
    sealed_as text
);
insert into holder_2 (id, lsp, nik_index, nik_sealed, sealed_as)
    select row_number() over (order by id), lsp, substr(nik_index, 1, 22), nik_sealed, id from holder order by 1;

create table roster_2 (
    id integer primary key,
    lsp text not null references lsp (id),
    sha256 text not null,
    issued_on text not null,
    recorded_at bigint not null,
    recorded_by text not null
);
create table roster_name (name text not null primary key, id bigint not null);
insert into roster_name (name, id) select id, row_number() over (order by recorded_at, id) from roster;
insert into roster_2 (id, lsp, sha256, issued_on, recorded_at, recorded_by)
    select n.id, r.lsp, r.sha256, r.issued_on, r.recorded_at, r.recorded_by
    from roster r join roster_name n on n.name = r.id order by n.id;

-- One assessment of one person. Its particulars are sealed as a holder's NIK is: JSON in ZLIB, or plain JSON, which
-- begins with a brace, in rows of before.
create table entry_2 (
    id integer primary key,
    roster bigint not null references roster_2 (id),
    lsp text not null references lsp (id),
    decision text not null,
    particulars_sealed text not null,
    sealed_as text
);
insert into entry_2 (id, lsp, roster, decision, particulars_sealed, sealed_as)
    select row_number() over (order by n.id, e.id), e.lsp, n.id, e.decision, e.particulars_sealed, e.id
    from entry e join roster_name n on n.name = e.roster order by 1;
create table entry_name (name text not null primary key, id bigint not null);
insert into entry_name (name, id) select sealed_as, id from entry_2;

create table entry_key_2 (
    holder bigint not null references holder_2 (id),
    entry bigint not null references entry_2 (id),
    scheme text not null,
    tested_on text not null,
    name text not null,
    primary key (holder, scheme, tested_on)
);
create table holder_name (name text not null primary key, id bigint not null);
insert into holder_name (name, id) select sealed_as, id from holder_2;
insert into entry_key_2 (holder, scheme, tested_on, entry, name)
    select h.id, k.scheme, k.tested_on, e.id, k.name
    from entry_key k join holder_name h on h.name = k.holder join entry_name e on e.name = k.entry order by 1, 2, 3;

-- The number of a certificate made from now on counts the LSP's places on status lists: none is taken twice.
create table certificate_2 (
    id integer primary key,
    entry bigint not null references entry_2 (id),
    -- 0: the first of its entry; a replacement counts on.
    generation bigint not null,
    making bigint not null references making (id),
    journal_seq bigint not null,
    status_list bigint not null,
    status_index bigint not null,
    status_at bigint,
    -- The journal entry of the last change of its status; 0 where that was before changes were numbered.
    changed_seq bigint,
    superseded_by bigint references certificate_2 (id),
    status text not null,
    status_reason text,
    lsp text not null references lsp (id),
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
    photo_version text references version (hash),
    token text not null,
    unique (entry, generation)
);
create table certificate_name (name text not null primary key, id bigint not null unique);
insert into certificate_name (name, id)
    select id, row_number() over (order by lsp, journal_seq, number_key) from certificate;
insert into certificate_2 (id, lsp, entry, generation, number, number_key, registration, registration_key, blanko,
        blanko_key, holder_name, scheme, issued_on, valid_until, making, photo_version, status_list, status_index,
        status, status_at, status_reason, changed_seq, superseded_by, token, journal_seq)
    select n.id, c.lsp, e.id, c.generation, c.number, c.number_key, c.registration, c.registration_key, c.blanko,
        c.blanko_key, c.holder_name, c.scheme, c.issued_on, c.valid_until, m.id, c.photo_version, c.status_list,
        c.status_index, c.status, c.status_at, nullif(c.status_reason, ''),
        case when c.status_at is null then null else 0 end, null, c.token, c.journal_seq
    from certificate c join certificate_name n on n.name = c.id join entry_name e on e.name = c.entry
    join making m on m.kid = c.kid and m.lsp_version = c.lsp_version and m.scheme_version = c.scheme_version
        and m.form_version = c.form_version
    order by n.id;
update certificate_2 set superseded_by = (
        select s.id from certificate c join certificate_name n on n.name = c.id
        join certificate_name s on s.name = c.superseded_by where n.id = certificate_2.id)
    where status = 'superseded';

drop table certificate;
drop table entry_key;
drop table entry;
drop table roster;
drop table holder;
drop table certificate_name;
drop table entry_name;
drop table holder_name;
drop table roster_name;
alter table holder_2 rename to holder;
alter table roster_2 rename to roster;
alter table entry_2 rename to entry;
alter table entry_key_2 rename to entry_key;
alter table certificate_2 rename to certificate;

create unique index holder_nik on holder (nik_index);
create index entry_roster on entry (roster);
create index entry_key_entry on entry_key (entry);
create unique index certificate_number on certificate (number_key, lsp);
create unique index certificate_registration on certificate (registration_key, lsp);
create unique index certificate_blanko on certificate (blanko_key, lsp) where blanko_key is not null;
create index certificate_changed on certificate (lsp, changed_seq) where changed_seq is not null;
