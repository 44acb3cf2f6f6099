//! Which other teams may have asked the same people.
//!
//! Andon does not know who the people are, so the rule goes by what is known: names, and
//! which teams are new. Somebody who wants to ask the same people twice within 28 days
//! has to use another team, and that one is either new, or made anew under a name that
//! people will recognise. Ordinary teams that have had reports before are never warned of.

use crate::pages::participation::Overlap;
use crate::store::RecentTeam;

/// The shortest name that counts as the beginning of another.
const BEGINNING: usize = 4;
/// How much longer the other may be, in letters and digits: "2", "new", "team".
const ENDING: usize = 4;

/// What is to be said of the `others` that have asked within 28 days. `is_new` says that the
/// team itself is younger than that and has had no report; `opened_at` is when its present
/// round was opened, in seconds since 1970.
pub fn find(
    name: &str,
    is_new: bool,
    opened_at: Option<i64>,
    others: &[RecentTeam],
) -> Vec<Overlap> {
    let mut found = Vec::new();
    if others.iter().any(|other| !other.deleted && alike(name, &other.name)) {
        found.push(Overlap::SameName);
    }
    if is_new && others.iter().any(|other| other.deleted) {
        found.push(Overlap::DeletedTeam);
    }
    let made_since = |at: i64| opened_at.is_some_and(|opened_at| at >= opened_at);
    let new = others
        .iter()
        .filter(|other| !other.deleted && (is_new || made_since(other.created_at)))
        .count();
    if new > 0 {
        found.push(Overlap::NewTeam(new));
    }
    found
}

/// Whether two names are the same but for capitals, spaces, punctuation and a short ending.
/// "Team 1" and "Team 12" are two numbers, not one name.
fn alike(one: &str, other: &str) -> bool {
    let (one, other) = (plain(one), plain(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let Some(rest) = long.strip_prefix(short.as_slice()) else { return false };
    let numbers = short.last().is_some_and(|c| c.is_numeric())
        && rest.first().is_some_and(|c| c.is_numeric());
    rest.is_empty() || (short.len() >= BEGINNING && rest.len() <= ENDING && !numbers)
}

/// Its letters and digits, small; all of it where there are none.
fn plain(name: &str) -> Vec<char> {
    let letters: Vec<char> =
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if letters.is_empty() { name.chars().collect() } else { letters }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::TeamId;

    const DAY: i64 = crate::clock::DAY;

    fn team(name: &str, created_at: i64, deleted: bool) -> RecentTeam {
        let id = TeamId::random().unwrap();
        RecentTeam { id, name: name.to_owned(), created_at, deleted }
    }

    #[test]
    fn names_are_alike_but_for_how_they_are_written_and_a_short_ending() {
        for (one, other) in [
            ("Payments", "payments"),
            ("Payments", "Pay-ments 2"),
            ("Payments new", "Payments"),
            ("B\u{dc}CHER", "b\u{fc}cher"),
            ("!", "!"),
        ] {
            assert!(alike(one, other), "{one}, {other}");
        }
        for (one, other) in [
            ("Team 1", "Team 2"),
            ("Team 1", "Team 12"),
            ("Pay", "Payments"),
            ("Web", "Web 2"),
            ("Platform", "Platform security"),
            ("!", "?"),
        ] {
            assert!(!alike(one, other), "{one}, {other}");
        }
    }

    #[test]
    fn two_new_teams_are_told_of_each_other() {
        let others = [team("Search", 100 * DAY, false)];
        assert_eq!(find("Payments", true, None, &others), [Overlap::NewTeam(1)]);
    }

    #[test]
    fn a_team_made_while_a_round_is_open_is_told_of_in_that_round() {
        let others = [team("Search", 100 * DAY, false), team("Web", 3 * DAY, false)];
        assert_eq!(find("Payments", false, Some(99 * DAY), &others), [Overlap::NewTeam(1)]);
        assert!(find("Payments", false, Some(101 * DAY), &others).is_empty());
    }

    #[test]
    fn a_team_made_anew_after_another_was_deleted_is_warned_of() {
        let others = [team("", 3 * DAY, true)];
        assert_eq!(find("Payments", true, None, &others), [Overlap::DeletedTeam]);
        assert!(find("Payments", false, Some(DAY), &others).is_empty(), "an old team");
    }

    #[test]
    fn forty_ordinary_teams_are_not_warned_of_each_other() {
        let names: Vec<String> = (1..=40).map(|number| format!("Team {number}")).collect();
        for (place, name) in names.iter().enumerate() {
            let others: Vec<_> = names
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != place)
                .map(|(_, name)| team(name, DAY, false))
                .collect();
            assert!(find(name, false, Some(300 * DAY), &others).is_empty(), "{name}");
        }
    }
}
