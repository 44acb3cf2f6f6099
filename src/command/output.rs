//! What commands print on standard output.

use super::CommandError;
use serde::Serialize;
use std::io::Write as _;

/// Prints to standard output; a reader that has gone away is no fault.
pub(super) fn print(text: &str) -> Result<(), CommandError> {
    match std::io::stdout().lock().write_all(text.as_bytes()) {
        Err(cause) if cause.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(CommandError::File { path: "standard output".to_owned(), cause })
        }
        _ => Ok(()),
    }
}

/// A value as a JSON document, for people to read too.
pub(super) fn json(value: &impl Serialize) -> Result<String, CommandError> {
    let text = serde_json::to_string_pretty(value);
    Ok(text.map_err(|error| CommandError::Usage(error.to_string()))? + "\n")
}
