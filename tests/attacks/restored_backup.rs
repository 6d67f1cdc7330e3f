//! A backup is put back, by mistake or by somebody who wants two certificates under one number: what was issued and
//! revoked since is in no table any more, and every counter stands where it stood.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::support::{Installation, Service, issued, on_both, people};
use crate::trust::text;

/// Copies a directory's files, as a backup does.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a directory");
    for entry in fs::read_dir(from).expect("a directory") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.file_type().expect("a type").is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).expect("copied");
        }
    }
}

/// Keeps a copy of the directory, and of the tables where they are not in it.
fn back_up(at: &Installation) {
    copy(&at.path("data"), &at.path("backup"));
    if !at.is_on_sqlite() {
        let keep = "create schema backup; do $$ declare t record; begin
            for t in select tablename from pg_tables where schemaname = 'public' loop
                execute format('create table backup.%I as table public.%I', t.tablename, t.tablename);
            end loop; end $$;";
        at.execute(keep.to_owned());
    }
}

/// Puts the database of the backup back, whoever has it open; the keys stay as they are.
fn restore(at: &Installation) {
    if at.is_on_sqlite() {
        let file = at.path("backup/absah.db");
        let tables = at.column("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'");
        let put =
            |table: &String| format!("delete from main.{table}; insert into main.{table} select * from b.{table};");
        let put: String = tables.iter().map(put).collect();
        at.execute(format!(
            "pragma foreign_keys = off; attach '{}' as b; begin immediate; {put} commit; detach b;",
            text(&file)
        ));
    } else {
        let put = "set session_replication_role = replica; do $$ declare t record; begin
            for t in select tablename from pg_tables where schemaname = 'public' loop
                execute format('delete from public.%I', t.tablename);
                execute format('insert into public.%I select * from backup.%I', t.tablename, t.tablename);
            end loop; end $$;";
        at.execute(put.to_owned());
    }
}

/// An installation that is its own root, with two certificates, backed up, and then two more, the second revoked.
fn with_backup(at: &Installation) -> [Vec<Vec<String>>; 2] {
    at.with_lsps();
    let hand_out = |first: usize, out: &str| {
        let (roster, dir) = (at.write("r.csv", people(first, 2)), at.path(out));
        assert_eq!(at.issue("klining", "2024-06-03", &roster, &["--out", text(&dir)])["issued"], 2);
        issued(&dir)
    };
    let before = hand_out(1, "before");
    back_up(at);
    let since = hand_out(10, "since");
    at.ok(&["revoke", &since[1][0], "--reason", "fraud", "--yes"]);
    [before, since]
}

fn status(service: &Service) -> Option<Value> {
    let page = service.get("/status/klining/0");
    (page.status == 200).then(|| {
        let claims = page.body.split('.').nth(1).expect("claims").to_owned();
        serde_json::from_slice(&absah::seal::spelling::from_base64url(&claims).expect("base64url")).expect("JSON")
    })
}

