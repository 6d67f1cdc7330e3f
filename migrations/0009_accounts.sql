-- Who signs in to the office. Nothing here lets anybody in by itself: roles, and which row of an account is the
-- present one, are told by the journals; the stamp is an HMAC over the columns before it.
create table account (
    id bigint not null primary key,
    name text not null unique,
    -- argon2id, with a secret beside the records' key.
    password text not null,
    -- 1: given out by somebody else, to be changed before anything else.
    must_change bigint not null,
    -- The secret of an authenticator, sealed; the last step of it that was used.
    totp_sealed text,
    totp_step bigint not null,
    -- Keyed hashes of the recovery codes that are left, separated by spaces.
    recovery text not null,
    made_at bigint not null,
    stamp text not null,
    -- The language that it was chosen to speak; empty where none was. Not under the stamp.
    lang text not null
);

-- Who is signed in. Only the hash of the secret is here; the stamp covers the columns before it. That a session was
-- begun and has not ended is told by the journals.
create table session (
    id text not null primary key,
    secret_hash text not null,
    account bigint not null references account (id),
    -- 1: the password was right, the code is awaited.
    half bigint not null,
    made_at bigint not null,
    seen_at bigint not null,
    proved_at bigint not null,
    stamp text not null,
    -- From where, and with what browser, for its owner to know it by.
    address text not null,
    browser text not null,
    -- Told once on a page; the form that was sent last. Sealed.
    flash text,
    pending text,
    form_key text
);
create index session_account on session (account);

-- Guesses by account and by address, each by a keyed hash. Cleared, it only allows more guesses.
create table throttle (
    subject text not null primary key,
    failures bigint not null,
    at bigint not null,
    until bigint not null
);
