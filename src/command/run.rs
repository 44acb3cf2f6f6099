//! From the command line to the command.

use super::CommandError;
use crate::clock::SystemClock;
use crate::config::{Cli, Command};
use crate::server::until_told_to_stop;
use crate::site::File;
use clap::{CommandFactory as _, FromArgMatches as _};
use std::process::ExitCode;
use std::sync::Arc;
use tokio::runtime::Runtime;

/// Does what the command line says, with these files as the site, and says of which version
/// it is.
#[must_use]
pub fn run(site: &'static [File], version: &'static str) -> ExitCode {
    let words = Cli::command().version(version).get_matches();
    let mut cli = Cli::from_arg_matches(&words).unwrap_or_else(|error| error.exit());
    cli.serve.files = site;
    super::start_log(cli.log);
    let runtime = Runtime::new().map_err(CommandError::Threads);
    match runtime.and_then(|runtime| runtime.block_on(done(cli))) {
        Ok(()) => ExitCode::SUCCESS,
        // What was found has been printed.
        Err(CommandError::Unsafe) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("andon: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn done(cli: Cli) -> Result<(), CommandError> {
    let Cli { command, data, serve, .. } = cli;
    match command.unwrap_or(Command::Serve) {
        Command::Serve => {
            super::serve(&data, &serve, Arc::new(SystemClock), until_told_to_stop()).await
        }
        Command::Link(args) => super::link(&data, &serve, &args, &SystemClock).await,
        Command::Demo(args) => {
            super::demo(&data, &serve, &args, Arc::new(SystemClock), until_told_to_stop()).await
        }
        Command::Score(args) => super::score(&args),
        Command::Audit(args) => super::audit(&data, &args).await,
        Command::MigrateTo(args) => super::migrate_to(&data, &args).await,
        Command::Backup(args) => super::backup(&data, &args).await,
        Command::Restore(args) => super::restore(&data, &args, &SystemClock).await,
        Command::Completions { shell } => super::completions(shell),
        Command::Man { folder } => super::man(&folder),
        Command::Health(args) => super::health(&serve, &args).await,
    }
}
