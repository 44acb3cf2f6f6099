//! The figures of all bands: computed by a bench, committed beside this file, counted again by
//! a test, printed on `/privacy`.

use super::rows::{ExactRow, SampledRow};
use super::{COUNTED, SAMPLED_UP_TO, Sampled, exact, sampled};
use serde::{Deserialize, Serialize};

/// All rows.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Counted exactly.
    pub exact: Vec<ExactRow>,
    /// Everything together, sampled.
    pub sampled: Vec<SampledRow>,
}

impl Table {
    /// The committed table.
    ///
    /// # Errors
    /// When the committed file is no table, which `the_committed_table_is_what_is_counted` rules
    /// out.
    pub fn committed() -> Result<Self, serde_json::Error> {
        serde_json::from_str(include_str!("table.json"))
    }

    /// Counts all rows anew, with `drawn` pairs of rounds in each sample. `say` hears of each row
    /// when it is ready.
    #[must_use]
    pub fn counted(drawn: u32, mut say: impl FnMut(&str)) -> Self {
        let mut table = Self { exact: Vec::new(), sampled: Vec::new() };
        for (people, minimum_group) in COUNTED {
            if let Some(row) = exact(people, minimum_group) {
                let row = row.rounded();
                say(&format!("{row:?}"));
                table.exact.push(row);
            }
            let what = Sampled { people, minimum_group, drawn, seed: u64::from(people) };
            if people <= SAMPLED_UP_TO
                && let Some(row) = sampled(what)
            {
                let row = row.rounded();
                say(&format!("{row:?}"));
                table.sampled.push(row);
            }
        }
        table
    }
}
