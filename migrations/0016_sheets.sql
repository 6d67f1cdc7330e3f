-- What came in and what became of each sheet is told by the journal; a row is where a serial is looked for, and nobody's
-- word: the certificate, or none where the sheet was spoiled.
drop table blanko_received;
alter table blanko_sheet drop column reason;
alter table blanko_sheet drop column journal_seq;
alter table blanko_sheet drop column recorded_at;
alter table blanko_sheet drop column stamp;
