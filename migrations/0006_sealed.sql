-- Names of people who hold no certificate rest sealed, for their entry; the name is empty then.
alter table entry_key add column name_sealed text;

-- The hash of a roster's file told a NIK to whoever knew the rest of the file. It is keyed from now on, and those of
-- before are forgotten: nothing asks for them.
update roster set sha256 = '';
alter table roster rename column sha256 to file_index;
