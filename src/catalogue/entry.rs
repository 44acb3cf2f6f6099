//! Takes the fields out of one entry of a catalogue file, one by one.
//!
//! A derived `Deserialize` stops at the first fault; this goes on and names
//! every field that is missing, unknown, empty or of the wrong kind.

use super::load::Faults;
use serde::de::DeserializeOwned;
use std::fmt::Display;
use std::str::FromStr;
use toml::{Table, Value};

/// One table of a file, emptied field by field.
pub(super) struct Entry<'a> {
    label: String,
    fields: Table,
    faults: &'a mut Faults,
}

impl<'a> Entry<'a> {
    /// Starts on a table; `label` names the entry in faults.
    pub(super) fn new(label: String, fields: Table, faults: &'a mut Faults) -> Self {
        Self { label, fields, faults }
    }

    /// Notes a fault of this entry.
    pub(super) fn fault(&mut self, fault: impl Into<String>) {
        self.faults.add(&self.label, fault);
    }

    /// Whatever has not been taken is a field that nobody knows.
    pub(super) fn finish(mut self) {
        for (field, _) in std::mem::take(&mut self.fields) {
            self.fault(format!("`{field}` is not a field of such an entry"));
        }
    }

    /// A text that must be there; the empty text when it is at fault.
    pub(super) fn text(&mut self, field: &str) -> String {
        self.optional_text(field).unwrap_or_else(|| {
            self.missing(field);
            String::new()
        })
    }

    /// A text that may be left out, but not be empty.
    pub(super) fn optional_text(&mut self, field: &str) -> Option<String> {
        let value = self.fields.remove(field)?;
        Some(self.as_text(field, value))
    }

    /// A list of texts; the empty list when it is not one.
    pub(super) fn texts(&mut self, field: &str) -> Vec<String> {
        let values = self.list(field).unwrap_or_default();
        values.into_iter().map(|value| self.as_text(field, value)).collect()
    }

    /// A table within the entry.
    pub(super) fn table(&mut self, field: &str) -> Option<Table> {
        if let Value::Table(table) = self.required(field)? {
            return Some(table);
        }
        self.fault(format!("`{field}` must be a table"));
        None
    }

    /// The id of a dimension or pattern.
    pub(super) fn id<T: FromStr<Err: Display>>(&mut self, field: &str) -> Option<T> {
        let value = self.required(field)?;
        let parsed = self.as_text(field, value).parse();
        parsed.map_err(|error| self.fault(format!("`{field}`: {error}"))).ok()
    }

    /// A word out of a fixed list, or a whole number that fits its type.
    pub(super) fn word<T: DeserializeOwned>(&mut self, field: &str) -> Option<T> {
        let value = self.required(field)?;
        self.as_word(field, value)
    }

    /// A list of different words out of a fixed list.
    pub(super) fn words<T: DeserializeOwned + PartialEq>(&mut self, field: &str) -> Option<Vec<T>> {
        let mut found = Vec::new();
        let mut sound = true;
        for value in self.list(field)? {
            match self.as_word(field, value) {
                Some(word) if found.contains(&word) => {
                    self.fault(format!("`{field}` names the same thing twice"));
                }
                Some(word) => found.push(word),
                None => sound = false,
            }
        }
        sound.then_some(found)
    }

    fn required(&mut self, field: &str) -> Option<Value> {
        let value = self.fields.remove(field);
        if value.is_none() {
            self.missing(field);
        }
        value
    }

    fn missing(&mut self, field: &str) {
        self.fault(format!("`{field}` is missing"));
    }

    fn list(&mut self, field: &str) -> Option<Vec<Value>> {
        if let Value::Array(values) = self.required(field)? {
            return Some(values);
        }
        self.fault(format!("`{field}` must be a list"));
        None
    }

    fn as_text(&mut self, field: &str, value: Value) -> String {
        let Value::String(text) = value else {
            self.fault(format!("`{field}` must be text, not {}", value.type_str()));
            return String::new();
        };
        if text.trim().is_empty() {
            self.fault(format!("`{field}` is empty"));
            return String::new();
        }
        if text.trim() != text || text.contains("  ") || text.chars().any(char::is_control) {
            self.fault(format!("`{field}` holds a line break or a space too many"));
        }
        text
    }

    fn as_word<T: DeserializeOwned>(&mut self, field: &str, value: Value) -> Option<T> {
        T::deserialize(value)
            .map_err(|error| self.fault(format!("`{field}`: {}", error.message())))
            .ok()
    }
}
