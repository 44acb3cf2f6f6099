//! How many teams have pulled the cord on a pattern, as leadership is told.
//!
//! A cord is a team's own word, said on purpose. Still nobody shall learn which team it
//! was, or the next team will think twice. So:
//!
//! - Below three teams nothing is said, not even that somebody pulled.
//! - From three on, "at least 3", "at least 6", … : a floor in steps of three.
//! - What was told changes only when at least three teams stand differently than they
//!   did when it was told. So the single pull of a team moves nothing, unless two others
//!   have moved before it; and a team that pulls and lets go to see what happens moves
//!   the figure once at most, and never back ([`recount`], tested as such).
//! - At least two teams are left that may not have pulled: a team that has not, and
//!   knows it, cannot point at all the others. So an organisation of fewer than five
//!   teams is told nothing: there one can talk.
//!
//! - Teams that coaches know are counted apart from those that they do not, and those that
//!   an import made apart from the others ([`recount_apart`]): nobody can take away what
//!   they know and be left with a single pull.
//!
//! Cords are counted when leadership looks, not when they are pulled.

use super::Released;
use super::audit::LEAST_TEAMS;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// A count of cords moves in steps of so many teams.
pub const STEP: usize = LEAST_TEAMS;
/// So many teams more than those that are told of are in the organisation.
pub const OTHERS: usize = 2;
/// In an organisation of fewer teams leadership is told nothing of cords.
pub const TEAMS_FOR_CORDS: usize = STEP + OTHERS;

/// How many teams have pulled, as leadership is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Pulled {
    at_least: u32,
}

impl Pulled {
    /// So many teams, or more: 3, 6, 9, …
    #[must_use]
    pub const fn at_least(self) -> u32 {
        self.at_least
    }
}

/// What leadership was told of one pattern, and which teams had pulled then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told<T> {
    /// So many teams, or more; 0 where nothing is said.
    pub at_least: u32,
    /// The teams that had pulled.
    pub behind: BTreeSet<T>,
}

impl<T> Default for Told<T> {
    fn default() -> Self {
        Self { at_least: 0, behind: BTreeSet::new() }
    }
}

impl<T: Ord + Clone> Told<T> {
    /// What may be shown of it; none below three teams.
    #[must_use]
    pub fn release(&self) -> Option<Released<Pulled>> {
        // Whatever was kept, only whole steps leave.
        let step = u32::try_from(STEP).unwrap_or(u32::MAX);
        let at_least = self.at_least - self.at_least % step;
        (at_least > 0).then(|| Released::seal(Pulled { at_least }))
    }
}

/// What leadership is told from now on, where these teams have pulled, in an
/// organisation of so many teams.
#[must_use]
pub fn recount<T: Ord + Clone>(told: Told<T>, pulled: &BTreeSet<T>, teams: usize) -> Told<T> {
    let differ = told.behind.symmetric_difference(pulled).count();
    if teams < TEAMS_FOR_CORDS || differ < STEP {
        return told;
    }
    Told { at_least: floor(pulled.len(), teams), behind: pulled.clone() }
}

/// The same, where some people know how some teams stand: coaches know those that share,
/// whoever imported teams knows those. `teams` are all teams of the organisation, and
/// `known` says of a team by whom it is known. Teams that the same people know are counted
/// apart, each by the rule of [`recount`], and the floors are added up: so whoever takes
/// away what they know is left with a floor over the others that the rule has made
/// (`what_somebody_knows_can_be_taken_away_and_leaves_a_count_by_the_same_rule`).
#[must_use]
pub fn recount_apart<T: Ord + Clone, K: Ord>(
    told: Told<T>,
    pulled: &BTreeSet<T>,
    teams: &BTreeSet<T>,
    known: impl Fn(&T) -> K,
) -> Told<T> {
    // A deleted team is no team of the organisation, but stands behind what was told.
    let mut kinds: BTreeMap<K, BTreeSet<&T>> = BTreeMap::new();
    for team in teams.iter().chain(&told.behind) {
        kinds.entry(known(team)).or_default().insert(team);
    }
    let (mut at_least, mut changed) = (0, false);
    let mut behind = BTreeSet::new();
    for kind in kinds.into_values() {
        let of = |all: &BTreeSet<T>| -> BTreeSet<T> {
            all.iter().filter(|team| kind.contains(team)).cloned().collect()
        };
        let there = kind.iter().filter(|team| teams.contains(**team)).count();
        let before = of(&told.behind);
        let at_least_before = floor(before.len(), there);
        let before = Told { at_least: at_least_before, behind: before };
        let after = recount(before.clone(), &of(pulled), there);
        changed |= after.behind != before.behind;
        at_least += after.at_least;
        behind.extend(after.behind);
    }
    if changed { Told { at_least, behind } } else { told }
}

