//! The verdict on a certificate in a few lines, for a person.

use std::borrow::Cow;

use super::Beside;
use crate::domain::status::State;
use crate::verify::verdict::{Asked, Differing, Finding, StateSeen, Verdict, Word};
use crate::words::{Key, Lang, key, say};

/// How a verdict is told.
pub(super) struct Plain<'a> {
    pub(super) beside: Beside<'a>,
    pub(super) asked: Asked,
    /// Whether the status may be of an earlier day.
    pub(super) is_dated: bool,
    pub(super) lang: Lang,
}

impl Plain<'_> {
    /// A verdict in a few lines.
    pub(super) fn verdict(&self, verdict: &Verdict) -> String {
        let &Self { beside: Beside { file, elsewhere }, asked, is_dated, lang } = self;
        let sign = match verdict {
            clean if clean.is_clean() => "✔",
            // Genuine and valid; the paper is for eyes.
            unread if unread.is_to_be_compared() => "?",
            _ => "✘",
        };
        let day = if asked.on == asked.now {
            String::new()
        } else {
            format!(" {}", say!(lang, "cli-verdict-on", day = verdict.on))
        };
        let mut lines: Vec<String> = file.map(str::to_owned).into_iter().collect();
        lines.push(format!("{sign} {}{day}", words(verdict.verdict).say(lang)));
        if let Some(shown) = &verdict.certificate {
            lines.push(format!("  {}", shown.holder));
            lines.push(format!("  No. {}  {} {}", shown.number, shown.scheme.code, shown.scheme.title));
            lines.extend(shown.units.iter().map(|unit| {
                let title = lang.of(&unit.title_id, &unit.title_en);
                format!("    {}  {title}", unit.code)
            }));
        }
        if let Some(period) = verdict.period {
            lines.push(format!("  {} – {}", period.issued_on, period.valid_until));
        }
        if let Some(issuer) = &verdict.issuer {
            lines.push(format!("  {} ({})", issuer.name, issuer.licence));
            if let Some(site) = issuer.more_at.as_ref().filter(|_| !is_dated) {
                lines.push(format!("  {}", say!(lang, "cli-verdict-more-at", site)));
            }
        }
        if let Some(status) = &verdict.status {
            if let Some(since) = status.since {
                lines.push(format!("  {}", say!(lang, "cli-verdict-since", instant = since)));
            }
            if let Some(successor) = &status.superseded_by {
                lines.push(format!("  {}", say!(lang, "cli-verdict-successor", number = successor)));
            } else if is_dated && status.state == StateSeen::Known(State::Superseded) {
                lines.push(format!("  {}", say!(lang, "cli-verdict-ask-successor")));
            }
            if let (true, Some(as_of)) = (is_dated, status.as_of) {
                lines.push(format!("  {}", say!(lang, "cli-verdict-as-of", instant = as_of)));
            }
        }
        if !elsewhere.is_empty() {
            lines.push(format!("  {}:", key!("pages-not-here").say(lang)));
            lines.extend(elsewhere.iter().map(|lsp| format!("    {}  {}", lsp.site, lsp.name)));
        }
        lines.extend(verdict.findings.iter().map(|finding| format!("  ! {}", warning(*finding, verdict, lang))));
        lines.join("\n")
    }
}

fn warning(finding: Finding, verdict: &Verdict, lang: Lang) -> Cow<'static, str> {
    match finding {
        Finding::ForeignSite => say!(lang, "cli-finding-foreign-site"),
        Finding::OthersUnknown => say!(lang, "cli-finding-others-unknown"),
        Finding::PagesBeside => say!(lang, "cli-finding-pages-beside"),
        Finding::PagesUnread => say!(lang, "cli-finding-pages-unread"),
        Finding::QrDiffers => say!(lang, "cli-finding-qr-differs"),
        Finding::QrMissing => say!(lang, "cli-finding-qr-missing"),
        Finding::SheetDiffers => say!(lang, "cli-finding-sheet-differs"),
        Finding::TextDiffers => {
            let named: Vec<_> = verdict.differs.iter().map(|differing| differing_name(*differing).say(lang)).collect();
            say!(lang, "cli-finding-text-differs", named = named.join(", "))
        }
        Finding::TextHidden => say!(lang, "cli-finding-text-hidden"),
        Finding::TextUnchecked => say!(lang, "cli-finding-text-unchecked"),
        Finding::TrustListExpired => say!(lang, "cli-finding-trust-list-expired"),
        Finding::TrustListMissing => say!(lang, "cli-finding-trust-list-missing"),
        Finding::ViewVaries => say!(lang, "cli-finding-view-varies"),
    }
}

fn differing_name(differing: Differing) -> Key {
    match differing {
        Differing::IssuedOn => key!("cli-differing-issued-on"),
        Differing::Name => key!("cli-differing-name"),
        Differing::Number => key!("cli-differing-number"),
        Differing::Scheme => key!("cli-differing-scheme"),
        Differing::ValidUntil => key!("cli-differing-valid-until"),
    }
}

fn words(word: Word) -> Key {
    match word {
        Word::Expired => key!("cli-verdict-expired"),
        Word::Forged => key!("cli-verdict-forged"),
        Word::NotFound => key!("cli-verdict-not-found"),
        Word::NotYetValid => key!("cli-verdict-not-yet-valid"),
        Word::Revoked => key!("cli-verdict-revoked"),
        Word::StatusUnknown => key!("cli-verdict-status-unknown"),
        Word::Superseded => key!("cli-verdict-superseded"),
        Word::Suspended => key!("cli-verdict-suspended"),
        Word::Unreadable => key!("cli-verdict-unreadable"),
        Word::Untrusted => key!("cli-verdict-untrusted"),
        Word::Valid => key!("cli-verdict-valid"),
    }
}
