//! How every figure is made: plain words first, formula and source behind a click.

mod steps;

use super::method_signals::delivery;
use super::sources::sources;
use super::words::list;
use crate::catalogue::{DIMENSIONS, PATTERNS, PER_DIMENSION};
use crate::components::{DataTable, PageHead, TableData};
use crate::disclosure::audit::LEAST_TEAMS;
use crate::disclosure::counts::ROOM as LEAST_MARGIN_OF_COUNTS;
use crate::disclosure::pooled::{TEAMS_FOR_SYSTEMIC, TEAMS_IN_A_BAND, TEAMS_TO_COUNT};
use crate::disclosure::works::TEAMS_IN_A_LINE;
use crate::disclosure::{Band, LARGEST_GROUP, SMALLEST_GROUP, USUAL_GROUP};
use crate::kata::{LONGEST_STEP_DAYS, MOST_RUNNING};
use crate::measure::agreement::{FAR_APART, LARGEST_IN_TABLE, critical_value};
use crate::measure::between::shrink::{RELIABLE_FROM, TEAMS_NEEDED};
use crate::measure::change::{CLEAR_UP_TO, places};
use crate::measure::person::DIMENSIONS_NEEDED;
use crate::measure::reliability::PERSONS_NEEDED;
use crate::measure::sums::PRESENT_FROM;
use crate::measure::{interval, permutation};
use leptos::prelude::*;

/// The page's title.
#[must_use]
pub fn title() -> String {
    "The method: from answers to statements".to_owned()
}

/// The page.
pub fn method() -> impl IntoView {
    view! {
        <PageHead
            kicker="Method"
            title="From answers to statements"
            lead="How every figure in a report is made, what it can tell you and what it cannot. Plain words come first. The formula and its source are one click away."
        />
        {asked()}
        {people_to_team()}
        {health()}
        {how_sure()}
        {agree()}
        {changed()}
        {compared()}
        {pooled()}
        {works()}
        {delivery()}
        {withheld()}
        {suggested()}
        {tried()}
        {unsaid()}
        {sources()}
    }
}

fn asked() -> impl IntoView {
    view! {
        <section aria-labelledby="asked">
            <h2 id="asked">"What is asked"</h2>
            <p>
                {format!("Everybody reads the same {PATTERNS} statements, {PER_DIMENSION} in each of {DIMENSIONS} dimensions, and says how much of each they have seen in the last three months: not at all, slightly, moderately, considerably or extremely. \u{201c}Can\u{2019}t judge\u{201d} stands apart from the scale. All statements run the same way: more is worse.")}
            </p>
            <p>"Three of the five points carry a sentence that says what one would see there, so that people who choose the same word mean about the same thing."</p>
            <details class="fine">
                <summary>"Why these five words"</summary>
                <p>
                    {format!("In Rohrmann\u{2019}s study of scale labels people placed them at {} on a line from 0 to 10. The steps are nearly equal, so a mean has a meaning. Words for how often something happens, from never to always, are spaced less evenly.", placed())}
                </p>
            </details>
            <p>"Answering all eighteen alike is not taken as careless: \u{201c}not at all\u{201d} eighteen times can be the truth. You are asked once, softly, before you submit. No time is taken, and nobody is dropped or marked."</p>
        </section>
    }
}

fn people_to_team() -> impl IntoView {
    view! {
        <section aria-labelledby="people">
            <h2 id="people">"From people to a team"</h2>
            <p>"The points count 0 to 4. \u{201c}Can\u{2019}t judge\u{201d} and blanks enter no sum, and nobody is left out because one answer is missing."</p>
            <p>
                {format!("A person\u{2019}s score on a dimension is the mean of their answers to its three statements, if they judged at least two. Their overall score is the mean of their dimensions, if there are at least {DIMENSIONS_NEEDED} of {DIMENSIONS}.")}
            </p>
            <p>"A team\u{2019}s strength on a statement is the mean over those who judged it, and on a dimension the mean of its people\u{2019}s scores. Everybody counts the same. There is no mean of means."</p>
            <details class="fine">
                <summary>"How exactly it is kept"</summary>
                <p>"Scores stay whole numbers until the one division at the end: sixths of a step for a dimension (0 to 24), 1/360 for the overall score (0 to 1440). So the order in which people answered cannot change the last digit of anything."</p>
                <p>"A team that chose to keep no lists of scores has only counts for each statement. Its dimensions are then the mean of their three statements, and their range is made from the figure as it is shown."</p>
            </details>
        </section>
    }
}

