//! No error of ours is without words, and its words are not those of the log.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::civil::date;

use super::*;
use crate::office::Error;
use crate::office::design::SheetKind;
use crate::office::error::Numbered;
use crate::office::particulars::Why;
use crate::render::{BlockFault, PictureOf, qr};
use crate::seal::key_files::KeyCause;
use crate::seal::keys::PrivateKey;
use crate::seal::trust_list::published::EntryFault;
use crate::verify::verdict::Trust;

/// Errors that no command tells, each with what becomes of it.
const TOLD_OTHERWISE: [(&str, &str); 49] = [
    ("BlankoError", "the pages of the office"),
    ("BlockFault", "a part of LayoutError"),
    ("CheckError", "becomes web's Error"),
    ("CoseError", "a token's or a list's envelope: a verdict, or the log of who reads lists"),
    ("EntryFault", "a part of ListError"),
    ("EventError", "the pages of the office"),
    ("FeedError", "becomes web's Error"),
    ("Forged", "a verdict"),
    ("InvalidActor", "a journal's or a request's row: a StoreError"),
    ("InvalidCoordinate", "a program's mistake, in a page's address"),
    ("InvalidDecision", "a roster's Cause, which has messages of its own"),
    ("InvalidEvent", "a part of EventError"),
    ("InvalidHash", "a row or an entry that cannot be read: a StoreError"),
    ("InvalidKid", "clap's, of an argument"),
    ("InvalidPlace", "the pages of the office"),
    ("InvalidRun", "the pages of the office"),
    ("InvalidSchemeWanted", "a roster's Cause, which has messages of its own"),
    ("InvalidSerial", "the pages of the office"),
    ("InvalidSessionId", "a cookie that signs nobody in, or a row: a StoreError"),
    ("InvalidSignInName", "clap's, of an argument"),
    ("InvalidYear", "clap's, of an argument"),
    ("KeptError", "the pages of the office"),
    ("KeyCause", "a part of KeyError"),
    ("KidTwice", "becomes a ListError"),
    ("LeftOut", "a part of HandoutError"),
    ("MarksError", "a part of office's Error"),
    ("Misplaced", "no failure: told by lsp import and lsp proof"),
    ("NoProof", "the pages of the office"),
    ("NoReport", "the page of a checked list"),
    ("NoSuchColumn", "a page's address that was written by hand"),
    ("NotCarried", "becomes a ListFault"),
    ("NotCollated", "a part of HandoutError"),
    ("NotLed", "the log of whoever serves or verifies"),
    ("NotOpened", "becomes a StoreError"),
    ("NotPacked", "becomes a JwtError"),
    ("NotSpelt", "a verdict"),
    ("PaperError", "the log, where a report is not drawn; a finding, where one is judged"),
    ("PreviewError", "the pages of the office"),
    ("ReportError", "the pages of the office"),
    ("RequestError", "the pages of the office"),
    ("SettingError", "the pages of the office"),
    ("TooLarge", "a part of PrintError"),
    ("Undrawn", "a part of PreviewError"),
    ("UnknownLang", "clap's, of an argument"),
    ("UnknownRole", "clap's, of an argument"),
    ("UnknownUse", "clap's, of an argument"),
    ("Unreadable", "becomes a LayoutError or a roster's Cause"),
    ("Why", "a part of Disowned"),
    ("WatchError", "an employer's own page; becomes web's Error"),
];

fn sources(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).expect("UTF-8");
            found.push((path, text));
        }
    }
}

