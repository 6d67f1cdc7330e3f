//! One verdict as it is shown: sign and word, the name, the facts, what to compare, whom to ask.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::text::Text;
use super::{By, wording};
use crate::domain::holder::Initials;
use crate::domain::issuer::Site;
use crate::domain::status::State;
use crate::seal::trust_list::TrustedLsp;
use crate::verify::elsewhere::Elsewhere;
use crate::verify::found::{Found, Mismatch, Named};
use crate::verify::verdict::{Finding, Integrity, StateSeen, Trust, UnitShown, Word};
use crate::verify::{Asked, Snapshot, Verdict};
use crate::web::language;
use crate::words::{Key, key, say, status as status_words, when};

/// What a template shows of one verdict.
pub(super) struct Card {
    pub(super) class: &'static str,
    pub(super) headline: Text,
    pub(super) meaning: Text,
    pub(super) name: Option<Name>,
    pub(super) facts: Vec<Fact>,
    pub(super) units: Vec<UnitShown>,
    /// What stands on the document is not what was truly signed; said before the verdict, for that is about
    /// what was signed.
    pub(super) altered: Option<Text>,
    pub(super) warnings: Vec<Text>,
    /// Whether what is printed is for eyes to compare.
    pub(super) unchecked: bool,
    /// The instant of the status list that the verdict rests on.
    pub(super) as_of: Option<String>,
    pub(super) successor: Option<String>,
    pub(super) lsp: Option<Issuer>,
    /// Whether its LSP has its records elsewhere.
    pub(super) elsewhere: bool,
    /// Whether the LSP that signed was allowed to.
    pub(super) genuine: bool,
    /// Whether what was signed is worth comparing with a sheet, or asking about another day.
    pub(super) usable: bool,
    pub(super) checked_at: String,
    /// The day asked about, where it is not the present.
    pub(super) on: Option<Text>,
    /// The same for the field that asks: `2026-12-18`.
    pub(super) on_value: String,
}

/// The holder, and how far the name is proven to this visitor.
pub(super) enum Name {
    Close(Initials),
    Differs(Initials),
    Masked(Initials),
    Matched(String),
    Signed(String),
    Unproven(String),
}

/// One line of a certificate.
pub(super) struct Fact {
    pub(super) label: Text,
    pub(super) value: String,
    pub(super) note: Cow<'static, str>,
}

/// Whose certificate it is, and where it is checked.
pub(super) struct Issuer {
    pub(super) name: String,
    /// As a phone's address bar shows it, without `https://`.
    pub(super) site: String,
}

impl Issuer {
    fn new(name: &str, site: &Site) -> Self {
        let site = site.to_string();
        Self { name: name.to_owned(), site: site.strip_prefix("https://").unwrap_or(&site).to_owned() }
    }
}

impl From<&TrustedLsp> for Issuer {
    fn from(lsp: &TrustedLsp) -> Self {
        Self::new(&lsp.name_id, &lsp.site)
    }
}

impl From<&Elsewhere> for Issuer {
    fn from(lsp: &Elsewhere) -> Self {
        Self::new(&lsp.name, &lsp.site)
    }
}

impl Card {
    /// What anyone may see who holds the token.
    pub(super) fn of_token(named: &Named, lists: &Snapshot, asked: Asked, by: By<'_>) -> Self {
        let verdict = named.verdict();
        let trusted = verdict.issuer.as_ref().is_some_and(|issuer| issuer.trust == Trust::Licensed);
        let holder = named.holder().map(str::to_owned);
        let name = holder.map(|holder| if trusted { Name::Signed(holder) } else { Name::Unproven(holder) });
        let mut card = Self::new(verdict, name, lists, asked);
        if matches!(by, By::File(_)) && verdict.verdict == Word::Unreadable {
            card.meaning = wording::no_certificate();
        }
        card
    }

