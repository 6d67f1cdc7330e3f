//! What an employer watches and pulls, by its key and on its page, with certificates that are issued, changed and altered
//! past the office.

use jiff::civil::date;
use serde_json::{Value, json};

use super::employers::{admin, employer, link};
use super::records::{issued, suspended};
use super::*;
use crate::domain::status::{Change, RevokeReason};
use crate::office::employers::feed::pull;
use crate::office::employers::{customer, feed::FeedError};
use crate::office::followed::Followed;
use crate::office::replace::{Correction, replace};
use crate::office::status::change;
use crate::office::{find, keys, trust};
use crate::seal::feed::{self, Claims};
use crate::seal::keys::{Kid, PublicKey};
use crate::verify::Snapshot;

/// A world whose site judges by the lists of its own installation, as they are when it is looked.
pub(super) struct Site {
    pub(super) world: World,
    lists: watch::Sender<Arc<Snapshot>>,
    pub(super) server: Arc<Server>,
    pub(super) admin: String,
}

/// With three certificates of people a, b and c, whose last day is 18 December 2026, 26 days away.
pub(super) async fn site() -> Site {
    let world = world().await;
    let (lsp, random) = (&world.lsps[0], &mut UnwrapErr(SysRng));
    let from = Some(date(2015, 1, 1));
    keys::make_first(&world.office, lsp, from, &console(), random).await.expect("keys");
    issued(&world, date(2023, 12, 18), 1..4).await;
    let root = "root-1".parse().expect("a name");
    trust::Root::make(&world.office.keys, &root, &mut UnwrapErr(SysRng)).await.expect("a root");
    trust::sign_if_rooted(&world.office, world.now()).await.expect("signed").expect("a list");
    let (lists, seen) = watch::channel(Arc::default());
    let (_, published) = watch::channel(Arc::default());
    let clock = Arc::clone(&world.clock);
    let server = Server::new(App {
        office: Some(Arc::clone(&world.office)),
        lists: seen,
        published,
        judged: None,
        figures: Figures::default(),
        read_document: None,
        read_frame: None,
        roots: Vec::new(),
        clock: Arc::new(move || Timestamp::from_second(clock.load(Ordering::Relaxed)).expect("an instant")),
        jobs: crate::office::jobs::Board::default(),
        chance: Arc::new(|| [7; 32]),
        settings: Settings::default(),
    });
    let admin = admin(&world).await;
    let site = Site { world, lists, server, admin };
    site.look().await;
    site
}

/// An employer and its key.
pub(super) struct Puller {
    pub(super) account: crate::domain::account::AccountId,
    pub(super) cookie: String,
    pub(super) key: String,
}

impl Site {
    /// Has the lists read again, a second later.
    pub(super) async fn look(&self) {
        self.world.clock.fetch_add(1, Ordering::Relaxed);
        let followed = Followed::begin(Arc::clone(&self.world.office), self.world.now()).await.expect("read");
        self.lists.send_replace(followed.snapshot());
    }

    pub(super) async fn puller(&self, name: &str) -> Puller {
        let (account, cookie) = employer(&self.world, &self.admin, name, 20).await;
        let terms = "company=PT+Rekaan&nik_a_day=20&lookups_a_day=100&keys=2";
        let agreed = format!("/office/{}/pemberi-kerja/{account}/kesepakatan", self.world.lsps[0]);
        self.world.send(&agreed, Some(&self.admin), terms).await;
        self.world.send("/pemberi-kerja/kunci", Some(&cookie), "password=kuda+baterai+staples").await;
        let page = text(self.world.get("/pemberi-kerja/kunci", Some(&cookie)).await).await;
        let key = page.split("<code>").nth(1).and_then(|rest| rest.split('<').next()).expect("a key").to_owned();
        Puller { account, cookie, key }
    }

    async fn ask(&self, method: Method, path: &str, key: &str, body: &str) -> Response {
        let request = Request::builder().method(method).uri(path).header("content-type", "application/json");
        let request = request.header("authorization", format!("Bearer {key}"));
        Arc::clone(&self.server).answer(request.body(Body::from(body.to_owned())).expect("a request")).await
    }

    async fn watch(&self, who: &Puller, certificates: &[&str]) -> Value {
        let body = json!({ "certificates": certificates }).to_string();
        let answer = self.ask(Method::POST, "/api/v1/feed/certificates", &who.key, &body).await;
        assert_eq!(answer.status(), StatusCode::OK);
        serde_json::from_str(&text(answer).await).expect("JSON")
    }

