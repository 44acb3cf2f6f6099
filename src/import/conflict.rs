//! What in a file contradicts itself, whatever the organisation has.

use super::plan::{Draft, Outcome};
use super::{DAYS_BETWEEN, MOST_ANSWERS, MOST_ROUNDS};
use crate::days;
use crate::score::{Fault, Sheet, quoted, whole};

/// Whether the file holds more rounds than one import takes.
pub(super) fn size(sheet: &Sheet) -> Vec<Fault> {
    let count: usize = sheet.teams.values().map(std::collections::BTreeMap::len).sum();
    if count > MOST_ROUNDS {
        let what = format!(
            "the file holds {count} rounds, and one import takes {MOST_ROUNDS}: split it by team"
        );
        return vec![whole(1, &what)];
    }
    Vec::new()
}

/// Faults of single rounds and between rounds of one team; `drafts` are ordered by
/// team and day.
pub(super) fn within(drafts: &[Draft]) -> Vec<Fault> {
    let mut faults: Vec<Fault> = drafts.iter().filter_map(too_many).collect();
    for pair in drafts.windows(2) {
        if let [one, other] = pair
            && one.row.target == other.row.target
            && one.row.day == other.row.day
        {
            faults.push(twice(one, other));
        }
    }
    // A round that is left out stands in nobody's way.
    let added: Vec<&Draft> =
        drafts.iter().filter(|draft| draft.row.outcome == Outcome::Added).collect();
    for pair in added.windows(2) {
        if let [one, other] = pair
            && one.row.target == other.row.target
            && one.row.day != other.row.day
            && days::number(other.row.day) - days::number(one.row.day) < DAYS_BETWEEN
        {
            let what = format!(
                "this round of {} closed on {}, fewer than {DAYS_BETWEEN} days after the one that closed on {} (line {})",
                quoted(&other.row.team),
                days::written(other.row.day),
                days::written(one.row.day),
                one.place.line
            );
            faults.push(Fault { place: other.place.clone(), what });
        }
    }
    faults
}

/// More people answered than can have.
fn too_many(draft: &Draft) -> Option<Fault> {
    let count = draft.row.answers.len();
    let what = if count > MOST_ANSWERS {
        format!("{count} lines answer in this round, and a round has at most {MOST_ANSWERS}")
    } else {
        let invited = draft.row.invited.filter(|invited| usize::from(*invited) < count)?;
        format!("{count} lines answer in this round, but only {invited} are said to be invited")
    };
    Some(Fault { place: draft.place.clone(), what })
}

fn twice(one: &Draft, other: &Draft) -> Fault {
    let (first, second) = if one.place < other.place { (one, other) } else { (other, one) };
    let what = format!(
        "\u{201c}{}\u{201d} and \u{201c}{}\u{201d} (line {}) are one day, {}: write one round of a team in one way",
        second.written,
        first.written,
        first.place.line,
        days::written(one.row.day)
    );
    Fault { place: second.place.clone(), what }
}
