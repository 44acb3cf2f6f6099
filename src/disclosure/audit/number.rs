//! Exact fractions: machine words as long as they are enough, whole numbers of
//! any size from there on. Nothing is ever rounded.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, ToPrimitive, Zero};

/// A fraction in lowest terms. A value has one form only (`Big` is for what
/// does not fit into `Small`), so equal values compare equal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Number {
    /// `over / under`, with `under` above zero.
    Small {
        /// Numerator.
        over: i64,
        /// Denominator.
        under: i64,
    },
    /// Everything else.
    Big(Box<BigRational>),
}

impl Number {
    pub(super) const ZERO: Self = Self::Small { over: 0, under: 1 };
    pub(super) const ONE: Self = Self::Small { over: 1, under: 1 };

    pub(super) fn is_zero(&self) -> bool {
        matches!(self, Self::Small { over: 0, .. })
    }

    pub(super) fn negated(&self) -> Self {
        Self::ZERO.minus_product(self, &Self::ONE)
    }

    /// `self − factor × other`.
    pub(super) fn minus_product(&self, factor: &Self, other: &Self) -> Self {
        if let (Self::Small { .. }, Some((over, under))) = (self, small_product(factor, other))
            && let Some(difference) = self.small_minus(over, under)
        {
            return difference;
        }
        Self::from_big(self.to_big() - factor.to_big() * other.to_big())
    }

    /// `self / divisor`; zero divided by zero does not occur, and would be zero.
    pub(super) fn divided_by(&self, divisor: &Self) -> Self {
        match (self, divisor) {
            (_, Self::Small { over: 0, .. }) => Self::ZERO,
            (Self::Small { over: a, under: b }, Self::Small { over: c, under: d }) => {
                reduced(i128::from(*a) * i128::from(*d), i128::from(*b) * i128::from(*c))
            }
            _ => Self::from_big(self.to_big() / divisor.to_big()),
        }
    }

    /// Products of two words fit into two words, and so does the difference
    /// of two such products: no step here can overflow.
    fn small_minus(&self, over: i64, under: i64) -> Option<Self> {
        let Self::Small { over: a, under: b } = self else { return None };
        let (a, b, c, d) = (i128::from(*a), i128::from(*b), i128::from(over), i128::from(under));
        Some(if b == d { reduced(a - c, b) } else { reduced(a * d - c * b, b * d) })
    }

    pub(super) fn to_big(&self) -> BigRational {
        match self {
            Self::Small { over, under } => {
                BigRational::new(BigInt::from(*over), BigInt::from(*under))
            }
            Self::Big(big) => big.as_ref().clone(),
        }
    }

    fn from_big(big: BigRational) -> Self {
        match (big.numer().to_i64(), big.denom().to_i64()) {
            (Some(over), Some(under)) => Self::Small { over, under },
            _ => Self::Big(Box::new(big)),
        }
    }
}

fn small_product(left: &Number, right: &Number) -> Option<(i64, i64)> {
    let (Number::Small { over: a, under: b }, Number::Small { over: c, under: d }) = (left, right)
    else {
        return None;
    };
    match reduced(i128::from(*a) * i128::from(*c), i128::from(*b) * i128::from(*d)) {
        Number::Small { over, under } => Some((over, under)),
        Number::Big(_) => None,
    }
}

/// The fraction in lowest terms; `under` is not zero.
fn reduced(over: i128, under: i128) -> Number {
    if let (Ok(over), 1) = (i64::try_from(over), under) {
        return Number::Small { over, under: 1 };
    }
    let shared = common_divisor(over.unsigned_abs(), under.unsigned_abs());
    let shared = i128::try_from(shared).unwrap_or(1).max(1) * under.signum();
    let (over, under) = (over / shared, under / shared);
    match (i64::try_from(over), i64::try_from(under)) {
        (Ok(over), Ok(under)) => Number::Small { over, under },
        _ => Number::from_big(BigRational::new(BigInt::from(over), BigInt::from(under))),
    }
}

fn common_divisor(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
            return u128::from(common_divisor_of_words(a, b));
        }
        (a, b) = (b, a % b);
    }
    a
}

fn common_divisor_of_words(mut a: u64, mut b: u64) -> u64 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

/// The smallest whole numbers in the same proportions as `numbers`.
pub(super) fn whole(numbers: &[Number]) -> Vec<BigInt> {
    let numbers: Vec<BigRational> = numbers.iter().map(Number::to_big).collect();
    let under = numbers.iter().fold(BigInt::one(), |under, number| {
        let shared = big_common_divisor(under.clone(), number.denom().clone());
        under * number.denom() / shared
    });
    let whole: Vec<BigInt> =
        numbers.iter().map(|number| number.numer() * &under / number.denom()).collect();
    let shared = whole.iter().fold(BigInt::zero(), |shared, number| {
        big_common_divisor(shared, number.magnitude().clone().into())
    });
    if shared.is_zero() { whole } else { whole.into_iter().map(|n| n / &shared).collect() }
}

fn big_common_divisor(mut a: BigInt, mut b: BigInt) -> BigInt {
    while !b.is_zero() {
        let rest = a % &b;
        (a, b) = (b, rest);
    }
    a
}
