use super::*;
use crate::catalogue::{Catalogue, PatternId, Signal};
use crate::demo::delivery::{FAILING, LATE, SELDOM, SLOW_TO_MEND};

fn mean(values: impl Iterator<Item = u16>) -> f64 {
    let values: Vec<f64> = values.map(f64::from).collect();
    values.iter().sum::<f64>() / values.len() as f64
}

#[test]
fn what_hurts_a_measure_here_hurts_it_in_the_catalogue() {
    let catalogue = Catalogue::builtin().unwrap();
    let claims = [
        (SELDOM, Signal::DeploymentFrequency),
        (LATE, Signal::LeadTime),
        (FAILING, Signal::ChangeFailureRate),
        (SLOW_TO_MEND, Signal::TimeToRestore),
    ];
    for (patterns, signal) in claims {
        for pattern in patterns {
            assert!(catalogue.pattern(pattern).signals.contains(&signal), "{pattern} {signal:?}");
        }
    }
}

#[test]
fn every_team_has_three_months_in_each_quarter_since_it_joined() {
    for team in synthesise(SEED).teams() {
        let joined = usize::from(team.rounds[0].quarter.index());
        assert_eq!(team.months.len(), 3 * (QUARTERS - joined), "{}", team.name);
        assert!(team.months.is_sorted_by_key(|month| (month.quarter, month.place)));
    }
}

#[test]
fn months_are_plausible() {
    let organisation = synthesise(SEED);
    let months = || organisation.teams().flat_map(|team| &team.months);
    for month in months() {
        assert!(month.failed <= month.deployments && month.deployments <= 60);
        assert_eq!(month.lead_time_hours.is_some(), month.deployments > 0);
        assert_eq!(month.restore_hours.is_some(), month.failed > 0);
        assert!(month.by_change <= month.incidents && month.by_change <= month.failed);
    }
    let incidents = mean(months().map(|month| month.incidents));
    let by_change = mean(months().map(|month| month.by_change)) / incidents;
    assert!((1.5..8.0).contains(&incidents), "{incidents}");
    assert!((0.3..0.8).contains(&by_change), "{by_change}");
    let deployments = mean(months().map(|month| month.deployments));
    let failed = mean(months().map(|month| month.failed)) / deployments;
    let lead_time = mean(months().filter_map(|month| month.lead_time_hours));
    let restore = mean(months().filter_map(|month| month.restore_hours));
    assert!((10.0..40.0).contains(&deployments), "{deployments}");
    assert!((0.05..0.25).contains(&failed), "{failed}");
    assert!((24.0..120.0).contains(&lead_time), "{lead_time}");
    assert!((4.0..24.0).contains(&restore), "{restore}");
}

#[test]
fn smaller_batches_are_seen_in_how_often_a_team_delivers() {
    let (mut more, mut all) = (0, 0);
    for seed in 0..10 {
        for team in synthesise(seed).teams() {
            let Some(trial) = team.story.trial() else { continue };
            if trial.outcome != Outcome::Worked || trial.pattern != PatternId::BigBatches {
                continue;
            }
            let months = |after: bool| {
                let months = team.months.iter();
                let months = months.filter(move |month| (month.quarter > trial.begun) == after);
                mean(months.map(|month| month.deployments))
            };
            all += 1;
            more += usize::from(months(true) > 1.2 * months(false));
        }
    }
    assert!(all >= 15 && more * 100 >= all * 80, "{more} of {all}");
}
