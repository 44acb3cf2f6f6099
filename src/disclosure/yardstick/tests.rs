//! The yardstick is kept, and the committed table is what is counted.

use super::model::{Model, every_choice, sum};
use super::*;
use crate::catalogue::{Answer, Answers, DimensionId, PATTERNS, PatternId, Point};
use crate::disclosure::release;
use crate::measure::Tally;
use crate::measure::agreement::Agreement;
use std::collections::BTreeMap;

/// How many pairs of rounds are drawn here; the committed table has more.
const DRAWN: u32 = 120;

fn committed() -> Table {
    Table::committed().expect("the committed file is a table")
}

#[test]
fn the_committed_table_keeps_the_yardstick() {
    let table = committed();
    let exact: Vec<_> = table.exact.iter().map(|row| (row.people, row.minimum_group)).collect();
    assert_eq!(exact, COUNTED);
    let drawn: Vec<_> = table.sampled.iter().map(|row| (row.people, row.minimum_group)).collect();
    assert_eq!(drawn, COUNTED.into_iter().filter(|n| n.0 <= SAMPLED_UP_TO).collect::<Vec<_>>());
    for row in &table.exact {
        assert!(HISTOGRAM.holds(row.histogram.insider), "{row:?}");
        assert!(HISTOGRAM.holds(row.histogram.facilitator), "{row:?}");
        assert!(CERTAIN.holds(row.certain), "{row:?}");
        assert!(ONE_OF_EIGHTEEN.holds(row.one_of_eighteen), "{row:?}");
        assert!(FEW_SETS.holds(row.few_sets.facilitator), "{row:?}");
    }
    for row in &table.sampled {
        assert!(row.drawn >= 20_000, "{row:?}");
        assert!(HISTOGRAM.holds(row.histogram), "{row:?}");
        assert!(CERTAIN.holds(row.certain), "{row:?}");
        assert!(row.one_of_eighteen_up_to <= ONE_OF_EIGHTEEN.mean, "{row:?}");
        assert!(FEW_SETS.holds(row.few_sets), "{row:?}");
    }
}

fn recount(people: impl IntoIterator<Item = u32>) {
    for people in people {
        let row = *committed().exact.iter().find(|row| row.people == people).expect("a row");
        let counted = exact(people, row.minimum_group).expect("enough people").rounded();
        assert_eq!(counted, row, "run the bench `yardstick` with --write");
    }
}

#[test]
fn the_committed_table_is_what_is_counted() {
    recount(3..=7);
}

#[test]
fn the_committed_table_is_what_is_counted_with_words() {
    recount([8, 10, 12]);
}

fn sample(people: u32) {
    let committed = committed();
    let row = committed.sampled.iter().find(|row| row.people == people).expect("a row");
    let what =
        Sampled { people, minimum_group: row.minimum_group, drawn: DRAWN, seed: u64::from(people) };
    let drawn = sampled(what).expect("enough people");
    // The same draws are a part of the committed sample, so the shares may differ by chance
    // alone: six standard errors of the greatest share that the yardstick allows.
    let near = |share: f64, limit: f64, trials: f64| {
        assert!(share <= limit + 6.0 * (limit / trials).sqrt(), "{drawn:?}");
    };
    near(drawn.certain.mean, CERTAIN.mean, 18.0 * f64::from(DRAWN));
    near(drawn.one_of_eighteen.mean, ONE_OF_EIGHTEEN.mean, f64::from(DRAWN));
    near(drawn.histogram.mean, HISTOGRAM.mean, f64::from(DRAWN));
    near(drawn.few_sets.mean, FEW_SETS.mean, f64::from(DRAWN));
}

#[test]
fn five_people_are_protected_with_everything_shown_together() {
    sample(5);
}

#[test]
fn six_people_are_protected_with_everything_shown_together() {
    sample(6);
}

#[test]
fn eight_people_are_protected_with_everything_shown_together() {
    sample(8);
}

/// Within 5 to 7 the rule is the same, so what is given away falls with the number of people.
#[test]
fn with_the_same_rule_more_people_are_given_away_less() {
    let rows: Vec<ExactRow> =
        committed().exact.into_iter().filter(|row| (5..=7).contains(&row.people)).collect();
    assert_eq!(rows.len(), 3);
    for pair in rows.windows(2) {
        assert!(pair[0].certain.mean >= pair[1].certain.mean);
        assert!(pair[0].one_of_eighteen.mean >= pair[1].one_of_eighteen.mean);
        assert!(pair[0].few_sets.facilitator.mean >= pair[1].few_sets.facilitator.mean);
    }
}

/// A round in which the items of the first dimension were answered with these points.
fn round_of(items: [[u32; 5]; 3]) -> Tally {
    let people: u32 = items[0].iter().sum();
    let lists = items.map(|points| -> Vec<usize> {
        points
            .iter()
            .enumerate()
            .flat_map(|(point, count)| (0..*count).map(move |_| point))
            .collect()
    });
    let ids = DimensionId::ALL[0].patterns();
    let answers: Vec<Answers> = (0..people as usize)
        .map(|person| {
            let mut answers = Answers::new([Answer::Point(Point::Moderately); PATTERNS]);
            for (id, list) in ids.into_iter().zip(&lists) {
                answers.set(id, Answer::Point(Point::ALL[list[person]]));
            }
            answers
        })
        .collect();
    Tally::of(&answers, true)
}

#[test]
fn the_model_says_of_every_set_of_three_to_eight_people_what_the_app_shows() {
    let id: PatternId = DimensionId::ALL[0].patterns()[0];
    for (people, k) in [(3, 3), (4, 4), (5, 5), (6, 5), (7, 5), (8, 5)] {
        let model = Model::new(people, k).expect("enough people");
        let mut shown: BTreeMap<String, Vec<_>> = BTreeMap::new();
        let mut of_dimension: BTreeMap<String, Vec<i32>> = BTreeMap::new();
        for points in every_choice(people) {
            let report = release(&round_of([points; 3]), k).expect("enough people");
            let figure = report.item(id).expect("all judged it");
            let json = serde_json::to_string(figure).expect("json");
            shown
                .entry(json)
                .or_default()
                .push((model.statement(sum(&points)), model.word(&points)));
            let figure = report.dimension(DimensionId::ALL[0]).expect("all judged it");
            let health = figure.health.to_string();
            of_dimension.entry(health).or_default().push(3 * sum(&points));
        }
        // What the app shows alike, the model takes to be alike; and nothing else.
        let mut classes: Vec<_> = shown
            .into_values()
            .map(|mut alike| {
                alike.sort_by_key(|(window, word)| (*window, word.map(Agreement::words)));
                alike.dedup();
                assert_eq!(alike.len(), 1, "n = {people}");
                (alike[0].0, alike[0].1.map(Agreement::words))
            })
            .collect();
        let number = classes.len();
        classes.sort_unstable();
        classes.dedup();
        assert_eq!(classes.len(), number, "n = {people}: the model joins what the app tells apart");
        for (health, sums) in of_dimension {
            let windows: std::collections::BTreeSet<_> =
                sums.iter().map(|sum| model.dimension(*sum)).collect();
            assert_eq!(windows.len(), 1, "n = {people}, {health}");
        }
    }
}
