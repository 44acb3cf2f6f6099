//! How finely figures are shown, read from the rule itself.

use crate::charts::words;
use crate::components::TableData;
use crate::disclosure::Band;
use crate::disclosure::display_rule::{DisplayRule, IntervalFrom, Kind, Scale};

/// The bands of people, the smallest first.
const BANDS: [Band; 6] = [
    Band::UpToSeven(3),
    Band::UpToSeven(4),
    Band::UpToSeven(5),
    Band::EightToEleven(8),
    Band::TwelveToNineteen,
    Band::TwentyOrMore,
];

/// For each band what is shown of statements and dimensions.
pub fn table() -> TableData {
    let columns = ["People", "Statements", "Dimensions", "Ranges of dimensions", "Words"];
    let row = |band: Band| {
        let rule = |kind| DisplayRule::of(kind, band);
        let (statement, dimension) = (rule(Kind::Statement), rule(Kind::Dimension));
        vec![
            words::band(band),
            scale(statement.scale),
            scale(dimension.scale),
            match dimension.interval {
                IntervalFrom::Displayed => "from the shown figure",
                IntervalFrom::Scores => "from the scores",
            }
            .to_owned(),
            if statement.word { "yes" } else { "no" }.to_owned(),
        ]
    };
    TableData {
        columns: columns.map(str::to_owned).to_vec(),
        rows: BANDS.into_iter().map(row).collect(),
    }
}

/// "to 10, from “20 or less” to “80 or more”"
fn scale(scale: Scale) -> String {
    let ends = format!(
        "\u{201c}{} or less\u{201d} to \u{201c}{} or more\u{201d}",
        scale.bottom(),
        scale.top()
    );
    if scale.levels() == 2 {
        return ends.replace("\u{201d} to \u{201c}", "\u{201d} or \u{201c}");
    }
    format!("to {}, {ends}", scale.step())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_reads_as_the_rule_is() {
        let table = table();
        assert_eq!(table.rows.len(), BANDS.len());
        assert_eq!(
            table.rows[2],
            [
                "5 to 7",
                "to 10, \u{201c}20 or less\u{201d} to \u{201c}80 or more\u{201d}",
                "to 5, \u{201c}10 or less\u{201d} to \u{201c}90 or more\u{201d}",
                "from the shown figure",
                "no"
            ]
        );
        assert_eq!(table.rows[0][1], "\u{201c}40 or less\u{201d} or \u{201c}60 or more\u{201d}");
        assert_eq!(table.rows[5][3..], ["from the scores", "yes"]);
    }
}
