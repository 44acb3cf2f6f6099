//! Counts of teams that name no team (P5): of which teams, and how coarse.
//!
//! Somebody who knows κ of the teams behind a count can take those away. If what remains
//! is "none of the others" or "all of the others", the count names teams. So a count is
//! shown in bands, chosen before anybody looks at values, of at least *margin* teams:
//! "fewer than margin", each number in between, "more than all but margin". With a margin
//! of κ + 2 no band ends where one of the others at least could not be in it, and one
//! could not be outside it (`every_unknown_team_may_be_in_and_out_of_each_band` tries
//! everything). Such bands need 2κ + 3 teams or more; with fewer, nothing is shown.
//!
//! Whoever knows *all* the teams behind a count learns nothing from it. Where some teams
//! share with coaches and some do not, a count over all of them may be impossible while one
//! over those that do not share is possible: then that one is shown.
//!
//! So that teams can begin to share, or be read about, after a count was shown, margins
//! leave some room: a third of the teams, and four at least.
//!
//! A round is in one count at most. Otherwise the difference of two counts, this quarter's
//! and the last one's, would be a count over the few teams that are new in it.

/// Counts of teams are shown from this many teams on.
pub const TEAMS_TO_COUNT: u32 = 9;
/// Whether a pattern is in half of the teams is said from this many teams on.
pub const TEAMS_TO_HALVE: u32 = 5;
/// No shown count stands on fewer teams than this, and earlier versions knew no other margin.
pub const LEAST_MARGIN: u32 = 3;
/// The margin of a new count of [`TEAMS_TO_COUNT`] teams or more is at least this, so that
/// two reports of teams in it can be read by others too.
pub const ROOM: u32 = 4;

/// A team behind a count, by who knows how it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(clippy::struct_excessive_bools, reason = "any of them may know, whoever else does")]
pub struct WhoKnows {
    /// Coaches do.
    pub coaches: bool,
    /// Readers of a share link do.
    pub readers: bool,
    /// Whoever imported rounds does.
    pub importer: bool,
    /// Whoever imported rounds may, because an import made the team.
    pub maker: bool,
}

/// A count that may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// The places of its teams among those that were given.
    pub places: Vec<usize>,
    /// No band of it holds fewer teams than this.
    pub margin: u32,
}

/// The least margin that a count over these teams needs: no audience that does not know
/// all of them can then say of another one how it stands.
#[must_use]
pub fn margin_needed(teams: &[WhoKnows]) -> u32 {
    let count = |knows: fn(&WhoKnows) -> bool| teams.iter().filter(|team| knows(team)).count();
    // Each of these may sit together with a member of one more team.
    let with_member = |known: usize| match teams.len().saturating_sub(known) {
        0 => 0,
        1 => known,
        _ => known + 1,
    };
    let known = [
        with_member(0),
        with_member(count(|team| team.coaches)),
        with_member(count(|team| team.importer)),
        with_member(count(|team| team.importer || team.maker)),
        count(|team| team.readers).min(super::audit::READERS),
    ];
    let most = known.into_iter().filter(|known| *known < teams.len()).max().unwrap_or(0);
    u32_of(most).saturating_add(2)
}

/// Whether bands of this margin say anything about so many teams.
#[must_use]
pub const fn says_something(teams: u32, margin: u32) -> bool {
    teams >= margin.saturating_mul(2).saturating_sub(1)
}

/// Whether a count that was shown with this margin still names nobody, where these teams
/// are behind it.
#[must_use]
pub fn holds(teams: &[WhoKnows], margin: u32) -> bool {
    let count = u32_of(teams.len());
    // Nothing was said of so few.
    count < TEAMS_TO_HALVE
        || (count >= TEAMS_TO_COUNT && !says_something(count, margin))
        || margin_needed(teams) <= effective(count, margin)
}

