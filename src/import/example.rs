//! A file to begin with.

use super::MOST_ANSWERS;
use crate::catalogue::{Answer, Answers, PatternId, Point};
use crate::charts::Table;
use crate::days;
use jiff::civil::Date;

/// How many invented people answer in each round, beyond the minimum group.
const MORE: usize = 2;

/// A small file that can be imported as it is: two teams that do not exist, two
/// quarters that are over, and invented answers, enough of them to be shown.
#[must_use]
pub fn example(today: Date, minimum_group: u8) -> String {
    let latest = days::quarter_before(&days::quarter(today)).unwrap_or_default();
    let earlier = days::quarter_before(&latest).unwrap_or_default();
    let people = (usize::from(minimum_group) + MORE).min(MOST_ANSWERS);
    let mut columns = vec!["team".to_owned(), "round".to_owned(), "invited".to_owned()];
    columns.extend(PatternId::ALL.map(|id| id.as_str().to_owned()));
    let mut rows = Vec::new();
    for (team, name) in ["Example team one", "Example team two"].into_iter().enumerate() {
        for (round, quarter) in [&earlier, &latest].into_iter().enumerate() {
            for person in 0..people {
                let mut row = vec![name.to_owned(), quarter.clone(), (people + 1).to_string()];
                let said = invented(team, round, person);
                row.extend(said.iter().map(|(_, answer)| answer.as_str().to_owned()));
                rows.push(row);
            }
        }
    }
    Table { columns, rows }.csv()
}

/// Answers around a middle that falls a little from round to round; now and then
/// somebody cannot judge, or leaves a blank.
fn invented(team: usize, round: usize, person: usize) -> Answers {
    let mut answers = Answers::default();
    for id in PatternId::ALL {
        let mix = id.index() * 5 + person * 3 + team * 2;
        let answer = match mix % 23 {
            7 => Answer::CantJudge,
            11 => Answer::Blank,
            _ => {
                let point = (id.index() + team + mix % 3).saturating_sub(round) % Point::ALL.len();
                Point::ALL.get(point).copied().map_or(Answer::Blank, Answer::Point)
            }
        };
        answers.set(id, answer);
    }
    answers
}
