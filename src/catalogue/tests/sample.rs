//! A made-up catalogue that keeps every rule, to be broken in one place at a time.

use crate::catalogue::{Catalogue, CatalogueError, DimensionId, Fault, PatternId};
use std::fmt::Write;

/// The alignments of every experiment of the sample.
pub(super) const ALL_ALIGNMENTS: &str =
    "[\"product-teams\", \"change-release\", \"incidents-problems\"]";

/// The texts of a whole catalogue.
pub(super) struct Sample {
    version: String,
    /// Name and text of each dimension's file.
    pub(super) files: Vec<(String, String)>,
}

impl Sample {
    /// Eighteen patterns with four experiments each: small, medium, leadership, large.
    pub(super) fn sound() -> Self {
        let file = |id: DimensionId| (format!("{id}.toml"), dimension(id));
        Self {
            version: "version = \"sample-1\"\n".to_owned(),
            files: DimensionId::ALL.into_iter().map(file).collect(),
        }
    }

    /// Another version file.
    pub(super) fn version(mut self, text: &str) -> Self {
        text.clone_into(&mut self.version);
        self
    }

    /// Replaces the first occurrence of a text, which must occur.
    pub(super) fn with(mut self, from: &str, to: &str) -> Self {
        let found = self.files.iter_mut().find(|(_, text)| text.contains(from));
        let (_, text) = found.unwrap_or_else(|| panic!("the sample does not hold {from}"));
        *text = text.replacen(from, to, 1);
        self
    }

    /// Exchanges the first occurrences of two texts, in whichever files they are.
    pub(super) fn swap(&mut self, one: &str, other: &str) {
        let mark = "\n#mark#\n";
        let sound = std::mem::replace(self, Self { version: String::new(), files: Vec::new() });
        *self = sound.with(one, mark).with(other, one).with(mark, other);
    }

    /// Takes whole experiments out.
    pub(super) fn without(mut self, experiments: &[&str]) -> Self {
        for (_, text) in &mut self.files {
            let mut parts: Vec<&str> = text.split("[[experiment]]").collect();
            parts.retain(|part| {
                !experiments.iter().any(|id| part.contains(&format!("\nid = \"{id}\"\n")))
            });
            *text = parts.join("[[experiment]]");
        }
        self
    }

    pub(super) fn parse(&self) -> Result<Catalogue, CatalogueError> {
        let files: Vec<(&str, &str)> =
            self.files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
        Catalogue::parse(&self.version, &files)
    }

    pub(super) fn faults(&self) -> Vec<Fault> {
        self.parse().expect_err("a broken sample is refused").faults
    }

    /// Exactly one fault is told, of this entry and in words that hold these.
    pub(super) fn only_fault(&self, entry: &str, fault: &str) {
        let faults = self.faults();
        let told = matches!(faults.as_slice(), [only] if only.entry == entry && only.fault.contains(fault));
        assert!(told, "instead of \u{201c}{entry}: {fault}\u{201d}: {faults:#?}");
    }
}

fn dimension(id: DimensionId) -> String {
    let short: String = id.as_str().chars().take(16).collect();
    let mut text = format!(
        "[dimension]\nid = \"{id}\"\nname = \"Heading {id}\"\nshort = \"{short}\"\nabout = \"About {id}.\"\n"
    );
    for pattern in id.patterns() {
        text.push_str(&entry(pattern));
    }
    for pattern in id.patterns() {
        for (place, (kind, effort)) in [
            ("team", "small"),
            ("between-teams", "medium"),
            ("leadership", "medium"),
            ("team", "large"),
        ]
        .into_iter()
        .enumerate()
        {
            let last = if kind == "leadership" {
                "stop_doing = \"Leaders stop.\""
            } else {
                "source = \"A Book (2001)\""
            };
            write!(
                text,
                r#"
[[experiment]]
id = "{pattern}-{number}"
pattern = "{pattern}"
title = "Try it"
kind = "{kind}"
hypothesis = "If we try it, then it is gone within six weeks, because people see it."
first_step = "Begin."
target = "It works."
measure = "Days."
alignments = {ALL_ALIGNMENTS}
effort = "{effort}"
review_after = 42
practice = "Practice"
{last}
"#,
                number = place + 1
            )
            .unwrap();
        }
    }
    text
}

fn entry(pattern: PatternId) -> String {
    format!(
        r#"
[[pattern]]
id = "{pattern}"
name = "Name {pattern}"
statement = "It can be seen."
healthy = "It is absent."
why = "It hurts. People wait."
locus = "team"
signals = ["lead-time"]
conversation = ["What is seen?", "What is not?"]

[pattern.anchors]
none = "Nothing of it is seen."
some = "Some of it is seen."
strong = "Much of it is seen."
"#
    )
}
