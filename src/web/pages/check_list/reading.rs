//! The page that is told while certificates are read: what is going on, steps, and what another page shows in the end.

use askama::Template;

use super::super::Frame;
use super::super::text::Text;
use crate::words::{Lang, key, say};

/// Where the content of every page begins and ends.
const MAIN: [&str; 2] = ["<main id=\"isi\">", "</main>"];

/// Stands where the steps go.
const STEPS: &str = "<!-- steps -->";

/// Steps that are said aloud, of a whole pile.
const SAID: usize = 5;

#[derive(Template)]
#[template(path = "pages/list-reading.html")]
struct Page<'a> {
    frame: Frame<'a>,
}

/// A page before anything is known.
pub(in crate::web) struct Begun {
    /// Up to the first step.
    pub(in crate::web) head: String,
    /// What ends the steps.
    pub(in crate::web) close: String,
    /// What follows on the content.
    pub(in crate::web) foot: String,
}

/// The page as far as it is known before its files are read.
pub(in crate::web) fn begun(frame: Frame<'_>) -> askama::Result<Begun> {
    let page = Page { frame }.render()?;
    let (head, rest) = page.split_once(STEPS).unwrap_or((&page, ""));
    let (close, foot) = rest.split_at(rest.rfind(MAIN[1]).unwrap_or(rest.len()));
    Ok(Begun { head: head.to_owned(), close: close.to_owned(), foot: foot.to_owned() })
}

/// The content of a page, without what stands around every page.
pub(in crate::web) fn main_of(page: &str) -> &str {
    let from = page.find(MAIN[0]).map_or(0, |at| at + MAIN[0].len());
    let until = page.rfind(MAIN[1]).filter(|until| *until >= from).unwrap_or(page.len());
    &page[from..until]
}

/// Steps that were told. All are seen and few are said, for there may be one a second.
#[derive(Debug, Default)]
pub(in crate::web) struct Steps {
    said: Option<usize>,
}

impl Steps {
    /// So many files are read of so many.
    pub(in crate::web) fn line(&mut self, done: usize, of: usize) -> String {
        let part = done * SAID / of.max(1);
        let hidden = if self.said.replace(part) == Some(part) { " aria-hidden=\"true\"" } else { "" };
        let said = Text::saying(|lang| say!(lang, "lists-reading-step", done, of));
        format!("<p{hidden}><progress aria-hidden=\"true\" value=\"{done}\" max=\"{of}\"></progress>{said}</p>\n")
    }
}

/// The last step.
pub(in crate::web) fn ended() -> String {
    format!("<p>{}</p>\n", Text::from(key!("lists-reading-ended")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_told_in_pieces_and_ends_with_the_content_of_another() {
        let Begun { head, close, foot } = begun(Frame { notice: None, numbers: true }).expect("a page");
        assert!(head.ends_with("aria-live=\"polite\">\n"), "{head}");
        assert!(close.trim_start().starts_with("</div>") && foot.starts_with("</main>"), "{close}{foot}");
        assert!(foot.trim_end().ends_with("</html>"));
        let other = Page { frame: Frame { notice: None, numbers: true } }.render().expect("a page");
        assert!(main_of(&other).trim_start().starts_with("<section class=\"reading\">"));
        assert_eq!(main_of("no page"), "no page");
    }

    #[test]
    fn every_step_is_seen_and_a_few_are_said() {
        let mut steps = Steps::default();
        let lines: Vec<String> = (0..=55).map(|done| steps.line(done, 55)).collect();
        assert!(lines[32].contains("32 dari 55 file"), "{}", lines[32]);
        assert_eq!(lines.iter().filter(|line| line.starts_with("<p>")).count(), SAID + 1);
        assert!(steps.line(0, 0).contains("max=\"0\""));
    }
}
