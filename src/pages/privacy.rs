//! What is stored, and who could learn what: in plain words, with what no
//! program can promise. Every statement is marked: `data-promise` names what it promises (the
//! tests that show it are in `tests/data/promises.toml`), `data-plain` says that it does not.
// Shown by tests/server/promises/mod.rs::every_statement_is_marked_and_every_promise_is_in_the_data

mod gives_away;
mod tables;

use crate::catalogue::PATTERNS;
use crate::components::{DataTable, Mark, PageHead};
use crate::disclosure::Band;
use crate::disclosure::audit::LEAST_TEAMS;
use crate::disclosure::cords::{OTHERS, STEP, TEAMS_FOR_CORDS};
use crate::disclosure::pooled::{TEAMS_IN_A_BAND, TEAMS_TO_COUNT};
use crate::disclosure::works::TEAMS_IN_A_LINE;
use crate::measure::{LARGEST_GROUP, SMALLEST_GROUP, USUAL_GROUP};
use crate::store::{DAYS_BETWEEN_ROUNDS, DAYS_OF_GRACE};
use leptos::prelude::*;

/// The page's title.
#[must_use]
pub fn title() -> String {
    "Privacy: what is stored, and who could learn what".to_owned()
}

/// The page.
pub fn privacy() -> impl IntoView {
    view! {
        <PageHead
            kicker="Privacy"
            title="What is stored, and who could learn what"
            lead="You can be honest only if you know what becomes of your answers. This page says it in full, and also what no program can promise."
            mark=Mark::Plain
        />
        {in_short()}
        {while_open()}
        {after_close()}
        {shown()}
        {gives_away::section()}
        {signals()}
        {cords()}
        {works()}
        {readers()}
        {signing_in()}
        {boards()}
        {said_openly()}
        {device()}
    }
}

fn in_short() -> impl IntoView {
    view! {
        <section aria-labelledby="short">
            <h2 id="short">"In short"</h2>
            <ul>
                <li data-promise="no-account">"You need no account and give no name."</li>
                <li data-promise="change-and-withdraw sets-destroyed">
                    {format!("Until the round closes, your {PATTERNS} answers are kept as one set, so that you can change or withdraw them. On closing they are counted, and every set is destroyed.")}
                </li>
                <li data-promise="only-the-count-while-open no-figure-below-minimum">"Before the close nobody sees anything but how many people have answered. After it, no figure stands on fewer people than the minimum."</li>
                <li data-promise="no-single-answers">"No page, chart, file or link shows single answers, to anybody."</li>
            </ul>
        </section>
    }
}

fn while_open() -> impl IntoView {
    let (table, marks) = tables::stored();
    view! {
        <section aria-labelledby="open">
            <h2 id="open">"While a round is open"</h2>
            <DataTable caption="What exists about you" table=table marks=marks/>
            <p data-promise="nothing-beside-the-answers value-without-an-order no-list-of-ballots">"The value holds no time, no address, no kind of browser, no number in a sequence and no person. It lists the sets in the order of their fingerprints, which are random, and with every change it is written anew as a whole ("<a href="#files">"what the files tell"</a>"). Nothing joins a set to the person who pressed Start: whoever opens the link gets a ballot, and there is no list of people."</p>
            <p data-promise="only-submit-stores">"Opening the link stores nothing. Pressing Start stores nothing on the server. Only Submit does."</p>
            <details class="fine">
                <summary>"In technical words"</summary>
                <p data-promise="ballot-is-signed">"The fingerprint is the SHA-256 of a secret of 128 random bits. The ballot is that secret with an expiry, signed (HMAC-SHA-256) with a key that belongs to the round and is deleted with it. On submitting, the same secret becomes the receipt."</p>
                <p data-promise="value-without-an-order files-forget-the-order log-without-answering nothing-personal-in-logs addresses-in-memory-only">"The value\u{2019}s length follows from how many sets it holds, and the database\u{2019}s write-ahead log, which would keep each earlier version, is cut off within a second or two. Logs hold no address, no cookie, no token and no query, and of joining and answering no line at all, only counts by the hour. To slow down attacks the server keeps a salted hash of addresses in memory for some minutes, never on disk."</p>
            </details>
        </section>
    }
}

