//! Whether pages show the rows that were signed.
//!
//! Whoever can draw a report draws it again from its rows and hands the text here. As with a certificate's sheet, case,
//! spaces and the order of lines make no difference. Each page that was drawn must be there; a page that names the report
//! and was not drawn is a page of it that was made up. Names of LSPs change: lines that name the maker may be otherwise, and
//! it is said.

use super::{Examined, ReportFinding};
use crate::verify::document::{Lines, Page};

/// A report as it is drawn from its rows.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// The text of each page, from the first, as many as are looked at of a document.
    pub pages: Vec<String>,
    /// The lines that name the maker as the trust list does today.
    pub naming: Vec<String>,
    /// What stands on each page of the report, and on no other paper.
    pub mark: String,
}

/// Says what the pages of a report do not show as it was signed.
pub fn hold_paper(examined: &mut Examined, drawn: &Drawn) {
    let spoken: Vec<&Page> = examined.pages.iter().filter(|page| !page.text.trim().is_empty()).collect();
    if spoken.is_empty() {
        return; // A scan, and that is said.
    }
    let shown: Vec<Lines> = spoken.iter().map(|page| Lines::of(&page.text)).collect();
    let (mut is_own, mut renamed) = (vec![false; shown.len()], false);
    let mut missing = false;
    for text in &drawn.pages {
        let page = Lines::of(text);
        let same = shown.iter().position(|shown| shown.is(&page));
        let named = || shown.iter().position(|shown| shown.is_but_for(&page, &drawn.naming));
        match same.or_else(|| named().inspect(|_| renamed = true)) {
            Some(place) => is_own[place] = true,
            None => missing = true,
        }
    }
    // What was not looked at is not missing, and pages that are pictures were said to be unchecked.
    let unread = examined.goes_on || spoken.len() < examined.pages.len();
    let mark = Lines::of(&drawn.mark);
    let strange = shown.iter().zip(&is_own).filter(|(_, is_own)| !**is_own);
    let (made_up, beside): (Vec<_>, Vec<_>) = strange.partition(|(shown, _)| shown.contains(&mark));
    let none_is_own = !is_own.contains(&true);
    let verdict = &mut examined.verdict;
    if !made_up.is_empty() || missing && (none_is_own || !unread) {
        verdict.find(ReportFinding::TextDiffers);
    }
    if !beside.is_empty() && !none_is_own {
        verdict.find(ReportFinding::PagesBeside);
    }
    if renamed {
        verdict.find(ReportFinding::MakerDiffers);
    }
}