    /// The answer as it is signed.
    async fn answer(&self, who: &Puller, after: i64) -> String {
        let answer = self.ask(Method::GET, &format!("/api/v1/feed?after={after}"), &who.key, "").await;
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "application/absah-feed+jwt");
        text(answer).await
    }

    /// What it claims, held against the LSP's key in the trust list.
    async fn pull(&self, who: &Puller, after: i64) -> Claims {
        let text = self.answer(who, after).await;
        feed::verify(&text, &self.report_key()).expect("signed").into_claims()
    }

    fn report_key(&self) -> PublicKey {
        let lists = self.lists.borrow();
        let lsp = lists.trust.lsp(&self.world.lsps[0]).expect("trusted");
        let kid: Kid = crate::office::check_list::report_key(lsp, date(2026, 11, 22)).expect("a key");
        lsp.keys.iter().find(|key| key.public.kid() == kid).expect("a key").public
    }

    async fn one(&self, number: &str) -> crate::domain::certificate::Certificate {
        find::one(&self.world.office, number, Some(&self.world.lsps[0])).await.expect("one")
    }
}

fn told(claims: &Claims) -> Vec<(&str, &str, bool)> {
    claims.changes.iter().map(|one| (one.number.as_str(), one.state.as_str(), one.expires_soon)).collect()
}

#[tokio::test]
async fn who_watches_certificates_is_told_what_becomes_of_them_once_and_again_where_an_answer_was_lost() {
    let site = site().await;
    let who = site.puller("pt.rekaan").await;
    let links = [link(&site.world, "Orang Rekaan b").await, link(&site.world, "Orang Rekaan c").await];
    let taken = site.watch(&who, &[&links[0], &links[1], "9999999999", "halo", &links[0]]).await;
    let words: Vec<&str> = taken["results"]
        .as_array()
        .expect("lines")
        .iter()
        .map(|line| line["answer"].as_str().expect("a word"))
        .collect();
    assert_eq!(words, ["added", "added", "not_found", "not_found", "already"]);
    assert_eq!((&taken["watched"], &taken["most"]), (&json!(2), &json!(10_000)));
    let numbers = [0, 1].map(|at| taken["results"][at]["number"].as_str().expect("a number").to_owned());

    let first = site.pull(&who, 0).await;
    assert_eq!(told(&first), [(numbers[0].as_str(), "valid", true), (numbers[1].as_str(), "valid", true)]);
    assert_eq!((first.after, first.watched, first.more), (0, 2, false));
    assert_eq!((first.iss.as_str(), first.sub.as_str()), ("klining", "https://cek.lsp.example/api/v1/feed"));
    assert_eq!((first.aud.len(), first.exp - first.iat), (32, 3_600));
    assert_eq!(first.changes[0].valid_until, Some(date(2026, 12, 18)));
    assert!(!site.answer(&who, 0).await.contains("Rekaan"));
    site.look().await;
    let none = site.pull(&who, first.next).await;
    assert_eq!((none.changes.len(), none.next), (0, first.next));

    assert_eq!(suspended(&site.world).await, numbers[0]);
    site.look().await;
    let lost = site.answer(&who, first.next).await;
    let next = site.pull(&who, first.next).await;
    assert_eq!(told(&next), [(numbers[0].as_str(), "suspended", true)]);
    assert_eq!(site.answer(&who, first.next).await, lost, "the same cursor has the same answer");
    assert!(site.pull(&who, next.next).await.changes.is_empty());

    let acting = site.world.office.issuing(&site.world.lsps[0], console()).await.expect("an LSP");
    change(&acting, &site.one(&numbers[0]).await, Change::Reinstate, None).await.expect("reinstated");
    let correction = Correction { name: None, nik: None };
    let (lost, random) = (site.one(&numbers[1]).await, &mut UnwrapErr(SysRng));
    replace(&acting, &lost, RevokeReason::LostSheet, &correction, random).await.expect("replaced");
    site.look().await;
    let last = site.pull(&who, next.next).await;
    assert_eq!(told(&last), [(numbers[0].as_str(), "valid", true), (numbers[1].as_str(), "superseded", false)]);
    let successor = last.changes[1].superseded_by.as_deref().expect("a successor");
    assert_eq!(site.one(successor).await.number, successor);
    change(&acting, &site.one(&numbers[0]).await, Change::Revoke(RevokeReason::Fraud), None).await.expect("revoked");
    site.look().await;
    assert_eq!(told(&site.pull(&who, last.next).await), [(numbers[0].as_str(), "revoked", false)]);
    let all = site.pull(&who, 0).await;
    assert_eq!(told(&all), [(numbers[1].as_str(), "superseded", false), (numbers[0].as_str(), "revoked", false)]);

    let path = format!("/api/v1/feed/certificates/{}", numbers[1].replace(' ', "-"));
    for removed in ["{\"removed\":1}", "{\"removed\":0}"] {
        assert_eq!(text(site.ask(Method::DELETE, &path, &who.key, "").await).await, removed);
    }
    assert_eq!(site.pull(&who, 0).await.watched, 1);
}