fn of_rooms() -> Vec<(PathBuf, String)> {
    let (mut found, source) = (Vec::new(), Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    sources(&source, &mut found);
    found.retain(|(path, _)| !path.starts_with(source.join("web")) && !path.starts_with(source.join("cli")));
    found
}

/// The types in a file that derive an error.
fn errors(text: &str) -> Vec<String> {
    let derived = text.split("thiserror::Error)]").skip(1);
    let named = derived.filter_map(|rest| {
        let declared = ["pub enum ", "pub struct "].map(|word| rest.find(word).map(|at| (at, word)));
        let (at, word) = declared.into_iter().flatten().min()?;
        let name = rest[at + word.len()..].chars().take_while(char::is_ascii_alphanumeric).collect();
        Some(name)
    });
    named.collect()
}

/// What errors say in the log, cut at what they are filled with; pieces of three words and more.
fn english() -> BTreeSet<String> {
    let mut said = BTreeSet::new();
    for (_, text) in of_rooms() {
        for literal in text.split("#[error(").skip(1) {
            let literal = literal.trim_start();
            let Some(literal) = literal.strip_prefix('"') else { continue };
            let end = literal.match_indices('"').find(|(at, _)| !literal[..*at].ends_with('\\'));
            let literal = &literal[..end.expect("a literal ends").0];
            let pieces = literal.split(['{', '}', '"', '\\']).map(str::trim);
            said.extend(pieces.filter(|piece| piece.split_whitespace().count() >= 3).map(str::to_lowercase));
        }
    }
    assert!(said.len() > 100, "{}", said.len());
    said
}

#[test]
fn every_error_of_ours_has_words() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    for folder in ["cli/failure", "office/in_words"] {
        sources(&source.join(folder), &mut files);
    }
    let words: String =
        files.into_iter().filter(|(path, _)| !path.ends_with("tests.rs")).map(|(_, text)| text).collect();
    let table = include_str!("mod.rs").split("first_of!(").nth(1).expect("the table of what is known");
    let has = |name: &str| {
        let own = words.contains(&format!("impl InWords for {name} ")) || words.contains(&format!("    {name} => key"));
        own && table.split(|c: char| !c.is_alphanumeric()).any(|word| word == name)
    };
    let all: BTreeSet<String> = of_rooms().iter().flat_map(|(_, text)| errors(text)).collect();
    let told: BTreeSet<&str> = TOLD_OTHERWISE.iter().map(|(name, _)| *name).collect();
    let wordless: Vec<&String> = all.iter().filter(|name| !told.contains(name.as_str()) && !has(name)).collect();
    assert!(all.len() > 40 && wordless.is_empty(), "without words: {wordless:?}");
    let gone: Vec<&&str> = told.iter().filter(|name| !all.contains(**name)).collect();
    assert!(gone.is_empty(), "excused and not there: {gone:?}");
}

