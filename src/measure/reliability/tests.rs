use super::*;
use crate::measure::vectors::{assert_close, at, for_each_case, numbers, teams};
use proptest::prelude::*;

/// The persons of all eight teams together.
fn pooled() -> Vec<Vec<Option<f64>>> {
    let cells = |row: Vec<f64>| row.into_iter().map(Some).collect();
    teams("eight_teams_dim").into_iter().flatten().map(cells).collect()
}

#[test]
fn alpha_equals_that_of_psych_multilevel_and_pingouin() {
    let ours = alpha(&pooled()).expect("answered");
    for theirs in [
        "/R/eight_teams_dim/alpha/raw",
        "/R/eight_teams_dim/alpha/multilevel_cronbach",
        "/python/eight_teams_dim/pingouin 0.7.0/alpha",
    ] {
        assert_close(ours, at(theirs).as_f64().expect("a number"));
    }
}

#[test]
fn alpha_of_any_number_of_items_equals_that_of_pingouin() {
    for_each_case("alpha", |case| {
        let cells = |row: Vec<f64>| row.into_iter().map(Some).collect();
        let rows: Vec<Vec<Option<f64>>> = case.rows("x").into_iter().map(cells).collect();
        assert_close(alpha(&rows).expect("answered"), case.number("alpha"));
    });
}

#[test]
fn omega_equals_that_of_lavaan() {
    let ours = omega(&pooled()).expect("one factor");
    let theirs = "/R/eight_teams_dim/omega";
    // lavaan iterates; its default criterion leaves about this much.
    let near = |ours: f64, theirs: f64| (ours - theirs).abs() < 1e-6;
    let total = at(&format!("{theirs}/omega_total")).as_f64().expect("a number");
    assert!(near(ours.total, total), "{} {total}", ours.total);
    for (ours, theirs) in [
        (ours.loadings, numbers(&format!("{theirs}/loadings"))),
        (ours.residuals, numbers(&format!("{theirs}/residuals"))),
    ] {
        assert_eq!(theirs.len(), 3);
        for (ours, theirs) in ours.into_iter().zip(theirs) {
            assert!(near(ours, theirs), "{ours} {theirs}");
        }
    }
}

#[test]
fn equal_items_are_perfectly_reliable() {
    let rows: Vec<[Option<f64>; 3]> = (0..9_u8).map(|x| [Some(f64::from(x % 5)); 3]).collect();
    assert_close(alpha(&rows).expect("answered"), 1.0);
    assert_close(omega(&rows).expect("one factor").total, 1.0);
}

#[test]
fn two_items_and_more_than_three_have_an_alpha() {
    // By hand: s² = 2/3 each, s₁₂ = 1/3; α = 2 · (2/3)/2 = 2/3.
    let rows = [[0.0, 1.0], [1.0, 0.0], [2.0, 2.0], [1.0, 1.0]].map(|row| row.map(Some));
    assert_close(alpha(&rows).expect("answered"), 2.0 / 3.0);
    let doubled = rows.map(|[x, y]| [x, y, x, y]);
    // Σsᵢ² = 8/3, s² = 8: α = 4/3 · (1 − 1/3).
    assert_close(alpha(&doubled).expect("answered"), 8.0 / 9.0);
    assert_eq!(omega(&doubled), Err(ReliabilityError::NotThreeItems));
}

#[test]
fn a_person_with_a_gap_does_not_enter() {
    let mut gaps = pooled();
    gaps.push(vec![Some(4.0), None, Some(0.0)]);
    assert_eq!(alpha(&gaps), alpha(&pooled()));
    assert_eq!(omega(&gaps), omega(&pooled()));
}

