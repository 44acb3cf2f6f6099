//! What several teams' rounds add up to on one dimension: persons' counts, and
//! counts of teams.

use super::person::DIMENSION_MAX;
use super::{POINTS, Tally, judged, strength};
use crate::catalogue::{DimensionId, PER_DIMENSION};

/// How many scores a dimension can have: 0–24 sixths.
pub const SCORES: usize = DIMENSION_MAX as usize + 1;
/// How many bands of health teams are counted in.
pub const BANDS: usize = 4;
/// The bands, as displayed health: both ends belong to the band.
pub const BAND_ENDS: [(u8, u8); BANDS] = [(0, 25), (30, 50), (55, 75), (80, 100)];
/// Health at which the upper three bands begin: where a figure rounded to 5
/// falls into them.
const BEGINNINGS: [f64; BANDS - 1] = [27.5, 52.5, 77.5];
/// See `disclosure`'s rounding: no two different scores lie as close as this.
const HAIR: f64 = 1e-9;
/// A team counts among those in which a pattern is present from this strength
/// on, 0–4.
pub const PRESENT_FROM: u32 = 2;

/// Sums over rounds, one for each team. They hold no round and no team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DimensionSums {
    /// How many teams' rounds were added.
    pub teams: u32,
    /// For each of the dimension's items, how many people chose each point, 0–4.
    pub items: [[u32; POINTS]; PER_DIMENSION],
    /// How many people have each score, 0–24 sixths.
    pub scores: [u32; SCORES],
    /// How many of the teams that are counted lie in each band of [`BAND_ENDS`], by their
    /// health on the dimension.
    pub bands: [u32; BANDS],
    /// For each item, in how many of the teams that are counted its strength is 2 or more.
    pub present: [u32; PER_DIMENSION],
    /// No band in which counts of teams are shown holds fewer teams than this.
    pub margin: u32,
}

impl Default for DimensionSums {
    fn default() -> Self {
        Self {
            teams: 0,
            items: [[0; POINTS]; PER_DIMENSION],
            scores: [0; SCORES],
            bands: [0; BANDS],
            present: [0; PER_DIMENSION],
            margin: 3,
        }
    }
}

impl DimensionSums {
    /// Adds one team's round, to the counts of teams too if it is `counted`; `false`, and
    /// nothing is added, when the round kept no scores on this dimension.
    pub fn add(&mut self, tally: &Tally, id: DimensionId, counted: bool) -> bool {
        let Some(scores) = tally.dimension(id) else { return false };
        let Some(mean) = strength::dimension(scores) else { return false };
        self.teams += 1;
        for score in scores {
            if let Some(count) = self.scores.get_mut(usize::from(*score)) {
                *count += 1;
            }
        }
        if let Some(count) = self.bands.get_mut(band(strength::health(mean))) {
            *count += u32::from(counted);
        }
        let items = tally.points_of(id);
        for ((sum, present), points) in self.items.iter_mut().zip(&mut self.present).zip(items) {
            for (sum, count) in sum.iter_mut().zip(points) {
                *sum += count;
            }
            *present += u32::from(counted && is_present(&points));
        }
        true
    }

    /// How many teams are in the counts of teams.
    #[must_use]
    pub fn counted(&self) -> u32 {
        self.bands.iter().sum()
    }

    /// How many people have a score.
    #[must_use]
    pub fn people(&self) -> u32 {
        self.scores.iter().sum()
    }
}

/// The place of the band that a health, 0–100, lies in.
fn band(health: f64) -> usize {
    BEGINNINGS.iter().filter(|beginning| health >= **beginning - HAIR).count()
}

/// Whether the strength of an item is 2 or more, in whole numbers.
fn is_present(points: &[u32; POINTS]) -> bool {
    let sum: u32 = points.iter().zip(0_u32..).map(|(count, point)| count * point).sum();
    let n = judged(points);
    n > 0 && sum >= PRESENT_FROM * n
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Answer, Answers, PatternId, Point};

    /// A team of people of whom each says the same to everything.
    fn team(points: &[u8]) -> Tally {
        let answers: Vec<Answers> = points
            .iter()
            .map(|point| Answers::new([Answer::Point(Point::ALL[usize::from(*point)]); 18]))
            .collect();
        Tally::of(&answers, true)
    }

    #[test]
    fn persons_add_up_and_teams_are_counted_once() {
        let mut sums = DimensionSums::default();
        // Health 0, 50 and 100; 37.5 is 40 when shown.
        for points in [&[4, 4][..], &[2, 2, 2], &[0], &[2, 3]] {
            assert!(sums.add(&team(points), DimensionId::Change, true));
        }
        assert_eq!((sums.teams, sums.people()), (4, 8));
        assert_eq!(sums.items, [[1, 0, 4, 1, 2]; 3]);
        assert_eq!(sums.bands, [1, 2, 0, 1]);
        assert_eq!(sums.present, [3, 3, 3], "2.5, 2 and 4 are present, 0 is not");
        assert_eq!(
            (sums.scores[0], sums.scores[12], sums.scores[18], sums.scores[24]),
            (1, 4, 1, 2)
        );
    }

    #[test]
    fn a_round_that_is_not_counted_adds_its_people_alone() {
        let mut sums = DimensionSums::default();
        assert!(sums.add(&team(&[4, 4]), DimensionId::Change, false));
        assert!(sums.add(&team(&[4]), DimensionId::Change, true));
        assert_eq!((sums.teams, sums.people(), sums.counted()), (2, 3, 1));
        assert_eq!((sums.bands, sums.present), ([1, 0, 0, 0], [1; 3]));
    }

    #[test]
    fn a_team_lies_in_the_band_of_its_displayed_health() {
        // 27.5 is displayed as 30, 27.4 as 25, and so on at each beginning.
        for (health, place) in
            [(0.0, 0), (27.4, 0), (27.5, 1), (52.4, 1), (52.5, 2), (77.4, 2), (77.5, 3), (100.0, 3)]
        {
            assert_eq!(band(health), place, "{health}");
        }
    }

    #[test]
    fn exactly_two_is_present_and_a_hair_less_is_not() {
        assert!(is_present(&[0, 0, 5, 0, 0]));
        assert!(is_present(&[2, 0, 0, 0, 2]));
        assert!(!is_present(&[2, 1, 0, 0, 2]));
        assert!(!is_present(&[0; 5]), "nobody judged it");
    }

    #[test]
    fn a_round_without_lists_adds_nothing() {
        let mut kept_none = team(&[1, 2, 3]);
        kept_none.lists = None;
        let mut sums = DimensionSums::default();
        assert!(!sums.add(&kept_none, DimensionId::Change, true));
        assert_eq!(sums, DimensionSums::default());
        // Nobody has a score where nobody judged anything.
        let mut blank = Answers::default();
        blank.set(PatternId::ALL[0], Answer::CantJudge);
        assert!(!sums.add(&Tally::of(&[blank], true), DimensionId::Customer, true));
    }
}