/// Of few teams only on which side of a half they lie is said.
const fn effective(count: u32, margin: u32) -> u32 {
    if count < TEAMS_TO_COUNT { count.div_ceil(2) } else { margin }
}

/// Over which of these teams a count may be shown, by what is known of them alone: over all
/// of them, else over those that coaches, or importers, do not know, else over those that
/// they know. `None` where no such count says anything.
#[must_use]
pub fn choose(teams: &[WhoKnows]) -> Option<Choice> {
    let of = |takes: &dyn Fn(&WhoKnows) -> bool| -> Vec<usize> {
        (0..).zip(teams).filter(|(_, team)| takes(team)).map(|(place, _)| place).collect()
    };
    let candidates = [
        of(&|_| true),
        of(&|team| !team.importer),
        of(&|team| !team.coaches),
        of(&|team| team.coaches),
        of(&|team| !team.coaches && !team.importer && !team.maker),
    ];
    let choice = |places: &Vec<usize>, fewest: u32| {
        let count = u32_of(places.len());
        let chosen: Vec<WhoKnows> =
            places.iter().filter_map(|place| teams.get(*place)).copied().collect();
        let needed = margin_needed(&chosen);
        let margin = if count < TEAMS_TO_COUNT {
            effective(count, LEAST_MARGIN)
        } else {
            needed.max(ROOM).max(count.div_ceil(3))
        };
        (count >= fewest && needed <= margin && says_something(count, margin))
            .then(|| Choice { places: places.clone(), margin })
    };
    let first = |fewest| candidates.iter().find_map(|places| choice(places, fewest));
    first(TEAMS_TO_COUNT).or_else(|| first(TEAMS_TO_HALVE))
}