#[test]
fn items_that_no_factor_explains_are_named_errors() {
    let table = |rows: &[[u8; 3]]| -> Vec<[Option<f64>; 3]> {
        rows.iter().map(|row| row.map(|cell| Some(f64::from(cell)))).collect()
    };
    // A constant item covaries with nothing.
    let constant = table(&[[0, 1, 2], [1, 3, 2], [2, 2, 2]]);
    assert_eq!(omega(&constant), Err(ReliabilityError::NoFactor));
    // Three items that all go against each other.
    let against = table(&[[0, 2, 2], [2, 0, 2], [2, 2, 0]]);
    assert_eq!(omega(&against), Err(ReliabilityError::NoFactor));
    // The others are the first, once plus and once less something of their own:
    // s₁₁ = s₁₂ = s₁₃ = 4, s₂₃ = 3.
    let heywood = table(&[[1, 2, 0], [1, 0, 2], [5, 6, 4], [5, 4, 6]]);
    assert_eq!(omega(&heywood), Err(ReliabilityError::Heywood));
    // Everybody has the same sum.
    let level = table(&[[0, 1, 2], [1, 2, 0], [2, 0, 1]]);
    assert_eq!(alpha(&level), Err(ReliabilityError::NoVariance));
    let same = table(&[[1, 1, 1]; 5]);
    assert_eq!(alpha(&same), Err(ReliabilityError::NoVariance));
    assert_eq!(omega(&same), Err(ReliabilityError::NoFactor));
}

#[test]
fn an_item_turned_round_loads_negatively() {
    let turned: Vec<Vec<Option<f64>>> =
        pooled().into_iter().map(|row| vec![row[0].map(|x| 4.0 - x), row[1], row[2]]).collect();
    let [first, second, third] = omega(&turned).expect("one factor").loadings;
    assert!(first > 0.0 && second < 0.0 && third < 0.0);
}

#[test]
fn tables_without_covariances_are_named_errors() {
    let none: [[Option<f64>; 3]; 0] = [];
    let one = [[Some(1.0), Some(2.0), Some(3.0)]];
    let gaps = [[Some(1.0), None, Some(3.0)]; 9];
    for rows in [&none[..], &one, &gaps] {
        assert_eq!(alpha(rows), Err(TableError::TooFewPersons.into()));
        assert_eq!(omega(rows), Err(TableError::TooFewPersons.into()));
    }
    assert_eq!(alpha(&[[Some(1.0)]; 9]), Err(TableError::Shape.into()));
    assert_eq!(alpha(&[vec![Some(1.0); 3], vec![Some(1.0); 2]]), Err(TableError::Shape.into()));
    let broken = [[Some(1.0), Some(f64::NAN), Some(0.0)], [Some(1.0); 3]];
    assert_eq!(omega(&broken), Err(TableError::NotFinite.into()));
}

proptest! {
    #[test]
    fn the_order_of_persons_changes_nothing_and_the_direction_of_the_scale_nothing_that_shows(
        (rows, shuffled) in proptest::collection::vec(proptest::array::uniform3(0..5_u8), 2..40)
            .prop_map(|rows| rows.into_iter().map(|row| row.map(|x| Some(f64::from(x)))).collect())
            .prop_flat_map(|rows: Vec<[Option<f64>; 3]>| (Just(rows.clone()), Just(rows).prop_shuffle()))
    ) {
        prop_assert_eq!(alpha(&shuffled), alpha(&rows));
        prop_assert_eq!(omega(&shuffled), omega(&rows));
        let reversed: Vec<_> = rows.iter().map(|row| row.map(|x| x.map(|x| 4.0 - x))).collect();
        if let (Ok(one), Ok(other)) = (alpha(&rows), alpha(&reversed)) {
            prop_assert!((one - other).abs() < 1e-9 && one <= 1.0 + 1e-12);
        }
        if let Ok(omega) = omega(&rows) {
            prop_assert!((0.0..=1.0).contains(&omega.total));
        }
    }

    #[test]
    fn no_numbers_make_it_panic(rows in proptest::collection::vec(
        proptest::collection::vec(proptest::option::of(any::<f64>()), 3), 0..5)
    ) {
        let _ = (alpha(&rows), omega(&rows));
    }
}