#[tokio::test]
async fn sixty_days_before_the_last_one_it_is_told_and_when_it_has_ended() {
    let site = site().await;
    issued(&site.world, date(2024, 1, 25), 7..8).await;
    site.look().await;
    let who = site.puller("pt.rekaan").await;
    site.watch(&who, &[&link(&site.world, "Orang Rekaan h").await]).await;
    let mut after = 0;
    let mut states = Vec::new();
    // 64, 61, 60 and no days are left, then it has ended.
    for days in [0, 3, 1, 60, 1] {
        site.world.clock.fetch_add(days * 86_400, Ordering::Relaxed);
        site.look().await;
        let pulled = site.pull(&who, after).await;
        after = pulled.next;
        states.push(pulled.changes.first().map(|one| (one.state.clone(), one.expires_soon)));
    }
    let state = |word: &str, soon| Some((word.to_owned(), soon));
    assert_eq!(states, [state("valid", false), None, state("valid", true), None, state("expired", false)]);
}

#[tokio::test]
async fn another_employer_sees_nothing_of_it_and_who_has_no_key_any_more_neither() {
    let site = site().await;
    let (one, other) = (site.puller("pt.satu").await, site.puller("pt.dua").await);
    site.watch(&one, &[&link(&site.world, "Orang Rekaan b").await]).await;
    let (own, others) = (site.pull(&one, 0).await, site.pull(&other, 0).await);
    assert_eq!((own.changes.len(), others.changes.len(), others.watched), (1, 0, 0));
    assert_ne!(own.aud, others.aud);
    let page = text(site.world.get("/pemberi-kerja/pantau", Some(&one.cookie)).await).await;
    assert!(page.contains(&own.aud) && !page.contains(&others.aud));
    // A cursor that this feed never gave.
    let ahead = site.ask(Method::GET, &format!("/api/v1/feed?after={}", own.next), &other.key, "").await;
    assert_eq!(ahead.status(), StatusCode::CONFLICT);
    assert!(text(ahead).await.contains("/api#cursor-ahead"));
    for wrong in ["-1", "1.5", "x", "9999999999999999999"] {
        let answer = site.ask(Method::GET, &format!("/api/v1/feed?after={wrong}"), &other.key, "").await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{wrong}");
    }
    let list = super::records::read(&site.world, &site.admin, "/pemberi-kerja").await;
    assert!(list.contains("<td class=\"number\">1</td><td>Aktif</td>"), "the office sees how many: {list}");
    for path in ["/api/v1/feed", "/api/v1/feed?after=0"] {
        let nobody = Request::builder().uri(path).body(Body::empty()).expect("a request");
        assert_eq!(Arc::clone(&site.server).answer(nobody).await.status(), StatusCode::UNAUTHORIZED);
    }
    let revoke = format!("/pemberi-kerja/kunci/{}", &one.key[6..22]);
    site.world.send(&revoke, Some(&one.cookie), "").await;
    let state = format!("/office/{}/pemberi-kerja/{}/keadaan", site.world.lsps[0], other.account);
    site.world.send(&state, Some(&site.admin), "state=disabled").await;
    for key in [&one.key, &other.key] {
        for (method, path) in [
            (Method::GET, "/api/v1/feed"),
            (Method::POST, "/api/v1/feed/certificates"),
            (Method::DELETE, "/api/v1/feed/certificates/1"),
        ] {
            let answer = site.ask(method, path, key, "{\"certificates\":[]}").await;
            assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{path}");
        }
    }
}

