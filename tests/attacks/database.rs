//! Somebody has the database and no key: he may read and write every row, and stop an LSP from working. Nothing false is
//! signed, and nothing false is valid: not at the service, not at a verifier.
//!
//! Each attack is tried on a running service with a verifier beside it, and told of in a table: what the service, a command
//! started anew, the verifier and `journal verify` say.

use std::time::Duration;

use absah::domain::status::State;
use absah::seal::jwt::{Jwt, Kind};
use absah::seal::keys::{KeyUse, PrivateKey};
use absah::seal::spelling::from_base64url;
use absah::seal::status_list::signed::Listed;
use absah::seal::token::Token;
use absah::seal::trust_list::TrustedLsp;
use serde_json::Value;

use super::repointed::another;
use crate::keys::{certificates, forge, kid, steal};
use crate::support::{Installation, Service, on_both};

/// What he tries, and how it is undone.
struct Attack {
    name: &'static str,
    tries: String,
    undo: String,
    /// The certificate that it is about.
    about: About,
    /// What the running service says of it, and a command that was started afterwards.
    says: [&'static str; 2],
    /// What `journal verify` finds.
    finds: &'static str,
}

#[derive(Clone, Copy, PartialEq)]
enum About {
    /// Signed by a key that he made.
    Forged,
    Revoked,
    /// Signed by a key that was stolen, and told so.
    Stolen,
    Suspended,
    Valid,
}

/// What there is to attack.
struct Stage<'a> {
    at: &'a Installation,
    revoked: (String, String),
    suspended: (String, String),
    valid: (String, String),
    forged: String,
    stolen: String,
    own: PrivateKey,
    /// Where the revoked one stands on the status list.
    place: u32,
}

impl Stage<'_> {
    fn token(&self, about: About) -> &str {
        match about {
            About::Forged => &self.forged,
            About::Revoked => &self.revoked.1,
            About::Stolen => &self.stolen,
            About::Suspended => &self.suspended.1,
            About::Valid => &self.valid.1,
        }
    }

    /// Whether a word would be a lie.
    fn is_false(about: About, word: &str) -> bool {
        word == "valid" && about != About::Valid
    }
}

fn stage(at: &Installation) -> Stage<'_> {
    at.ok(&["migrate"]);
    at.ok(&["trust", "root", "root-2"]);
    at.with_lsps();
    let made = certificates(at, 1, 4, "2024-06-03");
    at.ok(&["revoke", &made[0].0, "--reason", "fraud", "--yes"]);
    at.ok(&["suspend", &made[1].0, "--reason", "misuse", "--yes"]);
    let own = PrivateKey::from_seed(&[77; 32]);
    let stolen_kid = kid(at, "pengemudi", "certificate");
    let name = absah::seal::key_files::name(
        &"pengemudi".parse().expect("an id"),
        KeyUse::Certificate,
        stolen_kid.parse().expect("a kid"),
    );
    let files = absah::seal::key_files::KeyFiles::new(at.path("data/keys"));
    let thief = files.open(&name, crate::support::PASSPHRASE.as_bytes()).expect("opened");
    at.ok(&["keys", "compromised", "--lsp", "pengemudi", &stolen_kid]);
    let key = steal(at, &kid(at, "klining", "certificate")).public();
    let claims = |token: &str| {
        let token = Token::read(&from_base64url(token).expect("base64url")).expect("a token");
        token.verify(&key).expect("it holds").into_claims()
    };
    let (place, claims) = (claims(&made[0].1).status.index, claims(&made[2].1));
    let by = |key: &PrivateKey| {
        let bytes = absah::seal::token::sign(&claims, key).expect("signed");
        absah::seal::spelling::to_base64url(&bytes)
    };
    let (forged, stolen) = (by(&own), by(&thief));
    let [revoked, suspended, valid] = [0, 1, 2].map(|one| made[one].clone());
    Stage { at, revoked, suspended, valid, forged, stolen, own, place }
}

