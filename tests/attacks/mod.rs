//! Attacks on the finished binary, a file each: what an attacker with a pen, a clock, a database or a slow line
//! tries, and what must not come of it. Each fails where its mend is taken away.

mod accounts_in_tables;
mod altered_documents;
mod counters;
mod crowd;
mod data_at_rest;
mod database;
mod dead_keys;
mod document_reader;
mod dripping_uploads;
mod fixed_sessions;
mod foreign_forms;
mod forged_approvals;
mod formulas_in_cells;
mod forwarded_garbage;
mod guessed_passwords;
mod half_open;
mod idle_batches;
mod lying_words;
mod moved_clock;
mod moved_numbers;
mod older_lists;
mod open_files;
mod passed_off_erasure;
mod reopened_past;
mod replayed_codes;
mod repointed;
mod restored_backup;
mod slow_documents;
mod slow_lsps;
mod unreadable_rows;
mod weak_passphrase;
mod withdrawn_root;
mod wrong_names;
