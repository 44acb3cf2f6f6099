//! Files as people make them.

#![allow(clippy::format_push_string, reason = "tests may be slow")]

use super::*;
use crate::catalogue::Point;
use proptest::prelude::*;

fn header() -> String {
    let ids = PatternId::ALL.map(PatternId::as_str).join(",");
    format!("team,round,{ids}")
}

fn faults(text: &str) -> Vec<String> {
    read(text.as_bytes()).unwrap_err().iter().map(Fault::to_string).collect()
}

#[test]
fn a_file_is_read_by_the_names_of_its_columns_in_any_order() {
    let mut names: Vec<&str> = PatternId::ALL.map(PatternId::as_str).to_vec();
    names.reverse();
    let text = format!(
        "remark,Round,{},TEAM\nfine,2026-Q1,{},Payments\n,2026-Q1,{},Payments\n",
        names.join(","),
        "4".to_owned() + &",0".repeat(17),
        "?".to_owned() + &",".repeat(17),
    );
    let sheet = read(text.as_bytes()).unwrap();
    assert_eq!(sheet.ignored, ["remark"]);
    let people = &sheet.teams["Payments"]["2026-Q1"];
    let last = PatternId::ALL[17];
    assert_eq!(people[0].get(last), Answer::Point(Point::Extremely));
    assert_eq!(people[0].get(PatternId::ALL[0]), Answer::Point(Point::NotAtAll));
    assert_eq!(
        (people[1].get(last), people[1].get(PatternId::ALL[0])),
        (Answer::CantJudge, Answer::Blank)
    );
}

#[test]
fn semicolons_tabs_quotes_line_ends_and_a_byte_order_mark_are_understood() {
    let row = |mark: &str| format!("\"A, {mark}\"{mark}1{}", format!("{mark}2").repeat(18));
    for mark in [",", ";", "\t"] {
        let text = format!("\u{feff}{}\r\n{}\r\n\r\n", header().replace(',', mark), row(mark));
        let sheet = read(text.as_bytes()).unwrap();
        assert_eq!(sheet.teams.len(), 1, "{mark:?}");
        assert!(sheet.teams.contains_key(format!("A, {mark}").trim()), "{mark:?}");
    }
}

#[test]
fn every_fault_is_named_with_its_line_and_column_and_nothing_is_scored() {
    let good = ",1".repeat(18);
    let text =
        format!("{}\nA,1{good}\nB,1,5,x{}\n,1{good}\nC,1,1\nD,{good}\n", header(), ",1".repeat(16));
    let found = faults(&text);
    assert_eq!(found.len(), 5, "{found:#?}");
    assert!(
        found[0].starts_with("line 3, column 3 (experts-over-customers): \u{201c}5\u{201d}"),
        "{found:#?}"
    );
    assert!(found[1].starts_with("line 3, column 4 (projects-over-products): \u{201c}x\u{201d}"));
    assert_eq!(found[2], "line 4, column 1 (team): a name is missing here");
    assert!(
        found[3].starts_with("line 5: this line has 3 cells, but the first line names 20 columns")
    );
    assert_eq!(found[4], "line 6, column 2 (round): a name is missing here");
}

#[test]
fn missing_double_and_foreign_columns_are_named() {
    assert_eq!(faults(""), ["line 1: the file is empty; its first line names the columns"]);
    assert!(faults("a,b\n1,2\n")[0].contains("no column has one of our names"));
    let without = header().replace(",heroics", "");
    assert!(faults(&format!("{without}\n"))[0].ends_with("these columns are missing: heroics"));
    let twice = format!("{},heroics\n", header());
    assert!(
        faults(&twice)[0].starts_with("line 1, column 21 (heroics): this column is there twice")
    );
    assert!(faults(&header())[0].contains("holds no answers"));
}

#[test]
fn lines_are_counted_as_an_editor_counts_them_whatever_ends_them() {
    for end in ["\n", "\r\n", "\r"] {
        let good = format!("\"two{end}lines\",1{}", ",1".repeat(18));
        let bad = format!("A,1,x{}", ",1".repeat(17));
        let text = [header(), bad.clone(), String::new(), good, bad.clone(), bad].join(end);
        let lines: Vec<u64> =
            read(text.as_bytes()).unwrap_err().iter().map(|fault| fault.place.line).collect();
        assert_eq!(lines, [2, 6, 7], "{end:?}");
    }
}