/// A row of the thief's own key.
fn own_key(stage: &Stage<'_>) -> String {
    let public = stage.own.public();
    format!(
        "insert into signing_key (kid, lsp, key_use, x, state, valid_from) values ('{}', 'klining', 'certificate', '{}', \
         'active', '2015-01-01');",
        public.kid(),
        public.x()
    )
}

/// A cell of the certificate's row written anew, and back.
fn cell(number: &str, column: &str, value: &str) -> [String; 2] {
    [
        format!(
            "create table kept as select * from certificate where number = '{number}';
             update certificate set {column} = {value} where number = '{number}';"
        ),
        format!(
            "update certificate set {column} = (select kept.{column} from kept) where id = (select kept.id from kept);
             drop table kept;"
        ),
    ]
}

/// Entries of the journal written anew, and back.
fn journal(change: &str) -> [String; 2] {
    [
        format!(
            "create table kept as select * from journal; create table kept_head as select * from lsp_head; {change}"
        ),
        "delete from journal; insert into journal select * from kept; drop table kept;
         update lsp_head set journal_seq = (select k.journal_seq from kept_head k where k.lsp = lsp_head.lsp),
             journal_hash = (select k.journal_hash from kept_head k where k.lsp = lsp_head.lsp);
         drop table kept_head;"
            .to_owned(),
    ]
}

const CUT: &str = "delete from journal where lsp = 'klining' and seq >= 6;
    update lsp_head set journal_seq = 5, journal_hash = (select hash from journal where lsp = 'klining' and seq = 5)
    where lsp = 'klining';";

