//! People who know something beside what leadership is shown, several at once.

use super::*;
use crate::disclosure::audit::{Insiders, LEAST_TEAMS, Team, TeamAudit};

const ATOMS: u32 = 9;
const TEAMS: u32 = 7;

/// Whether somebody who knows these atoms can work out a figure over fewer than `least`
/// teams by the definition: delete what is known, then try every set of teams.
fn leaks(views: &[View], team: &[Team], known: impl Fn(Atom) -> bool, least: usize) -> bool {
    let of = |atom: Atom| team[atom as usize];
    let atoms: Vec<Atom> = (0..ATOMS).filter(|atom| !known(*atom)).collect();
    !minimal_subsets(TEAMS, |set| {
        set.len() < least && exposed(views, &atoms, |atom| set.contains(&of(atom)))
    })
    .is_empty()
}

fn team_of() -> impl Strategy<Value = Vec<Team>> {
    proptest::collection::vec(0..TEAMS, ATOMS as usize)
}

fn some_teams() -> impl Strategy<Value = BTreeSet<Team>> {
    proptest::collection::btree_set(0..TEAMS, 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn with_others_is_every_choice_of_others(
        views in views(ATOMS, 6), team in team_of(), known in some_teams(), join in some_teams(),
        most in 0..=2_usize,
    ) {
        let audit = TeamAudit::new(&views, |atom| team[atom as usize], LEAST_TEAMS, vec![known.clone()]);
        let found = audit.with_others(&known, most, &|team| join.contains(&team));
        let mut choices: Vec<BTreeSet<Team>> = vec![BTreeSet::new()];
        for _ in 0..most {
            let longer: Vec<BTreeSet<Team>> = choices
                .iter()
                .flat_map(|chosen| join.iter().map(|team| {
                    chosen.iter().chain([team]).copied().collect::<BTreeSet<Team>>()
                }))
                .collect();
            choices.extend(longer);
        }
        let leaks = choices.iter().any(|chosen| {
            let knows = |atom: Atom| {
                let team = team[atom as usize];
                known.contains(&team) || chosen.contains(&team)
            };
            leaks(&views, &team, knows, LEAST_TEAMS)
        });
        prop_assert_eq!(found.safe(), !leaks, "{:?}", found.leaks);
    }

    #[test]
    fn an_importer_with_any_member_is_what_the_definition_says(
        views in views(ATOMS, 6), team in team_of(),
        imported in proptest::collection::btree_set(0..ATOMS, 0..6), made in some_teams(),
    ) {
        let insiders = Insiders {
            imported_rounds: imported.clone(),
            imported_teams: made.clone(),
            ..Insiders::default()
        };
        let findings = insiders.importer(&views, &|atom| team[atom as usize], LEAST_TEAMS);
        // Who knows nothing is leadership, which is looked at elsewhere.
        let in_views = |atom: &Atom| views.iter().any(|view| view.atoms().contains(atom));
        let by_round = |atom: Atom| imported.contains(&atom);
        let by_team = |atom: Atom| by_round(atom) || made.contains(&team[atom as usize]);
        let mut expected = Vec::new();
        for knows in [&by_round as &dyn Fn(Atom) -> bool, &by_team] {
            let matters = (0..ATOMS).any(|atom| knows(atom) && in_views(&atom));
            let leaks = (0..=TEAMS).any(|member| {
                leaks(&views, &team, |atom| knows(atom) || team[atom as usize] == member, LEAST_TEAMS)
            });
            expected.push(!matters || !leaks);
        }
        prop_assert_eq!(
            findings.iter().all(Findings::safe),
            (expected[0]) && (made.is_empty() || expected[1])
        );
    }
}

#[test]
fn eight_invented_teams_around_a_real_one_are_a_leak() {
    let views = named(vec![(0..9).collect()]);
    let insiders = Insiders { imported_rounds: (0..8).collect(), ..Insiders::default() };
    let found = insiders.importer(&views, &|atom| atom, LEAST_TEAMS);
    assert_eq!(sets(&found[0]), BTreeSet::from([vec![8]]));
    // Nothing but what was imported says nothing new.
    let all = Insiders { imported_rounds: (0..9).collect(), ..Insiders::default() };
    assert!(all.importer(&views, &|atom| atom, LEAST_TEAMS)[0].safe());
    // Four real ones stay hidden, also from one of them.
    let some = Insiders { imported_rounds: (0..5).collect(), ..Insiders::default() };
    assert!(some.importer(&views, &|atom| atom, LEAST_TEAMS)[0].safe());
    let three = Insiders { imported_rounds: (0..6).collect(), ..Insiders::default() };
    assert!(!three.importer(&views, &|atom| atom, LEAST_TEAMS)[0].safe());
}

#[test]
fn invented_teams_are_known_by_all_their_rounds() {
    // The real team 8, and eight teams that an import made, whose rounds came later.
    let views = named(vec![(0..9).collect()]);
    let made = Insiders { imported_teams: (0..8).collect(), ..Insiders::default() };
    let found = made.importer(&views, &|atom| atom, LEAST_TEAMS);
    assert_eq!(found.len(), 1);
    assert_eq!(sets(&found[0]), BTreeSet::from([vec![8]]));
    assert!(Insiders::default().importer(&views, &|atom| atom, LEAST_TEAMS).is_empty());
}
