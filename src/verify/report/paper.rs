//! Whether pages show the rows that were signed.
//!
//! Whoever can draw a report draws it again from its rows and hands the pages here. A page is the same where each letter
//! stands in its place ([`Shown`]); how large the paper is and in which order it was drawn makes no difference. Each page
//! that was drawn must be there; a page that has the report's foot and was not drawn is a page of it that was made up,
//! wherever it stands. Names of LSPs change: where the maker is named, others may be, and it is said.

use super::document::is_picture;
use super::{Examined, ReportFinding};
use crate::verify::document::{Alike, Area, Lines, Page, Shown};

/// A report as it is drawn from its rows.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// Its pages, from the first: more than there are own pages of the document, or all.
    pub pages: Vec<Page>,
    /// Where its first page names the maker as the trust list does today.
    pub names: Area,
    /// A line of each page of the report, and of no other paper.
    pub mark: String,
}

/// Says what the pages of a report do not show as it was signed.
pub fn hold_paper(examined: &mut Examined, drawn: &Drawn) {
    let spoken: Vec<&Page> = examined.pages.iter().filter(|page| !page.text.trim().is_empty()).collect();
    if spoken.is_empty() {
        return; // A scan, and that is said.
    }
    let shown: Vec<Shown> = spoken.iter().map(|page| Shown::from(&page.places)).collect();
    let (mut is_own, mut missing, mut renamed) = (vec![false; shown.len()], false, false);
    for (place, page) in drawn.pages.iter().enumerate() {
        let names = (place == 0).then_some(drawn.names);
        let mut is_there = false;
        for (shown, is_own) in shown.iter().zip(&mut is_own) {
            let alike = shown.is(&page.places, names);
            if alike != Alike::No {
                (is_there, *is_own) = (true, true);
                renamed |= alike == Alike::Outside;
            }
        }
        missing |= !is_there;
    }
    // What was not looked at is not missing, and pages that are pictures were said to be unchecked.
    let unread = examined.goes_on || examined.pages.iter().any(is_picture);
    let mark = Lines::of(&drawn.mark);
    let is_marked = |text: &str| Lines::of(text).has(&mark);
    let strange = spoken.iter().zip(&is_own).filter(|(_, is_own)| !**is_own);
    let (made_up, beside): (Vec<_>, Vec<_>) = strange.partition(|(page, _)| is_marked(&page.text));
    let made_up = !made_up.is_empty() || examined.others.iter().any(|text| is_marked(text));
    let none_is_own = !is_own.contains(&true);
    let is_beside = !beside.is_empty() && !none_is_own;
    let verdict = &mut examined.verdict;
    if made_up || missing && (none_is_own || !unread) {
        verdict.find(ReportFinding::TextDiffers);
    }
    if is_beside {
        verdict.find(ReportFinding::PagesBeside);
    }
    if renamed {
        verdict.find(ReportFinding::MakerDiffers);
    }
}