    /// What anyone may see who knows the number, and perhaps the name.
    pub(super) fn of_number(found: &Found, lists: &Snapshot, asked: Asked) -> Self {
        let name = match found {
            Found::Masked(masked, mismatch) => masked.initials().cloned().map(|initials| match mismatch {
                None => Name::Masked(initials),
                Some(Mismatch::Close) => Name::Close(initials),
                Some(Mismatch::Other) => Name::Differs(initials),
            }),
            Found::Named(named) => named.holder().map(|holder| Name::Matched(holder.to_owned())),
        };
        Self::new(found.verdict(), name, lists, asked)
    }

    fn new(verdict: &Verdict, name: Option<Name>, lists: &Snapshot, asked: Asked) -> Self {
        let first = language::first();
        let lsp = verdict.issuer.as_ref().and_then(|issuer| lists.trust.lsp(&issuer.id));
        let zone = lsp.map_or_else(when::jakarta, |lsp| lsp.time_zone.rules().clone());
        let another_day = asked.on != asked.now;
        let as_of = verdict.status.as_ref().and_then(|status| status.as_of);
        Self {
            class: wording::class(verdict.verdict),
            headline: wording::headline(verdict.verdict),
            meaning: if verdict.verdict == Word::StatusUnknown {
                wording::unknown(
                    verdict,
                    too_old(verdict, lists).map(|as_of| Text::saying(|lang| when::moment(as_of, &zone, lang).into())),
                )
            } else {
                let meaning = wording::meaning(verdict);
                match term(verdict, asked, &zone) {
                    Some(term) => meaning.then(term),
                    None => meaning,
                }
            },
            name,
            facts: facts(verdict, &zone),
            units: verdict.certificate.as_ref().map_or_else(Vec::new, |shown| shown.units.clone()),
            altered: altered(verdict).filter(|_| verdict.is_genuine()),
            warnings: warnings(verdict, asked),
            unchecked: verdict.findings.contains(&Finding::TextUnchecked),
            as_of: as_of.filter(|_| verdict.verdict != Word::Untrusted).map(|as_of| when::moment(as_of, &zone, first)),
            successor: verdict.status.as_ref().and_then(|status| status.superseded_by.clone()),
            lsp: lsp.map(Issuer::from),
            elsewhere: verdict.issuer.as_ref().is_some_and(|issuer| issuer.more_at.is_some()),
            genuine: verdict.is_genuine(),
            usable: verdict.may_be_used(),
            checked_at: when::moment(verdict.checked_at, &zone, first),
            on: another_day.then(|| Text::saying(|lang| say!(lang, "pages-on-day", day = verdict.on))),
            on_value: if another_day { verdict.on.to_string() } else { String::new() },
        }
    }
}

/// Until when it may be used, and how many days that is from the day asked about; how long it is over.
fn term(verdict: &Verdict, asked: Asked, zone: &TimeZone) -> Option<Text> {
    let until = verdict.period?.valid_until;
    // Days are counted where the certificate counts them; as text, the end of the last day has an abbreviation of its own.
    let today = asked.on.to_zoned(zone.clone()).date();
    let last = until.to_zoned(zone.clone()).ok()?;
    let abbreviation = last.strftime("%Z").to_string();
    let days = i64::from(today.until(until).ok()?.get_days());
    match verdict.verdict {
        Word::Valid if days == 0 => {
            Some(Text::saying(|lang| say!(lang, "pages-term-last-day", day = until, zone = abbreviation.as_str())))
        }
        Word::Valid => {
            Some(Text::saying(|lang| say!(lang, "pages-term-left", day = until, zone = abbreviation.as_str(), days)))
        }
        Word::Expired => Some(Text::saying(|lang| say!(lang, "pages-term-over", days = -days))),
        _ => None,
    }
}

/// The newest status list of the LSP that signed, where each is too old to be believed.
fn too_old(verdict: &Verdict, lists: &Snapshot) -> Option<Timestamp> {
    lists.too_old(&verdict.issuer.as_ref()?.id, verdict.checked_at)
}

/// What differs between a document and what was signed.
fn altered(verdict: &Verdict) -> Option<Text> {
    let found = |finding| verdict.findings.contains(&finding);
    if found(Finding::TextDiffers) {
        let differs = wording::what_differs(&verdict.differs);
        Some(Text::saying(|lang| say!(lang, "pages-altered-text", differs)))
    } else if found(Finding::QrDiffers) {
        Some(key!("pages-altered-qr").into())
    } else if found(Finding::TextHidden) {
        Some(key!("pages-altered-hidden").into())
    } else if found(Finding::SheetDiffers) {
        Some(key!("pages-altered-sheet").into())
    } else {
        None
    }
}