#[tokio::test]
async fn no_number_is_walked_by_watching_it() {
    let site = site().await;
    let who = site.puller("pt.rekaan").await;
    // A hundred look-ups are agreed; what is not found costs three.
    let guesses: Vec<String> = (0..30).map(|guess| format!("7{guess:09}")).collect();
    let guesses: Vec<&str> = guesses.iter().map(String::as_str).collect();
    let taken = site.watch(&who, &guesses).await;
    assert!(taken.to_string().matches("not_found").count() == 30 && taken["watched"] == 0);
    let body = json!({ "certificates": &guesses[..11] }).to_string();
    let spent = site.ask(Method::POST, "/api/v1/feed/certificates", &who.key, &body).await;
    assert_eq!(spent.status(), StatusCode::TOO_MANY_REQUESTS);
    assert!(spent.headers().contains_key("retry-after"));
    let number = site.one(&suspended(&site.world).await).await.number;
    site.look().await;
    let taken = site.watch(&who, &[&number]).await;
    assert_eq!(taken["results"][0], json!({ "answer": "added", "number": number, "lsp": "klining" }));
    assert_eq!(told(&site.pull(&who, 0).await), [(number.as_str(), "suspended", true)]);
    // Nine are left, then none; a token costs nothing.
    for _ in 0..8 {
        site.pull(&who, 0).await;
    }
    assert_eq!(site.ask(Method::GET, "/api/v1/feed", &who.key, "").await.status(), StatusCode::TOO_MANY_REQUESTS);
    let taken = site.watch(&who, &[&link(&site.world, "Orang Rekaan c").await]).await;
    assert_eq!(taken["results"][0]["answer"], "added");
}

#[tokio::test]
async fn what_is_written_into_tables_neither_shows_as_a_state_nor_keeps_one_from_being_told() {
    let site = site().await;
    let who = site.puller("pt.rekaan").await;
    let link = link(&site.world, "Orang Rekaan b").await;
    site.watch(&who, &[&link]).await;
    let first = site.pull(&who, 0).await;
    // A state that nobody gave.
    site.world
        .store
        .write_past("update certificate set status = 'revoked', status_at = 1, status_reason = 'fraud'")
        .await;
    site.look().await;
    assert!(site.pull(&who, first.next).await.changes.is_empty());
    site.world
        .store
        .write_past("update certificate set status = 'valid', status_at = null, status_reason = null")
        .await;
    let number = suspended(&site.world).await;
    site.look().await;
    let second = site.pull(&who, first.next).await;
    assert_eq!(told(&second), [(number.as_str(), "suspended", true)]);
    // Told already, says somebody of what nobody was told; and that the feed is further, or less far.
    let mut after = second.next;
    for past in [
        "update employer_watch set told = replace(told, 'suspended', 'valid')",
        "update employer_watch set seq = 1",
        "update employer_feed set seq = seq + 4000000000000",
        "update employer_feed set seq = 7",
        "update employer_feed set stamp = ''",
        "insert into employer_watch (account, lsp, number, seq, told)
         select account, lsp, '1', seq, told from employer_watch limit 1",
        "delete from employer_watch where number = '1'",
    ] {
        assert!(site.world.store.write_past(past).await > 0, "{past}");
        site.look().await;
        let pulled = site.pull(&who, after).await;
        assert!(told(&pulled).contains(&(number.as_str(), "suspended", true)), "{past}: all is told anew");
        after = pulled.next;
    }
    // The whole feed of before a change, put back after it was told: by no cursor is nothing told.
    site.world.store.write_past("create table kept_feed as select * from employer_feed").await;
    site.world.store.write_past("create table kept_watch as select * from employer_watch").await;
    let acting = site.world.office.changing(&site.world.lsps[0], console()).await.expect("an LSP");
    change(&acting, &site.one(&number).await, Change::Reinstate, None).await.expect("reinstated");
    site.look().await;
    let third = site.pull(&who, after).await;
    assert_eq!(told(&third), [(number.as_str(), "valid", true)]);
    suspended(&site.world).await;
    site.world
        .store
        .write_past("delete from employer_watch; insert into employer_watch select * from kept_watch")
        .await;
    site.world.store.write_past("delete from employer_feed; insert into employer_feed select * from kept_feed").await;
    site.look().await;
    let ahead = site.ask(Method::GET, &format!("/api/v1/feed?after={}", third.next), &who.key, "").await;
    assert_eq!(ahead.status(), StatusCode::CONFLICT, "it is to be asked anew from the beginning");
    assert_eq!(told(&site.pull(&who, 0).await), [(number.as_str(), "suspended", true)]);
    // Another certificate's bytes in its row.
    site.world
        .store
        .write_past("update certificate set token = (select token from certificate order by id desc limit 1)")
        .await;
    site.look().await;
    assert_eq!(told(&site.pull(&who, 0).await), [(number.as_str(), "status_unknown", false)]);
}

