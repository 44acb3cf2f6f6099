//! What leadership reads first: which patterns are systemic, and what to do.

use super::suggest::best_for_leadership;
use crate::catalogue::{Catalogue, PatternId};
use crate::disclosure::Released;
use crate::disclosure::pooled::{Period, PooledItem, Reach};
use crate::prose::list;
use std::cmp::Reverse;

/// Patterns that a heading can name without becoming a list.
const NAMED: usize = 3;

/// A pattern that is present in at least half of the teams.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Systemic {
    /// The pattern, as it is shown.
    pub item: PooledItem,
    /// An experiment that only leadership can run, by its id.
    pub experiment: Option<String>,
}

/// The systemic patterns: those in most teams first, then those with the lowest
/// displayed health, then in catalogue order.
#[must_use]
pub fn systemic(period: &Released<Period>, catalogue: &Catalogue) -> Vec<Systemic> {
    let shown = PatternId::ALL.into_iter().filter_map(|id| period.item(id));
    let mut found: Vec<PooledItem> =
        shown.filter(|item| item.systemic.shown() == Some(&Reach::Systemic)).copied().collect();
    found.sort_by_key(|item| {
        let teams = item.prevalence.shown().map(|prevalence| prevalence.teams);
        (Reverse(teams), item.figure.health, item.id)
    });
    let experiment = |item: PooledItem| Systemic {
        item,
        experiment: best_for_leadership(item.id, catalogue).map(|each| each.id.clone()),
    };
    found.into_iter().map(experiment).collect()
}

/// One sentence, without a full stop, that says the most important thing in a period.
#[must_use]
pub fn leadership_finding(period: &Released<Period>, catalogue: &Catalogue) -> String {
    if period.is_empty() {
        return "There are too few teams to say anything yet".to_owned();
    }
    let judged = PatternId::ALL.into_iter().filter_map(|id| period.item(id));
    if judged.filter(|item| item.systemic.shown().is_some()).count() == 0 {
        return "There are too few teams to call anything systemic".to_owned();
    }
    let found = systemic(period, catalogue);
    let names: Vec<&str> =
        found.iter().map(|each| catalogue.pattern(each.item.id).name.as_str()).collect();
    match names.as_slice() {
        [] => "No anti-pattern is present in half of the teams".to_owned(),
        [one] => format!("One anti-pattern is present in at least half of the teams: {one}"),
        few if few.len() <= NAMED => {
            format!("Present in at least half of the teams: {}", list(few))
        }
        _ => format!(
            "{} of the eighteen anti-patterns are present in at least half of the teams",
            in_words(names.len())
        ),
    }
}

/// A number at the beginning of a sentence.
fn in_words(number: usize) -> String {
    const WORDS: [&str; 15] = [
        "Four",
        "Five",
        "Six",
        "Seven",
        "Eight",
        "Nine",
        "Ten",
        "Eleven",
        "Twelve",
        "Thirteen",
        "Fourteen",
        "Fifteen",
        "Sixteen",
        "Seventeen",
        "All",
    ];
    number
        .checked_sub(NAMED + 1)
        .and_then(|place| WORDS.get(place))
        .map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::DimensionId;
    use crate::disclosure::pooled::release_period;
    use crate::measure::DimensionSums;

    /// Twelve teams; for each pattern in how many it is present.
    fn period(present: impl Fn(usize) -> u32, teams: u32) -> Released<Period> {
        let sums: Vec<_> = DimensionId::ALL
            .into_iter()
            .map(|id| {
                let first = id.index() * 3;
                let sums = DimensionSums {
                    teams,
                    items: [[teams, 0, teams, 0, teams * 2]; 3],
                    scores: std::array::from_fn(|score| if score == 12 { teams * 4 } else { 0 }),
                    bands: [teams, 0, 0, 0],
                    present: std::array::from_fn(|item| present(first + item)),
                    margin: 3,
                };
                (id, sums)
            })
            .collect();
        release_period(&sums)
    }

    #[test]
    fn patterns_in_most_teams_come_first_and_each_has_an_experiment_for_leadership() {
        let catalogue = Catalogue::builtin().unwrap();
        let period = period(|item| [6, 8, 5, 12, 11].get(item).copied().unwrap_or(0), 12);
        let found = systemic(&period, catalogue);
        let places: Vec<usize> = found.iter().map(|each| each.item.id.index()).collect();
        // Eleven and twelve are coded alike, so they stand in catalogue order.
        assert_eq!(places, [3, 4, 1, 0]);
        for each in &found {
            let experiment = catalogue.experiment(each.experiment.as_deref().unwrap()).unwrap();
            assert_eq!(experiment.pattern, each.item.id);
            assert!(experiment.stop_doing.is_some(), "{} says what to stop", experiment.id);
        }
        let finding = leadership_finding(&period, catalogue);
        assert!(finding.starts_with("Four of the eighteen"), "{finding}");
    }

    #[test]
    fn the_heading_names_up_to_three() {
        let catalogue = Catalogue::builtin().unwrap();
        let name = |item: usize| catalogue.pattern(PatternId::ALL[item]).name.as_str();
        let said = |systemic: usize| {
            leadership_finding(&period(|item| if item < systemic { 6 } else { 0 }, 12), catalogue)
        };
        assert!(said(0).starts_with("No anti-pattern"));
        assert!(said(1).ends_with(name(0)));
        assert!(said(3).ends_with(&format!("{}, {} and {}", name(0), name(1), name(2))));
        assert!(said(18).starts_with("All of the eighteen"));
        assert!(said(17).starts_with("Seventeen of"));
        let few = leadership_finding(&period(|_| 4, 4), catalogue);
        assert_eq!(few, "There are too few teams to call anything systemic");
        let none = leadership_finding(&release_period(&[]), catalogue);
        assert_eq!(none, "There are too few teams to say anything yet");
    }
}
