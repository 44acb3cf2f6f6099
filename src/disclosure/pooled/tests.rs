//! Whatever organisation there is: what the planner lets through gives nobody a
//! figure over too few teams or people.
//!
//! The audit inside the planner is not trusted here. Each decision is checked by
//! the definition itself, with a rank computed over fractions.

mod known;

use super::*;
use crate::catalogue::{Answer, Answers, PATTERNS, PatternId, Point};
use crate::disclosure::audit::{Atom, Insiders, LEAST_TEAMS, Team, exposed_items};
use crate::disclosure::counts::{WhoKnows, holds};
use crate::disclosure::{membership, release};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One team's round: how many people answer, and how many of them can't judge
/// each item.
#[derive(Debug, Clone)]
struct Taken {
    people: u32,
    cant: [u32; PATTERNS],
}

#[derive(Debug, Clone)]
struct Org {
    /// The group of each team.
    groups: Vec<Option<u32>>,
    minimum_group: u8,
    /// For each quarter the round that each team takes, if any.
    quarters: Vec<Vec<Option<Taken>>>,
    /// Which teams share with each of two coaches.
    coaches: [BTreeSet<Team>; 2],
    /// Teams whose reports others read.
    readers: BTreeSet<Team>,
    /// Teams whose round of the first quarter was imported, and those that an import made.
    imported: BTreeSet<Team>,
    made: BTreeSet<Team>,
}

impl Org {
    fn insiders(&self) -> Insiders {
        Insiders {
            coaches: self.coaches.to_vec(),
            readers: self.readers.clone(),
            imported_rounds: self.imported.iter().map(|team| atom(0, *team)).collect(),
            imported_teams: self.made.clone(),
        }
    }
}

/// The round of a team in a quarter.
fn atom(quarter: usize, team: Team) -> Atom {
    Atom::try_from(quarter * 100).unwrap() + team
}

fn taken() -> impl Strategy<Value = Option<Taken>> {
    let cant = proptest::array::uniform18(prop_oneof![8 => Just(0_u32), 1 => 1..6_u32]);
    proptest::option::weighted(
        0.75,
        (2..12_u32, cant).prop_map(|(people, cant)| Taken { people, cant }),
    )
}

fn org() -> impl Strategy<Value = Org> {
    (3..10_usize).prop_flat_map(|teams| {
        let groups = proptest::collection::vec(proptest::option::weighted(0.8, 0..3_u32), teams);
        let quarters = proptest::collection::vec(proptest::collection::vec(taken(), teams), 1..4);
        let shares = || {
            proptest::collection::vec(any::<bool>(), teams).prop_map(|shares| {
                (0..)
                    .zip(shares)
                    .filter(|(_, shares)| *shares)
                    .map(|(team, _): (Team, _)| team)
                    .collect()
            })
        };
        let known = (shares(), shares(), shares(), shares(), shares());
        (groups, 3..=10_u8, quarters, known, 0..8_u8).prop_map(
            |(groups, minimum_group, quarters, known, which)| {
                // Not everybody is there each time, or nothing would ever be shown.
                let there = |bit: u8, teams: BTreeSet<Team>| {
                    if which >> bit & 1 == 1 { teams } else { BTreeSet::new() }
                };
                let (one, two, readers, imported, made) = known;
                Org {
                    groups,
                    minimum_group,
                    quarters,
                    coaches: [there(0, one), two],
                    readers: there(1, readers),
                    made: there(2, made),
                    imported: there(2, imported),
                }
            },
        )
    })
}

/// Who answers what does not matter to any decision; who can't judge does.
fn tally(taken: &Taken) -> Tally {
    let responses: Vec<Answers> = (0..taken.people)
        .map(|person| {
            let mut answers = Answers::default();
            for id in PatternId::ALL {
                let point = Point::ALL[(person as usize + id.index()) % 5];
                let cant = person < taken.cant[id.index()];
                answers.set(id, if cant { Answer::CantJudge } else { Answer::Point(point) });
            }
            answers
        })
        .collect();
    Tally::of(&responses, true)
}

