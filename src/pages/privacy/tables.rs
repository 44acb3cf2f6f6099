//! The privacy page's tables, each row of which is marked.

use crate::components::{Mark, TableData};

/// A table, and what each of its rows is.
pub type MarkedTable = (TableData, Vec<Mark>);

/// What is stored while a round is open.
pub fn stored() -> MarkedTable {
    table(
        ["What", "Where", "Until when"],
        &[
            (
                Mark::Promise("change-and-withdraw nothing-beside-the-answers"),
                [
                    "Your answers, filed under the fingerprint of a receipt",
                    "On the server: one value for each round, with everybody\u{2019}s fingerprints and answers, and nothing else",
                    "The round closes, or you withdraw them",
                ],
            ),
            (
                Mark::Promise("no-list-of-ballots ballot-for-a-day"),
                [
                    "The ballot: the right to answer once, signed",
                    "In your browser alone; the server keeps no list of ballots",
                    "You submit; unused, one day",
                ],
            ),
            (
                Mark::Promise("receipt-for-the-answer-page receipt-ends-with-round"),
                [
                    "The receipt: it lets you change or withdraw your answers",
                    "In your browser alone, in a cookie that scripts cannot read and that is sent to the answer page only",
                    "The round\u{2019}s closing day and the seven days that may follow it are over, or you press Forget me on this device; opening one of the round\u{2019}s pages after the close removes it too",
                ],
            ),
            (
                Mark::Promise("draft-in-the-browser"),
                ["A draft, if JavaScript is on", "In your browser alone", "You submit"],
            ),
        ],
    )
}

/// Who sees what.
pub fn readers() -> MarkedTable {
    table(
        ["Who", "Sees", "Does not see"],
        &[
            (
                Mark::Promise("change-and-withdraw each-role-its-own"),
                [
                    "A respondent",
                    "Their own answers, in their own browser, until the close",
                    "The report, unless someone shares it",
                ],
            ),
            (
                Mark::Promise("each-role-its-own no-single-answers only-the-count-while-open"),
                [
                    "The facilitator of a team",
                    "How many have answered; after the close, that team\u{2019}s reports; its delivery signals",
                    "Any single answer; who has answered; other teams",
                ],
            ),
            (
                Mark::Promise("each-role-its-own share-link-ends share-link-opens-one-report"),
                [
                    "A reader with a share link",
                    "One report, and whether it has clearly changed since the team\u{2019}s round before, until the link is revoked or expires",
                    "Any figure of the round before, and other reports; what is under way; delivery signals; other teams",
                ],
            ),
            (
                Mark::Promise("each-role-its-own sharing-ends-at-once notes-are-ones-own"),
                [
                    "A coach",
                    "The reports and the delivery signals of teams that have chosen to share; the coach\u{2019}s own notes",
                    "Teams that do not share; any single answer; what is under way",
                ],
            ),
            (
                Mark::Promise(
                    "each-role-its-own three-teams-at-least no-way-to-a-team cords-in-steps signals-in-bands",
                ),
                [
                    "A leader",
                    "Figures over many teams, once a quarter; groups of teams; counts of teams in bands of delivery signals; anti-patterns on which at least three teams have pulled the cord",
                    "Any single team, also by subtraction; names of teams; which teams have pulled; any single answer",
                ],
            ),
            (
                Mark::Promise("calendars-show-days"),
                [
                    "Whoever has the address of a team\u{2019}s calendar",
                    "The team\u{2019}s days: until when a round is open, when the next one can open, titles and days of experiments",
                    "Any result; how many have answered",
                ],
            ),
            (
                Mark::Promise("messages-hold-no-result"),
                [
                    "The chat to which a team\u{2019}s messages go",
                    "That a round has opened or closed, and whether there is a report; titles of experiments that are due",
                    "Any result; how many have answered",
                ],
            ),
            (
                Mark::Promise("each-role-its-own log-knows-no-respondent"),
                [
                    "The administrator",
                    "Names of teams and groups, which access links exist, and a log of what was done with them; with a leader\u{2019}s link, which it can make for itself, what leadership sees",
                    "Reports; any single answer; coaches\u{2019} notes; who has answered",
                ],
            ),
        ],
    )
}

/// All cookies that Andon sets.
pub fn cookies() -> MarkedTable {
    table(
        ["Cookie", "For whom", "What it does"],
        &[
            (
                Mark::Promise("session-for-thirty-days"),
                [
                    "andon",
                    "Everybody with an access link or a company account",
                    "Remembers which access links this browser has opened, for 30 days, and your company account for 12 hours",
                ],
            ),
            (
                Mark::Promise("sign-in-cookie-for-ten-minutes"),
                [
                    "signin",
                    "Whoever signs in with a company account",
                    "Lets the answer of the identity provider count in this browser only; 10 minutes at most",
                ],
            ),
            (
                Mark::Promise("receipt-for-the-answer-page"),
                [
                    "ballot",
                    "Respondents",
                    "Ballot, later receipt; sent to one round\u{2019}s answer page only",
                ],
            ),
            (Mark::Plain, ["theme", "Whoever switches it", "Remembers light or dark"]),
        ],
    )
}

fn table(columns: [&str; 3], rows: &[(Mark, [&str; 3])]) -> MarkedTable {
    let owned = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
    let (marks, rows) = rows.iter().map(|(mark, row)| (*mark, owned(*row))).unzip();
    (TableData { columns: owned(columns), rows }, marks)
}
