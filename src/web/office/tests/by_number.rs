//! What is asked by number: the office's count of it, the same work whatever is found, and the sheet that a holder has.

use jiff::civil::date;
use url::form_urlencoded::byte_serialize;

use super::records::{entered, issued, read, suspended};
use super::*;
use crate::domain::search_key::SearchKey;
use crate::office::find;
use crate::office::followed::Followed;
use crate::office::judged::evenly;
use crate::office::trust;
use crate::seal::spelling;
use crate::verify::verdict::Word;
use crate::verify::{Asked, Snapshot};

/// A world with one certificate, the certificate, and the lists that its installation judges by.
async fn with_one() -> (World, crate::domain::certificate::Certificate, Arc<Snapshot>) {
    let world = world().await;
    issued(&world, date(2026, 11, 20), 1..2).await;
    let scheme = "CS-01".parse().expect("a code");
    let numbers = world.store.newest_numbers(&world.lsps[0], &scheme).await.expect("asked").expect("a certificate");
    let certificate = find::one(&world.office, &numbers[0], None).await.expect("one");
    let root = "root-1".parse().expect("a name");
    trust::Root::make(&world.office.keys, &root, &mut UnwrapErr(SysRng)).await.expect("a root");
    trust::sign_if_rooted(&world.office, world.now()).await.expect("signed").expect("a list");
    let lists = lists_of(&world).await;
    (world, certificate, lists)
}

async fn lists_of(world: &World) -> Arc<Snapshot> {
    Followed::begin(Arc::clone(&world.office), world.now()).await.expect("read").snapshot()
}

fn served(world: &World, lists: &Arc<Snapshot>) -> Arc<Server> {
    let (_, lists) = watch::channel(Arc::clone(lists));
    let (_, published) = watch::channel(Arc::default());
    let now = world.now();
    Server::new(App {
        office: Some(Arc::clone(&world.office)),
        lists,
        published,
        judged: None,
        figures: Figures::default(),
        read_document: None,
        read_frame: None,
        roots: Vec::new(),
        clock: Arc::new(move || now),
        jobs: crate::office::jobs::Board::default(),
        chance: Arc::new(|| [7; 32]),
        settings: Settings::default(),
    })
}

async fn get(server: &Arc<Server>, path: &str) -> Response {
    let request = Request::builder().uri(path).header("accept", "text/html").body(Body::empty()).expect("a request");
    Arc::clone(server).answer(request).await
}

#[tokio::test]
async fn questions_by_number_are_counted_by_day_for_the_lsp_whose_number_it_may_be_and_nothing_else_is_kept() {
    let world = world().await;
    let lsp = &world.lsps[0];
    let described = world.office.lsp(lsp).await.expect("an LSP").lsp;
    let cookie = entered(&world, Role::Auditor).await;
    let scheme = &described.schemes[0];
    let parts = crate::domain::number::Parts {
        scheme,
        letters: &described.registration_letters,
        licence: &described.licence_serial,
        year: 2026,
    };
    let number = described.numbering.certificate.shape.write(parts, 424_242);
    for _ in 0..21 {
        let question = byte_serialize(number.as_bytes()).collect::<String>();
        world.get(&format!("/api/v1/certificates/{question}").replace('+', "%20"), None).await;
    }
    world.get("/api/v1/certificates/999", None).await;
    world.office.write_asked(world.now()).await.expect("written");
    world.office.write_asked(world.now()).await.expect("nothing is written twice");
    let page = read(&world, &cookie, "/ditanya").await;
    let row = "<tr><th scope=\"row\">22 November 2026</th><td class=\"number\">0</td><td class=\"number\">20</td><td class=\"number\">1</td></tr>";
    assert!(page.contains(row), "{page}");
    assert_eq!(page.matches("<tr><th scope=\"row\">").count(), 31, "thirty days and their sum");
    let other = world.office.lsp(&world.lsps[1]).await.expect("an LSP").lsp;
    let others = crate::office::asked::of_days(&world.office, &other, world.now()).await.expect("read");
    assert!(others.iter().all(|(_, often)| *often == crate::office::asked::AskedOften::default()));
    let sixty_days = world.now() + jiff::SignedDuration::from_hours(60 * 24);
    world.office.count_asked(&[(lsp.clone(), date(2027, 1, 21))], crate::office::asked::Outcome::Found);
    world.office.write_asked(sixty_days).await.expect("written");
    let kept = world.store.asked(lsp, date(2026, 1, 1)).await.expect("read");
    assert_eq!(kept.len(), 1, "what nobody is shown any more is forgotten: {kept:?}");
}

