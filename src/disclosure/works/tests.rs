use super::*;
use proptest::prelude::*;

const DIMENSION: DimensionId = DimensionId::Change;

fn tried(team: u8, practice: &str, status: Status) -> Tried<u8> {
    Tried { team, practice: Some(practice.to_owned()), dimension: Some(DIMENSION), status }
}

const KEPT: Status = (Outcome::Kept, Afterwards::CannotTell);

fn practice(name: &str) -> Key {
    Key::Practice(name.to_owned())
}

/// The lines after this has been decided.
fn then(before: &BTreeMap<Key, Behind<u8>>, tried: &[Tried<u8>]) -> BTreeMap<Key, Behind<u8>> {
    let mut lines = before.clone();
    for (key, fate) in renew(before, tried) {
        match fate {
            Fate::Told(behind) => lines.insert(key, behind),
            Fate::Gone => lines.remove(&key),
        };
    }
    lines
}

#[test]
fn a_practice_of_nine_teams_has_a_line_and_others_go_up() {
    let mut all: Vec<_> = (0..9).map(|team| tried(team, "Pairing", KEPT)).collect();
    all.extend((0..5).map(|team| tried(team, "Game days", KEPT)));
    all.extend((5..9).map(|team| tried(team, "Feature flags", KEPT)));
    let lines = then(&BTreeMap::new(), &all);
    assert_eq!(
        lines.keys().cloned().collect::<Vec<_>>(),
        [practice("Pairing"), Key::Dimension(DIMENSION)]
    );
    assert_eq!(lines[&Key::Dimension(DIMENSION)].len(), 9);
    // With one less there is nothing to say of the others, in any line.
    all.pop();
    let lines = then(&BTreeMap::new(), &all);
    assert_eq!(lines.keys().cloned().collect::<Vec<_>>(), [practice("Pairing")]);
    // What has no practice and no dimension goes into the last line.
    all.push(Tried { team: 8, practice: None, dimension: None, status: KEPT });
    let lines = then(&BTreeMap::new(), &all);
    assert_eq!(lines[&Key::Rest].len(), 9);
}

#[test]
fn a_line_is_told_anew_for_three_teams_and_not_for_one_or_two() {
    let at = |teams: u8| (0..teams).map(|team| tried(team, "Pairing", KEPT)).collect::<Vec<_>>();
    let mut lines = then(&BTreeMap::new(), &at(9));
    for (teams, told) in [(10, 9), (11, 9), (12, 12), (11, 12), (10, 12), (9, 9), (8, 9), (7, 9)] {
        lines = then(&lines, &at(teams));
        assert_eq!(lines[&practice("Pairing")].len(), told, "{teams}");
    }
    lines = then(&lines, &at(6));
    assert!(lines.is_empty(), "three have left");
    // How it went counts like who was there.
    let mut lines = then(&BTreeMap::new(), &at(9));
    let mut all = at(9);
    for team in 0..3 {
        all[team].status = (Outcome::Dropped, Afterwards::Worse);
        let before = lines.clone();
        lines = then(&lines, &all);
        assert_eq!(lines == before, team < 2, "{team}");
    }
    assert!(then(&lines, &[]).is_empty(), "nobody shares any more");
}

#[test]
fn counts_of_fewer_than_three_teams_join_their_neighbour() {
    let line = |counts: [usize; 4]| {
        let behind: Behind<usize> = Outcome::ALL
            .into_iter()
            .zip(counts)
            .flat_map(|(outcome, count)| std::iter::repeat_n((outcome, Afterwards::Better), count))
            .enumerate()
            .collect();
        release_line(&behind, |_| WhoKnows::default()).map(|line| {
            line.ended.iter().map(|part| (part.how.len(), part.teams)).collect::<Vec<_>>()
        })
    };
    assert_eq!(line([4, 3, 3, 0]), Some(vec![(1, 4), (1, 3), (2, 3)]));
    assert_eq!(line([5, 1, 3, 0]), Some(vec![(1, 5), (3, 4)]));
    assert_eq!(line([2, 5, 0, 3]), Some(vec![(2, 7), (2, 3)]));
    // "All nine have kept it" would say it of each of them.
    assert_eq!(line([9, 0, 0, 0]), Some(vec![(4, 9)]));
    assert_eq!(line([8, 0, 0, 0]), None);
}

fn status() -> impl Strategy<Value = Status> {
    (0_usize..4, 0_usize..4).prop_map(|(a, b)| (Outcome::ALL[a], Afterwards::ALL[b]))
}

fn quarter() -> impl Strategy<Value = Vec<Tried<u8>>> {
    let one =
        (0_u8..16, proptest::option::of(0_usize..4), proptest::option::of(0_usize..2), status())
            .prop_map(|(team, practice, dimension, status)| Tried {
                team,
                practice: practice.map(|place| ["a", "b", "c", "d"][place].to_owned()),
                // A practice has one dimension.
                dimension: practice.map_or(dimension.map(|d| DimensionId::ALL[d]), |place| {
                    Some(DimensionId::ALL[place / 2])
                }),
                status,
            });
    proptest::collection::vec(one, 0..70)
}

proptest! {
    #[test]
    fn every_line_has_nine_teams_and_every_part_three(quarters in proptest::collection::vec(quarter(), 1..5)) {
        let mut lines = BTreeMap::new();
        for tried in quarters {
            lines = then(&lines, &tried);
            for behind in lines.values() {
                let line = release_line(behind, |_| WhoKnows::default());
                prop_assert!(line.is_some());
                let line = line.unwrap();
                prop_assert!(line.teams >= 9);
                prop_assert!(line.ended.iter().all(|part| part.teams >= 3));
                prop_assert!(line.said.iter().all(|part| part.teams >= 3));
                prop_assert_eq!(line.ended.iter().map(|part| part.teams).sum::<u32>(), line.teams);
                prop_assert_eq!(line.said.iter().map(|part| part.teams).sum::<u32>(), line.teams);
                let kinds: Vec<Outcome> = line.ended.iter().flat_map(|part| part.how.clone()).collect();
                prop_assert_eq!(kinds, Outcome::ALL.to_vec());
            }
        }
    }

    #[test]
    fn what_a_line_says_changes_with_three_teams_or_not_at_all(quarters in proptest::collection::vec(quarter(), 2..6)) {
        let mut lines = BTreeMap::new();
        for tried in quarters {
            let next = then(&lines, &tried);
            for (key, behind) in &next {
                if let Some(before) = lines.get(key) {
                    let moved = differ(before, behind);
                    prop_assert!(moved == 0 || moved >= 3, "{key:?} {moved}");
                }
            }
            lines = next;
        }
    }

    #[test]
    fn one_team_more_or_less_takes_no_line_away_and_moves_none(tried in quarter(), gone in 0_u8..16) {
        let lines = then(&BTreeMap::new(), &tried);
        let without: Vec<_> = tried.into_iter().filter(|each| each.team != gone).collect();
        let after = then(&lines, &without);
        for (key, behind) in &lines {
            prop_assert_eq!(after.get(key), Some(behind), "{:?}", key);
        }
    }
}