#[tokio::test]
async fn of_several_who_pull_at_once_each_is_told_the_same_change_in_one_place() {
    let site = site().await;
    let who = site.puller("pt.rekaan").await;
    let links = [link(&site.world, "Orang Rekaan b").await, link(&site.world, "Orang Rekaan c").await];
    site.watch(&who, &[&links[0], &links[1]]).await;
    let first = site.pull(&who, 0).await;
    let number = suspended(&site.world).await;
    site.look().await;
    let own = customer(&site.world.office, &who.key, site.world.now()).await.expect("asked").expect("a customer");
    // Of another process, with what it remembers of its own.
    let beside = Store::open(&crate::store::sqlite_url(site.world._dir.path())).await.expect("tables");
    let ring =
        KeyRing::new(KeyFiles::new(site.world._dir.path()), Some(Zeroizing::new("kata sandi untuk uji".to_owned())));
    let beside = Office::new(beside, ring.with_cost(Some(Cost::LIGHT)));
    let (lists, now) = (Arc::clone(&site.lists.borrow()), site.world.now());
    let pulls = (0..8).map(|at| {
        let office = if at % 2 == 0 { &*site.world.office } else { &beside };
        pull(office, &lists, &own, first.next, now)
    });
    let pulled = futures_util::future::join_all(pulls).await;
    let pulled: Vec<_> = pulled.into_iter().map(|one: Result<_, FeedError>| one.expect("pulled")).collect();
    assert!(pulled.iter().all(|one| *one == pulled[0]), "{pulled:?}");
    assert_eq!((pulled[0].changes.len(), pulled[0].changes[0].number.as_str()), (1, number.as_str()));
}

#[tokio::test]
async fn an_employer_adds_to_its_list_on_its_page_and_those_that_were_not_taken_in_stay_there() {
    let site = site().await;
    let who = site.puller("pt.rekaan").await;
    let (one, page) = (link(&site.world, "Orang Rekaan b").await, "/pemberi-kerja/pantau");
    let add = async |lines: &str| {
        let kind = "multipart/form-data; boundary=X";
        let own = [("origin", ORIGIN), ("sec-fetch-site", "same-origin"), ("content-type", kind)];
        let body = format!("--X\r\ncontent-disposition: form-data; name=\"sertifikat\"\r\n\r\n{lines}\r\n--X--\r\n");
        let request = question(&Method::POST, page, Some(&who.cookie), &own).body(Body::from(body));
        Arc::clone(&site.server).answer(request.expect("a request")).await
    };
    let see = async || {
        let request = question(&Method::GET, page, Some(&who.cookie), &[]).body(Body::empty()).expect("a request");
        text(Arc::clone(&site.server).answer(request).await).await
    };
    assert!(see().await.contains("Belum ada sertifikat yang dipantau."));
    let nothing = add(" \r\n").await;
    assert_eq!(nothing.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let left = add(&format!("{one}\r\n\r\n12345\r\n")).await;
    assert_eq!(left.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let left = text(left).await;
    assert!(left.contains(">12345\n</textarea>") && left.contains("Nomor ini tidak ada."), "{left}");
    assert!(left.contains("1 sertifikat dipantau") && !left.contains("Orang Rekaan"));
    let number = site.pull(&who, 0).await.changes[0].number.clone();
    assert!(left.contains(&number) && left.contains("Berlaku sampai 18 Desember 2026: tinggal 60 hari atau kurang."));
    assert_eq!(location(&add(&one).await), page, "what is watched already is no fault");
    let form = format!("number={}", number.replace(' ', "+"));
    assert_eq!(location(&site.world.send(&format!("{page}/hapus"), Some(&who.cookie), &form).await), page);
    let after = see().await;
    assert!(after.contains(&format!("Sertifikat {number} tidak dipantau lagi.")), "{after}");
    assert!(after.contains("Belum ada sertifikat yang dipantau."));
}
