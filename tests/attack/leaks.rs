//! What `andon audit` says about a database, and how to leave in it what an earlier version
//! would have released.

use crate::database::Database;
use crate::support::TestApp;
use andon::catalogue::DimensionId;
use andon::command::organisations;
use andon::config::Cli;
use andon::measure::DimensionSums;
use andon::store::{NewPool, OrganisationId, RoundId, Store};
use clap::Parser;

/// What is not safe: audience, and what is exposed.
pub async fn found(app: &TestApp) -> Vec<(String, Vec<String>)> {
    let (option, value) = match &app.database {
        Database::File(folder) => ("--data", folder.path().display().to_string()),
        Database::Server(rented) => ("--database-url", rented.url()),
    };
    let data = Cli::parse_from(["andon", option, &value]).data;
    let verdicts = organisations(&data, false).await.unwrap();
    let audiences = verdicts.into_iter().flat_map(|verdict| verdict.audiences);
    audiences
        .flat_map(|audience| {
            let who = audience.audience;
            audience.leaks.into_iter().map(move |leak| (who.clone(), leak.exposed))
        })
        .collect()
}

/// Releases what these rounds add up to, as earlier versions did: all of them together,
/// each counted, and three teams at either end of a count taken together.
pub async fn release_as_before(
    store: &Store,
    of: &OrganisationId,
    period: &str,
    rounds: &[RoundId],
) {
    let ids: Vec<&RoundId> = rounds.iter().collect();
    let tallies = store.tallies(&ids).await.unwrap();
    let pools = DimensionId::ALL.map(|dimension| {
        let mut sums = DimensionSums { margin: 3, ..DimensionSums::default() };
        for tally in tallies.values() {
            assert!(sums.add(tally, dimension, true));
        }
        let rounds = rounds.iter().map(|round| (round.clone(), true)).collect();
        NewPool { group: None, dimension, rounds, sums }
    });
    let mut standing = store.standing(of).await.unwrap();
    assert!(store.decide_period(of, period, &pools, &mut standing).await.unwrap());
}
