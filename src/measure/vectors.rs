//! Reads `tests/data/measure.json` and `measure_more.json`: inputs and outputs of independent packages
//! (R: multilevel, psych, stats …; Python: scipy, statsmodels …), each with its
//! version in the file.

use super::POINTS;
use serde_json::Value;

/// How near a closed form must come to what the packages printed.
pub const CLOSE: f64 = 1e-9;

/// The value at a path into the file, for example `/R/T5/ad_m_per_item`.
pub fn at(path: &str) -> Value {
    let all: Value =
        serde_json::from_str(include_str!("../../tests/data/measure.json")).expect("valid JSON");
    all.pointer(path).unwrap_or_else(|| panic!("no {path} in the test data")).clone()
}

/// The numbers at a path.
pub fn numbers(path: &str) -> Vec<f64> {
    list(&at(path))
}

/// A table of numbers at a path.
pub fn rows(path: &str) -> Vec<Vec<f64>> {
    at(path).as_array().expect("a table").iter().map(list).collect()
}

fn list(value: &Value) -> Vec<f64> {
    value.as_array().expect("a list").iter().map(|n| n.as_f64().expect("a number")).collect()
}

/// An input table of answers, persons in rows, brought to 0–4.
pub fn answers(input: &str) -> Vec<Vec<u8>> {
    let lowest = numbers(&format!("/inputs/{input}/scale"))[0];
    rows(&format!("/inputs/{input}/x"))
        .into_iter()
        .map(|row| row.into_iter().map(|answer| whole(answer - lowest)).collect())
        .collect()
}

/// How many chose each point, for every item of an input table.
pub fn points(input: &str) -> Vec<[u32; POINTS]> {
    let persons = answers(input);
    (0..persons[0].len()).map(|item| count(persons.iter().map(|row| row[item]))).collect()
}

/// How many chose each point.
pub fn count(answers: impl IntoIterator<Item = u8>) -> [u32; POINTS] {
    let mut points = [0; POINTS];
    answers.into_iter().for_each(|answer| points[usize::from(answer)] += 1);
    points
}

/// A whole number that JSON holds as a float.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "checked")]
pub fn whole(number: f64) -> u8 {
    assert!(number.fract() == 0.0 && (0.0..=255.0).contains(&number), "{number}");
    number as u8
}

/// Fails unless two numbers agree to [`CLOSE`].
#[track_caller]
pub fn assert_close(ours: f64, theirs: f64) {
    assert!((ours - theirs).abs() <= CLOSE, "{ours} is not {theirs}");
}

/// The persons of each team of an input, by the teams' names.
pub fn teams(input: &str) -> Vec<Vec<Vec<f64>>> {
    let teams = at(&format!("/inputs/{input}/teams"));
    let teams = teams.as_object().expect("teams").keys();
    teams.map(|team| rows(&format!("/inputs/{input}/teams/{team}"))).collect()
}

/// Calls `each` with every case of a kind in `tests/data/measure_more.json`.
pub fn for_each_case(kind: &str, mut each: impl FnMut(Case)) {
    let all: Value = serde_json::from_str(include_str!("../../tests/data/measure_more.json"))
        .expect("valid JSON");
    for case in all[kind]["cases"].as_array().expect("cases") {
        each(Case(case));
    }
}

/// Inputs and outputs of one computation.
#[derive(Clone, Copy)]
pub struct Case<'a>(&'a Value);

impl Case<'_> {
    /// The number of that name.
    pub fn number(self, name: &str) -> f64 {
        self.0[name].as_f64().expect("a number")
    }

    /// The list of numbers of that name.
    pub fn numbers(self, name: &str) -> Vec<f64> {
        list(&self.0[name])
    }

    /// The list of whole numbers of that name.
    pub fn whole_numbers(self, name: &str) -> Vec<i64> {
        let list = self.0[name].as_array().expect("a list").iter();
        list.map(|n| n.as_i64().expect("whole")).collect()
    }

    /// The table of that name.
    pub fn rows(self, name: &str) -> Vec<Vec<f64>> {
        self.0[name].as_array().expect("a table").iter().map(list).collect()
    }
}
