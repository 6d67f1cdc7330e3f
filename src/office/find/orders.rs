//! In which order certificates are found: in one that an index has, or a page would be a sort of all of them.

use crate::store::{Search, Sort, Sought};

/// In which orders certificates can be had: those that an index has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Orders {
    /// The one that they are in; none where a name was found by its words, in the order of those.
    pub now: Option<Sort>,
    pub by_issue: bool,
    pub by_end: bool,
}

impl Orders {
    /// The orders that a search can have, and the one nearest to what is asked for.
    pub(super) fn of(search: &Search, sort: Sort) -> Self {
        let few = search.event.is_some() || matches!(search.sought, Sought::Exactly { .. });
        let (by_issue, by_end) = match (&search.sought, search.expiring, search.issued_in) {
            (Sought::Words(_), ..) => return Self { now: None, by_issue: false, by_end: false },
            _ if few => (true, true),
            (_, Some(_), _) => (false, true),
            (_, None, Some(_)) => (true, false),
            (_, None, None) => (true, true),
        };
        let now = match sort.by_end() {
            true if !by_end => Sort::default(),
            false if !by_issue => Sort::EndingFirst,
            _ => sort,
        };
        Self { now: Some(now), by_issue, by_end }
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn only_what_an_index_has_is_offered() {
        let offered = |search: &Search, sort| {
            let Orders { now, by_issue, by_end } = Orders::of(search, sort);
            (now, by_issue, by_end)
        };
        let all = Search::default;
        assert_eq!(offered(&all(), Sort::EndingLast), (Some(Sort::EndingLast), true, true));
        let year = Search { issued_in: "2026".parse().ok(), ..all() };
        assert_eq!(offered(&year, Sort::EndingLast), (Some(Sort::Newest), true, false));
        let ending = Search { expiring: Some([date(2026, 1, 1), date(2027, 1, 1)]), ..year };
        assert_eq!(offered(&ending, Sort::Oldest), (Some(Sort::EndingFirst), false, true));
        let named = Search { sought: Sought::Words(vec!["siti".to_owned()]), ..all() };
        assert_eq!(offered(&named, Sort::Oldest), (None, false, false));
        let event = Some("00112233445566778899aabb".parse().expect("a name"));
        assert_eq!(offered(&Search { event, ..ending }, Sort::Oldest), (Some(Sort::Oldest), true, true));
    }
}
