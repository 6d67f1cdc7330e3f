//! Standard output: a reader that has read enough and closed it (`absah find | head`) stops no act half done.

use std::fmt::Arguments;
use std::io::{self, ErrorKind, Write as _};

/// A line on standard output, in place of the standard library's macro, which panics where nobody reads on.
macro_rules! println {
    () => { $crate::cli::out::line(format_args!("")) };
    ($($text:tt)*) => { $crate::cli::out::line(format_args!($($text)*)) };
}

/// Writes a line; nobody reading on is no fault. What else keeps it from being written ends the program.
pub(super) fn line(text: Arguments<'_>) {
    match writeln!(io::stdout().lock(), "{text}") {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
        Err(error) => {
            eprintln!("absah: {error}");
            std::process::exit(2);
        }
    }
}
