//! `andon score`

use super::CommandError;
use super::output::{json, print};
use crate::config::{ScoreArgs, ScoreFormat};
use crate::measure::change::Exactness;
use crate::score::{self, Gate, Options, Sheet};
use std::io::Read as _;
use std::path::Path;

/// How much memory an exact test may take with `--exact`, in bytes: 1 GiB.
const EXACT_MEMORY: u64 = 1 << 30;

/// Scores a file and prints the result on standard output. Warnings, and all
/// faults of a file at once, go to standard error; with a fault nothing else is
/// printed.
///
/// # Errors
/// [`CommandError::Usage`] for a wrong minimum group; [`CommandError::File`] when
/// the file cannot be read. [`CommandError::Usage`] too when the file holds
/// faults, after they have been printed, and for an exact test that does not fit.
pub fn score(args: &ScoreArgs) -> Result<(), CommandError> {
    let gate = Gate::new(args.min_group)
        .map_err(|error| CommandError::Usage(format!("--min-group: {error}")))?;
    let bytes = contents(&args.file)?;
    let sheet = score::read(&bytes).map_err(|faults| {
        for fault in &faults {
            eprintln!("{fault}");
        }
        let count = if faults.len() == 1 {
            "one fault".to_owned()
        } else {
            format!("{} faults", faults.len())
        };
        CommandError::Usage(format!("{count} in {}; nothing was scored", args.file.display()))
    })?;
    warn(&sheet, gate);
    let exactness =
        if args.exact { Exactness::Always(EXACT_MEMORY) } else { Exactness::WhileQuick };
    let scored = score::score(&sheet, Options { gate, exactness })
        .map_err(|error| CommandError::Usage(error.to_string()))?;
    let text = match args.format {
        ScoreFormat::Table => score::table(&scored),
        ScoreFormat::Json => json(&scored)?,
    };
    print(&text)
}

fn contents(file: &Path) -> Result<Vec<u8>, CommandError> {
    let fault = |cause| CommandError::File { path: file.display().to_string(), cause };
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).map_err(fault)?;
        return Ok(bytes);
    }
    std::fs::read(file).map_err(fault)
}

fn warn(sheet: &Sheet, gate: Gate) {
    if !sheet.ignored.is_empty() {
        let named: Vec<String> = sheet
            .ignored
            .iter()
            .map(|name| format!("\u{201c}{}\u{201d}", score::quoted(name)))
            .collect();
        eprintln!("andon: these columns are not ours and were ignored: {}", named.join(", "));
    }
    if gate == Gate::Lifted {
        eprintln!(
            "andon: the gate is lifted. These figures can tell how single people answered: they are for your own analysis and not for passing on"
        );
    }
    if !score::ordered_by_number(sheet) {
        eprintln!(
            "andon: not every round has a number in its name, so the rounds are taken in the order of the file: {}",
            sheet.mentioned.iter().map(|name| score::quoted(name)).collect::<Vec<_>>().join(", ")
        );
    }
}
