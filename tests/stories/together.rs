//! Three installations, each with an LSP and a site of its own, and one trust list: whichever site is asked about whichever
//! certificate, the answer is that of the certificate's own site; and one that fails harms nobody but its own.

use std::path::PathBuf;

use absah::seal::key_files::{KeyFiles, name};
use absah::seal::keys::{KeyUse, Kid};
use absah::seal::spelling::{from_base64url, to_digits};
use absah::seal::status_list::StatusList;
use absah::seal::status_list::signed::{Terms, to_jwt};
use jiff::ToSpan as _;
use serde_json::{Value, json};

use crate::issuer::{Issuer, now};
use crate::keys::kid;
use crate::support::{Installation, LSPS, PASSPHRASE, Service, issued, people, several_on_both, word};
use crate::trust::{keeper, text};
use crate::verifier::{becomes, holds};

/// What becomes of the four that each issues.
const WORDS: [&str; 4] = ["valid", "revoked", "suspended", "superseded"];

/// One installation, and what it issued.
struct House {
    at: Installation,
    lsp: &'static str,
    listen: String,
    /// Number, registration and token of each certificate, in the order of [`WORDS`].
    certificates: Vec<[String; 3]>,
}

impl House {
    /// An LSP with keys, and its entry for the root.
    fn new(at: Installation, lsp: &'static str, serial: &str, letters: &str) -> Self {
        let listen = std::net::TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
        let sample = std::fs::read_to_string(LSPS).expect("read");
        let mut described: Value = serde_json::from_str(&sample).expect("JSON");
        let mut one = described["lsps"][0].take();
        (one["id"], one["name_id"]) = (lsp.into(), format!("LSP {lsp} Contoh").into());
        (one["licence_serial"], one["registration_letters"]) = (serial.into(), letters.into());
        one["licence"] = format!("BNSP-LSP-{serial}-ID").into();
        described["lsps"] = vec![one].into();
        let file = at.write("lsps.json", described.to_string());
        at.ok(&["lsp", "import", text(&file), "--site", &format!("http://{listen}")]);
        at.ok(&["keys", "new", "--lsp", lsp, "--from", "2015-01-01"]);
        at.execute("insert into setting (name, value) values ('status_ttl', '1')".to_owned());
        at.ok(&["keys", "export", "--out", text(&at.path("entry.json"))]);
        Self { at, lsp, listen: listen.to_string(), certificates: Vec::new() }
    }

    /// Issues four certificates to people that no other house certifies, of which three do not stay valid.
    fn issue(&mut self, first: usize) {
        let (roster, out) = (self.at.write("peserta.csv", people(first, WORDS.len())), self.at.path("out"));
        self.at.issue(self.lsp, "2024-06-03", &roster, &["--out", text(&out)]);
        let rows = issued(&out).into_iter().map(|row| [row[0].clone(), row[1].clone(), row[5].clone()]);
        self.certificates = rows.collect();
        let number = |at: usize| self.certificates[at][0].as_str();
        self.at.ok(&["revoke", number(1), "--reason", "fraud"]);
        self.at.ok(&["suspend", number(2), "--reason", "misuse"]);
        self.at.ok(&["replace", number(3), "--reason", "lost-sheet"]);
    }

    fn serve(&self) -> Service {
        self.at.serve_at(&["serve"], &self.listen)
    }

    fn token(&self, at: usize) -> &str {
        &self.certificates[at][2]
    }

    /// The digital sheet of a certificate.
    fn pdf(&self, at: usize) -> Vec<u8> {
        let number = self.certificates[at][0].replace(' ', "");
        let mut files =
            std::fs::read_dir(self.at.path("out")).expect("a folder").map(|file| file.expect("a file").path());
        let is_its = |path: &PathBuf| {
            let named: String =
                path.file_name().and_then(|name| name.to_str()).unwrap_or_default().replace(['-', ' ', '_'], "");
            named.contains(&number) && path.extension().is_some_and(|ending| ending == "pdf")
        };
        std::fs::read(files.find(is_its).expect("a sheet")).expect("read")
    }