/// Waits until the verifier says this of a token.
fn says(verifier: &Service, token: &str, word: &str) {
    let mut last = String::new();
    for _ in 0..400 {
        last = verifier.verdict(token);
        if last == word {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    panic!("{last}, and never {word}");
}

#[test]
fn a_restored_database_gives_no_number_again_and_goes_on_past_what_was_given() {
    on_both(restored_gives_no_number_again);
}

fn restored_gives_no_number_again(at: &Installation) {
    let [before, since] = with_backup(at);
    let (old, lost, revoked) = (&before[0], &since[0], &since[1]);
    let roster = at.write("next.csv", people(50, 1));
    let root = at.path("data/keys/root-1.pub.pem");
    let service = at.serve();
    let follow =
        ["verifier", "--trust", &format!("{}/trust.jwt", service.url), "--root", text(&root), "--refresh", "1"];
    let verifier = at.serve_with(&follow, "pemeriksa");
    says(&verifier, &revoked[5], "revoked");
    let seen = status(&service).expect("a list")["journal"].clone();
    let address = service.url.clone();
    drop(service);

    restore(at);
    let issue = ["issue", "--lsp", "klining", "--issued-on", "2024-06-03", text(&roster)];
    for command in [
        &issue[..],
        &["suspend", &old[0], "--reason", "misuse", "--yes"],
        &["keys", "new", "--lsp", "klining"],
        &["trust", "sign", "--yes"],
    ] {
        let refused = at.run(command);
        let told = refused.err.contains("restored from a backup") && refused.err.contains("absah recover");
        assert!(refused.code == 2 && told, "{command:?}: {}{}", refused.out, refused.err);
    }
    let listen = address.trim_start_matches("http://");
    let service = at.serve_at(&["serve"], listen);
    assert_eq!(service.verdict(&revoked[5]), "status_unknown", "the service does not call it valid");
    assert_eq!(verifier.verdict(&revoked[5]), "revoked", "nothing older was signed");
    drop(service);

    let unasked = at.run(&["recover"]);
    assert!(unasked.code == 2 && unasked.err.contains("--yes"), "{}", unasked.err);
    let list = at.path("since/certificates.csv");
    let recovered = at.ok(&["recover", "--certificates", text(&list), "--yes", "--json"]).json();
    let plan = &recovered["recovered"][0];
    assert_eq!((&plan["lsp"], &plan["journal"]["next"]), (&json!("klining"), &json!(1_000)), "{recovered}");
    assert_eq!(plan["known_again"], json!([lost[0], revoked[0]]));
    assert_eq!(at.ok(&["recover", "--json"]).json()["recovered"], json!([]), "once is enough");

    let out = at.path("next");
    at.ok(&[&issue[..], &["--out", text(&out)]].concat());
    let next = issued(&out).remove(0);
    let known: Vec<&String> = before.iter().chain(&since).map(|row| &row[0]).collect();
    assert!(!known.contains(&&next[0]), "{} is fresh", next[0]);
    at.ok(&["revoke", &next[0], "--reason", "fraud", "--yes"]);
    let service = at.serve_at(&["serve"], listen);
    says(&verifier, &next[5], "revoked");
    assert_eq!(verifier.verdict(&old[5]), "valid", "what was issued before the backup");
    assert!(status(&service).expect("a list")["journal"][0].as_u64() > seen[0].as_u64(), "the journal did not shrink");
    // The holder of the lost certificate comes: genuine, and no sign of a stolen key.
    for _ in 0..3 {
        assert_eq!(service.verdict(&lost[5]), "valid");
        std::thread::sleep(std::time::Duration::from_millis(300));
    }
    assert!(service.get("/metrics").body.contains("absah_alarms_total 0"));
    assert_eq!(at.run(&["journal", "verify"]).code, 0, "the journal holds across what was lost");
}

#[test]
fn a_directory_that_was_copied_whole_learns_from_a_verifier_s_lists_or_from_whoever_knows_a_number() {
    on_both(copied_whole);
}

fn copied_whole(at: &Installation) {
    let [_, since] = with_backup(at);
    let service = at.serve();
    let (lists, trust) = (at.path("stick"), format!("{}/trust.jwt", service.url));
    for _ in 0..100 {
        let fetched = at.run(&["trust", "fetch", &trust, "--out", text(&lists)]);
        if fetched.code == 0 {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(100));
    }
    drop(service);
    if !at.is_on_sqlite() {
        restore(at);
    }
    fs::remove_dir_all(at.path("data")).expect("removed");
    copy(&at.path("backup"), &at.path("data"));
    let here = at.ok(&["recover", "--json"]).json();
    assert_eq!(here["recovered"], json!([]), "nothing inside it tells");
    let strange = at.run(&["recover", "--past", "12 34", "--yes"]);
    assert!(strange.code == 2 && strange.err.contains("12 34"), "{}", strange.err);
    let last = &since[1][0];
    let recovered = at.ok(&["recover", "--lists", text(&lists), "--past", last, "--yes", "--json"]).json();
    let klining = recovered["recovered"].as_array().expect("plans").iter().find(|plan| plan["lsp"] == "klining");
    let klining = klining.expect("klining is behind what verifiers hold");
    assert!(klining["journal"]["seen"].as_u64() > klining["journal"]["here"].as_u64(), "{klining}");
    let (roster, out) = (at.write("next.csv", people(50, 1)), at.path("next"));
    assert_eq!(at.issue("klining", "2024-06-03", &roster, &["--out", text(&out)])["issued"], 1);
    let next = issued(&out).remove(0);
    assert!(since.iter().all(|row| row[0] != next[0] && row[1] != next[1]), "{next:?}");
    assert!(next[0] > *last, "the numbers go on after the last one: {}", next[0]);
}

#[test]
fn a_mark_that_lags_behind_the_database_stops_nobody() {
    on_both(lagging_mark);
}

fn lagging_mark(at: &Installation) {
    with_backup(at);
    // Killed between the commit and the mark: the file is that of before.
    fs::copy(at.path("backup/keys/marks.json"), at.path("data/keys/marks.json")).expect("copied");
    let roster = at.write("next.csv", people(50, 1));
    assert_eq!(at.issue("klining", "2024-06-03", &roster, &[])["issued"], 1);
    fs::remove_file(at.path("data/keys/marks.json")).expect("removed");
    let roster = at.write("next.csv", people(60, 1));
    assert_eq!(at.issue("klining", "2024-06-03", &roster, &[])["issued"], 1, "as installations of before have none");
    fs::write(at.path("data/keys/marks.json"), "{").expect("written");
    let damaged = at.run(&["issue", "--lsp", "klining", "--issued-on", "2024-06-03", text(&roster)]);
    assert!(damaged.code == 2 && damaged.err.contains("marks.json"), "{}", damaged.err);
}

#[test]
fn a_database_rolled_back_beneath_a_running_service_takes_no_revocation_back() {
    on_both(|at| {
        let [_, since] = with_backup(at);
        let revoked = &since[1];
        let (service, root) = (at.serve(), at.path("data/keys/root-1.pub.pem"));
        let trust = format!("{}/trust.jwt", service.url);
        let follow = ["verifier", "--trust", &trust, "--root", text(&root), "--refresh", "1"];
        let verifier = at.serve_with(&follow, "pemeriksa");
        says(&verifier, &revoked[5], "revoked");
        restore(at);
        for _ in 0..20 {
            let told = service.verdict(&revoked[5]);
            assert!(["revoked", "status_unknown"].contains(&told.as_str()), "{told}");
            assert_eq!(verifier.verdict(&revoked[5]), "revoked");
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        // One that never saw the newer lists is shown no older ones.
        let late = at.serve_with(&follow, "baru");
        for _ in 0..20 {
            assert_ne!(late.verdict(&revoked[5]), "valid");
            std::thread::sleep(std::time::Duration::from_millis(100));
        }
        let roster = at.write("next.csv", people(50, 1));
        let issued = at.run(&["issue", "--lsp", "klining", "--issued-on", "2024-06-03", text(&roster)]);
        assert!(issued.code == 2 && issued.err.contains("absah recover"), "{}", issued.err);
        let marks = fs::read(at.path("data/keys/marks.json")).expect("marks");
        drop((service, late));
        let service = at.serve();
        std::thread::sleep(std::time::Duration::from_millis(500));
        assert_eq!(service.verdict(&revoked[5]), "status_unknown", "and after a restart");
        assert_eq!(fs::read(at.path("data/keys/marks.json")).expect("marks"), marks, "no mark went back");
    });
}