/// One of each kind that a command can come upon.
fn examples() -> Vec<Box<dyn StdError>> {
    let (lsp, kid) = (
        "klining".parse::<crate::domain::issuer::LspId>().expect("an id"),
        PrivateKey::from_seed(&[1; 32]).public().kid(),
    );
    let code = "CS-01".parse::<crate::domain::scheme::SchemeCode>().expect("a code");
    let (file, day) = (PathBuf::from("x"), date(2026, 11, 20));
    let mut all: Vec<Box<dyn StdError>> = Vec::new();
    macro_rules! each {
        ($($error:expr),+ $(,)?) => { $(all.push(Box::new($error));)+ };
    }
    each!(
        JwtError::Claims,
        JwtError::Form,
        JwtError::Kind,
        JwtError::Long,
        JwtError::Newer("new".into()),
        JwtError::Signature
    );
    each!(InvalidUntil::Far, InvalidUntil::Past);
    each!(RootError::Handover, RootError::Newer("new".into()), RootError::Unknown, RootError::Withdrawn);
    for fault in [EntryFault::Key, EntryFault::Licence, EntryFault::Lists, EntryFault::Many, EntryFault::Twice] {
        each!(ListError::Lsp(lsp.clone(), fault));
    }
    each!(ListError::Jwt(JwtError::Kind), ListError::Life, ListError::KidTwice("x".into()), ListError::NotRoot);
    each!(SignedError::List(ListError::Life), SignedError::Newer("x".into()));
    each!(
        Refusal::Address,
        Refusal::Expired,
        Refusal::Future,
        Refusal::Honoured,
        Refusal::Key,
        Refusal::List(ListError::Life),
        Refusal::NoTrust,
        Refusal::Older,
        Refusal::Overruled,
        Refusal::Root(RootError::Unknown),
        Refusal::SameIat,
        Refusal::Unproven(kid),
    );
    each!(Unreachable::Absent, Unreachable::Elsewhere, Unreachable::Inward(Inward), Unreachable::Late);
    each!(
        TrustError::AsNew,
        TrustError::CameBack(kid),
        TrustError::Expired,
        TrustError::Handover(JwtError::Form),
        TrustError::HandoverOfNobody(file.clone()),
        TrustError::List(ListError::Life),
        TrustError::NoRoot,
        TrustError::Notice(InvalidNotice),
        TrustError::NotPublic(file.clone()),
        TrustError::NotPrivate(file.clone()),
        TrustError::OtherRootsHalf(file.clone()),
        TrustError::OtherRoot { kept: file.clone(), given: file.clone() },
        TrustError::Previous(Box::new(TrustError::Unreadable(JwtError::Form))),
        TrustError::Published(Box::new(TrustError::Signed(SignedError::List(ListError::NotRoot)))),
        TrustError::Root(RootError::Withdrawn),
        TrustError::RootName(InvalidRootName),
        TrustError::SafeOrSelf,
        TrustError::UnknownRoot,
        TrustError::Withdrawn { root: kid, successor: kid },
        TrustError::WithdrawsAlone,
    );
    each!(JoinError::Twice(lsp.clone()));
    each!(
        Error::ConsoleClosed(lsp.clone()),
        Error::Day(InvalidDay),
        Error::Gone,
        Error::NotSignedByRoot,
        Error::Exhausted { kind: Numbered::Certificate, scope: "2026".into(), wanted: 2 },
        Error::Exhausted { kind: Numbered::Registration, scope: "2026".into(), wanted: 2 },
        Error::NotInTrustList(lsp.clone()),
        Error::NikTaken,
        Error::NumbersTaken { first: "1".into() },
        Error::RecordsUnknown,
        Error::RecordsNotOpened(KeyRingError::NoPassphrase),
        Error::Retired(kid),
        Error::Disowned(Disowned { scheme: code.clone(), issued_on: day, why: Why::TimeZone }),
        Error::Token { row: 2, cause: TokenError::Claims },
        Error::TooLong { row: 2, name: 90 },
        Error::UnknownLsp { id: lsp.clone(), known: vec![lsp.clone()] },
    );
    for trust in [Trust::KeyCompromised, Trust::KeyStateUnknown, Trust::KeyForOtherUse, Trust::LicenceOutsidePeriod] {
        each!(Error::Untrusted { trust, issued_on: day, scheme: Some(code.clone()) });
    }
    for fault in [
        InvalidShape::Character,
        InvalidShape::Missing,
        InvalidShape::Placeholder("nik".into()),
        InvalidShape::Shared("a".into(), "b".into()),
        InvalidShape::Start(99_999),
        InvalidShape::TooLong,
        InvalidShape::Width,
    ] {
        each!(InvalidLsp::Numbering(fault.clone()), fault);
    }
    for fault in [
        InvalidScheme::Digits { field: "kbli", digits: 5 },
        InvalidScheme::Level,
        InvalidScheme::Period,
        InvalidScheme::Units,
        InvalidScheme::Text { field: "title_id", most: 120 },
        InvalidScheme::Validity,
    ] {
        each!(InvalidLsp::Scheme(code.clone(), fault));
    }
    for fault in [InvalidLicence::Decree, InvalidLicence::Number, InvalidLicence::Period] {
        each!(InvalidLsp::Licence { at: 2, fault }, fault);
    }
    each!(InvalidLsp::Licences, InvalidLsp::SchemeTwice(code.clone()), InvalidLsp::Text { field: "city" });
    for fault in [
        MemberFault::Beside("licences"),
        MemberFault::Code(InvalidSchemeCode),
        MemberFault::Id(InvalidLspId),
        MemberFault::Missing,
        MemberFault::Shape(InvalidShape::Width),
        MemberFault::Site(InvalidSite),
        MemberFault::Zone(InvalidZone),
    ] {
        each!(LspFileError::Member { id: Some("klining".into()), member: "site".into(), fault });
    }
    each!(LspFileError::NoLsp, LspFileError::NoSite(None));
    for fault in [
        BlockFault::Absent { known: vec!["qr".into()] },
        BlockFault::Brace("{".into()),
        BlockFault::Color("red".into()),
        BlockFault::Letter('x'),
        BlockFault::Lines,
        BlockFault::OffSheet { at: [1.0; 4], width: 210.0, height: 297.0 },
        BlockFault::Outside { member: "size", value: 1.0, least: 4.0, most: 72.0 },
        BlockFault::Placeholder { name: "nik".into() },
    ] {
        each!(DesignError::Layout {
            sheet: SheetKind::Blanko,
            fault: LayoutError::Block { block: "qr".into(), fault }
        });
    }
    for picture in [PictureOf::Logo, PictureOf::ManagerSignature, PictureOf::Signature] {
        each!(LayoutError::Picture(picture));
    }
    each!(
        DesignError::Corrupt,
        LayoutError::Syntax("x".into()),
        PrinterError::Offset(51.0),
        PrinterError::Syntax("x".into())
    );
    for cause in
        [PrintError::Letter { block: "qr".into(), letter: 'x' }, PrintError::Photo, PrintError::TooLarge(qr::TooLarge)]
    {
        each!(HandoutError::Sheet { number: "1".into(), cause: cause.clone() }, ProofError::Ruler(cause));
    }
    each!(HandoutError::Collated(crate::render::NotCollated), HandoutError::Nothing, HandoutError::LeftOut(Vec::new()));
    each!(HandoutError::TooMany { count: 2, most: 1 });
    each!(HandoutError::AnotherList(file.clone()), HandoutError::Photo, SheetError::Drawn, SheetError::Thread);
    each!(Fault::Broken(1), Fault::Gone(2), Fault::Rewritten(3), Fault::Shorter { entries: 1, saved: 2 });
    for cause in
        [KeyFormatError::Encrypt, KeyFormatError::NotAKey, KeyFormatError::Passphrase, KeyFormatError::PublicHalf]
    {
        each!(KeyError { file: file.clone(), cause: KeyCause::Format(cause) });
    }
    each!(KeyError { file, cause: KeyCause::OpenToOthers }, KeyRingError::NoPassphrase);
    each!(
        StoreError::Corrupt(crate::store::Datum::JournalHash),
        StoreError::Duplicate,
        StoreError::NotFound,
        StoreError::NotMigrated
    );
    each!(StoreError::Silent);
    each!(TokenError::Claims, TokenError::Envelope, TokenError::NotDeterministic, TokenError::TooLong);
    each!(
        InvalidName::Empty,
        InvalidName::Hidden,
        InvalidName::NoLetter,
        InvalidName::TooLong,
        InvalidNik,
        NotHonoured
    );
    each!(
        InvalidAddress,
        NotRoots,
        OtherRoots,
        BundleFault::Broken,
        BundleFault::TooLarge,
        DocumentFault::Broken,
        DocumentFault::Late
    );
    all
}

#[test]
fn in_indonesian_no_error_says_what_the_log_says() {
    let (english, mut faults) = (english(), Vec::new());
    for error in examples() {
        let said = known(error.as_ref(), Lang::Id).unwrap_or_else(|| panic!("no words for: {error:?}")).to_lowercase();
        faults.extend(english.iter().filter(|piece| said.contains(*piece)).map(|piece| format!("{error:?}: {piece}")));
        assert!(!known(error.as_ref(), Lang::En).expect("words").is_empty());
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn what_was_attempted_stands_before_what_came_in_the_way() {
    let error = anyhow::Error::new(StoreError::NotFound).context("Membaca basis data");
    assert_eq!(told(&error, Lang::Id), "Membaca basis data: Tidak ditemukan.");
    assert_eq!(told(&refused("Sudah dikatakan"), Lang::Id), "Sudah dikatakan");
}
