//! Reads the catalogue's files and refuses a catalogue that breaks a rule.
//!
//! A catalogue is one small file that names the version and one file for each
//! dimension. All faults are gathered before anything is said, so that whoever
//! edits the texts mends them in one go.

use super::check::{self, Draft};
use super::entry::Entry;
use super::ids::{DIMENSIONS, DimensionId, PATTERNS, PatternId};
use super::types::{Anchors, Dimension, Experiment, Pattern};
use std::fmt;
use std::sync::OnceLock;
use toml::{Table, Value};

/// The file that names the catalogue's version.
const VERSION_FILE: &str = "catalogue.toml";
/// The version file that is built into the program.
pub(super) const BUILTIN_VERSION: &str = include_str!("andon-1/catalogue.toml");
/// The dimensions' files that are built into the program, with their names.
pub(super) const BUILTIN_FILES: [(&str, &str); DIMENSIONS] = [
    ("customer.toml", include_str!("andon-1/customer.toml")),
    ("structure.toml", include_str!("andon-1/structure.toml")),
    ("collaboration.toml", include_str!("andon-1/collaboration.toml")),
    ("change.toml", include_str!("andon-1/change.toml")),
    ("learning.toml", include_str!("andon-1/learning.toml")),
    ("people.toml", include_str!("andon-1/people.toml")),
];

/// One thing that is wrong with a catalogue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where: the id of a dimension, pattern or experiment, or a file (with its
    /// line, for an error of syntax), or "the whole catalogue".
    pub entry: String,
    /// What is wrong, in plain words.
    pub fault: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.entry, self.fault)
    }
}

/// Everything that is wrong with a catalogue; holds at least one fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CatalogueError {
    /// The faults, in the order of the files.
    pub faults: Vec<Fault>,
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = if self.faults.len() == 1 { "" } else { "s" };
        write!(f, "the catalogue has {} fault{plural}:", self.faults.len())?;
        self.faults.iter().try_for_each(|fault| write!(f, "\n- {fault}"))
    }
}

impl std::error::Error for CatalogueError {}

/// Collects faults while reading goes on.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    /// Notes one fault of one entry.
    pub(super) fn add(&mut self, entry: impl Into<String>, fault: impl Into<String>) {
        self.0.push(Fault { entry: entry.into(), fault: fault.into() });
    }
}

/// The dimensions, patterns and experiments of one catalogue version, all checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    version: String,
    dimensions: [Dimension; DIMENSIONS],
    patterns: [Pattern; PATTERNS],
    experiments: Vec<Experiment>,
}

impl Catalogue {
    /// The catalogue that is built into the program, read once.
    ///
    /// # Errors
    /// Its faults. A test keeps the built-in texts free of them, so a caller
    /// may treat an error as a broken build and refuse to start.
    pub fn builtin() -> Result<&'static Self, &'static CatalogueError> {
        static BUILTIN: OnceLock<Result<Catalogue, CatalogueError>> = OnceLock::new();
        BUILTIN.get_or_init(|| Self::parse(BUILTIN_VERSION, &BUILTIN_FILES)).as_ref()
    }

    /// Reads a catalogue from the text of its version file and from its
    /// dimensions' files, each given as name and text, in any order.
    ///
    /// The rules are the constants and functions of the module `check`.
    ///
    /// # Errors
    /// [`CatalogueError`] with all faults at once, each naming the entry.
    pub fn parse(version_file: &str, files: &[(&str, &str)]) -> Result<Self, CatalogueError> {
        let mut faults = Faults::default();
        let version = read_version(version_file, &mut faults);
        let mut draft = Draft::default();
        for (name, text) in files {
            read_file(name, text, &mut draft, &mut faults);
        }
        check::whole(&draft, &mut faults);
        if !faults.0.is_empty() {
            return Err(CatalogueError { faults: faults.0 });
        }
        Self::assemble(version, draft)
    }

