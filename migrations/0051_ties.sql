-- From which certificate of its assessment on a holder is whose it is, by how many came before: the newest correction of a
-- NIK counts, whichever holder has the lower number. Under the stamp; none, as 0, in rows of before, which have no order.
alter table entry_key add column since bigint;
