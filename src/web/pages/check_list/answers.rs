//! The answers for a list: totals, a line a worker, the same as a file.

use askama::Template;

use super::super::Frame;
use super::super::card::Issuer;
use super::super::text::Text;
use crate::office::check_list::{
    CheckedList, Line, MadeReport, NoReport, Order, SeenLine, Sentence, Unclaimed, Unread, answer_word,
};
use crate::verify::elsewhere::{Elsewhere, MOST, MayKnow};
use crate::verify::list::AnswerWord;
use crate::web::language::first;
use crate::words::{Key, Lang, key, say, when};

/// Sites that a line names at most.
const SITES: usize = 3;

/// Lines of a page.
const LINES: usize = 100;

/// What the visitor wants to see.
#[derive(Clone, Copy, Debug)]
pub(in crate::web) struct Shown {
    /// The answer that is looked for; none: all.
    pub(in crate::web) only: Option<AnswerWord>,
    pub(in crate::web) order: Order,
    /// From 1; beyond the last it is the last.
    pub(in crate::web) page: usize,
}

/// What an order is called in the form; the worst first unless it says otherwise.
pub(in crate::web) fn order(word: &str) -> Order {
    match word {
        "baris" => Order::Row,
        "berlaku" => Order::ValidUntil,
        "nama" => Order::Name,
        _ => Order::Answer,
    }
}

/// An answer, how many have it, and whether these are shown alone.
struct Total {
    word: AnswerWord,
    count: usize,
    is_chosen: bool,
}

impl Total {
    fn name(&self) -> Text {
        answer_word(self.word).into()
    }

    fn choice(&self) -> String {
        format!("{} ({})", answer_word(self.word).say(first()), self.count)
    }
}

struct Sorting {
    value: &'static str,
    name: String,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "pages/list-answers.html")]
struct Page<'a> {
    frame: Frame<'a>,
    totals: Vec<Total>,
    all: usize,
    fits: usize,
    sortings: Vec<Sorting>,
    lines: Vec<Row>,
    unread: Vec<Beside>,
    warnings: Vec<Beside>,
    unclaimed: Vec<Beside>,
    /// LSPs of other installations that may know what was not found.
    lsps: Vec<Issuer>,
    page: usize,
    pages: usize,
    until: jiff::civil::Date,
    checked_at: jiff::Timestamp,
    as_of: jiff::Timestamp,
    sealed: &'a str,
    /// The link of the signed report, or why there is none.
    report: Result<String, Text>,
}

impl Page<'_> {
    fn title(&self) -> std::borrow::Cow<'static, str> {
        match self.pages {
            1 => say!(first(), "lists-heading"),
            _ => say!(first(), "lists-heading-page", page = self.page, pages = self.pages),
        }
    }

    fn fit(&self) -> Text {
        Text::saying(|lang| say!(lang, "lists-fit", fits = self.fits, count = self.all, day = self.until))
    }

    fn every(&self) -> std::borrow::Cow<'static, str> {
        say!(first(), "lists-all", count = self.all)
    }

    fn all_fit(&self) -> bool {
        self.fits == self.all && self.unread.is_empty() && self.warnings.is_empty()
    }

    fn as_of(&self) -> Text {
        let moment = |instant, lang| when::moment(instant, &when::jakarta(), lang);
        let (at, as_of) = (self.checked_at, self.as_of);
        Text::saying(|lang| say!(lang, "lists-as-of", at = moment(at, lang), as_of = moment(as_of, lang)))
    }

    fn unread_said(&self) -> Text {
        Text::saying(|lang| say!(lang, "lists-unread", count = self.unread.len()))
    }

    fn unclaimed_said(&self) -> Text {
        Text::saying(|lang| say!(lang, "lists-unclaimed", count = self.unclaimed.len()))
    }

    fn place(&self) -> Text {
        Text::saying(|lang| say!(lang, "lists-page", page = self.page, pages = self.pages))
    }
}

/// A worker and her answer, as a template shows them. What is not known is empty.
struct Row {
    row: Text,
    name: String,
    /// Job and scheme asked for.
    wanted: String,
    class: &'static str,
    answer: Text,
    why: Text,
    number: String,
    /// Whose certificate it is, where that is another name than in the row.
    holder: String,
    scheme: String,
    until: String,
    lsp: String,
    files: String,
    /// Where else to ask about a number that was not found.
    elsewhere: Option<Text>,
}

/// A row or a file, and what is said of it.
struct Beside {
    what: String,
    why: Text,
}

