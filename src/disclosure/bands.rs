//! Counts of teams in bands (P5): told from nine teams on, each band at least as many
//! teams as its margin, or joined to its neighbour.

use super::counts::{LEAST_MARGIN, TEAMS_TO_COUNT};
use super::released::Released;
use super::shapes::{Cell, Reason};
use serde::Serialize;
use utoipa::ToSchema;

/// How many teams lie in which band.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Bands {
    /// Bands with at least three teams each, or more, in their order.
    pub bands: Vec<CountBand>,
    /// How many teams there are in all of them.
    pub teams: u32,
}

/// Teams in one band, or in several that were joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct CountBand {
    /// The place of the first band in it, from 0.
    pub first: usize,
    /// The place of the last one; the same where nothing was joined.
    pub last: usize,
    /// How many teams: at least the margin of the count.
    pub teams: u32,
}

impl CountBand {
    /// How many bands it joins, at least 1.
    #[must_use]
    pub const fn joins(&self) -> usize {
        self.last - self.first + 1
    }

    const fn join(self, next: Self) -> Self {
        Self { first: self.first, last: next.last, teams: self.teams.saturating_add(next.teams) }
    }
}

/// Releases counts of teams in ordered bands. A band joins the next until it has `margin`
/// teams (three at least; see [`counts`](super::counts)), and what is left at the end joins the one before; in the end one band may be
/// all that is left. Below nine teams nothing is told, not even how many there are.
#[must_use]
pub fn bands(counts: &[u32], margin: u32) -> Released<Cell<Bands>> {
    Released::seal(join(counts, margin).map_or(Cell::Withheld(Reason::TooFewTeams), Cell::Shown))
}

/// See [`bands`].
pub(super) fn join(counts: &[u32], margin: u32) -> Option<Bands> {
    let teams = counts.iter().fold(0_u32, |sum, count| sum.saturating_add(*count));
    if teams < TEAMS_TO_COUNT {
        return None;
    }
    let margin = margin.max(LEAST_MARGIN);
    let mut bands: Vec<CountBand> = Vec::new();
    let mut open: Option<CountBand> = None;
    for (place, teams) in counts.iter().enumerate() {
        let next = CountBand { first: place, last: place, teams: *teams };
        let band = open.take().map_or(next, |before| before.join(next));
        if band.teams >= margin {
            bands.push(band);
        } else {
            open = Some(band);
        }
    }
    if let Some(left) = open {
        let last = bands.pop();
        bands.push(last.map_or(left, |last| last.join(left)));
    }
    Some(Bands { bands, teams })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn joined(counts: &[u32]) -> Vec<(usize, usize, u32)> {
        let released = bands(counts, 3);
        let shown = released.shown().map(|shown| shown.bands.clone()).unwrap_or_default();
        shown.into_iter().map(|band| (band.first, band.last, band.teams)).collect()
    }

    #[test]
    fn a_band_of_one_or_two_teams_joins_its_neighbour() {
        assert_eq!(joined(&[3, 4, 5, 3]), [(0, 0, 3), (1, 1, 4), (2, 2, 5), (3, 3, 3)]);
        assert_eq!(joined(&[1, 4, 5, 3]), [(0, 1, 5), (2, 2, 5), (3, 3, 3)]);
        assert_eq!(joined(&[0, 0, 7, 2]), [(0, 3, 9)]);
        assert_eq!(joined(&[4, 5, 0, 1]), [(0, 0, 4), (1, 3, 6)]);
        assert_eq!(joined(&[9, 0, 0]), [(0, 2, 9)]);
        assert_eq!(joined(&[8, 0, 0]), [], "eight teams are too few");
        assert_eq!(joined(&[]), []);
    }

    #[test]
    fn a_larger_margin_makes_larger_bands() {
        let joined = |margin| {
            let released = bands(&[3, 4, 5, 3], margin);
            released.shown().map(|shown| shown.bands.iter().map(|band| band.teams).collect())
        };
        assert_eq!(joined(0), Some(vec![3, 4, 5, 3]), "three is the least");
        assert_eq!(joined(5), Some(vec![7, 8]));
        assert_eq!(joined(40), Some(vec![15]));
    }

    proptest! {
        #[test]
        fn no_shown_band_is_small_none_is_lost_and_below_nine_nothing_is_told(
            counts in proptest::collection::vec(0_u32..7, 0..7),
        ) {
            let teams: u32 = counts.iter().sum();
            let released = bands(&counts, 3);
            match &*released {
                Cell::Withheld(reason) => {
                    prop_assert!(teams < 9);
                    prop_assert_eq!(*reason, Reason::TooFewTeams);
                }
                Cell::Shown(shown) => {
                    prop_assert!(teams >= 9);
                    prop_assert_eq!(shown.teams, teams);
                    prop_assert!(shown.bands.iter().all(|band| band.teams >= 3));
                    prop_assert_eq!(shown.bands.iter().map(|band| band.teams).sum::<u32>(), teams);
                    // Together they cover every band once, in order.
                    let mut next = 0;
                    for band in &shown.bands {
                        prop_assert_eq!(band.first, next);
                        next = band.last + 1;
                    }
                    prop_assert_eq!(next, counts.len());
                }
            }
        }

        #[test]
        fn what_is_shown_does_not_depend_on_how_few_were_alike(
            counts in proptest::collection::vec(0_u32..7, 4),
        ) {
            // A count of one or two is never told apart from another such count that
            // was joined in the same way.
            let released = bands(&counts, 3);
            if let Cell::Shown(shown) = &*released {
                let single = shown.bands.iter().filter(|band| band.joins() == 1);
                for band in single {
                    prop_assert!(counts[band.first] >= 3);
                }
            }
        }

        #[test]
        fn counts_beyond_all_measure_do_no_harm(counts in proptest::collection::vec(any::<u32>(), 0..5)) {
            let _ = bands(&counts, 3);
        }
    }
}
