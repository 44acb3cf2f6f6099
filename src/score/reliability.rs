//! How well the items of a dimension go together, over everybody in a file.

use super::Sheet;
use super::figures::people;
use super::gate::Gate;
use super::shapes::{Consistency, Reliability};
use crate::catalogue::{Answers, DimensionId, PER_DIMENSION};
use crate::measure::reliability::{PERSONS_NEEDED, ReliabilityError, alpha, omega};

/// α and ω of the six dimensions, from [`PERSONS_NEEDED`] people on. All lines of
/// the file are one pool: a person who answered in two rounds counts twice.
pub fn of(sheet: &Sheet, gate: Gate) -> Reliability {
    let everybody: Vec<&Answers> =
        sheet.teams.values().flat_map(|rounds| rounds.values().flatten()).collect();
    let enough = everybody.len() >= PERSONS_NEEDED;
    Reliability {
        persons: (enough || gate == Gate::Lifted).then(|| people(everybody.len())),
        withheld: (!enough).then(|| format!("fewer than {PERSONS_NEEDED} people in the file")),
        dimensions: if enough {
            DimensionId::ALL.map(|id| consistency(&everybody, id, gate)).to_vec()
        } else {
            Vec::new()
        },
    }
}

fn consistency(everybody: &[&Answers], id: DimensionId, gate: Gate) -> Consistency {
    let rows: Vec<[Option<f64>; PER_DIMENSION]> = everybody
        .iter()
        .map(|answers| id.patterns().map(|item| answers.get(item).strength().map(f64::from)))
        .collect();
    let complete = rows.iter().filter(|row| row.iter().all(Option::is_some)).count();
    let empty = Consistency {
        id: id.to_string(),
        persons: people(complete),
        alpha: None,
        omega: None,
        withheld: None,
    };
    if complete < PERSONS_NEEDED {
        let why = format!("fewer than {PERSONS_NEEDED} people judged all {PER_DIMENSION}");
        return Consistency { withheld: Some(why), ..empty };
    }
    let rounded = |value: f64| match gate {
        Gate::Lifted => value,
        Gate::Minimum(_) => (100.0 * value).round() / 100.0,
    };
    let (alpha, omega) = (alpha(&rows), omega(&rows));
    let why = |error: ReliabilityError| error.to_string();
    Consistency {
        alpha: alpha.ok().map(rounded),
        omega: omega.ok().map(|omega| rounded(omega.total)),
        withheld: alpha.err().or(omega.err()).map(why),
        ..empty
    }
}
