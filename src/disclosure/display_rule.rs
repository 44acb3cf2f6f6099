//! How finely a figure is shown, by the band of people behind it (P7).
//!
//! Everything that is shown of a statement, a dimension or the overall score follows from
//! this table, and the table follows from the number of people alone (P3), of which it sees
//! only the band (P1). It was chosen by enumeration against a yardstick; the
//! [`yardstick`](super::yardstick) counts it again.
//!
//! | people | statements | dimensions, overall | ranges | words | verdicts |
//! |---|---|---|---|---|---|
//! | 3–7 (minimum group 3) | "40 or less", "60 or more" | to 10, ends 10 and 90 | displayed | none | none |
//! | 4–7 (minimum group 4) | to 25, ends 25 and 75 | to 10, ends 10 and 90 | displayed | none | none |
//! | 5–7 | to 10, ends 20 and 80 | to 5, ends 10 and 90 | displayed | none | dimensions, overall |
//! | 8–11 | to 10, ends 20 and 80 | to 5, ends 10 and 90 | displayed | none | dimensions, overall |
//! | 12–19 | to 10, ends 10 and 90 | to 5, ends 10 and 90 | displayed | yes | all |
//! | 20 and more | to 5, ends 10 and 90 | to 5, ends 10 and 90 | statements displayed, dimensions from the scores | yes | all |
//!
//! A range that is *displayed* is Wilson's interval on the figure as it is shown, with the
//! lowest number of the band: it tells nothing that is not on the page already.

use super::shapes::Band;

/// What a figure is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One of the eighteen statements.
    Statement,
    /// One of the six dimensions.
    Dimension,
    /// All dimensions together.
    Overall,
}

/// How an interval is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IntervalFrom {
    /// From the scores: it depends on their spread.
    Scores,
    /// From the displayed figure and band: it tells nothing new.
    Displayed,
}

/// The steps in which a health is shown, and where its end codes begin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scale {
    step: u8,
    top: u8,
}

impl Scale {
    /// The finest: steps of 5 from "10 or less" to "90 or more".
    pub const FINEST: Self = Self { step: 5, top: 90 };
    const TENS: Self = Self { step: 10, top: 90 };
    const SHORT_TENS: Self = Self { step: 10, top: 80 };
    const QUARTERS: Self = Self { step: 25, top: 75 };
    const HALVES: Self = Self { step: 20, top: 60 };

    /// The distance between two figures that can be shown, 5–25.
    #[must_use]
    pub const fn step(self) -> u8 {
        self.step
    }

    /// The upper end code, 60–90: this or more.
    #[must_use]
    pub const fn top(self) -> u8 {
        self.top
    }

    /// The lower end code, 10–40: this or less.
    #[must_use]
    pub const fn bottom(self) -> u8 {
        100 - self.top
    }

    /// How many figures can be shown on it.
    #[must_use]
    pub const fn levels(self) -> u8 {
        (self.top - self.bottom()) / self.step + 1
    }
}

/// How finely a figure is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DisplayRule {
    /// Steps and end codes.
    pub scale: Scale,
    /// How its interval is made.
    pub interval: IntervalFrom,
    /// Whether a word says how close together people are.
    pub word: bool,
    /// Whether a change since another round that this rule holds for too is tested.
    pub verdict: bool,
    /// Whether a verdict comes with its p value and effect size, for coaches.
    pub evidence: bool,
}

impl DisplayRule {
    /// The rule for a figure with this many people behind it.
    #[must_use]
    pub const fn of(kind: Kind, band: Band) -> Self {
        let many = matches!(band, Band::TwentyOrMore);
        let spread = many || matches!(band, Band::TwelveToNineteen);
        let verdict = match kind {
            Kind::Statement => spread,
            Kind::Dimension | Kind::Overall => band.lowest() >= 5,
        };
        Self {
            scale: scale(kind, band),
            interval: match (kind, many) {
                (Kind::Dimension | Kind::Overall, true) => IntervalFrom::Scores,
                (Kind::Statement, _) | (_, false) => IntervalFrom::Displayed,
            },
            word: spread && !matches!(kind, Kind::Overall),
            verdict,
            evidence: many,
        }
    }
}

const fn scale(kind: Kind, band: Band) -> Scale {
    match (kind, band) {
        (Kind::Statement, Band::UpToSeven(..=3)) => Scale::HALVES,
        (Kind::Statement, Band::UpToSeven(4)) => Scale::QUARTERS,
        (Kind::Statement, Band::UpToSeven(_) | Band::EightToEleven(_)) => Scale::SHORT_TENS,
        (Kind::Statement, Band::TwelveToNineteen)
        | (Kind::Dimension | Kind::Overall, Band::UpToSeven(..=4)) => Scale::TENS,
        (Kind::Statement, Band::TwentyOrMore) | (Kind::Dimension | Kind::Overall, _) => {
            Scale::FINEST
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KINDS: [Kind; 3] = [Kind::Statement, Kind::Dimension, Kind::Overall];

    /// Every band that can be, the smallest first.
    fn bands() -> Vec<Band> {
        let small = (3..=7).map(Band::UpToSeven);
        let middle = (8..=10).map(Band::EightToEleven);
        small.chain(middle).chain([Band::TwelveToNineteen, Band::TwentyOrMore]).collect()
    }

    #[test]
    fn no_band_tells_more_than_a_larger_one() {
        for kind in KINDS {
            let rules: Vec<DisplayRule> =
                bands().into_iter().map(|band| DisplayRule::of(kind, band)).collect();
            for pair in rules.windows(2) {
                let (small, large) = (pair[0], pair[1]);
                assert!(small.scale.levels() <= large.scale.levels(), "{kind:?} {small:?}");
                assert!(small.scale.top() <= large.scale.top(), "{kind:?} {small:?}");
                assert!(small.word <= large.word, "{kind:?} {small:?}");
                assert!(small.verdict <= large.verdict, "{kind:?} {small:?}");
                assert!(small.evidence <= large.evidence, "{kind:?} {small:?}");
                let from_scores = |rule: DisplayRule| rule.interval == IntervalFrom::Scores;
                assert!(from_scores(small) <= from_scores(large), "{kind:?} {small:?}");
            }
        }
    }

    #[test]
    fn statements_are_coarsened_before_dimensions() {
        for band in bands() {
            let rule = |kind| DisplayRule::of(kind, band);
            let (statement, dimension) = (rule(Kind::Statement), rule(Kind::Dimension));
            assert!(statement.scale.levels() <= dimension.scale.levels(), "{band:?}");
            assert!(statement.word <= dimension.word, "{band:?}");
            assert!(statement.verdict <= dimension.verdict, "{band:?}");
        }
    }

    #[test]
    fn from_five_people_on_a_dimension_stays_fine_enough_to_act_on() {
        for band in bands().into_iter().filter(|band| band.lowest() >= 5) {
            let scale = DisplayRule::of(Kind::Dimension, band).scale;
            assert!(scale.top() > 75, "{band:?}: a radar would be cut at 75");
            // A figure is off by a quarter of the step on average, and beyond an end code by
            // its whole distance from it.
            let off = |tenths: u32| {
                let exact = f64::from(tenths) / 10.0;
                (f64::from(super::super::Health::on(scale, exact).value()) - exact).abs()
            };
            let mean = (200..=900).map(off).sum::<f64>() / 701.0;
            assert!(mean <= 4.0, "{band:?}: {mean}");
        }
    }
}
