//! What a system keeps about a command: the shell's completions and the manual's pages.

use super::CommandError;
use crate::config::Cli;
use clap::CommandFactory as _;
use clap_complete::Shell;
use std::path::Path;

/// `andon completions`: prints them.
///
/// # Errors
/// [`CommandError::File`] when standard output cannot be written to.
pub fn completions(shell: Shell) -> Result<(), CommandError> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "andon", &mut text);
    super::output::print(&String::from_utf8_lossy(&text))
}

/// `andon man`: writes a page for the program and one for each command.
///
/// # Errors
/// [`CommandError::File`] when the folder cannot be written to.
pub fn man(folder: &Path) -> Result<(), CommandError> {
    clap_mangen::generate_to(Cli::command(), folder)
        .map_err(|cause| CommandError::File { path: folder.display().to_string(), cause })
}
