use super::*;

#[test]
fn the_stream_is_the_published_one() {
    // The first five numbers of SplitMix64 for the seed 1234567.
    let mut chance = Chance::of(1_234_567);
    let drawn = [(); 5].map(|()| chance.bits());
    let published = [
        6_457_827_717_110_365_317,
        3_203_168_211_198_807_973,
        9_817_491_932_198_370_423,
        4_593_380_528_125_082_431,
        16_408_922_859_458_223_821,
    ];
    assert_eq!(drawn, published);
}

#[test]
fn parts_have_streams_of_their_own() {
    let whole = Chance::of(1);
    let [one, again, other] = [7, 7, 8].map(|label| whole.part(label).bits());
    assert_eq!(one, again);
    assert_ne!(one, other);
    assert_ne!(whole.part(7).bits(), Chance::of(2).part(7).bits());
}

#[test]
fn the_bell_curve_has_mean_0_and_the_deviation_asked_for() {
    let mut chance = Chance::of(3);
    let draws: Vec<f64> = (0..100_000).map(|_| chance.normal(2.0)).collect();
    let mean = draws.iter().sum::<f64>() / 100_000.0;
    let variance = draws.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 100_000.0;
    let far = draws.iter().filter(|x| x.abs() > 2.0 * 1.96).count();
    assert!(mean.abs() < 0.03, "{mean}");
    assert!((variance.sqrt() - 2.0).abs() < 0.02, "{variance}");
    assert!((4_500..=5_500).contains(&far), "{far}");
}

#[test]
fn whole_numbers_cover_their_range_evenly() {
    let mut chance = Chance::of(4);
    let mut counts = [0; 5];
    for _ in 0..50_000 {
        counts[chance.below(5)] += 1;
    }
    assert!(counts.iter().all(|count| (9_500..=10_500).contains(count)), "{counts:?}");
    let drawn: Vec<u8> = (0..1_000).map(|_| chance.between(3, 6)).collect();
    assert_eq!((drawn.iter().min(), drawn.iter().max()), (Some(&3), Some(&6)));
    assert_eq!(chance.below(0), 0);
}

#[test]
fn what_is_certain_happens_and_what_is_impossible_does_not() {
    let mut chance = Chance::of(5);
    assert!((0..1_000).all(|_| chance.happens(1.0)));
    assert!(!(0..1_000).any(|_| chance.happens(0.0)));
    let often = (0..10_000).filter(|_| chance.happens(0.2)).count();
    assert!((1_850..=2_150).contains(&often), "{often}");
}

#[test]
fn shuffling_loses_nothing() {
    let mut things: Vec<u8> = (0..40).collect();
    Chance::of(6).shuffle(&mut things);
    assert_ne!(things, (0..40).collect::<Vec<_>>());
    things.sort_unstable();
    assert_eq!(things, (0..40).collect::<Vec<_>>());
}