impl Row {
    fn of(list: &CheckedList, line: &Line) -> Self {
        let row = line.row;
        let seen = line.seen.as_ref();
        let of_seen = |of: fn(&SeenLine) -> String| seen.map(of).unwrap_or_default();
        let holder = seen.map(|seen| seen.holder.as_str()).filter(|holder| *holder != line.shown_name());
        let wanted: Vec<&str> = [&line.job, &line.wanted].into_iter().flatten().map(String::as_str).collect();
        Self {
            row: Text::saying(|lang| say!(lang, "lists-row", row)),
            name: line.shown_name().to_owned(),
            wanted: wanted.join(" · "),
            class: class(line.answer),
            answer: answer_word(line.answer).into(),
            why: text(&line.why),
            number: seen.map_or_else(|| line.number.clone().unwrap_or_default(), |seen| seen.number.clone()),
            holder: holder.unwrap_or_default().to_owned(),
            scheme: of_seen(|seen| format!("{} {}", seen.scheme, seen.scheme_title)),
            until: of_seen(|seen| seen.valid_until.map(|day| when::day(day, first())).unwrap_or_default()),
            lsp: of_seen(|seen| seen.lsp.clone()),
            files: line.files.join(", "),
            elsewhere: elsewhere(list.may_know(line)),
        }
    }
}

/// The first sites of several, and how many there are more.
fn elsewhere<'a>(lsps: impl Iterator<Item = &'a Elsewhere>) -> Option<Text> {
    let mut sites: Vec<String> = lsps.map(|lsp| lsp.site.to_string()).collect();
    let more = sites.len().saturating_sub(SITES);
    sites.truncate(SITES);
    let named = sites.join(", ");
    let said = Text::saying(|lang| say!(lang, "lists-elsewhere", sites = named.as_str()));
    let rest = || Text::saying(|lang| say!(lang, "lists-more", count = more));
    (!sites.is_empty()).then(|| if more == 0 { said } else { said.then(rest()) })
}

fn text(sentence: &Sentence) -> Text {
    Text::saying(|lang| sentence.words(lang).to_owned().into())
}

/// The colour of an answer; its word says the same.
fn class(answer: AnswerWord) -> &'static str {
    match answer {
        AnswerWord::Fits => "fits",
        AnswerWord::NotChecked | AnswerWord::NotFound | AnswerWord::Unreadable => "unsure",
        AnswerWord::Expired | AnswerWord::ExpiresEarly | AnswerWord::NotYetValid => "days",
        AnswerWord::Forged
        | AnswerWord::NameDiffers
        | AnswerWord::NikDiffers
        | AnswerWord::Revoked
        | AnswerWord::Superseded
        | AnswerWord::Suspended
        | AnswerWord::Untrusted
        | AnswerWord::WrongScheme => "bad",
    }
}

/// The address of a report here: any site judges it, and this one is at hand.
fn report_path(made: &MadeReport) -> String {
    format!("/l/{}", made.token)
}

fn no_report(why: NoReport) -> Key {
    match why {
        NoReport::Host => key!("reports-none-host"),
        NoReport::NoKey => key!("reports-none-key"),
        NoReport::Rows => key!("reports-none-large"),
        NoReport::Shut => key!("reports-none-shut"),
        NoReport::Verifier => key!("reports-none-verifier"),
    }
}

/// The page of answers.
pub(in crate::web) fn answers(
    frame: Frame<'_>,
    mut list: CheckedList,
    sealed: &str,
    shown: Shown,
) -> askama::Result<String> {
    let (all, fits) = (list.lines.len(), list.count(AnswerWord::Fits));
    let total = |word| Total { word, count: list.count(word), is_chosen: shown.only == Some(word) };
    let totals = AnswerWord::ALL.into_iter().rev().map(total).filter(|total| total.count > 0).collect();
    list.arrange(shown.only, shown.order);
    let pages = list.lines.len().div_ceil(LINES).max(1);
    let page = shown.page.clamp(1, pages);
    let lines = list.lines.iter().skip((page - 1) * LINES).take(LINES).map(|line| Row::of(&list, line)).collect();
    let unread = |one: &Unread| Beside { what: one.place.clone(), why: text(&one.why) };
    let unclaimed = |one: &Unclaimed| Beside { what: one.file.clone(), why: text(&one.why) };
    let sorting = |(value, key): (&'static str, Key)| Sorting {
        value,
        name: key.say(first()).into_owned(),
        is_chosen: order(value) == shown.order,
    };
    let sortings = [
        ("jawaban", key!("lists-order-answer")),
        ("baris", key!("lists-order-row")),
        ("nama", key!("lists-column-name")),
        ("berlaku", key!("lists-column-valid-until")),
    ];
    Page {
        frame,
        totals,
        all,
        fits,
        sortings: sortings.map(sorting).into(),
        lines,
        unread: list.unread.iter().map(unread).collect(),
        warnings: list.warnings.iter().map(unread).collect(),
        unclaimed: list.unclaimed.iter().map(unclaimed).collect(),
        lsps: list.elsewhere.iter().take(MOST).map(|MayKnow { lsp, .. }| lsp.into()).collect(),
        page,
        pages,
        until: list.until,
        checked_at: list.checked_at,
        as_of: list.as_of,
        sealed,
        report: list.report.as_ref().map(report_path).map_err(|why| no_report(*why).into()),
    }
    .render()
}