#[test]
fn how_many_were_invited_may_stand_beside_the_answers() {
    let row = |team: &str, invited: &str| format!("{team},1,{invited}{}\n", ",1".repeat(18));
    let header = header().replacen("round,", "round,invited,", 1) + "\n";
    let text = header.clone() + &row("A", "8") + &row("A", "") + &row("B", "");
    let sheet = read(text.as_bytes()).unwrap();
    assert!(sheet.ignored.is_empty());
    let said = |team: &str| sheet.mentions[&(team.to_owned(), "1".to_owned())].clone();
    assert_eq!((said("A").invited, said("B").invited), (Some(8), None));
    assert_eq!(said("B").place, Place { line: 4, column: Some((2, "round".to_owned())) });
    let found =
        faults(&(header + &row("A", "8") + &row("A", "9") + &row("A", "2") + &row("B", "x")));
    assert_eq!(found.len(), 3, "{found:?}");
    assert_eq!(
        found[0],
        "line 3, column 3 (invited): another line of this round says that 8 were invited"
    );
    assert!(found[1].starts_with("line 4, column 3 (invited): \u{201c}2\u{201d}"));
}

#[test]
fn stricter_rules_find_their_faults_together_with_all_others() {
    let row =
        |team: &str, round: &str, cell: &str| format!("{team},{round},{cell}{}\n", ",1".repeat(17));
    let text = header() + "\n" + &row("A", "1", "x") + &row("bad", "1", "1") + &row("B", "no", "1");
    let refuse = |bad: &'static str| {
        move |cell: &str| if cell == bad { Err("no".to_owned()) } else { Ok(()) }
    };
    let rules = Rules { team: &refuse("bad"), round: &refuse("no") };
    let (_, found) = read_by(text.as_bytes(), rules);
    let found: Vec<String> = found.iter().map(Fault::to_string).collect();
    assert_eq!(found[1..], ["line 3, column 1 (team): no", "line 4, column 2 (round): no"]);
    assert!(found[0].starts_with("line 2, column 3 ("), "{found:?}");
}

#[test]
fn bytes_that_are_no_text_are_named_by_their_line() {
    let mut bytes = format!("{}\n", header()).into_bytes();
    bytes.extend(b"A\xff,1");
    let found = read(&bytes).unwrap_err();
    assert_eq!(found[0].place.line, 2);
}

#[test]
fn nothing_in_a_file_can_write_to_the_terminal() {
    let text = format!("{}\nA,1,\u{1b}[31mred{}\n", header(), ",1".repeat(17));
    let found = faults(&text);
    assert!(!found[0].contains('\u{1b}'), "{found:?}");
}

proptest! {
    #[test]
    fn whatever_the_bytes_reading_gives_a_sheet_or_faults(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = read(&bytes);
        let mut with_header = format!("{}\n", header()).into_bytes();
        with_header.extend(&bytes);
        if let Err(faults) = read(&with_header) {
            prop_assert!(!faults.is_empty());
        }
    }

    #[test]
    fn the_order_of_lines_leaves_no_trace(mut rows in proptest::collection::vec((0..3_u8, 1..3_u8, proptest::array::uniform18(0..6_u8)), 1..20)) {
        let text = |rows: &[(u8, u8, [u8; 18])]| {
            let mut text = header() + "\n";
            for (team, round, answers) in rows {
                let cells = answers.map(|a| if a < 5 { a.to_string() } else { "?".to_owned() });
                text += &format!("T{team},{round},{}\n", cells.join(","));
            }
            text
        };
        let options = crate::score::Options {
            gate: crate::score::Gate::Lifted,
            exactness: crate::measure::change::Exactness::WhileQuick,
        };
        let scored = |text: &str| {
            let sheet = read(text.as_bytes()).unwrap();
            serde_json::to_string(&crate::score::score(&sheet, options).unwrap()).unwrap()
        };
        let one = scored(&text(&rows));
        rows.reverse();
        prop_assert_eq!(one, scored(&text(&rows)));
    }
}