fn after_close() -> impl IntoView {
    view! {
        <section aria-labelledby="after">
            <h2 id="after">"After it has closed"</h2>
            <p data-promise="sets-destroyed bytes-destroyed cleaning-is-repeated">"In one step the answers are counted and all of them are deleted, together with their fingerprints and the round\u{2019}s keys. Then the database file is rewritten, so that the deleted bytes are gone from it and from the files beside it as well; the disk under them keeps them until it is written over. If that is interrupted, or has to wait, it is done again until it has succeeded. On a database server it can take longer, and not everything is within reach ("<a href="#database-server">"said openly"</a>")."</p>
            <p data-plain="">"What remains:"</p>
            <ul>
                <li data-promise="what-remains">"for each statement, how many people chose each point, could not judge, or left it blank;"</li>
                <li data-promise="what-remains lists-are-optional">"for each dimension and overall, a list of scores in rising order, without anything that links one list to another. With fewer than eight answers a team may choose to keep no lists at all. Later rounds can then not be tested for change."</li>
            </ul>
            <p data-promise="too-few-destroyed seven-more-days">
                {format!("If fewer people have answered than the minimum, nothing is counted and nothing is shown. On its closing day such a round stays open once for {DAYS_OF_GRACE} more days, and its join page says so. After that, or when it is closed by hand, the answers are destroyed unseen, and the team gets questions to talk about in place of a report.")}
            </p>
            <p data-promise="deleted-team-leaves-no-tally">"When a team is deleted, what remained of its rounds is deleted as well. What leadership was told of several teams together does not change. For that there stays, without the team\u{2019}s name, when its rounds were, how many people answered, and in which of those figures they stand. It goes when the organisation is deleted."</p>
            <p data-promise="record-of-what-was-shown">"When a report is shown for the first time, the record says so: for each figure how many people stand behind it, and whether it is shown. That is what the check of everything shown needs."</p>
        </section>
    }
}