    /// A status list that this LSP signs now, to be believed for some seconds, on which everything is valid.
    fn short_list(&self, life: i64) -> String {
        let (lsp, status) = (self.lsp.parse().expect("an id"), kid(&self.at, self.lsp, "status"));
        let status: Kid = status.parse().expect("a kid");
        let key =
            KeyFiles::new(self.at.path("data/keys")).open(&name(&lsp, KeyUse::Status, status), PASSPHRASE.as_bytes());
        let sub = format!("http://{}/status/{}/0", self.listen, self.lsp);
        let list = StatusList::new(now(), now() + life.seconds());
        to_jwt(&list, &Terms { sub, ttl: 1, journal: (1_000_000, "ab".repeat(32)).into() }, &key.expect("opened"))
    }
}

/// Three houses under one root that none of them has.
fn houses(make: &dyn Fn() -> Installation) -> [House; 3] {
    let mut houses = [("satu", "9901", "SAT"), ("dua", "9902", "DUA"), ("tiga", "9903", "TIG")]
        .map(|(lsp, serial, letters)| House::new(make(), lsp, serial, letters));
    let root = &houses[0].at;
    assert_eq!(keeper(root, "pusat", &["trust", "root", "root-1"]).code, 0);
    let (entries, list) = (houses.each_ref().map(|house| house.at.path("entry.json")), root.path("trust.jwt"));
    let [one, two, three] = entries.each_ref().map(|entry| text(entry));
    let signed = keeper(root, "pusat", &["trust", "sign", one, two, three, "--out", text(&list), "--yes"]);
    assert_eq!(signed.code, 0, "{}", signed.err);
    for house in &houses {
        let public = "keys/root-1.pub.pem";
        std::fs::copy(root.path("pusat").join(public), house.at.path("data").join(public)).expect("copied");
        house.at.ok(&["trust", "publish", text(&list)]);
    }
    for (house, first) in houses.iter_mut().zip([1, 11, 21]) {
        house.issue(first);
    }
    houses
}

#[test]
fn each_of_three_sites_gives_every_certificate_the_verdict_of_its_own_site() {
    several_on_both(|make| on_each_of_three_sites(&houses(make)));
}

fn on_each_of_three_sites(houses: &[House; 3]) {
    let services = houses.each_ref().map(House::serve);
    let own = |service: &Service, house: &House| service.url.ends_with(&house.listen);
    for ((house, own_site), sheet) in houses.iter().zip(&services).zip([0, 1, 3]) {
        for (certificate, expected) in WORDS.iter().enumerate() {
            let (token, (number, registration)) = (house.token(certificate), {
                let [number, registration, _] = &house.certificates[certificate];
                (number, registration)
            });
            holds("its own site is up to date", || own_site.verdict(token) == *expected);
            for service in &services {
                becomes(service, token, expected, &["status_unknown"]);
                let digits = to_digits(&from_base64url(token).expect("base64url"));
                let (link, qr) =
                    (service.get(&format!("/v/{token}")).json(), service.get(&format!("/V/{digits}")).json());
                assert_eq!((word(&link), word(&qr)), ((*expected).to_owned(), (*expected).to_owned()));
                assert_eq!(link["certificate"]["number"], *number, "whole, for whoever holds the token");
                let more_at = link["issuer"]["more_at"].as_str();
                let knows_all = own(service, house);
                assert_eq!(more_at.is_none(), knows_all, "{link}");
                assert!(knows_all || more_at == Some(&*own_site.url), "{link}");
                assert_eq!(link["status"]["since"].is_string(), knows_all && *expected != "valid", "{link}");

                // By number, each knows its own alone, and sends whoever asks to the house whose numbers look so.
                let answer = service.get(&format!("/api/v1/certificates/{}", registration.replace(' ', "-"))).json();
                if knows_all {
                    let holder = answer["results"][0]["certificate"]["holder"].as_str().expect("a holder");
                    assert!(holder.starts_with("O*** "), "masked: {holder}");
                } else {
                    assert_eq!(word(&answer["results"][0]), "not_found");
                    let asked = answer["elsewhere"].as_array().expect("somebody to ask");
                    assert_eq!(
                        asked.iter().map(|lsp| lsp["site"].as_str()).collect::<Vec<_>>(),
                        [Some(&*own_site.url)]
                    );
                }
            }
        }
        // Sheets: reading one takes seconds, and asks no database.
        let (expected, pdf) = (WORDS[sheet], house.pdf(sheet));
        for service in services.iter().filter(|_| house.at.is_on_sqlite()) {
            let told = service.post_bytes("/api/v1/verify/file", "application/pdf", &pdf).json();
            assert_eq!((word(&told).as_str(), &told["findings"]), (expected, &json!([])), "{told}");
        }
    }
    // A list of workers whose certificates are of all three.
    let tokens = houses.iter().flat_map(|house| (0..WORDS.len()).map(|at| house.token(at)));
    let rows: Vec<Value> = tokens.map(|token| json!({ "token": token })).collect();
    let asked = json!({ "until": "2027-03-31", "rows": rows }).to_string();
    for service in &services {
        let told = service.post("/api/v1/check-list", "application/json", &asked).json();
        let answers: Vec<&str> =
            told["rows"].as_array().expect("rows").iter().map(|row| row["answer"].as_str().expect("a word")).collect();
        assert_eq!(answers, ["fits", "revoked", "suspended", "superseded"].repeat(houses.len()), "{told}");
    }
    // At the command line too, by what the service keeps.
    let [first, second, _] = houses;
    for (certificate, expected) in WORDS.iter().enumerate() {
        let told = first.at.run(&["verify", "--json", second.token(certificate)]).json();
        assert_eq!(word(&told), *expected, "{told}");
    }
}