#[tokio::test]
async fn a_number_that_is_nobodys_has_a_certificate_judged_as_one_that_is_there_has() {
    let (world, certificate, lists) = with_one().await;
    let (asked, office) = (Asked::at(world.now()), &world.office);
    let key = SearchKey::new(&certificate.number).expect("a key");
    let words = |verdicts: &[crate::verify::Verdict]| verdicts.iter().map(|one| one.verdict).collect::<Vec<_>>();
    let there = evenly(office, &key, Some(&key), &lists, asked).await.expect("asked");
    assert_eq!((words(&there.verdicts), words(&there.beside)), (vec![Word::Valid], vec![Word::NotFound]));
    assert_eq!(there.verdicts[0].certificate.as_ref().map(|shown| &shown.number), Some(&certificate.number));
    let nobodys = SearchKey::new("81210 9112 2 7777777 2026").expect("a key");
    let forms = office.number_forms(world.now()).await;
    let stand_in = forms.stand_in(&nobodys, &forms.help("81210 9112 2 7777777 2026")).cloned();
    let absent = evenly(office, &nobodys, stand_in.as_ref(), &lists, asked).await.expect("asked");
    assert_eq!(words(&absent.verdicts), [Word::NotFound]);
    assert_eq!(words(&absent.beside), words(&there.verdicts), "the same is judged, and told to nobody");
}

#[tokio::test]
async fn a_holder_has_the_sheet_of_her_link_until_the_lsp_takes_it_back() {
    let (world, certificate, lists) = with_one().await;
    let token = spelling::to_base64url(&certificate.token);
    let server = served(&world, &lists);
    let page = text(get(&server, &format!("/pemegang/{token}")).await).await;
    assert!(page.contains(&format!("/pemegang/{token}/sertifikat.pdf")), "{page}");
    assert!(page.contains("https://wa.me/?text=Sertifikat%20") && page.contains(&format!("{ORIGIN}/v/{token}")));
    assert!(!page.split("</title>").next().expect("a head").contains("Rekaan"), "no name is in a title");
    let sheet = get(&server, &format!("/pemegang/{token}/sertifikat.pdf")).await;
    let kept = sheet.headers().get("cache-control").map(|kept| kept.to_str().expect("text").to_owned());
    assert_eq!((sheet.status(), kept.as_deref()), (StatusCode::OK, Some("no-store")));
    let drawn = to_bytes(sheet.into_body(), 1 << 22).await.expect("a body");
    assert!(drawn.starts_with(b"%PDF-"));
    let mut forged = certificate.token.clone();
    if let Some(last) = forged.last_mut() {
        *last ^= 1;
    }
    for not_hers in [spelling::to_base64url(&forged), "SGFsbw".to_owned()] {
        assert_eq!(get(&server, &format!("/pemegang/{not_hers}/sertifikat.pdf")).await.status(), StatusCode::NOT_FOUND);
        let page = text(get(&server, &format!("/pemegang/{not_hers}")).await).await;
        assert!(page.contains("PDF tidak tersedia") && !page.contains("sertifikat.pdf"), "{page}");
    }
    for _ in 0..25 {
        get(&server, &format!("/pemegang/{token}/sertifikat.pdf")).await;
    }
    let refused = get(&server, &format!("/pemegang/{token}/sertifikat.pdf")).await;
    assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS, "drawing is paid for");
    suspended(&world).await;
    let server = served(&world, &lists_of(&world).await);
    assert_eq!(get(&server, &format!("/pemegang/{token}/sertifikat.pdf")).await.status(), StatusCode::NOT_FOUND);
    let page = text(get(&server, &format!("/pemegang/{token}")).await).await;
    assert!(page.contains("Selama sertifikat ini dibekukan") && !page.contains("wa.me"), "{page}");
}
