//! Exact fractions, also where machine words are not enough.

use crate::disclosure::audit::number::{Number, whole};
use num_rational::BigRational;
use proptest::prelude::*;

fn words() -> impl Strategy<Value = Number> {
    let extreme =
        prop_oneof![any::<i64>(), -3..=3_i64, Just(i64::MIN), Just(i64::MAX), Just(i64::MIN + 1)];
    (extreme.clone(), extreme).prop_map(|(over, under)| {
        let small = |over| Number::Small { over, under: 1 };
        small(over).divided_by(&small(if under == 0 { 1 } else { under }))
    })
}

proptest! {
    #[test]
    fn arithmetic_is_that_of_fractions_of_any_size(a in words(), b in words(), c in words()) {
        let difference = a.minus_product(&b, &c);
        prop_assert_eq!(difference.to_big(), a.to_big() - b.to_big() * c.to_big());
        // One form only: going on with it and back gives the same value.
        let back = difference.minus_product(&b.negated(), &c);
        prop_assert_eq!(&back, &a);
        if !b.is_zero() {
            prop_assert_eq!(a.divided_by(&b).to_big(), a.to_big() / b.to_big());
        }
    }

    #[test]
    fn whole_numbers_keep_the_proportions(numbers in proptest::collection::vec(words(), 1..5)) {
        let whole = whole(&numbers);
        for (a, x) in numbers.iter().zip(&whole) {
            for (b, y) in numbers.iter().zip(&whole) {
                let (x, y) = (BigRational::from(x.clone()), BigRational::from(y.clone()));
                prop_assert_eq!(a.to_big() * y, b.to_big() * x);
            }
        }
    }
}