fn warnings(verdict: &Verdict, asked: Asked) -> Vec<Text> {
    let mut warnings = Vec::new();
    for finding in &verdict.findings {
        warnings.push(Text::from(match finding {
            // Said before the verdict, or the verdict says worse.
            Finding::QrDiffers | Finding::SheetDiffers | Finding::TextDiffers | Finding::TextHidden => continue,
            Finding::ForeignSite => key!("pages-warning-foreign-site"),
            // The meaning says it.
            Finding::OthersUnknown => continue,
            Finding::PagesBeside => key!("pages-warning-pages-beside"),
            Finding::PagesUnread => key!("pages-warning-pages-unread"),
            Finding::QrMissing => key!("pages-warning-qr-missing"),
            Finding::TextUnchecked => key!("pages-warning-text-unchecked"),
            // The meaning says it.
            Finding::TrustListExpired | Finding::TrustListMissing if verdict.verdict == Word::StatusUnknown => continue,
            Finding::TrustListExpired => key!("pages-warning-trust-list-expired"),
            Finding::TrustListMissing => key!("pages-warning-trust-list-missing"),
            Finding::ViewVaries => key!("pages-warning-view-varies"),
        }));
    }
    let as_of = verdict.status.as_ref().and_then(|status| status.as_of);
    let days = as_of.map_or(0, |as_of| asked.now.duration_since(as_of).as_hours() / 24);
    if days >= 1 {
        warnings.push(Text::saying(|lang| say!(lang, "pages-warning-old-list", days)));
    }
    if verdict.verdict == Word::Valid && asked.now < asked.on {
        warnings.push(key!("pages-warning-day-to-come").into());
    }
    warnings
}

/// The facts, in the words of the sheet where the page speaks Indonesian; only their labels are said twice.
fn facts(verdict: &Verdict, zone: &TimeZone) -> Vec<Fact> {
    let first = language::first();
    let mut facts = Vec::new();
    let mut tell = |label: Key, value: String, note: Cow<'static, str>| {
        facts.push(Fact { label: label.into(), value, note });
    };
    let none = Cow::Borrowed("");
    if let Some(certificate) = &verdict.certificate {
        tell(key!("pages-fact-number"), certificate.number.clone(), none.clone());
        let (title, code) = (certificate.scheme.title.clone(), &certificate.scheme.code);
        tell(key!("pages-fact-competency"), title, say!(first, "pages-fact-scheme", code));
    }
    if let Some(period) = &verdict.period {
        tell(key!("pages-fact-issued"), when::day(period.issued_on, first), none.clone());
        tell(key!("pages-fact-valid-until"), when::day(period.valid_until, first), none.clone());
    }
    if let Some(issuer) = &verdict.issuer {
        let signed = verdict.integrity == Integrity::Ok;
        let label = if signed { key!("pages-fact-issuer") } else { key!("pages-fact-claimed-issuer") };
        let licence = &issuer.licence;
        let note = if licence.is_empty() { none.clone() } else { say!(first, "pages-fact-licence", licence) };
        tell(label, issuer.name.clone(), note);
    }
    if let Some(status) = &verdict.status {
        let state = match status.state {
            // That a list says nothing against it is not yet that it is valid.
            StateSeen::Known(State::Valid) => key!("pages-state-valid"),
            StateSeen::Known(state) => status_words::state(state),
            StateSeen::Unknown => key!("pages-state-unknown"),
        };
        let state = state.say(first);
        let state = match status.since {
            None => state,
            Some(day) => say!(first, "pages-state-since", state, day),
        };
        let as_of = status.as_of.map(|as_of| when::moment(as_of, zone, first));
        let note = as_of.map_or(none, |as_of| say!(first, "pages-fact-as-of", as_of));
        tell(key!("pages-fact-status"), state.into_owned(), note);
    }
    facts
}
