//! `andon migrate-to`: from a file to a server.

use super::CommandError;
use super::database::{Opened, address, open_alone};
use crate::config::{DataArgs, MigrateToArgs};
use crate::store::Store;
use std::io::Write as _;

/// Copies the installation in the data folder into an empty database on a server, and
/// says what was copied. The file is not changed, but for being brought up to date. No
/// server may be running on it: what it would store after the copy would be lost.
///
/// # Errors
/// [`CommandError`] when one of the two cannot be opened, the one there is not empty, or
/// what was read back there is not what was written; then nothing is kept there.
pub async fn migrate_to(data: &DataArgs, args: &MigrateToArgs) -> Result<(), CommandError> {
    let url = match &args.url {
        Some(url) => url.clone(),
        None => address(data)?.ok_or_else(|| {
            CommandError::Usage(
                "where to? Say the address of a database, or the file that holds it with ANDON_DATABASE_URL_FILE".to_owned(),
            )
        })?,
    };
    let Opened { store: here, held: _held } = open_alone(data).await?;
    let there = Store::connect(url.as_str(), data.server.pool()).await?;
    let open_rounds = here.waiting().await?.open_rounds;
    eprintln!("Copying. Nobody can write to either database until it is done.");
    let mut last = String::new();
    let copied = here
        .copy_to(&there, |now| {
            let new = now.table != last;
            if new && !last.is_empty() {
                eprintln!();
            }
            eprint!("\r{}: {} of {} rows", now.table, now.done, now.rows);
            let _ = std::io::stderr().flush();
            last = now.table;
        })
        .await;
    eprintln!();
    let copied = copied?;
    let mut out = std::io::stdout().lock();
    let mut rows = 0;
    for table in &copied {
        rows += table.rows;
        // A reader that has gone away is no reason to fail.
        let _ = writeln!(out, "{:<24} {:>10}  {}", table.name, table.rows, table.digest);
    }
    let _ = writeln!(
        out,
        "Copied and compared: {rows} rows in {} tables. Start Andon with ANDON_DATABASE_URL now; the file has been kept as it was.",
        copied.len()
    );
    if open_rounds > 0 {
        let _ = writeln!(
            out,
            "Rounds that are open: {open_rounds}. What has been answered in them so far is in the file, too, and stays in it when they close: delete the file as soon as you do not need it any more."
        );
    }
    there.close().await;
    here.close().await;
    Ok(())
}
