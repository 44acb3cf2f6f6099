//! Experiments that a few teams have tried: on skills, problems and choices.

use super::{Words, said};

pub const ALL: [Words; 7] = [
    Words {
        experiment: "turn-one-form-into-self-service",
        current: &[
            "Requests for a test account: forty a month, four days each, ten minutes of work.",
        ],
        runs: &[&[
            said(
                "A page on which everybody gives themselves a test account for a week.",
                "Half of the requests disappear.",
                "The security people ask for an approval.",
                "The page is ready; the approval stayed, as a button.",
                "",
            ),
            said(
                "Show them the log of a month: nothing was ever refused.",
                "The button goes.",
                "",
                "It stays until the audit in autumn.",
                "We automated the form, and not the waiting.",
            ),
        ]],
    },
    Words {
        experiment: "give-each-problem-a-day",
        current: &[
            "Twenty-eight known problems, the oldest three years old, and none with a name beside it.",
        ],
        runs: &[
            &[
                said(
                    "Give the five oldest a name and a day.",
                    "Two are solved by then.",
                    "Names were taken from the roster, not asked for.",
                    "One solved. Three days passed without a word.",
                    "A day that somebody else writes down is no promise.",
                ),
                said(
                    "Let people choose, and close what nobody chooses.",
                    "Ten are left.",
                    "",
                    "Nine. Nobody missed the others so far.",
                    "",
                ),
            ],
            &[
                said(
                    "Every Monday one problem gets the whole morning.",
                    "One less a week.",
                    "",
                    "Two less in four weeks.",
                    "The mornings were used for other fires.",
                ),
                said(
                    "Put the morning at the start of the day, with the door closed.",
                    "It happens.",
                    "",
                    "Twice of three Mondays.",
                    "",
                ),
            ],
        ],
    },
    Words {
        experiment: "let-the-newcomer-type",
        current: &["The night changes are done by the same two people, from memory."],
        runs: &[&[
            said(
                "On Thursday the newcomer types, and the two who know keep their hands off.",
                "Twice as slow, and a better runbook.",
                "The window is only an hour.",
                "They took the keyboard back after twenty minutes.",
                "An hour at night is the wrong place to learn.",
            ),
            said(
                "The same by day, on the rehearsal system.",
                "She does it alone the second time.",
                "There is no rehearsal system for the old one.",
                "Not possible before the move.",
                "",
            ),
        ]],
    },
    Words {
        experiment: "count-handovers",
        current: &["A change of the timetable passes through many hands. We do not know how many."],
        runs: &[&[
            said(
                "Put a slip on five changes; everybody who touches one writes a line.",
                "Six hands.",
                "",
                "Eleven, at the most. Two slips were lost.",
                "",
            ),
            said(
                "Ask the three in the middle what they add.",
                "One can be left out.",
                "All three are in other departments.",
                "Two did not answer.",
                "Counting alone moves nobody who is not asked to take part.",
            ),
        ]],
    },
    Words {
        experiment: "write-down-why",
        current: &[
            "We discuss the same choice of database every half year, each time with other people.",
        ],
        runs: &[
            &[
                said(
                    "One page for each decision of this month: what, why, what else we looked at.",
                    "Three pages.",
                    "Nobody wants to be the one who writes.",
                    "One page.",
                    "",
                ),
                said(
                    "Write it in the meeting, on the screen, before we leave.",
                    "Every decision has its page.",
                    "",
                    "Two of four. The other two were not decisions, it turned out.",
                    "It shows which meetings decide nothing.",
                ),
            ],
            &[
                said(
                    "Write the last big decision down from memory, each of us alone, and compare.",
                    "We agree on the reasons.",
                    "",
                    "Five people, four reasons.",
                    "That was worth the hour.",
                ),
                said(
                    "Keep the pages beside the code.",
                    "Somebody reads one within a month.",
                    "",
                    "The newcomer read all of them in his first week.",
                    "",
                ),
            ],
        ],
    },
    Words {
        experiment: "limit-open-work",
        current: &[
            "Nineteen things in progress, seven people.",
            "Everybody has three things open, so that one can always wait for somebody.",
        ],
        runs: &[
            &[
                said(
                    "At most nine things open. Whoever is done helps to finish before they begin.",
                    "Things take a week less.",
                    "Two things wait for a supplier and fill their places.",
                    "Twelve open after a week, nine after two.",
                    "Half of what was open waited for a question nobody had asked.",
                ),
                said(
                    "Things that wait for somebody outside get a place of their own, with room for three.",
                    "We chase them sooner.",
                    "",
                    "Two of three came back within days.",
                    "",
                ),
                said(
                    "Seven.",
                    "Some of us are idle now and then, and that is fine.",
                    "Idle feels wrong.",
                    "We reviewed each other\u{2019}s work at once, for want of anything else to begin.",
                    "Idle hands review.",
                ),
            ],
            &[
                said(
                    "Count what is open each morning for ten days.",
                    "About fifteen.",
                    "",
                    "Eighteen to twenty-two.",
                    "",
                ),
                said(
                    "Begin nothing on Mondays.",
                    "Three things less by Tuesday.",
                    "Mondays are when requests come in.",
                    "Four less. The requests waited a day, unharmed.",
                    "Most of what is urgent on a Monday is not urgent on a Tuesday.",
                ),
            ],
        ],
    },
    Words {
        experiment: "ask-two-teams-first",
        current: &["We built a queue of our own last year. Two other teams have one."],
        runs: &[&[
            said(
                "Before we begin the address check: ask two teams whether they have one.",
                "One has something we can use.",
                "",
                "One has, and it is better than what we had planned.",
                "The asking took an hour, the building would have taken a month.",
            ),
            said(
                "The same for the next two things on the list.",
                "One of two.",
                "We do not know whom to ask.",
                "None, but a name for the next time.",
                "",
            ),
            said(
                "Tell the others what we are about to build, in three lines.",
                "Somebody says \u{201c}wait\u{201d}.",
                "",
                "Somebody did, within the hour.",
                "",
            ),
        ]],
    },
];
