//! How a leak comes about, so that a person can check it with a pencil.

use super::number::{Number, whole};
use super::search::Found;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};
use serde::{Serialize, Serializer};
use std::fmt;

/// A view, and how many times it is added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// How many times; below zero: subtracted.
    #[serde(serialize_with = "number_if_short")]
    pub times: BigInt,
    /// The place of the view among those that were given.
    #[serde(skip)]
    pub place: u32,
    /// The name of the view.
    pub view: String,
}

/// Short numbers as numbers, very long ones as text.
fn number_if_short<S: Serializer>(times: &BigInt, serializer: S) -> Result<S::Ok, S::Error> {
    match times.to_i64() {
        Some(times) => serializer.serialize_i64(times),
        None => serializer.collect_str(times),
    }
}

/// A sum of views: those that are added first, then those that are subtracted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Combination(pub Vec<Term>);

impl fmt::Display for Combination {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, term) in self.0.iter().enumerate() {
            match (place, term.times.is_negative()) {
                (0, false) => {}
                (0, true) => f.write_str("\u{2212}")?,
                (_, false) => f.write_str(" + ")?,
                (_, true) => f.write_str(" \u{2212} ")?,
            }
            let times = term.times.magnitude();
            if !times.is_one() {
                write!(f, "{times} \u{d7} ")?;
            }
            f.write_str(&term.view)?;
        }
        Ok(())
    }
}

/// A set that is too small and can be worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leak {
    /// Its atoms or teams, in order.
    pub exposed: Vec<u32>,
    /// How many people or teams it holds.
    pub size: u64,
    /// The sum of views that shows it.
    pub combination: Combination,
}

impl Leak {
    pub(super) fn new(found: Found, views: &[String], size: &dyn Fn(&[u32]) -> u64) -> Self {
        let (places, times): (Vec<u32>, Vec<Number>) = found.row.from.iter().cloned().unzip();
        let mut times = whole(&times);
        // The figure that comes out is rather positive than negative.
        let sum: BigRational = found.row.entries.iter().map(|(_, number)| number.to_big()).sum();
        if sum.is_negative() || (sum.is_zero() && times.first().is_some_and(Signed::is_negative)) {
            times = times.into_iter().map(|times| -times).collect();
        }
        let name = |place: u32| {
            let view = usize::try_from(place).ok().and_then(|place| views.get(place));
            view.cloned().unwrap_or_default()
        };
        let terms = places.into_iter().zip(times);
        let mut terms: Vec<Term> =
            terms.map(|(place, times)| Term { times, place, view: name(place) }).collect();
        terms.sort_by_key(|term| term.times.is_negative());
        Self { size: size(&found.holders), exposed: found.holders, combination: Combination(terms) }
    }
}
