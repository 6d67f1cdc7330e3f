//! Whoever shares the machine reads what is handed out, where the umask of who hands it out forbids that.
#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;
use std::process::Command;

use crate::support::{Installation, PASSPHRASE, people};

#[test]
fn what_is_handed_out_follows_the_umask() {
    let at = Installation::on_sqlite();
    at.with_lsps();
    let roster = at.write("r.csv", people(1, 2));
    for (umask, mode) in [("077", 0o600), ("027", 0o640), ("002", 0o664)] {
        let (out, table) = (at.path(&format!("out-{umask}")), at.path(&format!("find-{umask}.csv")));
        let run = |arguments: &[&std::ffi::OsStr]| {
            let mut shell = Command::new("sh");
            shell.args(["-c", "umask $0; exec \"$@\"", umask, env!("CARGO_BIN_EXE_absah")]).args(arguments);
            shell.arg("--data").arg(at.path("data")).env("ABSAH_KEY_PASSPHRASE", PASSPHRASE);
            let done = shell.env_remove("DATABASE_URL").output().expect("run");
            assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        };
        run(&["issue", "--lsp", "klining", "--issued-on", "2024-06-03", "--out"]
            .map(std::ffi::OsStr::new)
            .into_iter()
            .chain([out.as_os_str(), roster.as_os_str()])
            .collect::<Vec<_>>());
        run(&["find", "--scheme", "CS-01", "--out"]
            .map(std::ffi::OsStr::new)
            .into_iter()
            .chain([table.as_os_str()])
            .collect::<Vec<_>>());
        let mut files: Vec<_> =
            std::fs::read_dir(&out).expect("files").map(|file| file.expect("a file").path()).collect();
        assert!(files.len() >= 3, "two PDFs and the list");
        files.push(table);
        for file in files {
            let found = std::fs::metadata(&file).expect("a file").permissions().mode() & 0o777;
            assert_eq!(found, mode, "{} under {umask}", file.display());
        }
    }
}
