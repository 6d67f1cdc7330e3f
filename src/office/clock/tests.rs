//! Which clocks are believed: by dates alone, by the machine's pace, and by a person's word.

use super::*;

const DAY: i64 = 86_400;
const NOW: i64 = 1_795_323_600;

fn at(seconds: i64) -> Timestamp {
    Timestamp::constant(NOW + seconds, 0)
}

fn dated(dates: &[i64], said: Option<(i64, i64)>) -> Evidence {
    let said = said.map(|(when, until)| Said { at: at(when), void_until: at(until) });
    Evidence { dates: dates.iter().map(|date| at(*date)).collect(), said }
}

#[test]
fn an_act_is_neither_before_what_is_dated_here_nor_long_after() {
    let evidence = dated(&[-400 * DAY, -3 * DAY], None);
    assert_eq!(evidence.judge(at(0)), Ok(()));
    assert_eq!(evidence.judge(at(96 * DAY)), Ok(()), "an LSP that issues in spring and in autumn");
    let ahead = Implausible::Ahead { now: at(365 * DAY), dated: at(-3 * DAY) };
    assert_eq!(evidence.judge(at(365 * DAY)), Err(ahead));
    assert_eq!(evidence.judge(at(-3 * DAY - 3600)), Ok(()), "clocks differ");
    let behind = Implausible::Behind { now: at(-4 * DAY), dated: at(-3 * DAY) };
    assert_eq!(evidence.judge(at(-4 * DAY)), Err(behind));
    assert_eq!(Evidence::default().judge(at(0)), Ok(()), "nothing is dated in a new installation");
}

#[test]
fn a_persons_word_bridges_a_long_pause_and_makes_void_what_a_wrong_clock_dated() {
    let after_months = dated(&[-300 * DAY], Some((0, 0)));
    assert_eq!(after_months.judge(at(DAY)), Ok(()));
    let was_ahead = dated(&[-DAY, 365 * DAY], Some((0, 365 * DAY)));
    assert_eq!(was_ahead.judge(at(60)), Ok(()));
    assert_eq!(was_ahead.judge(at(90 * DAY)), Ok(()));
    let earlier = was_ahead.judge(at(-2 * DAY));
    assert_eq!(earlier, Err(Implausible::Behind { now: at(-2 * DAY), dated: at(365 * DAY) }), "before it was said");
    let again = dated(&[-DAY, 366 * DAY], Some((0, 365 * DAY)));
    assert!(again.judge(at(60)).is_err(), "dated after it was said");
}

/// A service that began 1,000 s after its machine, and what its clock said then and says later.
fn looks(evidence: Evidence, clocks: &[(i64, i64)]) -> Vec<Result<(), Implausible>> {
    let mut watch = Watch::begin(evidence);
    let begun = Duration::from_secs(1000);
    let look = |(running, ahead): &(i64, i64)| {
        let uptime = begun + Duration::from_secs(u64::try_from(*running).expect("later"));
        watch.look(at(running + ahead), uptime, begun)
    };
    clocks.iter().map(look).collect()
}

#[test]
fn a_clock_that_leaps_ahead_of_the_machine_signs_nothing_until_it_is_back() {
    for leap in [365 * DAY, DAY, 2 * 3600] {
        let told = looks(dated(&[-600], None), &[(0, 0), (10, 0), (20, leap), (30, leap), (40, 0)]);
        let expected = [true, true, false, false, true];
        assert_eq!(told.iter().map(Result::is_ok).collect::<Vec<_>>(), expected, "{leap}");
    }
    let slewed = looks(dated(&[-600], None), &[(0, 0), (DAY, 30), (2 * DAY, -90)]);
    assert!(slewed.iter().all(Result::is_ok), "clocks are corrected by minutes");
}

#[test]
fn a_clock_that_falls_behind_signs_nothing_until_it_is_back() {
    let told = looks(dated(&[-600], None), &[(0, 0), (20, -DAY), (40, 0), (50, -365 * DAY)]);
    assert_eq!(told.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true, false]);
}

#[test]
fn a_service_begun_with_a_wrong_clock_goes_on_once_it_is_right() {
    let evidence = || dated(&[-600], None);
    let year = looks(evidence(), &[(0, 365 * DAY), (20, 0), (30, 0)]);
    assert_eq!(year.iter().map(Result::is_ok).collect::<Vec<_>>(), [false, true, true], "no pause is so long");
    let day = looks(evidence(), &[(0, DAY), (20, 0), (30, DAY)]);
    assert_eq!(day.iter().map(Result::is_ok).collect::<Vec<_>>(), [true; 3], "which may be a night's pause");
    let behind = looks(evidence(), &[(0, -DAY), (20, 0), (30, 365 * DAY)]);
    assert_eq!(behind.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, true, false], "the present stands");
}

#[test]
fn a_service_that_was_off_for_months_signs_when_a_person_says_that_the_clock_is_right() {
    let months = 90 * DAY;
    let (begun, mut watch) = (Duration::from_secs(5), Watch::begin(dated(&[-months], None)));
    assert!(watch.look(at(0), begun, begun).is_err());
    assert!(!watch.hear(dated(&[-months], None), at(1), begun), "nobody said anything");
    assert!(!watch.hear(dated(&[-months], Some((-DAY, 0))), at(1), begun), "nor of this time");
    assert!(watch.hear(dated(&[-months], Some((0, 0))), at(1), begun));
    assert_eq!(watch.look(at(2), begun + Duration::from_secs(1), begun), Ok(()));
    let restarted = Watch::begin(dated(&[-months], Some((0, 0)))).look(at(3600), begun, begun);
    assert_eq!(restarted, Ok(()), "it was said for good");
}
