-- A journal that is read by act, person and day; what waits on a first page; and when personal data of long ago was
-- erased.
drop index journal_subject;
create index journal_subject on journal (lsp, subject, seq);
create index journal_act on journal (lsp, act, seq);
create index journal_actor on journal (lsp, actor, seq);
create index journal_approved on journal (lsp, approved_by, seq) where approved_by is not null;
create index journal_at on journal (lsp, at, seq);
create index unrecorded_lsp on unrecorded (lsp);
create index kept_roster_open on kept_roster (lsp, changed_at) where state in ('draft', 'returned');
create index job_failed on job (lsp, ended_at) where state = 'failed';

-- The journal entry of the erasure, so that nobody is looked at twice. That something was erased tells what is sealed in
-- its place, which only this installation's key makes.
alter table holder add column erased_seq bigint;
alter table entry add column erased_seq bigint;
alter table kept_roster add column erased_seq bigint;
alter table request add column erased_seq bigint;
