//! The command: thin, so that everything it does can be tested without it.

use andon::clock::SystemClock;
use andon::config::{Cli, Command};
use andon::site::File;
use andon::{command, server};
use clap::{CommandFactory as _, FromArgMatches as _};
use std::process::ExitCode;
use std::sync::Arc;

/// Pages are made of many small texts: the system's own takes a fifth of the time of a page.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// The site's files, of which the build writes a list, and what `--version` says.
#[cfg(feature = "site")]
const SITE: &[File] = include!(concat!(env!("ANDON_SITE_DIR"), "/files.rs"));
#[cfg(feature = "site")]
const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), " (", env!("ANDON_COMMIT"), ")");

#[cfg(not(feature = "site"))]
const SITE: &[File] = andon::site::ICONS;
#[cfg(not(feature = "site"))]
const VERSION: &str = env!("CARGO_PKG_VERSION");

#[tokio::main]
async fn main() -> ExitCode {
    let words = Cli::command().version(VERSION).get_matches();
    let mut cli = Cli::from_arg_matches(&words).unwrap_or_else(|error| error.exit());
    cli.serve.files = SITE;
    command::start_log(cli.log);
    let done = match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => {
            command::serve(
                &cli.data,
                &cli.serve,
                Arc::new(SystemClock),
                server::until_told_to_stop(),
            )
            .await
        }
        Command::Link(args) => command::link(&cli.data, &cli.serve, &args, &SystemClock).await,
        Command::Demo(args) => {
            command::demo(
                &cli.data,
                &cli.serve,
                &args,
                Arc::new(SystemClock),
                server::until_told_to_stop(),
            )
            .await
        }
        Command::Score(args) => command::score(&args),
        Command::Audit(args) => command::audit(&cli.data, &args).await,
        Command::MigrateTo(args) => command::migrate_to(&cli.data, &args).await,
        Command::Backup(args) => command::backup(&cli.data, &args).await,
        Command::Restore(args) => command::restore(&cli.data, &args, &SystemClock).await,
        Command::Completions { shell } => command::completions(shell),
        Command::Man { folder } => command::man(&folder),
        Command::Health(args) => command::health(&cli.serve, &args).await,
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        // What was found has been printed.
        Err(command::CommandError::Unsafe) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("andon: {error}");
            ExitCode::FAILURE
        }
    }
}
