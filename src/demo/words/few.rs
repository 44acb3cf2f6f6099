//! Experiments that a few teams have tried: on how work flows.

use super::{Words, said};

pub const ALL: [Words; 7] = [
    Words {
        experiment: "halve-the-next-release",
        current: &[
            "A release every six weeks with about forty changes; the last two were taken back.",
        ],
        runs: &[&[
            said(
                "Cut the list for May in two and ship the first half at once.",
                "The first half goes out without a weekend.",
                "Marketing has announced all of it.",
                "It went out on a Tuesday. Marketing announced twice and was happy about it.",
                "",
            ),
            said(
                "The second half two weeks later, with its own way back.",
                "No taking back.",
                "",
                "One change was taken back, in ten minutes, alone.",
                "When twenty changes go, one knows which of them it was.",
            ),
            said(
                "Halve once more: ten changes, every ten days.",
                "The rehearsal takes two hours instead of a day.",
                "The rehearsal environment is booked in weeks.",
                "Three hours. We now share the environment by the day.",
                "",
            ),
        ]],
    },
    Words {
        experiment: "talk-to-a-user-each-week",
        current: &["Nobody on the team has spoken with a passenger since the last redesign."],
        runs: &[&[
            said(
                "Two of us stand at the gate for an hour and watch people scan their tickets.",
                "We see three things that annoy them.",
                "The harbour office wanted a form first.",
                "Seven things. The worst is the sun on the screen.",
                "None of the seven was in our backlog.",
            ),
            said(
                "Ring one freight customer and ask to be shown how she books.",
                "She uses the new page.",
                "",
                "She uses a spreadsheet, and types it over on Fridays.",
                "The new page is for us.",
            ),
            said(
                "Every Thursday another one of us, half an hour, notes on one card.",
                "It survives a busy week.",
                "",
                "Four of four weeks.",
                "",
            ),
            said(
                "Begin the planning with the cards.",
                "One item of the plan comes from a card.",
                "",
                "Three did, and two others fell out.",
                "It is harder to argue with a card than with an opinion.",
            ),
        ]],
    },
    Words {
        experiment: "script-one-step-a-week",
        current: &[
            "Bringing a new terminal up takes twenty-six steps by hand, and differs by who does it.",
        ],
        runs: &[
            &[
                said(
                    "Script the three steps that everybody gets wrong.",
                    "Two hours less for each terminal.",
                    "",
                    "One hour less, and no more wrong addresses.",
                    "",
                ),
                said(
                    "Put the script where the runbook is, and shorten the runbook.",
                    "The next one is done with it by somebody else.",
                    "The runbook is in three places.",
                    "Done by the newest of us. She found two more places.",
                    "A script nobody finds is a private habit.",
                ),
                said(
                    "One more step: the certificates.",
                    "No expiry by surprise.",
                    "We have no right to ask for certificates by program.",
                    "Half done; the right takes two weeks.",
                    "",
                ),
            ],
            &[
                said(
                    "Film the monthly stock run and count what is done by hand.",
                    "About ten things.",
                    "",
                    "Twenty-three.",
                    "We had stopped seeing most of it.",
                ),
                said(
                    "Script the export, the dullest of them.",
                    "Half an hour saved, and no typing errors.",
                    "",
                    "Twenty minutes; no errors in two runs.",
                    "",
                ),
            ],
        ],
    },
    Words {
        experiment: "cap-unplanned-work",
        current: &["In the last month half of our hours went to things that were not planned."],
        runs: &[
            &[
                said(
                    "Mark everything unplanned with a red card, for two weeks, and change nothing.",
                    "Forty per cent.",
                    "",
                    "Fifty-two per cent, most of it from two systems.",
                    "We argued about every card for three days, and then about none.",
                ),
                said(
                    "One of us takes all the red cards for a day, in turn; the others are left alone.",
                    "Three plans out of four hold.",
                    "The one who is on feels alone.",
                    "Four of five hold. We made it two for Mondays.",
                    "",
                ),
                said(
                    "When red reaches a quarter of the week, something planned is taken off, openly.",
                    "The product owner chooses what.",
                    "",
                    "He did, twice, without being asked a second time.",
                    "He had never known what the rush cost.",
                ),
            ],
            &[
                said(
                    "Say no once a day, kindly, with a day on which it can be done.",
                    "Nobody is cross.",
                    "",
                    "One was cross, for an hour.",
                    "",
                ),
                said(
                    "Write down who asked and what became of it.",
                    "A third resolves itself.",
                    "",
                    "Nearly half did.",
                    "Waiting a day is a filter.",
                ),
            ],
        ],
    },
    Words {
        experiment: "rehearse-the-way-back",
        current: &[
            "There is a plan for taking a change back. It was used once, in 2023, and did not work.",
        ],
        runs: &[&[
            said(
                "Take last week\u{2019}s change back on the rehearsal system, with the clock running.",
                "Thirty minutes.",
                "",
                "Two hours and ten. Step six needs a person who has left.",
                "The plan was for a system that is gone.",
            ),
            said(
                "Rewrite the plan while doing it again.",
                "Under an hour.",
                "",
                "Forty-five minutes, two of us.",
                "",
            ),
            said(
                "On the real system, on a quiet Wednesday morning, with the harbour told.",
                "Under half an hour, and nobody notices.",
                "The harbour master did not like the word rehearsal.",
                "Twenty-two minutes. One person noticed, and rang to ask whether all was well.",
                "We would do it before every large change now.",
            ),
        ]],
    },
    Words {
        experiment: "pair-on-the-rarest-skill",
        current: &[
            "One of us can change the pricing engine. Her leave is planned around ours, or the other way round.",
        ],
        runs: &[
            &[
                said(
                    "Two mornings a week together on the engine; the newcomer types.",
                    "After two weeks he does a small change alone.",
                    "She is asked for by everybody else in those mornings.",
                    "He did, with one question.",
                    "",
                ),
                said(
                    "She is away for a week, reachable for nothing.",
                    "We manage.",
                    "",
                    "We managed, slowly. One thing waited for her, and it could wait.",
                    "It had been kindness that kept it with her: she answered so fast.",
                ),
                said(
                    "The third of us joins, the second teaches.",
                    "What is taught by the second sticks better.",
                    "",
                    "It did. He explained what she finds obvious.",
                    "",
                ),
            ],
            &[
                said(
                    "Draw who can do what, with marks from one to three.",
                    "Two rows with a single three.",
                    "",
                    "Five rows.",
                    "We had thought of the engine only.",
                ),
                said(
                    "Pair on the worst row for a fortnight.",
                    "A second two.",
                    "The sprint goal came first.",
                    "A second one and a half, honestly.",
                    "It has to be part of the goal, or it does not happen.",
                ),
            ],
        ],
    },
    Words {
        experiment: "cut-one-thin-slice",
        current: &[
            "The new loyalty scheme is planned in nine parts. None of them can be used alone.",
        ],
        runs: &[&[
            said(
                "Find the thinnest piece that one ferry line could use.",
                "A piece of two weeks.",
                "The parts were cut by department.",
                "The thinnest we found is five weeks.",
                "We cut along our own borders.",
            ),
            said(
                "Cut again, with somebody from the line in the room.",
                "Three weeks.",
                "",
                "Three and a half. It still needs all three back ends.",
                "The slice is thin in features and thick in systems.",
            ),
        ]],
    },
];
