-- Who approved and what was acted on stand in columns, and the chain covers them. Entries written before keep
-- form 1, whose hash covers less; in form 1 the new columns are empty and none follows an entry of form 2.
alter table journal add column form bigint not null default 1;
alter table journal add column approved_by text;
alter table journal add column subject_kind text;
alter table journal add column subject text;
create index journal_subject on journal (lsp, subject);
create index journal_form_1 on journal (lsp) where form = 1;
