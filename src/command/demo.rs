//! `andon demo`

use super::database::Opened;
use super::{CommandError, address, database};
use crate::catalogue::Catalogue;
use crate::clock::Clock;
use crate::config::{DataArgs, DemoArgs, ServeArgs};
use crate::server::demo;

/// Makes up a company, or removes it, and says how to open it.
///
/// # Errors
/// [`CommandError`] when the folder or the database cannot be had.
pub async fn demo(
    data: &DataArgs,
    serve: &ServeArgs,
    args: &DemoArgs,
    clock: &dyn Clock,
) -> Result<(), CommandError> {
    let Opened { store, held: _held } = database::open_or_make(data).await?;
    let there = demo::find(&store).await?;
    if args.remove {
        match there {
            Some(organisation) => {
                store.delete_organisation(&organisation.id).await?;
                println!("The demo is removed.");
            }
            None => println!("There is no demo to remove."),
        }
        store.close().await;
        return Ok(());
    }
    let catalogue =
        Catalogue::builtin().map_err(|faults| CommandError::Usage(faults.to_string()))?;
    let now = clock.now();
    if there.is_none() {
        println!("Making up 40 teams over 8 quarters (seed {}) \u{2026}", args.seed);
    } else {
        println!("The demo is there already. Here are new links to it:");
    }
    let id = demo::fill(&store, catalogue, args.seed, now).await?;
    let keys = demo::keys(&store, &id, now).await?;
    let url = address(serve);
    for (link, secret) in &keys.links {
        println!("{}: {url}/k/{}", link.label, secret.as_str());
    }
    println!("Everything in it is made up. 'andon demo --remove' takes it away.");
    store.close().await;
    Ok(())
}