fn attacks(stage: &Stage<'_>) -> Vec<Attack> {
    use About::{Forged, Revoked, Stolen, Suspended, Valid};
    let (revoked, suspended, valid) = (&stage.revoked.0, &stage.suspended.0, &stage.valid.0);
    let own = stage.own.public().kid();
    let of = |name, [tries, undo]: [String; 2], about, says, finds| Attack { name, tries, undo, about, says, finds };
    let kid =
        stage.at.column("select kid from signing_key where lsp = 'klining' and key_use = 'certificate'").remove(0);
    let stolen = stage.at.column("select kid from signing_key where state = 'compromised'").remove(0);
    // A service that runs reads no entry twice.
    let (unknown, remembered) = (["status_unknown"; 2], ["revoked", "status_unknown"]);
    let both = |word| [word; 2];
    vec![
        of("un-revokes", cell(revoked, "status", "'valid'"), Revoked, both("revoked"), "state"),
        of("reinstates", cell(suspended, "status", "'valid'"), Suspended, both("suspended"), "state"),
        of("revokes one that is valid", cell(valid, "status", "'revoked'"), Valid, both("valid"), "state"),
        of("hides that a status changed", cell(revoked, "changed_seq", "null"), Revoked, both("revoked"), "nothing"),
        of("backdates", cell(valid, "issued_on", "'2019-01-01'"), Valid, both("valid"), "altered missing"),
        of("lengthens the term", cell(valid, "valid_until", "'2099-01-01'"), Valid, both("valid"), "altered missing"),
        of("writes another holder", cell(revoked, "holder_name", "'Pencuri'"), Revoked, both("revoked"), "altered missing"),
        of("moves a status index", cell(revoked, "status_index", "131000"), Revoked, both("revoked"), "altered missing"),
        of("gives a number twice", cell(valid, "number", &format!("'{revoked}'")), Valid, both("valid"), "altered missing"),
        of("puts a forged token into a row", cell(valid, "token", &format!("'{}'", stage.forged)), Forged, both("untrusted"), "altered missing"),
        Attack {
            name: "deletes a certificate",
            tries: format!(
                "create table kept as select * from certificate where number = '{valid}';
                 delete from certificate where number = '{valid}';"
            ),
            undo: "insert into certificate select * from kept; drop table kept;".to_owned(),
            about: Valid,
            says: both("valid"),
            finds: "missing",
        },
        Attack {
            name: "inserts a certificate",
            tries: format!(
                "create table kept as select * from certificate where number = '{valid}';
                 update kept set id = id + 1000, generation = 7, number = '1 1 1', number_key = '111',
                     registration = '2 2 2', registration_key = '222', status_index = 5;
                 insert into certificate select * from kept; drop table kept;"
            ),
            undo: "delete from certificate where number = '1 1 1';".to_owned(),
            about: Valid,
            says: both("valid"),
            finds: "slipped",
        },
        Attack {
            name: "puts in a key of his own",
            tries: own_key(stage),
            undo: format!("delete from signing_key where kid = '{own}';"),
            about: Forged,
            says: both("untrusted"),
            finds: "key_unknown",
        },
        Attack {
            name: "swaps a key for his own",
            tries: format!(
                "create table kept as select * from signing_key where kid = '{kid}';
                 update signing_key set x = '{}' where kid = '{kid}';",
                stage.own.public().x()
            ),
            undo: format!("update signing_key set x = (select x from kept) where kid = '{kid}'; drop table kept;"),
            about: Forged,
            says: both("untrusted"),
            finds: "key_unknown",
        },
        Attack {
            name: "calls a stolen key active",
            tries: format!(
                "create table kept as select * from signing_key where kid = '{stolen}';
                 update signing_key set state = 'active' where kid = '{stolen}';"
            ),
            undo: format!("update signing_key set state = 'compromised' where kid = '{stolen}'; drop table kept;"),
            about: Stolen,
            says: both("untrusted"),
            finds: "key",
        },
        Attack {
            name: "puts back an older trust list, with the stolen key active",
            tries: format!(
                "create table kept as select * from trust_list;
                 delete from trust_list where iat = (select max(iat) from trust_list);
                 update signing_key set state = 'active' where kid = '{stolen}';"
            ),
            undo: format!(
                "delete from trust_list; insert into trust_list select * from kept; drop table kept;
                 update signing_key set state = 'compromised' where kid = '{stolen}';"
            ),
            about: Stolen,
            says: both("untrusted"),
            finds: "key",
        },
        Attack {
            name: "takes the trust lists away",
            tries: "create table kept as select * from trust_list; delete from trust_list;".to_owned(),
            undo: "insert into trust_list select * from kept; drop table kept;".to_owned(),
            about: Forged,
            says: both("untrusted"),
            finds: "nothing",
        },
        Attack {
            name: "moves the LSP to another site and zone",
            tries: "create table kept as select * from version;
                 update version set body = replace(body, 'cek.lsp.example', 'palsu.example')
                 where hash = (select version from lsp where id = 'klining');"
                .to_owned(),
            undo: "update version set body = (select kept.body from kept where kept.hash = version.hash); drop table kept;"
                .to_owned(),
            about: Revoked,
            says: both("revoked"),
            finds: "nothing",
        },
        Attack {
            name: "writes another stored status list",
            tries: "create table kept as select * from status_list; update status_list set jwt = 'x', content = 'x';"
                .to_owned(),
            undo: "update status_list set jwt = (select kept.jwt from kept where kept.lsp = status_list.lsp
                       and kept.number = status_list.number); drop table kept;"
                .to_owned(),
            about: Revoked,
            says: both("revoked"),
            finds: "nothing",
        },
        of("edits an entry", journal("update journal set body = replace(body, 'fraud', 'ethics');"), Revoked, remembered, "broken"),
        of("deletes an entry", journal("delete from journal where lsp = 'klining' and seq = 6;"), Revoked, remembered, "broken"),
        of(
            "swaps two entries",
            journal(
                "update journal set seq = 99 where lsp = 'klining' and seq = 6;
                 update journal set seq = 6 where lsp = 'klining' and seq = 7;
                 update journal set seq = 7 where lsp = 'klining' and seq = 99;",
            ),
            Revoked,
            unknown,
            "broken",
        ),
        of(
            "chains an entry without the key",
            journal(
                "insert into journal (lsp, seq, at, form, actor, act, body, hash, subject_kind, subject)
                 select lsp, 8, at, form, actor, 'reinstate', body, hash, subject_kind, subject from journal
                 where lsp = 'klining' and seq = 7;
                 update lsp_head set journal_seq = 8 where lsp = 'klining';",
            ),
            Suspended,
            unknown,
            "broken",
        ),
        of("writes a shorter head", journal("update lsp_head set journal_seq = 6 where lsp = 'klining';"), Revoked, unknown, "broken"),
        points(stage, "points the LSP to another director", "lsp set version", "version", |body| {
            body.replacen("\"signatory\":\"", "\"signatory\":\"Pencuri, ", 1)
        }),
        points(stage, "points the LSP to another site", "lsp set version", "version", |body| {
            body.replace("cek.lsp.example", "palsu.example")
        }),
        points(stage, "gives sheets another wording", "lsp set form", "form", |body| body.replace("Sertifikat", "Ijazah")),
        Attack {
            name: "adds a former site of his own",
            tries: "insert into former_site (lsp, site) values ('klining', 'https://palsu.example');".to_owned(),
            undo: "delete from former_site;".to_owned(),
            about: Valid,
            says: both("valid"),
            finds: "repointed",
        },
        Attack {
            name: "has an issued sheet drawn with another director",
            tries: "create table kept as select * from making;
                 update making set lsp_version = (select version from lsp where id = 'provinsi');"
                .to_owned(),
            undo: "update making set lsp_version = (select kept.lsp_version from kept where kept.id = making.id); drop table kept;"
                .to_owned(),
            about: Revoked,
            says: both("revoked"),
            finds: "altered missing",
        },
        Attack {
            name: "moves the numbers back",
            tries: "create table kept as select * from counter; update counter set next = 1;".to_owned(),
            undo: "update counter set next = (select k.next from kept k where k.lsp = counter.lsp and k.kind = counter.kind
                       and k.scope = counter.scope); drop table kept;"
                .to_owned(),
            about: Valid,
            says: both("valid"),
            finds: "counter",
        },
        Attack {
            name: "moves the places on status lists back",
            tries: "update lsp_head set status_next = 0 where lsp = 'klining';".to_owned(),
            undo: "update lsp_head set status_next = 4 where lsp = 'klining';".to_owned(),
            about: Revoked,
            says: both("revoked"),
            finds: "counter",
        },
        Attack {
            name: "gives a key days of before",
            tries: format!("update signing_key set valid_from = '2001-01-01' where kid = '{kid}';"),
            undo: format!("update signing_key set valid_from = '2015-01-01' where kid = '{kid}';"),
            about: Valid,
            says: both("valid"),
            finds: "key_terms",
        },
        Attack {
            name: "gives a key another use",
            tries: format!("update signing_key set key_use = 'report' where kid = '{kid}';"),
            undo: format!("update signing_key set key_use = 'certificate' where kid = '{kid}';"),
            about: Valid,
            says: both("valid"),
            finds: "key_terms",
        },
        Attack {
            name: "dates an older trust list later",
            tries: "create table kept as select * from trust_list;
                 delete from trust_list where iat > (select min(iat) from kept);
                 update trust_list set iat = iat + 400;"
                .to_owned(),
            undo: "delete from trust_list; insert into trust_list select * from kept; drop table kept;".to_owned(),
            about: Stolen,
            says: both("untrusted"),
            finds: "nothing",
        },
        Attack {
            name: "calls a genuine token never issued",
            tries: format!(
                "insert into unrecorded (token_sha256, lsp, kid, at) values ('{}', 'klining', '{kid}', 0);",
                hex::encode(absah::seal::token::fingerprint(&from_base64url(&stage.valid.1).expect("base64url")))
            ),
            undo: "delete from unrecorded;".to_owned(),
            about: Valid,
            says: both("valid"),
            finds: "nothing",
        },
        // Nothing in a database tells yesterday's from today's: the marks beside the keys do, and every verifier.
        of("cuts the journal's end", journal(CUT), Revoked, unknown, "state"),
    ]
}