fn health() -> impl IntoView {
    view! {
        <section aria-labelledby="health">
            <h2 id="health">"Health, 0 to 100"</h2>
            <p>"Reports turn strength round: 100 means that nobody sees any of it, 0 that everybody sees it extremely. On a chart, further out and further right is better."</p>
            <p>"Shown figures are rounded, and the ends say, for example, \u{201c}80 or more\u{201d}. In a small team an exact mean could be traced back to single answers; a rounded one hardly can. How finely depends on how many people answered, and on nothing that they said. Statements are coarsened before dimensions."</p>
            <DataTable caption="How finely figures are shown" table=steps::table()/>
            <p>"The first two rows are for teams whose minimum group is 3 or 4. The overall figure is shown like a dimension. This rule was chosen by counting every set of answers that agrees with what is shown; "<a href="/privacy#gives-away">"the privacy page"</a>" has the result."</p>
            <details class="fine">
                <summary>"Formula and source"</summary>
                <p class="formula">"health = 100 \u{d7} (1 \u{2212} strength \u{f7} 4)"</p>
                <p>"That is the percent of the maximum possible score (Cohen, Cohen, Aiken and West 1999), turned round."</p>
            </details>
        </section>
    }
}

fn how_sure() -> impl IntoView {
    view! {
        <section aria-labelledby="sure">
            <h2 id="sure">"How sure it is"</h2>
            <p>"A few answers are a small window. So a figure comes with a range: it \u{201c}could plausibly lie between 40 and 70\u{201d}. Ranges made in this way hold the true value about 95 times in 100. With few people a range is wide. That is no fault, it is the honest size of what is known."</p>
            <p>"Where the ranges of two figures overlap a good deal, do not read one as higher than the other."</p>
            <details class="fine">
                <summary>"Formula and source"</summary>
                <p>
                    {format!("For dimensions and the overall figure from {} people on: the Jeffreys\u{2013}Dirichlet interval. With n scores z between 0 and 1:", Band::TwentyOrMore.lowest())}
                </p>
                <p class="formula">
                    "A = n + 1" <br/>
                    "e = (\u{3a3}z + \u{bd}) \u{f7} A" <br/>
                    "q = (\u{3a3}z\u{b2} + \u{bd}) \u{f7} A" <br/>
                    "v = (q \u{2212} e\u{b2}) \u{f7} (A + 1)" <br/>
                    "\u{3ba} = e (1 \u{2212} e) \u{f7} v \u{2212} 1"
                </p>
                <p>"Its ends are the 2.5 % and 97.5 % quantiles of Beta(e\u{3ba}, (1 \u{2212} e)\u{3ba}). If every z is 0 the lower end is 0, if every z is 1 the upper end is 1. The weighting is that of Rubin\u{2019}s Bayesian bootstrap (1981). "{jeffreys_example()}</p>
                <p>"For smaller numbers, and for statements always: Wilson\u{2019}s interval (1927), computed from the figure as it is shown and the lowest number in the band that is shown. So it tells nothing that the page does not tell already. A mean with an exact spread would: for five people it gives away the exact set of answers in 79 of the 126 possible cases, and a statement\u{2019}s exact range still does so too often at 20 and at 40. Such a range is wider than it would have to be."</p>
                <p>"Shown ends are rounded outward to 5, with the same end codes as the figures."</p>
                <p>"A test in the source simulates both kinds of honesty: over twelve very different ways in which answers can be spread, at 3, 5, 8, 12 and 15 people, the unrounded Jeffreys\u{2013}Dirichlet interval holds the truth at least 93 times in 100 on average. The t interval of the textbooks, cut at the ends of the scale, does so 78 times at 3 people and 86 at 5."</p>
            </details>
        </section>
    }
}

