//! Signals by hand, and what holds of any month.

use super::quarter::band;
use super::*;
use proptest::prelude::*;

fn month(text: &str) -> Month {
    text.parse().unwrap()
}

fn full() -> Counted {
    Counted {
        deployments: Some(40),
        failed: Some(3),
        lead_time: Hours::new(30.25),
        incidents: Some(4),
        by_change: Some(1),
        restore: Hours::new(2.5),
    }
}

fn fields(counted: Counted) -> Vec<Field> {
    counted.faults().into_iter().map(|(field, _)| field).collect()
}

#[test]
fn rates_are_what_the_counts_say() {
    let hours = month("2026-03").hours();
    let of = |signal: Signal| signal.of(&full(), hours);
    assert_eq!(of(Signal::DeploymentFrequency), Some(40.0));
    assert_eq!(of(Signal::LeadTime), Some(30.25));
    assert_eq!(of(Signal::ChangeFailureRate), Some(7.5));
    assert_eq!(of(Signal::TimeToRestore), Some(2.5));
    // 31 days of 24 hours, four incidents.
    assert_eq!(of(Signal::TimeBetweenFailures), Some(186.0));
    assert_eq!(of(Signal::CausedByChange), Some(25.0));
}

#[test]
fn a_signal_has_the_id_that_the_catalogue_knows_it_by() {
    use crate::catalogue::Signal as Named;
    let ids = Signal::ALL.map(|signal| serde_json::to_value(signal).unwrap());
    let named = [
        Named::DeploymentFrequency,
        Named::LeadTime,
        Named::ChangeFailureRate,
        Named::TimeToRestore,
        Named::TimeBetweenFailures,
    ];
    assert_eq!(ids[..5], named.map(|named| serde_json::to_value(named).unwrap()));
    for signal in Signal::ALL {
        assert_eq!(serde_json::to_value(signal).unwrap(), signal.as_str());
        assert_eq!(signal.as_str().parse(), Ok(signal));
    }
}

#[test]
fn what_is_not_known_and_what_cannot_be_divided_is_no_figure() {
    let nothing = Counted::default();
    assert!(Signal::ALL.into_iter().all(|signal| signal.of(&nothing, 744).is_none()));
    let idle = Counted {
        deployments: Some(0),
        failed: Some(0),
        incidents: Some(0),
        by_change: Some(0),
        ..nothing
    };
    assert!(idle.faults().is_empty());
    assert_eq!(Signal::DeploymentFrequency.of(&idle, 744), Some(0.0));
    for signal in [Signal::ChangeFailureRate, Signal::TimeBetweenFailures, Signal::CausedByChange] {
        assert_eq!(signal.of(&idle, 744), None);
    }
}

#[test]
fn a_month_that_contradicts_itself_is_told_where() {
    assert!(full().faults().is_empty());
    assert_eq!(fields(Counted { failed: Some(41), ..full() }), [Field::Failed]);
    assert_eq!(fields(Counted { deployments: None, ..full() }), [Field::Deployments]);
    assert_eq!(fields(Counted { by_change: Some(5), ..full() }), [Field::ByChange]);
    assert_eq!(fields(Counted { incidents: None, ..full() }), [Field::Incidents]);
    assert_eq!(
        fields(Counted { deployments: Some(0), failed: Some(0), ..full() }),
        [Field::LeadTime]
    );
    let calm = Counted { failed: Some(0), incidents: Some(0), by_change: Some(0), ..full() };
    assert_eq!(fields(calm), [Field::Restore]);
    assert_eq!(fields(Counted::default()), [Field::Deployments]);
    assert_eq!(fields(Counted { deployments: Some(MOST + 1), ..full() }), [Field::Deployments]);
    assert_eq!(fields(Counted { restore: Hours::new(8_760.01), ..full() }), [Field::Restore]);
    assert_eq!(fields(Counted { lead_time: Hours::new(43_800.01), ..full() }), [Field::LeadTime]);
    // A team may know only how long it took.
    let only = Counted { restore: Hours::new(3.0), ..Counted::default() };
    assert!(only.faults().is_empty());
}

#[test]
fn a_month_that_has_not_begun_or_is_absurdly_old_is_refused() {
    let present = month("2026-03");
    assert_eq!(check_month(present, present), Ok(()));
    assert_eq!(check_month(month("2000-01"), present), Ok(()));
    assert!(check_month(month("2026-04"), present).is_err());
    assert!(check_month(month("1999-12"), present).is_err());
}