    /// Puts a draft without faults into catalogue order.
    fn assemble(version: String, mut draft: Draft) -> Result<Self, CatalogueError> {
        draft.dimensions.sort_by_key(|dimension| dimension.id.index());
        draft.patterns.sort_by_key(|pattern| pattern.id.index());
        // A stable sort: within a pattern the order of the file stays.
        draft.experiments.sort_by_key(|experiment| experiment.pattern.index());
        let incomplete = || CatalogueError {
            faults: vec![Fault {
                entry: check::WHOLE.to_owned(),
                fault: format!("it must hold {DIMENSIONS} dimensions and {PATTERNS} patterns"),
            }],
        };
        Ok(Self {
            version,
            dimensions: draft.dimensions.try_into().map_err(|_| incomplete())?,
            patterns: draft.patterns.try_into().map_err(|_| incomplete())?,
            experiments: draft.experiments,
        })
    }

    /// Its version, for example "andon-1". A round keeps it.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// One dimension.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "an id's index is below the array's length")]
    pub fn dimension(&self, id: DimensionId) -> &Dimension {
        &self.dimensions[id.index()]
    }

    /// One pattern.
    #[must_use]
    #[allow(clippy::indexing_slicing, reason = "an id's index is below the array's length")]
    pub fn pattern(&self, id: PatternId) -> &Pattern {
        &self.patterns[id.index()]
    }

    /// The six dimensions, in catalogue order.
    #[must_use]
    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// The eighteen patterns, in catalogue order.
    #[must_use]
    pub fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// All experiments, by pattern in catalogue order.
    #[must_use]
    pub fn experiments(&self) -> &[Experiment] {
        &self.experiments
    }

    /// The experiments against one pattern, in the order of the file.
    pub fn experiments_for(&self, pattern: PatternId) -> impl Iterator<Item = &Experiment> {
        self.experiments.iter().filter(move |experiment| experiment.pattern == pattern)
    }

    /// The experiment with this id, if there is one.
    #[must_use]
    pub fn experiment(&self, id: &str) -> Option<&Experiment> {
        self.experiments.iter().find(|experiment| experiment.id == id)
    }
}

/// The table that a file holds, or a fault that names the file and the line.
fn read_table(name: &str, text: &str, faults: &mut Faults) -> Option<Table> {
    match text.parse::<Table>() {
        Ok(table) => Some(table),
        Err(error) => {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            let line = before.matches('\n').count() + 1;
            faults.add(format!("{name}, line {line}"), format!("not TOML: {}", error.message()));
            None
        }
    }
}

fn read_version(text: &str, faults: &mut Faults) -> String {
    let Some(table) = read_table(VERSION_FILE, text, faults) else { return String::new() };
    let mut entry = Entry::new(VERSION_FILE.to_owned(), table, faults);
    let version = entry.text("version");
    entry.finish();
    check::version(VERSION_FILE, &version, faults);
    version
}

fn read_file(name: &str, text: &str, draft: &mut Draft, faults: &mut Faults) {
    let Some(mut table) = read_table(name, text, faults) else {
        draft.incomplete = true;
        return;
    };
    let dimension = match table.remove("dimension") {
        Some(Value::Table(table)) => read_dimension(name, table, faults),
        Some(_) => {
            faults.add(name, "[dimension] must be a table");
            None
        }
        None => {
            faults.add(name, "the table [dimension] is missing");
            None
        }
    };
    draft.incomplete |= dimension.is_none();
    let patterns = entries(name, &mut table, "pattern", faults);
    let experiments = entries(name, &mut table, "experiment", faults);
    for (key, _) in table {
        faults.add(name, format!("`{key}` is not known here; a file holds [dimension], [[pattern]] and [[experiment]]"));
    }

    let mut order = Vec::new();
    for (label, table) in patterns {
        match read_pattern(label, table, faults) {
            Some(pattern) => {
                check::pattern(&pattern, faults);
                order.push(pattern.id);
                draft.patterns.push(pattern);
            }
            None => draft.incomplete = true,
        }
    }
    for (label, table) in experiments {
        match read_experiment(label, table, faults) {
            Some(experiment) => {
                check::experiment(&experiment, faults);
                if let Some(dimension) = &dimension {
                    check::experiment_home(&experiment, dimension.id, faults);
                }
                draft.experiments.push(experiment);
            }
            None => draft.incomplete = true,
        }
    }
    if let Some(dimension) = dimension {
        check::dimension(&dimension, faults);
        check::order(dimension.id, &order, faults);
        draft.dimensions.push(dimension);
    }
}

