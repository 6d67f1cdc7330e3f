//! Attacks on the finished binary, a file each: what an attacker with a pen, a clock, a database or a slow line
//! tries, and what must not come of it. Each fails where its mend is taken away.

mod moved_clock;
mod reopened_past;
mod weak_passphrase;