/// Releases every quarter through the planner: each team counts with its latest
/// round within two quarters. Gives the accepted views and all rounds.
struct Played {
    views: Vec<Accepted>,
    teams: BTreeMap<Atom, Team>,
    tallies: BTreeMap<Atom, Tally>,
}

fn play(org: &Org) -> Played {
    let mut planner = Planner::with(&org.insiders());
    let (mut teams, mut tallies, mut views) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
    let mut latest: BTreeMap<Team, (usize, Member)> = BTreeMap::new();
    for (quarter, rounds) in org.quarters.iter().enumerate() {
        for (team, taken) in rounds.iter().enumerate() {
            let Some(taken) = taken else { continue };
            let tally = tally(taken);
            // A round below its minimum group is never sealed.
            if taken.people < u32::from(org.minimum_group) {
                continue;
            }
            let round = atom(quarter, Team::try_from(team).unwrap());
            let member = Member {
                round,
                team: Team::try_from(team).unwrap(),
                group: org.groups[team],
                blocks: blocks(&tally, org.minimum_group),
            };
            teams.insert(round, member.team);
            tallies.insert(round, tally);
            latest.insert(member.team, (quarter, member));
        }
        let members: Vec<Member> = latest
            .values()
            .filter(|(taken, _)| quarter - taken < 2)
            .map(|(_, member)| *member)
            .collect();
        let decided = planner.period(&format!("quarter {quarter}"), &members);
        views.extend(decided.into_iter().filter_map(|(_, _, view)| view.ok()));
    }
    Played { views, teams, tallies }
}