fn shown() -> impl IntoView {
    view! {
        <section aria-labelledby="shown">
            <h2 id="shown">"What is shown"</h2>
            <p data-promise="one-gate">"Everything that leaves the database passes one gate in the program, and pages, charts and files cannot be given anything that has not. These are its rules."</p>
            <ul>
                <li data-promise="results-appear-once">"Results appear once, after the close. A late answer never changes them."</li>
                <li data-promise="no-figure-below-minimum">"No figure over fewer people than the minimum group, in words, pictures or files. In its place stands \u{201c}fewer than 5 answers\u{201d} (or whatever the minimum is), without a number, a bar or a colour."</li>
                <li data-promise="people-in-bands">"How many people stand behind a figure is told in bands only: up to 7, 8 to 11, 12 to 19, 20 or more."</li>
                <li data-promise="counts-decide">"Whether a figure is shown depends on how many answered, never on what they said. A statement on which all agree is shown like any other; to hide it would tell that they agree."</li>
                <li data-promise="siblings-are-withheld">"If one statement of a dimension is withheld, a second one is too, and so are the dimension\u{2019}s range and word. The overall figure covers only dimensions that are shown."</li>
                <li data-promise="figures-are-coarse">
                    {format!("Figures are rounded, with open ends: the fewer people, the coarser, and statements more than dimensions. Below {} people no word says how far people are apart, and below {} no range does. The method page has the whole rule.", Band::TwelveToNineteen.lowest(), Band::TwentyOrMore.lowest())}
                </li>
                <li data-promise="days-between-rounds changes-protect-who-joined">
                    {format!("At least {DAYS_BETWEEN_ROUNDS} days lie between a team\u{2019}s rounds. An earlier round is drawn beside a later one, and a change is judged, only where both reach the minimum. For a single statement no direction is told where the numbers of people differ by less than the minimum: it could tell how the one who joined or left has answered.")}
                </li>
                <li data-promise="minimum-only-rises">
                    {format!("The minimum, from {SMALLEST_GROUP} to {LARGEST_GROUP} and usually {USUAL_GROUP}, is fixed for a round when it opens. An organisation can raise it but never lower it.")}
                </li>
                <li data-promise="three-teams-at-least quarters-stay">
                    {format!("Figures over several teams are over at least {LEAST_TEAMS} teams, whatever they are combined with: also for somebody who knows one team\u{2019}s own report, for a coach who knows several and sits with a member of another team, for the readers of two shared reports, and for whoever imported rounds or, by that, made teams. What these know does not count among the {LEAST_TEAMS}. So that this stays true, a team may be told that it cannot share, or give a report to others, just now. A dimension of a team enters them only where the team\u{2019}s own report shows it in full. A quarter is counted once, when it is over; later rounds, deleted teams and groups that change do not change it.")}
                </li>
                <li data-promise="teams-in-bands">
                    {format!("Counts of teams are told from {TEAMS_TO_COUNT} teams on, and only as \u{201c}fewer than\u{201d} or \u{201c}at least\u{201d} near none and near all. How near depends on how many of the teams somebody knows: a coach and a member of another team, say, can never tell from a count that all the teams that they do not know have an anti-pattern, or that none has. Each round is counted once. Where too many of the teams are known to somebody, only the others are counted, or none.")}
                </li>
            </ul>
            <p data-promise="everything-is-audited">"Harmless figures can be combined into a harmful one: a total less the parts that are shown gives the part that is not. So Andon keeps a record of who stands behind every figure that it has shown. The record holds numbers of people and no figure. Before something new is shown, and whenever the owner of the server asks for it, the program works out whether anybody could combine what they have seen into a figure over too few people or teams. If so, it is not shown."</p>
            <details class="fine">
                <summary>"In technical words"</summary>
                <p data-promise="audit-is-exact">"Each figure that was shown is a row over the rounds, or the statements of a round, that are pooled in it. A set of columns S can be worked out exactly when the matrix without S has a lower rank. That is tested with exact fractions, not with floating point numbers, for each team, for leadership, and for leadership together with any one team, with the coaches alone and with any one team beside them, with the readers of any two shared reports, and with whoever imported rounds. Rounding is left out of account: the test takes every figure as exact, which is the worst case. The command is andon audit."</p>
                <p data-promise="three-teams-are-too-few">"Two things follow that may surprise. Three teams are too few for a total, because one of them could subtract its own report and be left with two: four is the least in practice. And a small group that is withheld takes the next smallest one with it."</p>
            </details>
        </section>
    }
}

fn cords() -> impl IntoView {
    view! {
        <section aria-labelledby="cords">
            <h2 id="cords">"When a team pulls the cord"</h2>
            <p data-promise="cords-name-nobody">"A team can pull the cord on an anti-pattern that it cannot change itself. What is kept is the team, the anti-pattern and the day: no words, and not who pressed the button. It is not in the log that administrators read. When a team is deleted, its cords go with it."</p>
            <ul>
                <li data-promise="cords-in-steps">
                    {format!("Leadership is told nothing of an anti-pattern until {STEP} teams have pulled, not even that somebody did. Then it reads \u{201c}at least {STEP} teams\u{201d}, and so on in steps of {STEP}: never which teams, and never an exact number.")}
                </li>
                <li data-promise="cords-move-in-threes">
                    {format!("Why in steps: a number that moved with every pull would say, to somebody who watches it, that the team whose meeting was yesterday has pulled. So what leadership was told changes only when at least {STEP} teams stand differently than they did then. A single team moves it only if two others have moved before; and whoever pulls and lets go to see what happens sees the figure move once at most.")}
                </li>
                <li data-promise="cords-hide-among-others">
                    {format!("At least {OTHERS} teams more than are told of are in the organisation, so that nobody can point at all of them. In an organisation of fewer than {TEAMS_FOR_CORDS} teams leadership is therefore told nothing of cords. Teams that coaches know are counted apart from those that they do not, and teams that an import made apart from the others, each by these rules; what is told is the sum.")}
                </li>
                <li data-promise="cord-answers-stay">"What leadership answers is shown to the teams that have pulled, and is no secret among teams: its answers are in the log, and stay when cords are let go."</li>
            </ul>
        </section>
    }
}