fn agree() -> impl IntoView {
    view! {
        <section aria-labelledby="agree">
            <h2 id="agree">"Whether people agree"</h2>
            <p>"Two teams can have the same mean and be quite unlike: in one everybody says \u{201c}moderately\u{201d}, in the other half say \u{201c}not at all\u{201d} and half \u{201c}extremely\u{201d}. The second has something to talk about. So reports use three words:"</p>
            <dl class="plan">
                <dt>"close together"</dt>
                <dd>"people answer more alike than they would by chance"</dd>
                <dt>"far apart"</dt>
                <dd>"people differ as much as if they had rolled dice, or more"</dd>
                <dt>"mixed"</dt>
                <dd>"neither"</dd>
            </dl>
            <p>
                {format!("Dimensions and statements get a word from {} people on. With fewer, too little could be said and too much given away.", Band::TwelveToNineteen.lowest())}
            </p>
            <details class="fine">
                <summary>"Formula, limits and source"</summary>
                <p>"The measure is the average deviation around the mean, in steps of the scale (Burke, Finkelstein and Dusig 1999; Burke and Dunlap 2002); for a dimension, the mean of its three statements\u{2019}."</p>
                <p class="formula">"AD = mean of |x \u{2212} mean of x|"</p>
                <p>
                    {format!("\u{201c}Far apart\u{201d} begins at {FAR_APART}, the value that uniform random answers tend to. \u{201c}Close together\u{201d} ends at the value that such answers reach or undercut at most once in twenty times, found by counting every possible outcome:")}
                </p>
                <DataTable caption="Largest average deviation that counts as close together" table=limits()/>
                <p>{format!("The table in the program goes up to {LARGEST_IN_TABLE} people; larger teams use its last value, which errs on the side of not saying \u{201c}close together\u{201d}.")}</p>
                <p>"A dimension\u{2019}s word uses the smallest number of people behind its three statements. The limit is made for one statement. The mean of three varies less, so for dimensions it is stricter than one in twenty."</p>
                <p>"Many tools take an r\u{2009}wg of .70 as agreement (after James, Demaree and Wolf 1984). Andon does not: answers rolled with dice pass that mark 6 times in 100 with five people and 23 times with three."</p>
            </details>
        </section>
    }
}

/// Where people placed the five words, from the code that uses it.
fn placed() -> String {
    let places = places().map(|place| place.to_string());
    list(&places.each_ref().map(String::as_str))
}

/// The interval's best known case, computed by the code that makes intervals.
fn jeffreys_example() -> Option<String> {
    let bounds = interval::of_item(&[2, 0, 0, 0, 3]).ok()?;
    Some(format!(
        "Where all answers lie at the ends of the scale it is the Jeffreys interval for a share (Brown, Cai and DasGupta 2001): 3 of 5 gives {:.3} to {:.3}.",
        bounds.low, bounds.high
    ))
}

/// The smallest p that two groups of `each` people can reach: all of one above
/// all of the other.
fn smallest_p(each: usize) -> String {
    permutation::test(&vec![0; each], &vec![1; each]).map_or_else(
        |_| "\u{2013}".to_owned(),
        |test| format!("{:.4}", test.p).replacen('0', "", 1),
    )
}

/// A large number with its thousands apart.
fn thousands(number: u128) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// "5 in 100".
fn level() -> String {
    format!("{:.0} in 100", 100.0 * CLEAR_UP_TO)
}

/// The limits of "close together" for some team sizes, from the code that uses them.
fn limits() -> TableData {
    let row = |people: u32| {
        critical_value(people).map(|limit| vec![people.to_string(), format!("{limit:.2}")])
    };
    TableData {
        columns: vec!["People".to_owned(), "Limit, in steps".to_owned()],
        rows: [5, 6, 7, 8, 10, 12, 15, 20, 30].into_iter().filter_map(row).collect(),
    }
}

