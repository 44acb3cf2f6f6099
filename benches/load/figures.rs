//! What was measured, and whether it keeps within its budget.

use std::fmt;
use std::time::Duration;

/// A line of the table.
pub struct Figure {
    pub what: String,
    /// With its unit.
    pub measured: String,
    /// What it was held against in the same run, with its unit; empty where nothing was.
    pub against: String,
    /// What counts: the ratio, or the figure once more.
    pub result: String,
    /// Empty where there is none.
    pub budget: String,
    /// Nothing where there is no budget.
    pub kept: Option<bool>,
}

#[derive(Default)]
pub struct Figures(pub Vec<Figure>);

impl Figures {
    fn add(&mut self, figure: Figure) {
        eprintln!("    {}: {} {}", figure.what, figure.measured, figure.result);
        self.0.push(figure);
    }

    /// A rate as a part of another, which has to be at least so much.
    pub fn share(&mut self, what: &str, rate: f64, of: (&str, f64), least: f64) {
        let ratio = rate / of.1;
        // Small parts in percent, large ones as multiples.
        let number = |value: f64| {
            if value < 1.0 {
                format!("{:.0} %", value * 100.0)
            } else {
                format!("{value:.2} times")
            }
        };
        self.add(Figure {
            what: what.to_owned(),
            measured: format!("{} a second", grouped(rate)),
            against: format!("{}: {} a second", of.0, grouped(of.1)),
            result: number(ratio),
            budget: format!("at least {}", number(least)),
            kept: Some(ratio >= least),
        });
    }

    /// How much longer something takes than something else.
    pub fn times(&mut self, what: &str, took: Duration, than: (&str, Duration), most: f64) {
        let ratio = took.as_secs_f64() / than.1.as_secs_f64();
        self.add(Figure {
            what: what.to_owned(),
            measured: milliseconds(took),
            against: format!("{}: {}", than.0, milliseconds(than.1)),
            result: format!("{ratio:.2} times"),
            budget: format!("at most {most:.2} times"),
            kept: Some(ratio <= most),
        });
    }

    /// How long something takes, with what it is to be compared with, if anything.
    pub fn time(&mut self, what: &str, took: Duration, against: &str, most: Duration) {
        self.add(Figure {
            what: what.to_owned(),
            measured: milliseconds(took),
            against: against.to_owned(),
            result: milliseconds(took),
            budget: format!("at most {}", milliseconds(most)),
            kept: Some(took <= most),
        });
    }

    /// How much memory something takes, in MiB.
    pub fn memory(&mut self, what: &str, mebibytes: f64, against: &str, most: f64) {
        self.add(Figure {
            what: what.to_owned(),
            measured: format!("{mebibytes:.0} MiB"),
            against: against.to_owned(),
            result: format!("{mebibytes:.0} MiB"),
            budget: format!("at most {most:.0} MiB"),
            kept: Some(mebibytes <= most),
        });
    }

    /// A figure for scale, without a budget.
    pub fn note(&mut self, what: &str, measured: String) {
        self.add(Figure {
            what: what.to_owned(),
            result: measured.clone(),
            measured,
            against: String::new(),
            budget: String::new(),
            kept: None,
        });
    }
}

/// As a table in Markdown.
impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "| what | measured | against | result | budget | |")?;
        writeln!(f, "|---|---|---|---|---|---|")?;
        for Figure { what, measured, against, result, budget, kept } in &self.0 {
            let kept = match kept {
                Some(true) => "kept",
                Some(false) => "**missed**",
                None => "",
            };
            writeln!(f, "| {what} | {measured} | {against} | {result} | {budget} | {kept} |")?;
        }
        Ok(())
    }
}

/// With commas between the thousands.
pub fn grouped(number: f64) -> String {
    let digits = format!("{number:.0}");
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

pub fn milliseconds(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1000.0;
    if milliseconds >= 10.0 {
        format!("{milliseconds:.0} ms")
    } else if milliseconds >= 0.1 {
        format!("{milliseconds:.2} ms")
    } else {
        format!("{:.0} \u{b5}s", milliseconds * 1000.0)
    }
}

/// The one in the middle.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