#[test]
fn figures_are_short_and_hours_are_exact() {
    for (value, text) in [
        (0.0, "0"),
        (0.25, "0.25"),
        (7.5, "7.5"),
        (9.999, "10"),
        (33.333, "33.3"),
        (186.0, "186"),
        (99.97, "100"),
    ] {
        assert_eq!(figure(value), text);
    }
    assert_eq!(Hours::new(0.1 + 0.2), Some(Hours(30)));
    for bad in [-0.01, f64::NAN, f64::INFINITY, 1e9] {
        assert_eq!(Hours::new(bad), None, "{bad}");
    }
}

#[test]
fn bands_are_said_in_words_also_where_they_were_joined() {
    for (signal, first, last, words) in [
        (Signal::LeadTime, 0, 0, "less than a day"),
        (Signal::LeadTime, 1, 1, "a day to a week"),
        (Signal::LeadTime, 3, 3, "a month or more"),
        (Signal::LeadTime, 1, 3, "a day or more"),
        (Signal::LeadTime, 0, 2, "less than a month"),
        (Signal::LeadTime, 0, 3, "anywhere"),
        (Signal::DeploymentFrequency, 0, 0, "20 a month or more"),
        (Signal::DeploymentFrequency, 1, 2, "1 a month to 20 a month"),
        (Signal::TimeBetweenFailures, 1, 3, "less than a month"),
    ] {
        assert_eq!(band_words(signal, first, last), words);
    }
}

#[test]
fn a_quarter_lies_where_its_sums_and_its_middle_month_say() {
    let months = |all: [Counted; 3]| {
        let names = Month::of_quarter("2026-Q1").unwrap();
        names.into_iter().zip(all).collect::<Vec<_>>()
    };
    let lead = |hours: f64| Counted { lead_time: Hours::new(hours), ..Counted::default() };
    assert_eq!(band(Signal::LeadTime, &months([lead(1.0), lead(100.0), lead(2.0)])), Some(0));
    let two = months([lead(20.0), Counted::default(), lead(30.0)]);
    assert_eq!(band(Signal::LeadTime, &two), Some(1), "the mean of 20 and 30 is a day and more");
    let rate = |failed, deployments| Counted {
        failed: Some(failed),
        deployments: Some(deployments),
        ..Counted::default()
    };
    // 1 of 2 and 0 of 98 are 1 %, and no mean of 50 % and 0 %.
    let quarter = months([rate(1, 2), rate(0, 98), Counted::default()]);
    assert_eq!(band(Signal::ChangeFailureRate, &quarter), Some(0));
    assert_eq!(band(Signal::DeploymentFrequency, &quarter), Some(0));
    let calm = Counted { incidents: Some(0), ..Counted::default() };
    assert_eq!(band(Signal::TimeBetweenFailures, &months([calm; 3])), Some(0));
    assert_eq!(band(Signal::TimeBetweenFailures, &months([Counted::default(); 3])), None);
    let bad = Counted { incidents: Some(60), by_change: Some(50), ..Counted::default() };
    assert_eq!(band(Signal::TimeBetweenFailures, &months([bad; 3])), Some(3));
    assert_eq!(band(Signal::CausedByChange, &months([bad; 3])), Some(3));
    let quarter = months([bad; 3]);
    let teams = [quarter.as_slice(), &[], quarter.as_slice()];
    assert_eq!(count(Signal::CausedByChange, teams.into_iter()), [0, 0, 0, 2]);
}

prop_compose! {
    fn any_counted()(
        deployments in proptest::option::of(0_u32..120),
        failed in proptest::option::of(0_u32..120),
        lead in proptest::option::of(0_u32..500_000),
        incidents in proptest::option::of(0_u32..120),
        by_change in proptest::option::of(0_u32..120),
        restore in proptest::option::of(0_u32..500_000),
    ) -> Counted {
        Counted {
            deployments,
            failed,
            lead_time: lead.map(Hours),
            incidents,
            by_change,
            restore: restore.map(Hours),
        }
    }
}

proptest! {
    #[test]
    fn of_a_sound_month_rates_are_shares_and_nothing_is_negative(counted in any_counted()) {
        prop_assume!(counted.faults().is_empty());
        for signal in Signal::ALL {
            if let Some(value) = signal.of(&counted, 720) {
                prop_assert!(value.is_finite() && value >= 0.0);
                if matches!(signal, Signal::ChangeFailureRate | Signal::CausedByChange) {
                    prop_assert!(value <= 100.0);
                }
            }
            let place = band(signal, &[(month("2026-03"), counted)]);
            prop_assert!(place.is_none_or(|place| place < BANDS));
        }
    }
}