/// Points the LSP to a text that he wrote, and back.
fn points(stage: &Stage<'_>, name: &'static str, set: &str, column: &str, change: impl Fn(&str) -> String) -> Attack {
    let hash = stage.at.column(Box::leak(format!("select {column} from lsp where id = 'klining'").into())).remove(0);
    let his = another(stage.at, &hash, change);
    Attack {
        name,
        tries: format!("update {set} = '{his}' where id = 'klining';"),
        undo: format!("update {set} = '{hash}' where id = 'klining';"),
        about: About::Valid,
        says: ["valid"; 2],
        finds: "repointed",
    }
}

/// What `journal verify` finds, word by word.
fn found(at: &Installation) -> String {
    let said = at.run(&["journal", "verify", "--json"]);
    if said.code == 2 {
        return "refused".to_owned();
    }
    let told = said.json();
    let mut words = std::collections::BTreeSet::new();
    for one in told["journals"].as_array().expect("journals") {
        if one["holds"] == false {
            words.insert("broken".to_owned());
        }
        for table in one["tables"].as_array().into_iter().flatten() {
            words.insert(table["what"].as_str().expect("a word").to_owned());
        }
    }
    assert_eq!(said.code == 0, words.is_empty(), "{told}");
    if words.is_empty() { "nothing".to_owned() } else { words.into_iter().collect::<Vec<_>>().join(" ") }
}

