//! The command: thin, so that everything it does can be tested without it.

use andon::clock::SystemClock;
use andon::config::{Cli, Command};
use andon::{command, server};
use clap::Parser;
use std::process::ExitCode;
use std::sync::Arc;

/// Pages are made of many small texts: the system's own takes a fifth of the time of a page.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
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
        Command::Demo(args) => command::demo(&cli.data, &cli.serve, &args, &SystemClock).await,
        Command::Score(args) => command::score(&args),
        Command::Audit(args) => command::audit(&cli.data, &args).await,
        Command::MigrateTo(args) => command::migrate_to(&cli.data, &args).await,
        Command::Backup(args) => command::backup(&cli.data, &args).await,
        Command::Restore(args) => command::restore(&cli.data, &args, &SystemClock).await,
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