/// What is said of so many teams that have pulled, of so many that could.
fn floor(pulled: usize, teams: usize) -> u32 {
    if teams < TEAMS_FOR_CORDS {
        return 0;
    }
    let most = pulled.min(teams - OTHERS);
    u32::try_from(most - most % STEP).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What is shown of it, as a number.
    fn shown(told: &Told<u8>) -> u32 {
        told.release().map_or(0, |pulled| pulled.at_least())
    }

    /// Somebody looks each time after a team has pulled or let go.
    fn looks(teams: usize, moves: &[u8]) -> Vec<(Told<u8>, BTreeSet<u8>)> {
        let mut pulled = BTreeSet::new();
        let mut told = Told::default();
        moves
            .iter()
            .map(|team| {
                if !pulled.remove(team) {
                    pulled.insert(*team);
                }
                told = recount(told.clone(), &pulled, teams);
                (told.clone(), pulled.clone())
            })
            .collect()
    }

    #[test]
    fn the_third_cord_is_heard_and_then_every_third() {
        let seen: Vec<u32> =
            looks(12, &[0, 1, 2, 3, 4, 5, 6, 7, 8]).iter().map(|(told, _)| shown(told)).collect();
        assert_eq!(seen, [0, 0, 3, 3, 3, 6, 6, 6, 9]);
        // One lets go, and the next; the third takes a step back with it.
        let back: Vec<u32> =
            looks(12, &[0, 1, 2, 3, 4, 5, 0, 1, 2]).iter().map(|(told, _)| shown(told)).collect();
        assert_eq!(back[5..], [6, 6, 6, 3]);
    }

    #[test]
    fn somebody_else_may_always_have_been_silent() {
        let all = |teams: u8| {
            let moves: Vec<u8> = (0..teams).collect();
            looks(usize::from(teams), &moves).last().map(|(told, _)| shown(told))
        };
        assert_eq!([3, 4, 5, 7, 8].map(all), [0, 0, 3, 3, 6].map(Some));
    }

    #[test]
    fn an_organisation_that_grows_hears_what_was_pulled_before() {
        let pulled = BTreeSet::from([1, 2, 3]);
        let small = recount(Told::default(), &pulled, 4);
        assert_eq!(shown(&small), 0);
        assert_eq!(shown(&recount(small, &pulled, 5)), 3);
    }

    #[test]
    fn a_pull_among_teams_that_coaches_do_not_know_is_not_heard_alone() {
        // Six teams share, six do not. Two that share pull, and one that does not.
        let teams: BTreeSet<u8> = (0..12).collect();
        let pull = |pulled: &[u8]| {
            let pulled = pulled.iter().copied().collect();
            shown(&recount_apart(Told::default(), &pulled, &teams, |team| *team < 6))
        };
        assert_eq!((pull(&[0, 1, 6]), pull(&[0, 1, 2]), pull(&[6, 7, 8])), (0, 3, 3));
        assert_eq!((pull(&[0, 1, 2, 6]), pull(&[0, 1, 2, 6, 7, 8])), (3, 6));
        // Eight that an import made, and a real one.
        let teams: BTreeSet<u8> = (0..9).collect();
        let with = |real: &[u8]| {
            let pulled = [0, 1, 2, 3, 4].iter().chain(real).copied().collect();
            recount_apart(Told::default(), &pulled, &teams, |team| *team < 8).release()
        };
        assert_eq!(with(&[]), with(&[8]));
    }

    #[test]
    fn a_team_that_is_deleted_stands_behind_nothing_new() {
        let told = Told { at_least: 3, behind: BTreeSet::from([0, 1, 2]) };
        let left: BTreeSet<u8> = (2..9).collect();
        // One lets go, one is deleted: two. A third moves it.
        let same = recount_apart(told.clone(), &BTreeSet::from([2]), &left, |_| ());
        assert_eq!(same, told);
        let moved = recount_apart(told, &BTreeSet::from([2, 3]), &left, |_| ());
        assert_eq!((shown(&moved), moved.behind), (0, BTreeSet::from([2, 3])));
    }

    proptest! {
        #[test]
        fn what_somebody_knows_can_be_taken_away_and_leaves_a_count_by_the_same_rule(
            known in 0_u8..12,
            moves in proptest::collection::vec(0_u8..12, 0..40),
        ) {
            let teams: BTreeSet<u8> = (0..12).collect();
            let of = |all: &BTreeSet<u8>, own: bool| -> BTreeSet<u8> {
                all.iter().copied().filter(|team| (*team < known) == own).collect()
            };
            let mut pulled = BTreeSet::new();
            let mut told = Told::default();
            let (mut own, mut others) = (Told::default(), Told::default());
            for team in moves {
                if !pulled.remove(&team) {
                    pulled.insert(team);
                }
                told = recount_apart(told, &pulled, &teams, |team| *team < known);
                own = recount(own, &of(&pulled, true), usize::from(known));
                others = recount(others, &of(&pulled, false), usize::from(12 - known));
                prop_assert_eq!(shown(&told) - shown(&own), shown(&others));
            }
        }

        #[test]
        fn a_figure_is_a_step_and_fewer_than_three_teams_are_never_told_of(
            teams in 1_usize..20,
            moves in proptest::collection::vec(0_u8..20, 0..60),
        ) {
            let moves: Vec<u8> = moves.into_iter().filter(|team| usize::from(*team) < teams).collect();
            let mut ever = BTreeSet::new();
            for ((told, _), team) in looks(teams, &moves).iter().zip(&moves) {
                ever.insert(*team);
                let shown = usize::try_from(shown(told)).unwrap();
                prop_assert!(shown.is_multiple_of(3) && shown <= told.behind.len());
                prop_assert!(shown == 0 || (ever.len() >= 3 && shown + 2 <= teams));
            }
        }

        #[test]
        fn between_two_figures_that_differ_at_least_three_teams_moved(
            teams in 5_usize..20,
            moves in proptest::collection::vec(0_u8..20, 0..60),
        ) {
            let moves: Vec<u8> = moves.into_iter().filter(|team| usize::from(*team) < teams).collect();
            let looks = looks(teams, &moves);
            for pair in looks.windows(2) {
                let ((before, _), (after, _)) = (&pair[0], &pair[1]);
                if shown(before) != shown(after) {
                    prop_assert!(before.behind.symmetric_difference(&after.behind).count() >= 3);
                }
            }
        }

        #[test]
        fn who_pulls_and_lets_go_to_see_what_happens_sees_it_once(
            teams in 5_usize..20,
            others in proptest::collection::vec(1_u8..20, 0..30),
            tries in 1_usize..12,
        ) {
            let others: Vec<u8> = others.into_iter().filter(|team| usize::from(*team) < teams).collect();
            let moves: Vec<u8> = others.iter().copied().chain(std::iter::repeat_n(0, tries)).collect();
            let looks = looks(teams, &moves);
            let probing = looks.get(others.len().saturating_sub(1)..).unwrap_or_default();
            let moved = probing.windows(2).filter(|pair| shown(&pair[0].0) != shown(&pair[1].0)).count();
            prop_assert!(moved <= 1, "{moved}");
        }
    }
}
