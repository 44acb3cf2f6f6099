//! A large organisation, with and without something planted.

use super::*;
use crate::disclosure::audit::TeamAudit;

const TEAMS: u32 = 600;
const QUARTERS: u32 = 4;

/// Every quarter: the organisation, and each team in one of 20 areas and one of
/// six kinds. Atom: quarter × teams + team.
fn organisation() -> Vec<View> {
    let mut views = Vec::new();
    for quarter in 0..QUARTERS {
        let of = |is: &dyn Fn(u32) -> bool| -> Vec<Atom> {
            (0..TEAMS).filter(|team| is(*team)).map(|team| quarter * TEAMS + team).collect()
        };
        views.push(View::new(format!("all {quarter}"), of(&|_| true)));
        for area in 0..20 {
            views.push(View::new(format!("area {area} {quarter}"), of(&|team| team % 20 == area)));
        }
        for kind in 0..6 {
            views.push(View::new(format!("kind {kind} {quarter}"), of(&|team| team / 100 == kind)));
        }
    }
    views
}

fn coaches() -> Vec<BTreeSet<u32>> {
    (0..10).map(|coach| (coach * 60..coach * 60 + 12).collect()).collect()
}

fn audit(views: &[View]) -> TeamAudit {
    TeamAudit::new(views, |atom| atom % TEAMS, 3, coaches())
}

#[test]
fn areas_and_kinds_of_many_teams_are_safe_for_everyone() {
    let audit = audit(&organisation());
    assert_eq!(audit.rank(), 25 * QUARTERS as usize);
    assert!(audit.leadership().safe());
    assert!(audit.coaches().iter().all(Findings::safe));
    assert!(audit.teams().expect("small enough").is_empty());
}

#[test]
fn a_total_that_differs_by_one_team_is_found() {
    let mut views = organisation();
    // Area 7 once more, a month later: team 27 had no new round.
    let later: Vec<Atom> = views[8].atoms().iter().copied().filter(|atom| *atom != 27).collect();
    views.push(View::new("area 7, a month later", later));
    let audit = audit(&views);
    let leadership = audit.leadership();
    assert_eq!(sets(&leadership), BTreeSet::from([vec![27]]));
    let leak = &leadership.leaks[0];
    assert_eq!(worked_out(&views, leak).into_keys().collect::<Vec<_>>(), [27]);
    assert_eq!(leak.combination.to_string(), "area 7 0 \u{2212} area 7, a month later");
}

#[test]
fn a_total_that_differs_by_three_teams_is_found_by_whoever_knows_one() {
    let mut views = organisation();
    let left = [7, 27, 47];
    let later: Vec<Atom> =
        views[8].atoms().iter().copied().filter(|atom| !left.contains(atom)).collect();
    views.push(View::new("area 7, a month later", later));
    let audit = audit(&views);
    assert!(audit.leadership().safe());
    // Coach 0 has teams 0 to 11, and so team 7.
    let coaches = audit.coaches();
    assert_eq!(sets(&coaches[0]), BTreeSet::from([vec![27, 47]]));
    assert!(coaches[1..].iter().all(Findings::safe));
    let each = audit.teams().expect("small enough");
    assert_eq!(each.keys().copied().collect::<Vec<_>>(), left);
    assert_eq!(sets(&each[&47]), BTreeSet::from([vec![7, 27]]));
}

#[test]
fn what_only_a_sum_of_many_views_shows_is_found() {
    let mut views = organisation();
    // Each kind once more, as four slices that together leave out two teams.
    for slice in 0..4 {
        let teams = (0..TEAMS).filter(|team| team % 4 == slice && ![300, 501].contains(team));
        views.push(View::new(format!("slice {slice}"), teams));
    }
    let audit = audit(&views);
    let leadership = audit.leadership();
    // The slices leave 300 and 501 out; area 0 and 1 tell them apart.
    assert!(!leadership.safe());
    for leak in &leadership.leaks {
        let shown = worked_out(&views, leak);
        assert!(shown.keys().all(|atom| leak.exposed.contains(&(atom % TEAMS))), "{leak:?}");
    }
    let atoms: Vec<Vec<u32>> = sets(&leadership).into_iter().collect();
    assert!(atoms.iter().all(|set| set.iter().all(|team| [300, 501].contains(team))), "{atoms:?}");
}