fn works() -> impl IntoView {
    view! {
        <section aria-labelledby="works">
            <h2 id="works">"What is told of experiments"</h2>
            <p data-promise="experiments-of-nine-teams">
                {format!("What coaches and leadership see over many teams stands on at least {TEAMS_IN_A_LINE} teams that share, in parts of at least {TEAMS_IN_A_BAND}: noughts join their neighbour too, because \u{201c}all have dropped it\u{201d} would say it of each. It is counted once a quarter, and what has been told changes only when at least {LEAST_TEAMS} teams stand differently. For that Andon keeps which teams stood behind a line and how it went there. Teams that are deleted or stop sharing later do not change what was told.")}
            </p>
        </section>
    }
}

fn signals() -> impl IntoView {
    view! {
        <section aria-labelledby="signals">
            <h2 id="signals">"Delivery signals"</h2>
            <p data-promise="signals-are-numbers">"A team may keep, month by month, how many deployments and incidents it had, how many failed or came from a change, and two median times. That is all: numbers of a team and a month. Nothing in them is about a person, or about what anybody answered."</p>
            <p data-promise="signals-for-their-people signals-in-bands signals-can-go">
                {format!("They are seen by the team\u{2019}s facilitator and, while the team shares, by coaches; not by the readers of a share link. Leadership is told how many teams lie in which band, never which: from {TEAMS_TO_COUNT} teams on, in bands so wide that whoever knows some of the teams, coaches for instance, cannot tell where another one lies. For that Andon keeps which teams were counted. A quarter is counted once, two weeks after its end; what is corrected or deleted later does not change what was told. A month can be deleted at any time, and a team\u{2019}s months go when the team is deleted.")}
            </p>
        </section>
    }
}

fn readers() -> impl IntoView {
    let (table, marks) = tables::readers();
    view! {
        <section aria-labelledby="who">
            <h2 id="who">"Who sees what"</h2>
            <DataTable caption="Roles and what they open" table=table marks=marks/>
            <p data-promise="sharing-ends-at-once sharing-may-wait log-knows-no-respondent">"Each team decides for itself whether coaches see it, and can change its mind. When it stops sharing it is hidden at once; what a coach has seen before that, the coach may remember. A team may have to wait with sharing where a coach and a leader together could then work out a figure over too few others. The log says which access link, or who of those that sign in, did what, on which day (the database keeps the time as well). Nothing that respondents do is in it."</p>
            <p data-promise="replaced-links-stop">"An administrator can replace a facilitator\u{2019}s access link, and could open that team\u{2019}s reports with the new one. The facilitator\u{2019}s own link stops working then, so it does not go unnoticed."</p>
            <p data-promise="links-are-fingerprints last-day-of-use">"Access links are long random secrets. They are shown once, kept only as fingerprints, and can be revoked. Of an access link Andon remembers the last day it was used, and no more."</p>
            <p data-promise="programs-see-the-same">"Programs can ask with an access link too ("<a href="/api">"how"</a>"). They see what a person with that link sees, through the same rules. The one thing that they can change are a team\u{2019}s delivery signals, with the link of its facilitator."</p>
        </section>
    }
}

fn signing_in() -> impl IntoView {
    view! {
        <section aria-labelledby="signing-in">
            <h2 id="signing-in">"If you sign in with a company account"</h2>
            <p data-promise="answering-needs-no-sign-in">"Whoever runs the server can let facilitators, coaches, leaders and administrators sign in through the company\u{2019}s identity provider instead of with an access link. Nobody signs in to answer, and nobody to read a shared report: the provider does not learn who does."</p>
            <ul>
                <li data-promise="account-is-name-and-hash">"Kept are your name as the provider says it (the full name, or else the one that you sign in with), your roles in Andon, the days of the first and the last time you signed in, and a fingerprint of your account\u{2019}s number, by which you are found again. Not kept are your address, your groups, the number itself and what the provider sends to prove who you are."</li>
                <li data-promise="names-are-forgotten">"Your name stands in the administrator\u{2019}s list and beside what you did in the log. A year after you last signed in it is forgotten; backups that are older hold it as long as they are kept."</li>
                <li data-promise="sign-in-for-twelve-hours">"A sign-in holds for 12 hours. What your groups no longer grant ends when you next sign in, and at the latest after those 12 hours. An administrator can shut you out at once. If your account is disabled at the provider, that is known here after those 12 hours at the latest."</li>
                <li data-promise="no-single-answers">"Whoever runs the provider can sign in as anybody and put anybody into a group, and so see here what that role sees. Single answers are not among it."</li>
                <li data-promise="answering-needs-no-sign-in">"The provider learns that you have opened Andon and when, as with every program that you sign in to. It learns nothing of what you do there."</li>
            </ul>
        </section>
    }
}