/// The rank of a matrix of whole numbers, by elimination without division.
fn rank(rows: &[Vec<i128>]) -> usize {
    let mut rows = rows.to_vec();
    let mut found = 0;
    for column in 0..rows.first().map_or(0, Vec::len) {
        let Some(pivot) = (found..rows.len()).find(|row| rows[*row][column] != 0) else { continue };
        rows.swap(found, pivot);
        for row in found + 1..rows.len() {
            let (a, b) = (rows[found][column], rows[row][column]);
            if b == 0 {
                continue;
            }
            for place in 0..rows[row].len() {
                rows[row][place] = rows[row][place] * a - rows[found][place] * b;
            }
            // Small again, or the numbers would run away.
            let common = rows[row].iter().fold(0, |common, n| gcd(common, n.unsigned_abs()));
            if common > 1 {
                rows[row].iter_mut().for_each(|n| *n /= i128::try_from(common).unwrap());
            }
        }
        found += 1;
    }
    found
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

/// The definition: a set of columns is exposed when the rank without them is lower.
fn exposed(views: &[&Accepted], columns: &[Atom], set: &dyn Fn(Atom) -> bool) -> bool {
    let matrix = |keep: &dyn Fn(Atom) -> bool| -> Vec<Vec<i128>> {
        views
            .iter()
            .map(|view| {
                let kept = columns.iter().filter(|atom| keep(**atom));
                kept.map(|atom| i128::from(view.rounds().contains(atom))).collect()
            })
            .collect()
    };
    rank(&matrix(&|atom| !set(atom))) < rank(&matrix(&|_| true))
}

/// All sets of one or two of these teams.
fn few(teams: &[Team]) -> Vec<Vec<Team>> {
    let singles = teams.iter().map(|team| vec![*team]);
    let pairs = teams
        .iter()
        .enumerate()
        .flat_map(|(place, one)| teams[place + 1..].iter().map(|other| vec![*one, *other]));
    singles.chain(pairs).collect()
}

/// Whether some insiders, who can subtract the rounds that they know, can work out a
/// figure over one or two other teams: a member of a team; a coach alone and with a member
/// of any team; the readers of two reports; whoever imported rounds, in both ways.
fn leak(played: &Played, org: &Org, dimension: DimensionId) -> Option<(BTreeSet<Team>, Vec<Team>)> {
    let views: Vec<&Accepted> =
        played.views.iter().filter(|view| view.dimension() == dimension).collect();
    let all: BTreeSet<Team> = played.teams.values().copied().collect();
    let members = || std::iter::once(None).chain(all.iter().map(|team| Some(*team)));
    let mut insiders: Vec<(BTreeSet<Team>, bool)> = Vec::new();
    let bases = [(BTreeSet::new(), false), (BTreeSet::new(), true), (org.made.clone(), true)];
    let coaches = org.coaches.iter().map(|teams| (teams.clone(), false));
    for (base, imports) in bases.into_iter().chain(coaches) {
        insiders.extend(
            members().map(|member| (base.iter().copied().chain(member).collect(), imports)),
        );
    }
    let readers: Vec<Team> = org.readers.iter().copied().collect();
    insiders.extend(few(&readers).into_iter().map(|pair| (pair.into_iter().collect(), false)));
    for (known, imports) in insiders {
        let knows = |atom: &Atom, team: &Team| {
            known.contains(team) || (imports && *atom < 100 && org.imported.contains(team))
        };
        let columns: Vec<Atom> = played
            .teams
            .iter()
            .filter(|(atom, team)| !knows(atom, team))
            .map(|(atom, _)| *atom)
            .collect();
        let others: Vec<Team> = all.difference(&known).copied().collect();
        for set in few(&others) {
            if exposed(&views, &columns, &|atom| set.contains(&played.teams[&atom])) {
                return Some((known, set));
            }
        }
    }
    None
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// P4, P5, P8: across teams, groups and time, for leadership, with each team
    /// and with each coach.
    #[test]
    fn nobody_can_work_out_a_figure_over_fewer_than_three_teams(org in org()) {
        let played = play(&org);
        for dimension in DimensionId::ALL {
            prop_assert_eq!(leak(&played, &org, dimension), None, "{}", dimension);
        }
        for view in &played.views {
            let teams: BTreeSet<Team> =
                view.rounds().iter().map(|round| played.teams[round]).collect();
            prop_assert_eq!(teams.len(), view.rounds().len(), "each team counts once");
            prop_assert!(view.teams() == teams.len() && teams.len() >= LEAST_TEAMS);
        }
        // Each round is in one count of a dimension, and no count says of a team how it
        // stands to somebody who does not know it.
        let mut counted: BTreeSet<(DimensionId, Atom)> = BTreeSet::new();
        for view in &played.views {
            let rounds: Vec<Atom> =
                view.rounds().iter().copied().filter(|round| view.counts(*round)).collect();
            for round in &rounds {
                prop_assert!(counted.insert((view.dimension(), *round)));
            }
            let insiders = org.insiders();
            let known: Vec<WhoKnows> =
                rounds.iter().map(|round| insiders.about(*round, played.teams[round])).collect();
            prop_assert!(holds(&known, view.margin()));
        }
    }

    /// P1, P4: what is pooled stands on the minimum group in every round, on the
    /// dimension and on each of its items, and every round's own report is safe.
    #[test]
    fn nothing_below_the_minimum_group_enters_a_pool(org in org()) {
        let played = play(&org);
        let k = u32::from(org.minimum_group);
        for view in &played.views {
            let mut pool = Pool::new(view.clone());
            for round in view.rounds() {
                let tally = &played.tallies[round];
                for item in view.dimension().patterns() {
                    prop_assert!(tally.item(item).judged() >= k);
                }
                prop_assert!(tally.dimension(view.dimension()).unwrap().len() >= k as usize);
                pool.add(*round, tally).unwrap();
            }
            prop_assert!(pool.finish().is_ok());
        }
        for tally in played.tallies.values() {
            let findings = exposed_items(&membership(tally, org.minimum_group).cells(), u64::from(k));
            prop_assert!(findings.safe(), "{:?}", findings);
        }
    }

    /// P3: who is pooled depends on numbers of people alone.
    #[test]
    fn decisions_do_not_depend_on_what_people_said(org in org(), shift in 1..5_usize) {
        let played = play(&org);
        for (round, tally) in &played.tallies {
            let mut other = tally.clone();
            for item in &mut other.items {
                item.points.rotate_left(shift);
            }
            prop_assert_eq!(
                blocks(tally, org.minimum_group),
                blocks(&other, org.minimum_group),
                "round {}", round
            );
        }
    }
}

fn members(teams: std::ops::Range<u32>, first_round: Atom, group: Option<u32>) -> Vec<Member> {
    teams
        .map(|team| Member { round: first_round + team, team, group, blocks: [true; DIMENSIONS] })
        .collect()
}

fn accepted(decided: &[(Scope, DimensionId, Result<Accepted, Declined>)]) -> BTreeSet<Scope> {
    decided.iter().filter(|(_, _, view)| view.is_ok()).map(|(scope, _, _)| *scope).collect()
}

#[test]
fn a_small_group_is_hidden_and_the_next_smallest_with_it() {
    let mut all = members(0..8, 0, Some(1));
    all.extend(members(8..13, 0, Some(2)));
    all.extend(members(13..15, 0, Some(3)));
    let mut planner = Planner::new(&[]);
    let shown = accepted(&planner.period("2026-Q4", &all));
    // Organisation − group 1 − group 2 would be the two teams of group 3.
    assert_eq!(shown, BTreeSet::from([Scope::Organisation, Scope::Group(1)]));
}

#[test]
fn fewer_than_three_teams_are_no_group_at_all() {
    let mut planner = Planner::new(&[]);
    let decided = planner.period("2026-Q4", &members(0..2, 0, Some(1)));
    assert!(decided.iter().all(|(_, _, view)| *view == Err(Declined::TooFewTeams)));
}

#[test]
fn three_teams_are_not_enough_where_one_of_them_looks_on() {
    let mut planner = Planner::new(&[]);
    assert_eq!(accepted(&planner.period("2026-Q4", &members(0..3, 0, None))), BTreeSet::new());
    let mut planner = Planner::new(&[]);
    let shown = accepted(&planner.period("2026-Q4", &members(0..4, 0, None)));
    assert_eq!(shown, BTreeSet::from([Scope::Organisation]));
}

#[test]
fn a_new_point_needs_new_rounds_of_three_teams() {
    let mut planner = Planner::new(&[]);
    planner.period("2026-Q3", &members(0..8, 0, None));
    let mut next = members(0..8, 0, None);
    for member in next.iter_mut().take(2) {
        member.round += 100;
    }
    let decided = planner.period("2026-Q4", &next);
    assert!(decided.iter().all(|(_, _, view)| *view == Err(Declined::TooFewNewRounds)));
    for member in next.iter_mut().take(5) {
        member.round += 200;
    }
    assert_eq!(accepted(&planner.period("2027-Q1", &next)), BTreeSet::from([Scope::Organisation]));
}

#[test]
fn a_coach_of_all_but_two_teams_keeps_the_total_hidden() {
    let coach = (0..8).collect();
    let mut planner = Planner::new(&[coach]);
    let decided = planner.period("2026-Q4", &members(0..10, 0, None));
    // What is shown is over the eight that the coach knows anyway.
    for (_, _, view) in decided {
        assert_eq!(view.unwrap().rounds(), [0, 1, 2, 3, 4, 5, 6, 7]);
    }
    let coach = (0..10).collect();
    let mut planner = Planner::new(&[coach]);
    let decided = planner.period("2026-Q4", &members(0..10, 0, None));
    assert_eq!(accepted(&decided), BTreeSet::from([Scope::Organisation]));
}

#[test]
fn what_was_shown_earlier_counts_when_the_next_period_is_decided() {
    let answers = vec![Answers::new([Answer::Point(Point::ALL[1]); PATTERNS]); 6];
    let whole = blocks(&Tally::of(&answers, true), 4);
    let member = |round, team| Member { round, team, group: None, blocks: whole };
    let first: Vec<Member> = (0..5).map(|team| member(team, team)).collect();
    let rounds: Vec<(Atom, Team)> = (0..5).map(|n| (n, n)).collect();
    let recalled = |scope| {
        let mut planner = Planner::new(&[]);
        planner.recall("2026-Q1", scope, DimensionId::Customer, &rounds);
        planner
    };
    let decide = |mut planner: Planner, members: &[Member]| {
        planner.period("2026-Q2", members).remove(0).2.map(|view| view.teams())
    };
    let nothing_new = decide(recalled(Scope::Organisation), &first);
    assert_eq!(nothing_new, Err(Declined::TooFewNewRounds));
    // Two have a new round: the difference of the two periods would be over those.
    let mut second = first.clone();
    second[0].round = 10;
    second[1].round = 11;
    assert_eq!(decide(recalled(Scope::Organisation), &second), Err(Declined::TooFewNewRounds));
    // One team less than a group that was shown: the difference is that team.
    let one_less = decide(recalled(Scope::Group(1)), &first[1..]);
    assert!(matches!(one_less, Err(Declined::Revealing(_))), "{one_less:?}");
    // All are new.
    let third: Vec<Member> = (0..5).map(|team| member(team + 20, team)).collect();
    assert_eq!(decide(recalled(Scope::Organisation), &third), Ok(5));
}

#[test]
fn a_team_may_not_begin_to_share_when_that_leaves_one_team_of_a_figure() {
    let mut planner = Planner::new(&[BTreeSet::from([0])]);
    let rounds: Vec<(Atom, Team)> = (0..5).map(|n| (n, n)).collect();
    planner.recall("2026-Q1", Scope::Organisation, DimensionId::People, &rounds);
    // Of five teams a coach would know two and a member of another one a third.
    assert!(!planner.may_share(0, 2));
    assert!(planner.may_share(0, 9), "a team that is in no figure may");
}

#[test]
fn pooled_figures_go_back_to_persons_and_not_to_teams() {
    // One team of twelve at 4, three teams of four at 0: persons' mean 2, teams' mean 1.
    let team = |people: u32, point: u8| {
        let answers = vec![
            Answers::new([Answer::Point(Point::ALL[usize::from(point)]); PATTERNS]);
            people as usize
        ];
        Tally::of(&answers, true)
    };
    let tallies = [team(12, 4), team(4, 0), team(4, 0), team(4, 0)];
    let all: Vec<Member> = (0..)
        .zip(&tallies)
        .map(|(n, tally)| Member { round: n, team: n, group: None, blocks: blocks(tally, 4) })
        .collect();
    let mut planner = Planner::new(&[]);
    let view = planner.period("2026-Q4", &all).remove(0).2.unwrap();
    let mut pool = Pool::new(view.clone());
    assert_eq!(pool.clone().finish().unwrap_err(), WrongRounds);
    for (round, tally) in (0..).zip(&tallies) {
        pool.add(round, tally).unwrap();
        assert_eq!(pool.add(round, tally), Err(WrongRounds), "once is enough");
    }
    assert_eq!(pool.add(99, &tallies[0]), Err(WrongRounds));
    let period = release_period(&[(view.dimension(), pool.finish().unwrap().1)]);
    let released = period.dimension(view.dimension()).unwrap();
    assert_eq!((released.teams, released.figure.health.value()), (4, 50));
    assert!(released.items.iter().all(|item| item.figure.health.value() == 50));
    // Pooled by hand: the same interval as one team of all 24 people.
    let together: Vec<Answers> = (0..24)
        .map(|p| Answers::new([Answer::Point(Point::ALL[if p < 12 { 4 } else { 0 }]); PATTERNS]))
        .collect();
    let one = release(&Tally::of(&together, true), 5).unwrap();
    assert_eq!(released.figure.interval, one.dimension(view.dimension()).unwrap().interval);
}