/// The tables of `[[kind]]`, each with the words that name it in a fault: its
/// id where it has one, else its place in the file.
fn entries(file: &str, table: &mut Table, kind: &str, faults: &mut Faults) -> Vec<(String, Table)> {
    let list = match table.remove(kind) {
        Some(Value::Array(list)) => list,
        None => Vec::new(),
        Some(_) => {
            faults.add(file, format!("`{kind}` must be a list: write [[{kind}]]"));
            Vec::new()
        }
    };
    let mut found = Vec::new();
    for (place, value) in list.into_iter().enumerate() {
        let label = format!("{file}, {kind} {}", place + 1);
        match value {
            Value::Table(table) => {
                let id = table.get("id").and_then(Value::as_str).filter(|id| !id.trim().is_empty());
                found.push((id.map_or(label, str::to_owned), table));
            }
            _ => faults.add(label, "must be a table"),
        }
    }
    found
}

fn read_dimension(file: &str, table: Table, faults: &mut Faults) -> Option<Dimension> {
    let id = table.get("id").and_then(Value::as_str).filter(|id| !id.trim().is_empty());
    let label = id.map_or_else(|| format!("{file}, dimension"), str::to_owned);
    let mut entry = Entry::new(label, table, faults);
    let id = entry.id("id");
    let (name, short, about) = (entry.text("name"), entry.text("short"), entry.text("about"));
    entry.finish();
    Some(Dimension { id: id?, name, short, about })
}

fn read_pattern(label: String, table: Table, faults: &mut Faults) -> Option<Pattern> {
    let mut entry = Entry::new(label.clone(), table, faults);
    let id = entry.id("id");
    let (name, statement) = (entry.text("name"), entry.text("statement"));
    let (healthy, why) = (entry.text("healthy"), entry.text("why"));
    let (locus, signals) = (entry.word("locus"), entry.words("signals"));
    let conversation = entry.texts("conversation").try_into();
    if conversation.is_err() {
        entry.fault("`conversation` must hold exactly two questions");
    }
    let anchors = entry.table("anchors");
    entry.finish();

    let mut entry = Entry::new(label, anchors?, faults);
    let (none, some, strong) = (entry.text("none"), entry.text("some"), entry.text("strong"));
    entry.finish();
    Some(Pattern {
        id: id?,
        name,
        statement,
        healthy,
        anchors: Anchors { none, some, strong },
        why,
        locus: locus?,
        signals: signals?,
        conversation: conversation.ok()?,
    })
}

fn read_experiment(label: String, table: Table, faults: &mut Faults) -> Option<Experiment> {
    let mut entry = Entry::new(label, table, faults);
    let (id, pattern) = (entry.text("id"), entry.id("pattern"));
    let (title, kind) = (entry.text("title"), entry.word("kind"));
    let (hypothesis, first_step) = (entry.text("hypothesis"), entry.text("first_step"));
    let (target, measure) = (entry.text("target"), entry.text("measure"));
    let (alignments, effort) = (entry.words("alignments"), entry.word("effort"));
    let (review_after, practice) = (entry.word("review_after"), entry.text("practice"));
    let (source, stop_doing) = (entry.optional_text("source"), entry.optional_text("stop_doing"));
    entry.finish();
    Some(Experiment {
        id,
        pattern: pattern?,
        title,
        kind: kind?,
        hypothesis,
        first_step,
        target,
        measure,
        alignments: alignments?,
        effort: effort?,
        review_after: review_after?,
        practice,
        source,
        stop_doing,
    })
}
