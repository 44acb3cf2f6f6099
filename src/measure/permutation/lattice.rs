//! Where a sum can lie: nearly always on a coarser lattice, now and then off it.
//!
//! If most people answered everything, their overall scores lie 20/360 apart. A
//! few with gaps refine the lattice that holds all, but the sum of a group does
//! not spread evenly over it: it depends on which few were chosen.

use super::Pooled;

/// The coarsest step looked at.
const COARSEST: u32 = 30;
/// A wave of the sum's distribution weaker than e to the minus this is no matter.
const FAINT: f64 = 10.0;
/// With more people off the lattice than this the sum is spread evenly.
const MOST_ODD: usize = 900;

/// A lattice, and how the sum spreads over the places within its step.
pub(super) struct Lattice {
    /// The step.
    pub(super) step: i128,
    /// For each remainder of the sum by the step, its probability.
    pub(super) remainders: Vec<f64>,
}

impl Lattice {
    /// The lattice on which the sum, with that standard deviation, is least even.
    ///
    /// The length of the sum's characteristic function at 2π/c is about
    /// exp(−n(N − n)(1 − |ψ|²)/2N), ψ that of one score; where it is faint for
    /// every step c well below the standard deviation, the lattice of all scores
    /// (step 1) it is.
    pub(super) fn of(pooled: &Pooled, deviation: f64) -> Self {
        let (all, n) = (pooled.scores.len() as f64, pooled.chosen as f64);
        let fine = Self { step: 1, remainders: vec![1.0] };
        let candidates = (2..=COARSEST).filter(|step| 3.0 * f64::from(*step) < deviation);
        let weakest = candidates
            .map(|step| (step, 0.5 * n * (all - n) / all * (1.0 - evenness(pooled, step))))
            .min_by(|(_, one), (_, other)| one.total_cmp(other));
        match weakest {
            Some((step, faintness)) if faintness < FAINT => remainders(pooled, step)
                .map_or(fine, |remainders| Self { step: step.into(), remainders }),
            _ => fine,
        }
    }
}

/// |ψ(2π/step)|² of one score drawn at random.
fn evenness(pooled: &Pooled, step: u32) -> f64 {
    let wave = 2.0 * std::f64::consts::PI / f64::from(step);
    let (mut cosine, mut sine) = (0.0, 0.0);
    for (remainder, count) in (0_u32..).zip(counts(pooled, step)) {
        let angle = wave * f64::from(remainder);
        cosine += count as f64 * angle.cos();
        sine += count as f64 * angle.sin();
    }
    let all = pooled.scores.len() as f64;
    (cosine * cosine + sine * sine) / (all * all)
}

/// How many scores leave each remainder.
fn counts(pooled: &Pooled, step: u32) -> Vec<usize> {
    let mut counts = vec![0; usize::try_from(step).unwrap_or_default()];
    for score in &pooled.scores {
        let remainder = usize::try_from(score % u64::from(step)).unwrap_or_default();
        if let Some(count) = counts.get_mut(remainder) {
            *count += 1;
        }
    }
    counts
}

/// The exact distribution of the sum's remainder, from the scores that do not
/// leave the most common one. `None` when those are too many.
pub(super) fn remainders(pooled: &Pooled, step: u32) -> Option<Vec<f64>> {
    let (all, n) = (pooled.scores.len(), pooled.chosen);
    let width = usize::try_from(step).ok()?;
    let counts = counts(pooled, step);
    let (common, _) = counts.iter().enumerate().max_by_key(|(_, count)| **count)?;
    // How much farther than the common remainder each of the others is.
    let farther: Vec<usize> = counts
        .iter()
        .enumerate()
        .filter(|(remainder, _)| *remainder != common)
        .flat_map(|(remainder, count)| {
            std::iter::repeat_n((remainder + width - common) % width, *count)
        })
        .collect();
    let odd = farther.len();
    if odd > MOST_ODD {
        return None;
    }
    // ways[i][r]: in how many ways i of them are r farther together.
    let mut ways = vec![vec![0.0; width]; odd.min(n) + 1];
    *ways.first_mut()?.first_mut()? = 1.0;
    for shift in farther {
        for i in (1..ways.len()).rev() {
            let (fewer, more) = ways.split_at_mut_checked(i)?;
            let from = fewer.last()?.iter().cycle().skip(width - shift);
            for (to, from) in more.first_mut()?.iter_mut().zip(from) {
                *to += from;
            }
        }
    }
    let whole = ln_choose(all, n);
    let mut remainders = vec![0.0; width];
    let start = (n % width * common) % width;
    for (i, ways) in ways.iter().enumerate() {
        let rest = n - i;
        if rest > all - odd {
            continue;
        }
        let share = (ln_choose(all - odd, rest) - whole).exp();
        for (place, ways) in ways.iter().enumerate() {
            *remainders.get_mut((start + place) % width)? += share * ways;
        }
    }
    Some(remainders)
}

/// ln C(n, k).
pub(super) fn ln_choose(n: usize, k: usize) -> f64 {
    (1..=k).map(|i| ((n - k + i) as f64 / i as f64).ln()).sum()
}
