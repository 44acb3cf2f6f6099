//! The order of submitting leaves no mark.

use super::support::{DAY, Dice, House, NOW, link, open_round};
use crate::database::Database;
use andon::catalogue::Answers;
use andon::store::{ClosedBy, Closing, Role, RoundId, SecretHash, Submitted};

/// Copies a closed database, lets people answer in the order the dice say, seals in that
/// order too or in the given one, and dumps.
async fn seal_in_some_order(
    database: &Database,
    rounds: &[RoundId],
    people: &[(usize, SecretHash, Answers)],
    seed: u64,
    seal_in_any_order: bool,
) -> String {
    let mut dice = Dice::new(seed);
    let copy = database.copy();
    let store = copy.open().await;
    let mut order = people.to_vec();
    dice.shuffle(&mut order);
    for (round, receipt, answers) in &order {
        let round = &rounds[*round];
        let now = NOW + 1 + i64::try_from(dice.below(100_000)).unwrap();
        // Some change their mind on the way, and some withdraw and come back.
        let detour = dice.below(4);
        let first = (detour > 0).then(|| dice.answers());
        if let Some(first) = &first {
            store.submit(round, receipt, first, None, now).await.unwrap();
        }
        if detour == 1 {
            assert!(store.withdraw(round, receipt, now).await.unwrap());
        }
        let there = first.as_ref().filter(|_| detour != 1);
        let outcome = store.submit(round, receipt, answers, there, now).await.unwrap();
        assert!(matches!(outcome, Submitted::Stored | Submitted::Changed));
    }
    dice.shuffle(&mut order);
    let mut closing: Vec<&RoundId> = rounds.iter().collect();
    if seal_in_any_order {
        dice.shuffle(&mut closing);
    }
    for round in closing {
        let closing = store.close_round(round, ClosedBy::Facilitator, NOW + 2 * DAY).await.unwrap();
        assert_eq!(closing, Closing::Sealed);
    }
    store.close().await;
    let mut reader = copy.direct().await;
    let dump = reader.dump().await;
    reader.close().await;
    dump
}

#[tokio::test]
async fn submitting_in_any_order_gives_the_same_dump_byte_for_byte() {
    let house = House::new().await;
    let mut rounds = vec![house.open_round(9, true, NOW).await];
    for name in ["Owls", "Larks"] {
        let link = link(Role::Facilitator);
        let team = house.store.add_team(&house.organisation, name, link, NOW).await.unwrap();
        rounds.push(open_round(&house.store, &team, 9, name == "Larks", NOW).await);
    }
    house.store.close().await;
    let mut dice = Dice::new(11);
    let people: Vec<_> =
        (0..21).map(|person| (person % 3, SecretHash::new(dice.bytes()), dice.answers())).collect();
    let seal =
        async |seed, any| seal_in_some_order(&house.database, &rounds, &people, seed, any).await;
    let first = seal(0, false).await;
    assert!(first.contains("tally_scores: "), "{first}");
    for seed in 1..8 {
        assert_eq!(first, seal(seed, false).await, "seed {seed}");
    }
    // Nor does the order of sealing, where rows are kept by their keys. A server keeps
    // them as they come, but with the day on which a round was closed that is no secret.
    for seed in 8..12 {
        let mut dumps = [first.clone(), seal(seed, true).await];
        if let Database::Server(_) = house.database {
            dumps = dumps.map(|dump| {
                let mut lines: Vec<_> = dump.lines().collect();
                lines.sort_unstable();
                lines.join("\n")
            });
        }
        assert_eq!(dumps[0], dumps[1], "seed {seed}");
    }
    let mut changed = people.clone();
    changed[0].2 = dice.answers();
    let other = seal_in_some_order(&house.database, &rounds, &changed, 1, false).await;
    assert_ne!(first, other, "another answer does show");
}