fn boards() -> impl IntoView {
    view! {
        <section aria-labelledby="boards">
            <h2 id="boards">"What teams write themselves"</h2>
            <p data-promise="boards-for-their-people">"A board of experiments holds what is typed into it, with the day and without a person: a role or initials may stand there, and no account does. A team\u{2019}s board is read by whoever has its facilitator\u{2019}s access link, and by coaches if the team shares with them. Leadership does not see it, and neither does the administrator, whose log says on which days somebody worked on a board and not what stands there. Leadership\u{2019}s own board is read by leaders alone. Deleting a team deletes its board."</p>
            <p data-plain="">"So write there what you tried and learned, and nothing that somebody told you in confidence."</p>
        </section>
    }
}

fn said_openly() -> impl IntoView {
    view! {
        <section aria-labelledby="openly">
            <h2 id="openly">"Said openly"</h2>
            <p data-plain="">"What the rules above do not cover:"</p>
            <ul class="openly">
                <li data-promise="lists-are-never-shown"><strong>"The lists of scores. "</strong>"They are kept without links, but with few people they sometimes fit together in only one way: with five people, for about four dimensions in ten. Pages and files never show them, but whoever holds the database could try."</li>
                <li data-plain=""><strong>"Whoever runs the server "</strong>"can watch the traffic, read the answers of a round that is open, or change the program."</li>
                <li data-promise="imports-keep-no-answers imports-hide-nobody"><strong>"Rounds from elsewhere. "</strong>"An administrator can add past rounds from a file. Andon counts them and keeps neither the file nor any single answer, and shows them like all others. But whoever has the file has every answer in it, and could have made it up. So no figure for leadership is over imported rounds and over so few others that whoever imported them could take theirs away and see those others."</li>
                <li data-promise="log-without-answering nothing-personal-in-logs metrics-stand-still"><strong>"The server\u{2019}s log "</strong>"has no line for anybody who joins or answers; only when very many wrong codes are tried, a line says so, without an address. Once an hour it says how many such requests there were in all rounds together, how many were refused, how many failed, and why the last one did. Figures for monitoring count answers over all rounds, and stand still for an hour at a time."</li>
                <li id="files" data-promise="files-forget-the-order held-files-are-said"><strong>"Who can read the server\u{2019}s files "</strong>"while a round is open can read its answers. One copy of all files tells neither in which order nor when they came, nor what was changed or withdrawn, but for the last seconds before the copy. There are three exceptions. While another program, such as a backup, reads the database for longer, its files keep earlier versions until that program ends; the page of the round says so meanwhile. A server that was killed leaves its last second in the files until it is started again. And on a database server it is otherwise: see below."</li>
                <li data-plain=""><strong>"Who watches. "</strong>"Whoever copies the files again and again, or changes the program, sees each set of answers come. And the log of a proxy in front of the server says by itself who sent something and when: while only one person has answered a round, that and one copy of the files name them."</li>
                <li data-plain=""><strong>"Backups. "</strong>"A round that was open when a backup was made is in that backup, though without an order. The same goes for the file that stays behind when an installation is moved to a database server. The disk itself, and copies of it, keep the bytes of destroyed answers until they are written over."</li>
                <li data-promise="killed-backups-are-removed"><strong>"A backup that is broken off "</strong>"with force, or by a power cut, leaves a hidden file, with what had been answered in open rounds. The next backup to the same folder removes it, and so does the next start of the server, in its own folder."</li>
                <li id="database-server" data-promise="bytes-destroyed cleaning-is-repeated"><strong>"A database server. "</strong>"Where Andon keeps its data on a PostgreSQL server and not in a file, the tables in which answers were are written anew when a round closes, so the bytes leave those files too. That waits for whoever might still read them: a program that reads that database for hours, such as a backup, delays the moment for as long, and Andon tries again until it is done. A standby server that reports back what it still reads (hot_standby_feedback) delays it in the same way: Andon looks whether answers have stayed in their table, but of names and of a round\u{2019}s keys it may not notice. And the server\u{2019}s write-ahead log, its archives, replicas and backups keep them until they are recycled."</li>
                <li data-promise="logging-is-warned-of"><strong>"Who runs that database server. "</strong>"There, too, a round is one value, so whoever asks by SQL reads the answers of an open round and finds no order in them. But the server\u{2019}s files and its write-ahead log keep earlier versions, until the tables are written anew when a round closes: whoever has all rights on it, or can read its files, can see in which order answers came in, and what was changed or withdrawn. If it is set to log what it is asked, together with the values, answers are in that log, with the time; Andon warns whoever runs it, and cannot do more. The guide to running Andon says how to keep all of this off; whoever runs the server can tell you whether it is."</li>
                <li data-plain=""><strong>"Colleagues who compare notes. "</strong>"Five who tell each other their answers know the sixth one\u{2019}s."</li>
                <li data-promise="calendars-show-days messages-hold-no-result join-link-by-choice"><strong>"Calendars and chats. "</strong>"Only if the facilitator sets them up, days go to the calendar programs, and messages to the chat, that the team uses. Whoever runs those can read them, and a chat\u{2019}s message can hold the join link if the facilitator so chooses. A result is in neither. The chat\u{2019}s address and the secret with which messages are signed are in the database, and so in its backups."</li>
                <li data-plain=""><strong>"The join link. "</strong>"Anyone who has it can answer more than once, and someone who sends in all answers but one can work out the last. Whoever leads the round can do that too, and Andon cannot prevent it: trust a round as far as you trust whoever leads it. If the count is higher than your team, ask for the round to be discarded."</li>
                <li data-promise="numbers-for-respondents raised-openly age-of-team asked-twice told-at-start"><strong>"Made-up answers and second rounds. "</strong>"So that they are noticed, everybody who answers is shown how many have answered and how many are invited, the old and the new number where that was raised, since when the team exists and when it last had a report. Whoever comes when the round is full hears it at Start. Two rounds over almost the same people can give a single person\u{2019}s answers away. Andon does not know who the people are, so it goes by what it knows: it says so where a team of almost the same name has asked within 28 days, where a team that had was deleted and this one is new, and where this team or another one that asks is new. Whoever leads two teams with reports and quite different names is not noticed."</li>
                <li data-plain=""><strong>"People who come and go. "</strong>"If only one person joined or left between two rounds, the difference says something about them."</li>
                <li data-promise="guide-in-place-of-a-report"><strong>"Very small teams "</strong>"are better served by a conversation than by numbers. In place of a report Andon offers a conversation guide: two questions for each anti-pattern. A minimum below 5 is possible; its figures are coarser still."</li>
                <li data-promise="forget-me start-afresh stale-forms-ask"><strong>"Shared devices. "</strong>"Use \u{201c}Forget me on this device\u{201d} on the page that follows your answers. Whoever finds somebody else\u{2019}s draft can begin with an empty form, which removes it; and a form that was opened before something else was stored asks before it replaces that."</li>
            </ul>
        </section>
    }
}

fn device() -> impl IntoView {
    let (table, marks) = tables::cookies();
    view! {
        <section aria-labelledby="device">
            <h2 id="device">"On your device"</h2>
            <DataTable caption="All cookies that Andon sets" table=table marks=marks/>
            <p data-promise="cookies-bound-to-host no-third-parties solo-stores-nothing">"Over HTTPS their names begin with __Host- or __Secure-, which makes browsers guard them more strictly. There are no third parties on its pages: no fonts, scripts, pictures or counters from elsewhere. When you try the survey alone, your answers travel to the server to be scored and come back as a page; they are not stored."</p>
        </section>
    }
}