fn changed() -> impl IntoView {
    view! {
        <section aria-labelledby="changed">
            <h2 id="changed">"Whether something has changed"</h2>
            <p>"Rounds are anonymous, so nobody can be compared with their own earlier answers. What can be asked is this: if the two rounds were one heap of people, dealt into two rounds by chance, how often would the difference be at least as large as the one that was seen? If that is rare, the report says so:"</p>
            <dl class="plan">
                <dt>"clearly better"</dt>
                <dd>{format!("healthier than before, by more than chance would give in {}", level())}</dd>
                <dt>"clearly worse"</dt>
                <dd>"the same, the other way"</dd>
                <dt>"cannot tell"</dt>
                <dd>"the answers do not settle it. It does not mean that nothing has changed"</dd>
            </dl>
            <p>
                {format!("Few people can show only large changes. With 4 people before and 4 after, the most extreme answers that there are reach a p value of {}, with 5 and 5 {}. Andon never says \u{201c}no change\u{201d}.", smallest_p(4), smallest_p(5))}
            </p>
            <p>
                {format!("Health over everything is tested, and each of the {DIMENSIONS} dimensions, from 5 people on in both rounds, or from {} where the minimum group is smaller than 5. A single statement gets a verdict only where both rounds have {words_from} answers or more to it, and an arrow or a verdict only where the numbers of people differ by the minimum group or more. If only one or two people joined or left, it could tell how they answered. Where the two figures are rounded differently and overlap, there is no arrow. The p value and Cliff\u{2019}s \u{3b4} are shown to coaches from {} people on in both rounds.", Band::EightToEleven(8).lowest(), Band::TwentyOrMore.lowest(), words_from = Band::TwelveToNineteen.lowest())}
            </p>
            <details class="fine">
                <summary>"Formula and source"</summary>
                <p>
                    {format!("An exact two-sided permutation test on the difference of means, two-sided as |T \u{2212} E(T)| \u{2265} |t \u{2212} E(T)|, worked out by the shift algorithm of Streitberg and R\u{f6}hmel (1986) on the whole-number scores. Nothing is sampled. It is exact while the smaller group \u{d7} all people \u{d7} the range of the sum is at most {}, and often beyond: team sizes are far below. For larger rounds p comes from the normal distribution with corrections for skewness, kurtosis and steps, all computed exactly.", thousands(permutation::EXACT_UP_TO))}
                </p>
                <p>
                    {format!("The overall score is judged at {CLEAR_UP_TO}. The dimensions are judged together, whether or not the overall score is clear, with the procedure of Benjamini and Hochberg (1995) at {CLEAR_UP_TO}, and so are the statements that are tested.")}
                </p>
                <p>
                    {format!("One more check: the difference is computed again with the five words at {} instead of at equal steps. If that points the other way, a clear verdict becomes \u{201c}cannot tell\u{201d}.", placed())}
                </p>
                <p>"For coaches the size of a difference is given as Cliff\u{2019}s \u{3b4} (1993): how much more often a person of the later round answers higher than one of the earlier round, than the other way round."</p>
            </details>
        </section>
    }
}

