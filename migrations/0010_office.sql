-- What an LSP's office plans and does before a certificate is made: events, the rosters taken in for them, what waits
-- for a second person, and the work that follows. None of it lets anything be issued by itself: the journal says what
-- was approved.

-- An event (kegiatan): where and when people are assessed, and for how many BNSP was asked.
create table event (
    id text not null primary key,
    lsp text not null references lsp (id),
    name text not null,
    -- The kind of place (TUK), and which.
    tuk text not null,
    place text not null,
    starts_on text not null,
    ends_on text not null,
    quota_asked bigint,
    quota_granted bigint,
    -- Rises with every change, so that nobody overwrites what he has not seen.
    revision bigint not null,
    made_by text not null,
    made_at bigint not null
);
create index event_year on event (lsp, starts_on);

-- Who sends people, and how many.
create table event_institution (
    event text not null references event (id),
    place bigint not null,
    name text not null,
    planned bigint not null,
    primary key (event, place)
);

create table event_wave (
    event text not null references event (id),
    number bigint not null,
    held_on text not null,
    quota bigint,
    primary key (event, number)
);

-- A roster from the moment it is handed in: its file as it came, sealed for this row, and apart from it the cells that
-- were mended since, sealed too. What it comes to is counted beside it, for lists alone.
create table kept_roster (
    id text not null primary key,
    lsp text not null references lsp (id),
    event text not null references event (id),
    -- 0: of no wave.
    wave bigint not null,
    origin text not null,
    state text not null,
    revision bigint not null,
    issued_on text not null,
    file_sealed text not null,
    cells_sealed text not null,
    competent bigint not null,
    not_yet_competent bigint not null,
    absent bigint not null,
    refused bigint not null,
    -- The newest request to issue it.
    request text,
    made_by text not null,
    made_at bigint not null,
    changed_at bigint not null
);
create index kept_roster_event on kept_roster (event, wave);

-- What one person asked for and another decides; stamped over every column.
create table request (
    id text not null primary key,
    lsp text not null references lsp (id),
    kind text not null,
    kept text references kept_roster (id),
    -- How many people or certificates it is about.
    size bigint not null,
    body_sealed text not null,
    asked_by text not null,
    asked_at bigint not null,
    state text not null,
    decided_by text,
    decided_at bigint,
    remark_sealed text,
    stamp text not null
);
create index request_of_lsp on request (lsp, asked_at);
create index request_waiting on request (lsp, asked_at) where state = 'waiting';

-- Work that was approved. Whoever holds the lease does it; whose lease is over may be dead.
create table job (
    id text not null primary key,
    lsp text not null references lsp (id),
    request text not null unique references request (id),
    state text not null,
    taker text not null,
    lease_until bigint not null,
    tries bigint not null,
    done bigint not null,
    total bigint not null,
    fault text,
    made_at bigint not null,
    ended_at bigint
);
create index job_due on job (lease_until) where ended_at is null;

-- The roster of the office that entries came from.
alter table roster add column kept text references kept_roster (id);
create index roster_kept on roster (kept) where kept is not null;
