//! `andon demo`

mod alone;

use super::database::Opened;
use super::lock::Lock;
use super::{CommandError, address, database};
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::config::{DataArgs, DemoArgs, ServeArgs};
use crate::server::demo::{self, Keys};
use crate::store::Store;
use std::sync::Arc;

/// Makes up a company and says how to open it, or removes it: in the data that was named or
/// that a server uses. Where there is neither, it is served from a folder of its own until
/// `shutdown` resolves, and then everything is gone.
///
/// # Errors
/// [`CommandError`] when the folder or the database cannot be had.
pub async fn demo(
    data: &DataArgs,
    serve: &ServeArgs,
    args: &DemoArgs,
    clock: Arc<dyn Clock>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), CommandError> {
    if args.remove {
        return remove(data).await;
    }
    let named = data.named.is_some() || database::address(data)?.is_some();
    if named || is_served(data) {
        add(data, serve, args.seed, &*clock).await
    } else {
        alone::serve(data, serve, args.seed, clock, shutdown).await
    }
}

/// Whether a server, or another command, uses the data folder.
fn is_served(data: &DataArgs) -> bool {
    data.database().exists() && Lock::alone(data.folder()).is_err()
}

async fn remove(data: &DataArgs) -> Result<(), CommandError> {
    let Opened { store, held: _held } = database::open_or_make(data).await?;
    match demo::find(&store).await? {
        Some(organisation) => {
            store.delete_organisation(&organisation.id).await?;
            println!("The demo is removed.");
        }
        None => println!("There is no demo to remove."),
    }
    store.close().await;
    Ok(())
}

async fn add(
    data: &DataArgs,
    serve: &ServeArgs,
    seed: u64,
    clock: &dyn Clock,
) -> Result<(), CommandError> {
    let Opened { store, held: _held } = database::open_or_make(data).await?;
    if demo::find(&store).await?.is_some() {
        println!("The demo is there already. Here are new links to it:");
    } else {
        announce(seed);
    }
    let keys = make_up(&store, seed, clock).await?;
    print_links(&keys, &address(serve));
    println!("Everything in it is made up. 'andon demo --remove' takes it away.");
    store.close().await;
    Ok(())
}

fn announce(seed: u64) {
    println!("Making up 40 teams over 8 quarters (seed {seed}) \u{2026}");
}

/// Makes up the company, unless it is there, and keys to it.
async fn make_up(store: &Store, seed: u64, clock: &dyn Clock) -> Result<Keys, CommandError> {
    let catalogue =
        Catalogue::builtin().map_err(|faults| CommandError::Usage(faults.to_string()))?;
    let now = clock.now();
    let id = demo::fill(store, catalogue, seed, now).await?;
    Ok(demo::keys(store, &id, now).await?)
}

fn print_links(keys: &Keys, url: &str) {
    for (link, secret) in &keys.links {
        println!("{}: {url}/k/{}", link.label, secret.as_str());
    }
}