fn compared() -> impl IntoView {
    view! {
        <section aria-labelledby="compared">
            <h2 id="compared">"How teams compare"</h2>
            <p>"Teams answer about different work, and small teams swing by chance. Andon ranks nobody. Where a coach looks at several teams, each score is first drawn towards the mean of all of them: little for a large team that agrees, much for a small one."</p>
            <p>
                {format!("From {TEAMS_NEEDED} teams on, and only where the differences between teams are large enough beside those within them, a team is marked on a dimension if its whole range lies on one side of the mean. Otherwise the page says that these teams\u{2019} scores cannot be told apart there, and marks nothing.")}
            </p>
            <details class="fine">
                <summary>"Formula and source"</summary>
                <p>
                    {format!("ICC(1) and ICC(2) come from a one-way analysis of variance of the persons\u{2019} scores (Bliese 2000), with the mean team size N/G. Scores can be told apart where ICC(1) is above 0 and ICC(2) at least {RELIABLE_FROM}.")}
                </p>
                <p class="formula">
                    "w = 1 \u{f7} (\u{3c4}\u{b2} + \u{3c3}\u{b2} \u{f7} n)" <br/>
                    "\u{3bc} = \u{3a3}wy \u{f7} \u{3a3}w" <br/>
                    "\u{3bb} = \u{3c4}\u{b2} \u{f7} (\u{3c4}\u{b2} + \u{3c3}\u{b2} \u{f7} n)" <br/>
                    "shrunk = \u{3bb}y + (1 \u{2212} \u{3bb})\u{3bc}" <br/>
                    "range = shrunk \u{b1} 1.96 \u{221a}(\u{3bb}\u{3c3}\u{b2} \u{f7} n + (1 \u{2212} \u{3bb})\u{b2} \u{f7} \u{3a3}w)"
                </p>
                <p>"\u{3c3}\u{b2} is the mean square within teams, and \u{3c4}\u{b2}, the variance between them, is found by the method of Paule and Mandel (1982), never below 0. Everything is computed over all teams that the coach may see, never over a picked few."</p>
            </details>
        </section>
    }
}

fn pooled() -> impl IntoView {
    view! {
        <section aria-labelledby="pooled">
            <h2 id="pooled">"Many teams together"</h2>
            <p>
                {format!("Leadership sees figures over many teams and never over one. A quarter is counted once, when it is over. Each team counts with its last round that closed in that quarter or in the one before, and each person alike: the figures go back to people, they are no averages of teams\u{2019} averages. There is a point for a quarter only where at least {LEAST_TEAMS} teams have a new round since the last point.")}
            </p>
            <p>
                {format!("An anti-pattern is present in a team where its strength is {PRESENT_FROM} or more on the scale from 0 to 4. It is systemic where that is so in at least half of at least {TEAMS_FOR_SYSTEMIC} teams. The number of teams is told from {TEAMS_TO_COUNT} teams on, and only in the middle: near none it says \u{201c}fewer than\u{201d}, near all \u{201c}at least\u{201d}, so that whoever knows some of the teams cannot tell how another one stands. These ends are a third of the teams, {LEAST_MARGIN_OF_COUNTS} at least, and wider the more of them somebody knows. Each round is in one such number: a team without a new round is not counted again. Where somebody would know too many of the teams, it is a number of the others, or none.")}
            </p>
            <p>
                {format!("How far teams lie apart is told as numbers of teams in four bands of shown health, from {TEAMS_TO_COUNT} teams on. A band with fewer teams than such an end joins its neighbour.")}
            </p>
            <details class="fine">
                <summary>"Formula and source"</summary>
                <p>"Health and its range are those of a team, over all people of all teams. The range of the share of teams is Wilson\u{2019}s (1927) over teams, with its ends rounded outward to 5 per cent; of a count that is told as \u{201c}fewer than\u{201d} or \u{201c}at least\u{201d} it spans the ranges of all counts that this could be."</p>
                <p>"A team\u{2019}s dimension enters with its three statements or not at all, and there is no score over all dimensions: from either, what a team\u{2019}s own report withholds could be worked out."</p>
            </details>
        </section>
    }
}

fn withheld() -> impl IntoView {
    view! {
        <section aria-labelledby="withheld">
            <h2 id="withheld">"What is not shown"</h2>
            <p>
                {format!("A round has a minimum group, from {SMALLEST_GROUP} to {LARGEST_GROUP} and usually {USUAL_GROUP}. No figure stands on fewer people, and how many people stand behind a figure is told in bands (such as 8 to 11). Whether a figure is shown depends on how many answered, never on what they said.")}
            </p>
            <p>"If one statement of a dimension falls below the minimum, a second is withheld with it, and so are the dimension\u{2019}s range and word. Otherwise the first could be worked out from the rest."</p>
            <p>"The rules and their reasons are on the "<a href="/privacy">"privacy page"</a>"."</p>
        </section>
    }
}

