//! What this system lacks of the sandbox in which documents are read, told to whoever runs a command.

use std::path::Path;

use crate::verify::document::{Lack, read_apart};
use crate::words::{Key, Lang, key};

/// Logs at the start of a service what is lacking, as one reader of no document finds it.
pub(super) async fn log(program: &Path) {
    match read_apart(program, []).await {
        Ok(answer) => {
            for line in lines(&answer.lacking) {
                tracing::warn!("{}", line.say(Lang::En));
            }
        }
        Err(error) => tracing::warn!(%error, "documents cannot be read"),
    }
}

/// What is lacking and what follows from it, a line for each matter.
pub(super) fn lines(lacking: &[Lack]) -> Vec<Key> {
    let lacks = |lack| lacking.contains(&lack);
    let walls = match (lacks(Lack::Calls), lacks(Lack::Files)) {
        (false, false) => None,
        (false, true) => Some(key!("cli-reader-without-landlock")),
        (true, false) => Some(key!("cli-reader-without-seccomp")),
        (true, true) => Some(key!("cli-reader-without-both")),
    };
    walls.into_iter().chain(lacks(Lack::Rights).then_some(key!("cli-reader-with-rights"))).collect()
}