#[test]
fn one_site_that_is_mute_stopped_or_serves_anothers_lists_harms_its_own_certificates_alone() {
    several_on_both(|make| beside_one_that_fails(&houses(make)));
}

fn beside_one_that_fails(houses: &[House; 3]) {
    let [first, second, third] = houses;
    let services = houses.each_ref().map(House::serve);
    for service in &services {
        for house in houses {
            becomes(service, house.token(0), "valid", &["status_unknown"]);
        }
    }
    let [one, two, gone] = services;
    drop(gone);
    let pretender = Issuer::start_at(&third.listen);
    pretender.mute(true);

    // Mute: a revocation of each of the others is heard of by the other.
    let before = first.token(2);
    first.at.ok(&["reinstate", &first.certificates[2][0]]);
    becomes(&two, before, "valid", &["suspended"]);
    second.at.ok(&["revoke", &second.certificates[0][0], "--reason", "fraud"]);
    becomes(&one, second.token(0), "revoked", &["valid"]);
    assert_eq!(one.verdict(third.token(0)), "valid", "by the list that is held");

    // Another's lists, however well signed, are not believed, and change nothing.
    let anothers = one.get("/status/satu/0").body;
    pretender.put("/status/tiga/0", anothers);
    pretender.mute(false);
    let refused = "absah_others_lists_refused_total{kind=\"status\",reason=\"key\"}";
    for service in [&one, &two] {
        holds("the other's list is offered, and refused", || service.get("/metrics").body.contains(refused));
        assert_eq!([0, 1, 2].map(|at| service.verdict(third.token(at))), ["valid", "revoked", "suspended"]);
        assert_eq!(service.get("/readyz").status, 200);
    }

    // Stopped: what was heard last holds until it ends.
    let life = 6;
    pretender.put("/status/tiga/0", third.short_list(life));
    for service in [&one, &two] {
        holds("the list that ends soon is held", || service.verdict(third.token(1)) == "valid");
    }
    pretender.stop(true);
    for service in [&one, &two] {
        becomes(service, third.token(0), "status_unknown", &["valid"]);
        assert_eq!([first, second].map(|house| service.verdict(house.token(3))), ["superseded", "superseded"]);
        assert_eq!(service.verdict(first.token(0)), "valid");
    }
    // So also for whoever is started anew, from the first moment and with nobody to ask.
    drop((one, two));
    let again = first.serve();
    let told = [first.token(0), second.token(0), third.token(0)].map(|token| again.verdict(token));
    assert_eq!(told, ["valid", "revoked", "status_unknown"]);
}
