//! The verdict on a report in a few lines, for a person.

use crate::office::in_words::report::{finding, headline, meaning};
use crate::verify::report::{ReportVerdict, ReportWord};
use crate::words::{Lang, key, say, when};

pub(super) fn plain(file: Option<&str>, verdict: &ReportVerdict, lang: Lang) -> String {
    let sign = match verdict.report {
        ReportWord::Genuine if verdict.findings.is_empty() => "✔",
        ReportWord::Genuine | ReportWord::Unknown => "?",
        ReportWord::Altered | ReportWord::Forged | ReportWord::Unreadable | ReportWord::Untrusted => "✘",
    };
    let mut lines: Vec<String> = file.map(str::to_owned).into_iter().collect();
    lines.push(format!("{sign} {}", headline(verdict.report).say(lang)));
    lines.push(format!("  {}", meaning(verdict, file.is_some()).say(lang)));
    if let Some(maker) = &verdict.maker {
        lines.push(format!("  {}: {}, {}", key!("reports-maker").say(lang), maker.name, maker.site));
    }
    if let Some(contents) = verdict.contents.as_ref().filter(|_| verdict.is_made()) {
        let moment = |instant| when::moment(instant, &when::jakarta(), lang);
        let (fits, count) = (contents.fits, contents.rows);
        lines.push(format!("  {}", say!(lang, "reports-found", fits, count, day = contents.until)));
        let (at, as_of) = (moment(contents.made_at), moment(contents.as_of));
        lines.push(format!("  {}", say!(lang, "reports-found-then", at, as_of)));
        if file.is_some() && verdict.are_rows_compared() {
            lines.push(format!("  {}", key!("reports-compared").say(lang)));
        }
    }
    lines.extend(verdict.findings.iter().map(|found| format!("  ! {}", finding(*found).say(lang))));
    lines.join("\n")
}
