//! `andon backup` and `andon restore`.

use super::database::{expect_file, file};
use super::lock::Lock;
use super::{CommandError, prepare_folder};
use crate::clock::Clock;
use crate::config::{BackupArgs, DataArgs, RestoreArgs};
use crate::server::until_told_to_stop;
use crate::store::{Examined, back_up, put_back, sweep};
use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;

/// Tables of which people know how much there should be.
const KNOWN: [(&str, &str); 3] =
    [("organisations", "organisations"), ("teams", "teams"), ("rounds", "rounds")];

/// `andon backup FILE`: a copy of the database, also while a server uses it. How far it
/// has come goes to standard error, what it holds to standard output.
///
/// # Errors
/// [`CommandError`]; then there is no file of that name.
pub async fn backup(data: &DataArgs, args: &BackupArgs) -> Result<(), CommandError> {
    expect_file(data, "backup")?;
    let source = file(data)?;
    let mut progress = Progress::default();
    // What an earlier one left beside the database, when that one was killed.
    sweep(data.folder());
    let made = tokio::select! {
        made = back_up(&source, &args.file, |done, of| progress.tell(done, of)) => made?,
        // Ends the copying and removes what is there of it.
        () = until_told_to_stop() => return Err(CommandError::Interrupted),
    };
    progress.end();
    println!("{}: {}.", args.file.display(), describe(&made.holds));
    if made.compared {
        println!("It was read back and has the same rows in every table as the database.");
    } else {
        println!(
            "It was read back and is whole. Somebody wrote to the database meanwhile, so it could not be compared row by row: it is the database at one moment of that."
        );
    }
    warn_of_open_rounds(&made.holds);
    Ok(())
}

/// `andon restore FILE`: puts a backup in the database's place, while no server runs.
///
/// # Errors
/// [`CommandError`]; then the database is as it was.
pub async fn restore(
    data: &DataArgs,
    args: &RestoreArgs,
    clock: &dyn Clock,
) -> Result<(), CommandError> {
    expect_file(data, "restore")?;
    prepare_folder(data.folder())?;
    let lock = Lock::alone(data.folder())?;
    let target = data.database();
    let aside = args.replace.then(|| aside(&target, clock.now()));
    let done = put_back(&args.file, &target, aside.as_deref()).await?;
    drop(lock);
    println!("{}: {}.", target.display(), describe(&done.holds));
    if let Some(old) = done.aside {
        println!(
            "The database that was there is {} now. It holds what people have said: delete it when you do not need it any more.",
            old.display()
        );
    }
    println!("If the backup is of an earlier version, the next start brings it up to date.");
    warn_of_open_rounds(&done.holds);
    Ok(())
}

/// `andon.sqlite.until-20260302T120000Z`
fn aside(database: &std::path::Path, now: i64) -> PathBuf {
    let at = jiff::Timestamp::from_second(now).unwrap_or_default();
    let mut name = database.as_os_str().to_owned();
    name.push(format!(".until-{}", at.strftime("%Y%m%dT%H%M%SZ")));
    name.into()
}

fn describe(holds: &Examined) -> String {
    let count = |table| holds.rows.iter().find(|(name, _)| name == table).map_or(0, |row| row.1);
    let parts: Vec<String> =
        KNOWN.iter().map(|(table, word)| format!("{} {word}", count(table))).collect();
    format!(
        "{} kB, {}, {} answers in open rounds",
        holds.bytes.div_ceil(1000),
        parts.join(", "),
        holds.open_answers
    )
}

fn warn_of_open_rounds(holds: &Examined) {
    if holds.open_rounds > 0 {
        println!(
            "Rounds that are open: {}. What has been answered in them so far is in that file, and stays in it when they close: keep it where only you can read it, and no longer than you need it.",
            holds.open_rounds
        );
    }
}

/// Says how far it has come: on a terminal in one line that changes, else in tenths.
#[derive(Default)]
struct Progress {
    told: u64,
    begun: bool,
}

impl Progress {
    fn tell(&mut self, done: u64, of: u64) {
        let percent = (done * 100).checked_div(of).unwrap_or(0).min(100);
        let mut stderr = std::io::stderr();
        // Nobody is told that nobody can be told.
        let _ = if stderr.is_terminal() {
            write!(stderr, "\r{percent:3} %, {} kB", done / 1000)
        } else if !self.begun || percent >= self.told + 10 {
            self.told = percent / 10 * 10;
            writeln!(stderr, "{percent} %, {} kB", done / 1000)
        } else {
            Ok(())
        };
        self.begun = true;
    }

    fn end(&self) {
        if self.begun && std::io::stderr().is_terminal() {
            eprintln!();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_old_database_is_named_after_its_last_moment() {
        let name = aside(std::path::Path::new("data/andon.sqlite"), 1_772_452_800);
        assert_eq!(name, PathBuf::from("data/andon.sqlite.until-20260302T120000Z"));
    }
}