fn u32_of(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::bands::join;
    use crate::disclosure::pooled::{TeamCount, team_count};
    use std::collections::{BTreeMap, BTreeSet};

    const NOBODY: WhoKnows =
        WhoKnows { coaches: false, readers: false, importer: false, maker: false };
    const SHARES: WhoKnows = WhoKnows { coaches: true, ..NOBODY };
    const IMPORTED: WhoKnows = WhoKnows { importer: true, ..NOBODY };

    fn mixed(some: WhoKnows, times: usize, others: usize) -> Vec<WhoKnows> {
        [vec![some; times], vec![NOBODY; others]].concat()
    }

    /// For every true count and whatever the known ones say, each other team may still have
    /// the pattern and may still not have it. By definition: what is shown is a function of
    /// the count; the counts with the same picture are those that may be true.
    #[test]
    fn every_unknown_team_may_have_and_may_lack_what_is_counted() {
        for teams in 5..=24_u32 {
            for known in 0..teams {
                let margin = known + 2;
                if !says_something(teams, margin) {
                    continue;
                }
                let mut alike: BTreeMap<TeamCount, Vec<u32>> = BTreeMap::new();
                for present in 0..=teams {
                    let shown = team_count(present, teams, margin).unwrap();
                    alike.entry(shown).or_default().push(present);
                }
                for (present, known_present) in
                    (0..=teams).flat_map(|present| (0..=known).map(move |own| (present, own)))
                {
                    let unknown = teams - known;
                    let possible: BTreeSet<u32> = alike
                        [&team_count(present, teams, margin).unwrap()]
                        .iter()
                        .filter_map(|count| count.checked_sub(known_present))
                        .filter(|others| *others <= unknown)
                        .collect();
                    // A case that cannot be.
                    if !possible.contains(&present.wrapping_sub(known_present)) {
                        continue;
                    }
                    assert!(
                        possible.iter().any(|others| *others > 0)
                            && possible.iter().any(|others| *others < unknown),
                        "{present} of {teams}, {known_present} of {known} known: {possible:?}"
                    );
                }
            }
        }
    }

    #[test]
    fn a_smaller_margin_would_name_teams() {
        // Six of nine known, as in the attack: exactly six, and all six known ones have it.
        assert_eq!(team_count(6, 9, 3), Some(TeamCount::Exactly(6)));
        assert!(!holds(&mixed(SHARES, 6, 3), 3));
        // Only on which side of a half the six lie is said, which the coach knows.
        let shown = choose(&mixed(SHARES, 6, 3)).map(|choice| choice.places);
        assert_eq!(shown, Some((0..6).collect()));
    }

    /// Four bands, every way in which nine to eleven teams can lie in them, every way in
    /// which the known ones can.
    #[test]
    fn every_unknown_team_may_be_in_and_out_of_each_band() {
        let ways = |teams: u32| -> Vec<[u32; 4]> {
            let mut all = Vec::new();
            for a in 0..=teams {
                for b in 0..=teams - a {
                    for c in 0..=teams - a - b {
                        all.push([a, b, c, teams - a - b - c]);
                    }
                }
            }
            all
        };
        for teams in 9..=11 {
            for known in 0..=3 {
                let margin = (known + 2).max(LEAST_MARGIN);
                let mut alike: BTreeMap<Vec<(usize, u32)>, Vec<[u32; 4]>> = BTreeMap::new();
                for way in ways(teams) {
                    let shown = join(&way, margin).unwrap();
                    let shown = shown.bands.iter().map(|band| (band.last, band.teams)).collect();
                    alike.entry(shown).or_default().push(way);
                }
                for (shown, all) in &alike {
                    for own in ways(known) {
                        let fits = |way: &&[u32; 4]| way.iter().zip(own).all(|(n, k)| *n >= k);
                        let possible: Vec<&[u32; 4]> = all.iter().filter(fits).collect();
                        for band in 0..4 {
                            let others = |way: &&&[u32; 4]| way[band] - own[band];
                            if possible.is_empty() {
                                continue;
                            }
                            assert!(
                                possible.iter().any(|way| others(&way) > 0)
                                    && possible.iter().any(|way| others(&way) < teams - known),
                                "{shown:?} of {teams}, known {own:?}, band {band}"
                            );
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn who_knows_all_teams_behind_a_count_does_not_matter() {
        assert_eq!(choose(&[SHARES; 9]), Some(Choice { places: (0..9).collect(), margin: 4 }));
        assert_eq!(choose(&[IMPORTED; 12]).map(|choice| choice.margin), Some(4));
        // Eight invented teams around a real one: nothing.
        assert_eq!(choose(&mixed(IMPORTED, 8, 1)), None);
        // Where coaches know half of forty, those that they do not know are counted.
        let some = choose(&mixed(SHARES, 20, 20)).unwrap();
        assert_eq!((some.places.first(), some.places.len(), some.margin), (Some(&20), 20, 7));
    }

    #[test]
    fn few_teams_are_told_on_which_side_of_a_half_they_lie() {
        let margin = |teams: &[WhoKnows]| choose(teams).map(|choice| choice.margin);
        assert_eq!((margin(&[NOBODY; 4]), margin(&[NOBODY; 5])), (None, Some(3)));
        assert_eq!(margin(&mixed(SHARES, 1, 4)), None, "a coach and a member know two of five");
        assert_eq!(margin(&mixed(SHARES, 1, 6)), Some(4));
        let read = WhoKnows { readers: true, ..NOBODY };
        assert_eq!((margin(&mixed(read, 2, 4)), margin(&mixed(read, 2, 5))), (None, Some(4)));
    }

    #[test]
    fn a_count_that_was_shown_bounds_who_may_begin_to_share() {
        // Two that share and a member are three known ones of fifteen.
        assert!(holds(&mixed(SHARES, 2, 13), 5) && !holds(&mixed(SHARES, 3, 12), 5));
        assert!(holds(&[SHARES; 15], 5), "coaches know all of it");
        assert!(holds(&mixed(SHARES, 2, 2), 3), "nothing was said of four");
    }
}
