-- How far the feed of an employer has come, and a stamp over that and over every certificate that the employer watches:
-- who writes these tables without the records' key is noticed, and everything is told anew.
create table employer_feed (
    account bigint not null primary key references account (id),
    -- Microseconds since 1970, and one more where two would be the same.
    seq bigint not null,
    stamp text not null
);

-- Certificates that employers watch, and what each was last told of them. What they are is judged each time anew, and
-- never read from here.
create table employer_watch (
    account bigint not null references account (id),
    lsp text not null references lsp (id),
    number text not null,
    -- Of the feed, when it was last told; 0 before.
    seq bigint not null,
    -- JSON; empty before.
    told text not null,
    primary key (account, number, lsp)
) without rowid;