fn works() -> impl IntoView {
    view! {
        <section aria-labelledby="works">
            <h2 id="works">"What works here"</h2>
            <p>"For coaches and leadership Andon counts, practice by practice, how many teams have tried something, how it ended, and what their next round said. A practice is what an experiment of the catalogue draws on, for example pairing. The teams are those that share with coaches; each counts once in a line, with the last experiment in it that it has started."</p>
            <p>"What the next round said is no new test. It is the verdict of the team\u{2019}s own report, from the last round before the start to the next one after it: on the anti-pattern that the experiment was against, or where the report has none, on its dimension. Without a next round, or without a verdict, it reads \u{201c}no verdict yet\u{201d}."</p>
            <p>
                {format!("A line stands on at least {TEAMS_IN_A_LINE} teams. Practices that fewer have tried stand together under their dimension, and what is too few there under \u{201c}all other practices\u{201d}. A part of fewer than {TEAMS_IN_A_BAND} teams joins its neighbour. Lines are counted once a quarter, when it is over; one that has been told changes only when at least {LEAST_TEAMS} teams stand differently in it.")}
            </p>
            <p>"None of it is proof. Teams try something where it hurts, and where they have the room. What is unusually bad tends to be less bad the next time by itself, which is called regression to the mean. And other things happen in the same weeks. No comparison with teams that did not try it would mend that, because they are other teams. What a line can do is to say whom to ask."</p>
        </section>
    }
}

fn suggested() -> impl IntoView {
    view! {
        <section aria-labelledby="suggested">
            <h2 id="suggested">"How experiments are picked"</h2>
            <p>
                "Anti-patterns are put in order by how strong they surely are: by the cautious end of the range, not by the mean alone. The shown figures decide, so a suggestion tells nothing that the page does not. Ties go by the order of the catalogue."
            </p>
            <p>"Where people are far apart, the first suggestion is a conversation. Then come up to three experiments against three different anti-patterns, those first that the team itself can change, and something small to begin with. What only leadership can change goes into a box of its own. Each suggestion says why it was picked."</p>
            <p>"They are suggestions. Nobody knows your work as you do."</p>
        </section>
    }
}

fn tried() -> impl IntoView {
    view! {
        <section aria-labelledby="tried">
            <h2 id="tried">"Before and after an experiment"</h2>
            <p>
                {format!("An experiment has a hypothesis, a target, a first step of at most {LONGEST_STEP_DAYS} days, a measure and a day to look back. At most {MOST_RUNNING} run at once on a board: with more, each takes longer, and nobody can tell which of them made the difference. Its log asks the questions of Toyota Kata: what is in the way, what is the next step, what do we expect of it, and when can we see what we have learned (Rother 2009).")}
            </p>
            <p>"When the next round closes, the anti-pattern that an experiment works against and its dimension stand on its page before and after, with the verdict that the report itself gives: it is the last round before the start beside the one after it, and from then on each round beside the one before. Nothing is tested twice, and no figure is shown that the report withholds. A round that closes on the day of the start counts as before it."</p>
            <p>"A verdict compares two rounds of a whole team. It cannot say what has caused a change: other things happen meanwhile, and what was at its worst when an experiment began tends to be a little better next time, whatever one does. So the team is asked for its own judgement too, and both stand side by side."</p>
        </section>
    }
}

fn unsaid() -> impl IntoView {
    view! {
        <section aria-labelledby="unsaid">
            <h2 id="unsaid">"What it does not tell"</h2>
            <ul>
                <li>
                    <strong>"How reliable the scales are in your team. "</strong>
                    {format!("Cronbach\u{2019}s \u{3b1} and McDonald\u{2019}s \u{3c9} need each person\u{2019}s answers side by side. A sealed round does not keep them, so it cannot give either. That is the price of destroying the answers, and it is worth it. The command andon score gives both for a file of raw answers, from {PERSONS_NEEDED} people on and never for a single team.")}
                </li>
                <li>
                    <strong>"What is so. "</strong>
                    "Answers tell what people see. That is much, and it is not the same as a measurement."
                </li>
            </ul>
        </section>
    }
}
