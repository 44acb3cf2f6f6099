//! How much of single answers follows from what is shown: the yardstick's table, in words.

use crate::components::{DataTable, Mark, TableData};
use crate::disclosure::yardstick::{ExactRow, SampledRow, Shares, Table};
use leptos::prelude::*;

/// The section, from the committed table.
pub fn section() -> impl IntoView {
    let Ok(table) = Table::committed() else { return ().into_any() };
    let exact = exact(&table.exact);
    let sampled = sampled(&table.sampled);
    let exact_marks = marks(&exact);
    let sampled_marks = marks(&sampled);
    let five = table.exact.iter().find(|row| row.people == 5).map(|row| five(*row));
    view! {
        <section aria-labelledby="gives-away">
            <h2 id="gives-away">"How much a report gives away"</h2>
            <p data-promise="figures-give-little-away">{five}</p>
            <p data-plain="">"That everybody answered \u{201c}not at all\u{201d} can follow from a report; it accuses nobody, so it is not counted here. The numbers are for twelve very different ways in which people might answer: on average, and in brackets for the worst of them."</p>
            <DataTable
                caption="From a statement, its dimension and the two other statements of it, every possible set of answers counted"
                table=exact
                marks=exact_marks
            />
            <details class="fine">
                <summary>"With everything that is shown together"</summary>
                <p data-plain="">"The same with the other dimensions, words, the overall figure, the round before and the verdicts on what has changed, half of the rounds with answers missing. Here rounds were drawn by chance, and a search looked for other answers that would show exactly the same; where it found none, the case counts as given away. So the true numbers are not higher, but for chance."</p>
                <DataTable
                    caption="From everything shown of two rounds, a sample"
                    table=sampled
                    marks=sampled_marks
                />
            </details>
        </section>
    }
    .into_any()
}

fn marks(table: &TableData) -> Vec<Mark> {
    table.rows.iter().map(|_| Mark::Promise("figures-give-little-away")).collect()
}

/// What it means for a person in a team of five.
fn five(row: ExactRow) -> String {
    format!(
        "In a team of five, a colleague who knows their own answers can be certain of yours to a given statement in {} of cases on average, and in {} where people answer in the way that gives away most. Over all eighteen statements together, this happens with at least one in {} of reports.",
        percent(row.certain.mean),
        percent(row.certain.worst),
        percent(row.one_of_eighteen.mean),
    )
}

fn exact(rows: &[ExactRow]) -> TableData {
    let columns = [
        "People",
        "A colleague is certain of another\u{2019}s answer to a statement",
        "The same for at least one of the eighteen",
        "A colleague knows how many chose each point",
        "Somebody who did not answer has fewer than five possibilities left",
    ];
    let row = |row: &ExactRow| {
        let at_most = if row.one_of_eighteen_is_bound { "at most " } else { "" };
        vec![
            row.people.to_string(),
            both(row.certain),
            format!("{at_most}{}", both(row.one_of_eighteen)),
            both(row.histogram.insider),
            both(row.few_sets.facilitator),
        ]
    };
    table(&columns, rows.iter().map(row))
}

fn sampled(rows: &[SampledRow]) -> TableData {
    let columns = [
        "People",
        "Pairs of rounds",
        "A colleague is certain of another\u{2019}s answer to a statement",
        "The same for at least one of the eighteen",
        "A colleague knows how many chose each point",
        "Somebody who did not answer has fewer than five possibilities left",
    ];
    let row = |row: &SampledRow| {
        vec![
            row.people.to_string(),
            row.drawn.to_string(),
            both(row.certain),
            both(row.one_of_eighteen),
            both(row.histogram),
            both(row.few_sets),
        ]
    };
    table(&columns, rows.iter().map(row))
}

fn table(columns: &[&str], rows: impl Iterator<Item = Vec<String>>) -> TableData {
    TableData {
        columns: columns.iter().map(|name| (*name).to_owned()).collect(),
        rows: rows.collect(),
    }
}

/// On average, and at worst in brackets.
fn both(shares: Shares) -> String {
    format!("{} ({})", percent(shares.mean), percent(shares.worst))
}

/// A share in per cent, rounded up to hundredths: it never promises too much.
fn percent(share: f64) -> String {
    format!("{:.2}\u{a0}%", (share * 1e4 - 1e-9).ceil() / 100.0 + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disclosure::yardstick::{COUNTED, SAMPLED_UP_TO};

    #[test]
    fn shares_are_rounded_up() {
        assert_eq!(percent(0.0), "0.00\u{a0}%");
        assert_eq!(percent(0.000_001), "0.01\u{a0}%");
        assert_eq!(percent(0.001_6), "0.16\u{a0}%");
        assert_eq!(percent(0.001_601), "0.17\u{a0}%");
    }

    #[test]
    fn every_number_of_people_that_is_counted_has_a_row() {
        let committed = Table::committed().unwrap();
        let people = |table: TableData| -> Vec<String> {
            table.rows.into_iter().map(|row| row[0].clone()).collect()
        };
        let counted = |up_to: u32| -> Vec<String> {
            let counted = COUNTED.iter().filter(|(people, _)| *people <= up_to);
            counted.map(|(people, _)| people.to_string()).collect()
        };
        assert_eq!(people(exact(&committed.exact)), counted(u32::MAX));
        assert_eq!(people(sampled(&committed.sampled)), counted(SAMPLED_UP_TO));
    }
}