fn afresh(at: &Installation, token: &str) -> String {
    let said = at.run(&["verify", "--json", token]);
    match said.out.is_empty() {
        true => "refused".to_owned(),
        false => said.json()["verdict"].as_str().expect("a verdict").to_owned(),
    }
}

/// What the list that is handed out says of the revoked certificate, if it can be believed.
fn signed(stage: &Stage<'_>, service: &Service, trusted: &TrustedLsp) -> Option<State> {
    let text = service.get("/status/klining/0").body;
    let jwt = Jwt::read(&text, Kind::StatusList).ok()?;
    let key = trusted.keys.iter().find(|key| key.public.kid() == jwt.kid())?;
    let listed = Listed::verify(&jwt, &key.public).ok()?.into_claims();
    listed.list.entries().entry(stage.place).map(State::from_bits)
}

fn until(what: &str, is: impl Fn() -> bool) {
    for _ in 0..150 {
        if is() {
            return;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    panic!("{what}: not within 15 s");
}

const WAKE: &str = "update lsp_head set revision = revision + 1, trust_revision = revision + 1;";

#[test]
fn who_has_the_database_and_no_key_stops_an_lsp_and_nothing_else() {
    on_both(|at| {
        let stage = stage(at);
        let service = at.serve();
        let roots = ["root-1", "root-2"].map(|root| at.path(&format!("data/keys/{root}.pub.pem")));
        let [first, safe] = roots.each_ref().map(|root| root.to_str().expect("UTF-8"));
        let trust = format!("{}/trust.jwt", service.url);
        let verifier = at.serve_with(
            &["verifier", "--trust", &trust, "--root", first, "--root", safe, "--refresh", "1"],
            "verifier",
        );
        until("the verifier knows the lists", || verifier.verdict(&stage.revoked.1) == "revoked");
        assert_eq!(found(at), "nothing", "all is as it was written");
        let list = service.get("/trust.jwt").body;
        let root =
            absah::seal::keys::PublicKey::from_pem(&std::fs::read_to_string(first).expect("a key")).expect("a key");
        let jwt = Jwt::read(&list, Kind::TrustList).expect("a list");
        let trusted =
            absah::seal::trust_list::published::Published::verify(&jwt, &root).expect("it holds").into_claims();
        let trusted = trusted.list.lsp(&"klining".parse().expect("an id")).expect("an LSP").clone();
        let mut table = String::from("| tries | about | service | started anew | verifier | journal verify |\n");
        let mut wrong = Vec::new();
        for attack in attacks(&stage) {
            at.execute(format!("{} {WAKE}", attack.tries));
            std::thread::sleep(Duration::from_millis(1500));
            let token = stage.token(attack.about);
            let (running, anew) = (service.verdict(token), afresh(at, token));
            let (beside, finds) = (verifier.verdict(token), found(at));
            let signed = signed(&stage, &service, &trusted);
            let row = [attack.name, token_name(attack.about), &running, &anew, &beside, &finds];
            table.push_str(&format!("| {} |\n", row.join(" | ")));
            // Whoever believes him acts upon it, so what is tried next would be tried on something else.
            let is_false = |word: &String| Stage::is_false(attack.about, word);
            assert!(![&running, &anew, &beside].into_iter().any(is_false), "{}: it is valid\n{table}", attack.name);
            assert!(matches!(signed, None | Some(State::Revoked)), "{}: {signed:?} is signed\n{table}", attack.name);
            // A service that runs says what it knows, until it has read what was written.
            let expected = attack.says.contains(&running.as_str()) && anew == attack.says[1];
            if !expected || finds != attack.finds {
                wrong.push(format!("{}: expected {:?} and {}", attack.name, attack.says, attack.finds));
            }
            at.execute(format!("{} {WAKE}", attack.undo));
            until(attack.name, || service.verdict(&stage.revoked.1) == "revoked");
        }
        eprintln!("{table}");
        assert!(wrong.is_empty(), "{}\n{table}", wrong.join("\n"));
        assert_eq!(found(at), "nothing", "all is as it was before");
    });
}

fn token_name(about: About) -> &'static str {
    match about {
        About::Forged => "a forged one",
        About::Revoked => "a revoked one",
        About::Stolen => "one by a stolen key",
        About::Suspended => "a suspended one",
        About::Valid => "a valid one",
    }
}

#[test]
fn what_was_written_past_the_journal_is_put_back_by_a_command() {
    on_both(|at| {
        let stage = stage(at);
        let verdict = |number: &str| {
            let query = format!("select status from certificate where number = '{number}'");
            at.column(Box::leak(query.into_boxed_str())).remove(0)
        };
        at.execute(format!(
            "update certificate set status = 'valid', status_at = null, status_reason = null where number = '{}'; {}",
            stage.revoked.0,
            own_key(&stage)
        ));
        assert_eq!(found(at), "key_unknown state");
        let trust = at.run(&["trust", "sign"]);
        assert!(trust.code == 2 && trust.err.contains("never heard of it"), "no root vouches for it: {}", trust.err);
        let repaired = at.ok(&["journal", "repair", "--yes", "--json"]).json();
        let mended: usize = repaired["repaired"].as_array().expect("LSPs").iter().map(mended).sum();
        assert_eq!(mended, 2, "{repaired}");
        assert_eq!((verdict(&stage.revoked.0).as_str(), found(at).as_str()), ("revoked", "nothing"));
        let shown = at.ok(&["find", &stage.revoked.0, "--json"]).out;
        assert!(shown.contains("fraud") || shown.contains("revoked"), "with its facts: {shown}");
        let journal = at.ok(&["journal", "show", "--lsp", "klining", "--json"]).json();
        let last = journal["entries"].as_array().and_then(|all| all.last()).expect("an entry");
        assert_eq!(
            (&last["act"], &last["body"]["states"], &last["body"]["keys"]),
            (&"repair".into(), &1.into(), &1.into())
        );
        at.ok(&["suspend", &stage.valid.0, "--reason", "misuse", "--yes"]);
    });
}

fn mended(lsp: &Value) -> usize {
    lsp["mended"].as_array().map_or(0, Vec::len)
}

/// A forged certificate by the stolen key, kept out of the batch's way.
#[test]
fn one_slipped_row_voids_itself_and_not_its_batch() {
    on_both(|at| {
        at.with_lsps();
        let genuine = certificates(at, 1, 5, "2024-06-03");
        let kid = kid(at, "klining", "certificate");
        let forged = forge(&genuine[0].1, &steal(at, &kid));
        at.execute(format!(
            "create table kept as select * from certificate where number = '{}';
             update kept set id = id + 1000, generation = 7, number = '1 1 1', number_key = '111', registration = '2 2 2',
                 registration_key = '222', token = '{forged}';
             insert into certificate select * from kept; drop table kept;",
            genuine[0].0
        ));
        let declared = at.ok(&["keys", "compromised", "--lsp", "klining", &kid, "--json"]).json();
        assert_eq!(declared["honoured"]["count"], 5, "{declared}");
        assert_eq!(declared["unjournalled"], serde_json::json!(["1 1 1"]));
        assert_eq!(afresh(at, &forged), "untrusted");
        assert_eq!(afresh(at, &genuine[0].1), "valid");
    });
}
