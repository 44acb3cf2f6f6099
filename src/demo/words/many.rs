//! Experiments that many teams have tried.

use super::{Words, said};

pub const ALL: [Words; 3] = [
    Words {
        experiment: "merge-every-day",
        current: &[
            "Branches live for nine days at the median; the oldest open one is from last month.",
            "We merge on Thursdays, all of us, and Friday is for repairing it.",
            "Two of us merge daily. The others wait until a feature is whole.",
            "Reviews take three days, so nobody bothers to merge small things.",
        ],
        runs: &[
            &[
                said(
                    "Everyone merges what they have at three o\u{2019}clock, unfinished or not, behind a switch.",
                    "Half of the open branches are gone by Friday.",
                    "Two services have no switches.",
                    "Four of eleven branches were left. The build broke once, for twenty minutes.",
                    "Small merges break small things.",
                ),
                said(
                    "Add a switch to the two services that have none.",
                    "No branch older than two days.",
                    "",
                    "Done in an afternoon each. One branch reached three days because of a holiday.",
                    "We had put this off for a year, and it took an afternoon.",
                ),
                said(
                    "Show the age of each branch on the screen by the door.",
                    "People merge without being reminded.",
                    "",
                    "Nobody looked at the screen, but the morning question \u{201c}what is not merged?\u{201d} did it.",
                    "Ask, do not display.",
                ),
            ],
            &[
                said(
                    "Review within two hours, in pairs if need be, instead of a queue.",
                    "Branches live for two days at most.",
                    "The reviewers sit in two time zones.",
                    "Median 2.5 days, from nine.",
                    "The wait was the review, not the work.",
                ),
                said(
                    "Whoever is in the later zone starts the day with reviews.",
                    "Under two days.",
                    "",
                    "1.4 days. Fewer comments on each, and better ones.",
                    "",
                ),
            ],
            &[
                said(
                    "One story is cut into pieces that each take less than a day.",
                    "Each piece is merged on the day it was begun.",
                    "We do not know how to cut the fare tables.",
                    "Five of seven pieces were. The fare tables took three days, as feared.",
                    "Read first, write second: the tables can be read by both versions for a while.",
                ),
                said(
                    "The fare tables again, with both versions reading.",
                    "No piece over a day.",
                    "",
                    "One piece took two days. Nobody was blocked by it.",
                    "",
                ),
                said(
                    "The next story is cut by those who did not do the first one.",
                    "They need no help.",
                    "",
                    "They needed help once, for the switch.",
                    "It is a skill, and it can be passed on.",
                ),
                said(
                    "Close every branch that is older than a week, and say so a day before.",
                    "Nothing of worth is lost.",
                    "Somebody\u{2019}s half-done report from spring.",
                    "Six branches closed; one was asked for again.",
                    "Old branches are memories, not work.",
                ),
            ],
            &[
                said(
                    "Count for two weeks how often the main line is red, before we change anything.",
                    "Perhaps twice.",
                    "",
                    "Seven times, five of them on Thursdays.",
                    "The batch breaks the build, not the merging.",
                ),
                said(
                    "Merge on Mondays and Wednesdays too.",
                    "Thursday gets lighter.",
                    "The test run takes fifty minutes.",
                    "Red three times. The test run is what we wait for now.",
                    "The next obstacle is the length of the tests.",
                ),
            ],
        ],
    },
    Words {
        experiment: "review-within-five-days",
        current: &[
            "Reviews happen for the large incidents only, about a month later, and end in a list nobody reads.",
            "After an incident we write a report for the service desk. We do not talk about it.",
            "The last three incidents had the same cause. Each was closed as \u{201c}resolved\u{201d}.",
        ],
        runs: &[
            &[
                said(
                    "Talk for an hour about Tuesday\u{2019}s outage with those who were there. First question: what made sense at the time?",
                    "We find one thing that can be changed within a week.",
                    "Somebody wants to know who pressed the button.",
                    "We found two. The question about the button stopped after the second time it was not answered.",
                    "The runbook sent her there. Anybody would have pressed it.",
                ),
                said(
                    "The two changes are done before the next review.",
                    "Both done.",
                    "",
                    "One done; the other needs the network people.",
                    "",
                ),
                said(
                    "Invite the network people to the review that concerns them.",
                    "They come, and the change is agreed in the room.",
                    "Their manager was afraid of a tribunal.",
                    "They came, two of them, and brought coffee. Agreed in ten minutes.",
                    "An invitation does more than a ticket.",
                ),
            ],
            &[
                said(
                    "Hold the review on the second day, even if it is short.",
                    "People still remember.",
                    "",
                    "Forty minutes. We could replay the chat, and nobody had to guess.",
                    "On day two there are facts; on day twenty there are stories.",
                ),
                said(
                    "Write the review as a story of one page, without names.",
                    "Another team reads it.",
                    "",
                    "Two teams read it. One had the same trap.",
                    "",
                ),
            ],
            &[
                said(
                    "The next three incidents, however small, get half an hour each.",
                    "At least one turns out not to be small.",
                    "It feels like too much for a slow page.",
                    "The slow page was the first sign of the full disk that stopped sales in May.",
                    "Small ones are cheap lessons.",
                ),
                said(
                    "Whoever led the repair does not lead the review.",
                    "Less defending.",
                    "",
                    "Better. The quiet ones spoke.",
                    "It is hard to ask questions about one\u{2019}s own night.",
                ),
                said(
                    "Each review ends with at most two actions, with a name and a day.",
                    "All are done by the next review.",
                    "Everybody has a favourite third one.",
                    "Five of six done.",
                    "",
                ),
            ],
            &[
                said(
                    "A review within five days of the next incident.",
                    "It happens.",
                    "No incident came for two weeks.",
                    "We reviewed a near miss instead: the wrong timetable, seen in time.",
                    "A near miss is easier to talk about.",
                ),
                said(
                    "Ask the ferry crew how they noticed.",
                    "They knew before us.",
                    "",
                    "They had known for a day, and had nobody to tell.",
                    "The way in was missing, not the will.",
                ),
            ],
        ],
    },
    Words {
        experiment: "talk-before-the-ticket",
        current: &[
            "A ticket to the neighbour team takes eleven days; six of them are questions back and forth.",
            "We send about thirty tickets a month. Half come back with \u{201c}please clarify\u{201d}.",
            "Nobody on our side knows the names of those who work on our tickets.",
        ],
        runs: &[
            &[
                said(
                    "Before each ticket to the platform people: a call of five minutes. The ticket follows, if it is still needed.",
                    "A third of the tickets is not needed.",
                    "They are afraid of being called all day.",
                    "Seven calls, three tickets.",
                    "Four times the answer was already written down somewhere.",
                ),
                said(
                    "Agree on an hour in the morning in which calls are welcome.",
                    "Nobody is disturbed at other times.",
                    "",
                    "Two calls outside the hour, both on fire.",
                    "",
                ),
                said(
                    "The same with the data team.",
                    "Half of the tickets.",
                    "They work from another harbour.",
                    "Two thirds of the tickets, but they come back once, not three times.",
                    "It works less well by video, and still well.",
                ),
            ],
            &[
                said(
                    "Sit with the service desk for one morning and look at our own tickets from their side.",
                    "We understand why they come back.",
                    "",
                    "Our form asks for the one thing nobody knows: the cost centre.",
                    "They ask because their own form makes them.",
                ),
                said(
                    "Write the first line of a ticket as one would say it.",
                    "Fewer questions.",
                    "Habit.",
                    "Eight of ten were done without a question.",
                    "",
                ),
            ],
            &[
                said(
                    "Each of us names one person elsewhere whom they would ring. Gaps are on the board.",
                    "Three gaps.",
                    "",
                    "Five gaps. We had coffee with four of the five.",
                    "One does not ring a queue.",
                ),
                said(
                    "Count the days from the first word to \u{201c}it works\u{201d} for ten requests.",
                    "Six days instead of eleven.",
                    "",
                    "Seven. Two requests ran into a holiday.",
                    "",
                ),
            ],
            &[
                said(
                    "One week in which we send no ticket without having talked.",
                    "It is tedious, and it helps.",
                    "Two of us would rather write.",
                    "It was less tedious than feared. The two wrote first and rang then, which is fine.",
                    "It is about talking, not about ringing.",
                ),
                said(
                    "Keep a list of what a call has made unnecessary.",
                    "Ten entries.",
                    "",
                    "Nine. We showed it to the other side, and they have begun one as well.",
                    "",
                ),
                said(
                    "Take the three requests that recur most and ask what would make them unnecessary.",
                    "One can become self-service.",
                    "",
                    "Restarting the test terminal can. The other two need a human.",
                    "Talking showed us what to automate.",
                ),
            ],
        ],
    },
];
