//! How every figure is made: plain words first, formula and source behind a click.

use super::sources::sources;
use crate::catalogue::{DIMENSIONS, PATTERNS, PER_DIMENSION};
use crate::components::{DataTable, PageHead, TableData};
use crate::measure::agreement::{FAR_APART, critical_value};
use crate::measure::person::DIMENSIONS_NEEDED;
use crate::measure::{DIMENSION_SPREAD_FROM, ITEM_SPREAD_FROM};
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
        {withheld()}
        {suggested()}
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
                <p>"In Rohrmann\u{2019}s study of scale labels people placed them at 0, 2.5, 5.0, 7.6 and 9.6 on a line from 0 to 10. The steps are nearly equal, so a mean has a meaning. Words for how often something happens, from never to always, are spaced less evenly."</p>
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
            <p>"Shown figures are rounded to the nearest 5, and the ends say \u{201c}10 or less\u{201d} and \u{201c}90 or more\u{201d}. In a small team an exact mean could be traced back to single answers; a rounded one hardly can."</p>
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
                    {format!("For dimensions from {DIMENSION_SPREAD_FROM} people and statements from {ITEM_SPREAD_FROM} answers on: the Jeffreys\u{2013}Dirichlet interval. With n scores z between 0 and 1:")}
                </p>
                <p class="formula">
                    "A = n + 1" <br/>
                    "e = (\u{3a3}z + \u{bd}) \u{f7} A" <br/>
                    "q = (\u{3a3}z\u{b2} + \u{bd}) \u{f7} A" <br/>
                    "v = (q \u{2212} e\u{b2}) \u{f7} (A + 1)" <br/>
                    "\u{3ba} = e (1 \u{2212} e) \u{f7} v \u{2212} 1"
                </p>
                <p>"Its ends are the 2.5 % and 97.5 % quantiles of Beta(e\u{3ba}, (1 \u{2212} e)\u{3ba}). If every z is 0 the lower end is 0, if every z is 1 the upper end is 1. Where all answers lie at the ends of the scale it is the Jeffreys interval for a share (Brown, Cai and DasGupta 2001): 3 of 5 gives 0.209 to 0.906. The weighting is that of Rubin\u{2019}s Bayesian bootstrap (1981)."</p>
                <p>"For smaller numbers: Wilson\u{2019}s interval (1927), computed from the figure as it is shown and the lowest number in the band that is shown. So it tells nothing that the page does not tell already. A mean with an exact spread would: for five people it gives away the exact set of answers in 79 of the 126 possible cases."</p>
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
                {format!("Dimensions get a word from {DIMENSION_SPREAD_FROM} people on, single statements from {ITEM_SPREAD_FROM} answers on. With fewer, too little could be said and too much given away.")}
            </p>
            <details class="fine">
                <summary>"Formula, limits and source"</summary>
                <p>"The measure is the average deviation around the mean, in steps of the scale (Burke, Finkelstein and Dusig 1999; Burke and Dunlap 2002); for a dimension, the mean of its three statements\u{2019}."</p>
                <p class="formula">"AD = mean of |x \u{2212} mean of x|"</p>
                <p>
                    {format!("\u{201c}Far apart\u{201d} begins at {FAR_APART}, the value that uniform random answers tend to. \u{201c}Close together\u{201d} ends at the value that such answers reach or undercut at most once in twenty times, found by counting every possible outcome:")}
                </p>
                <DataTable caption="Largest average deviation that counts as close together" table=limits()/>
                <p>"A dimension\u{2019}s word uses the smallest number of people behind its three statements. The limit is made for one statement. The mean of three varies less, so for dimensions it is stricter than one in twenty."</p>
                <p>"Many tools take an r\u{2009}wg of .70 as agreement (after James, Demaree and Wolf 1984). Andon does not: answers rolled with dice pass that mark 6 times in 100 with five people and 23 times with three."</p>
            </details>
        </section>
    }
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

fn withheld() -> impl IntoView {
    view! {
        <section aria-labelledby="withheld">
            <h2 id="withheld">"What is not shown"</h2>
            <p>"A round has a minimum group, from 3 to 10. No figure stands on fewer people, and how many people stand behind a figure is told in bands (such as 8 to 11). Whether a figure is shown depends on how many answered, never on what they said."</p>
            <p>"If one statement of a dimension falls below the minimum, a second is withheld with it, and so are the dimension\u{2019}s range and word. Otherwise the first could be worked out from the rest."</p>
            <p>"The rules and their reasons are on the "<a href="/privacy">"privacy page"</a>"."</p>
        </section>
    }
}

fn suggested() -> impl IntoView {
    view! {
        <section aria-labelledby="suggested">
            <h2 id="suggested">"How experiments are picked"</h2>
            <p>
                {format!("Anti-patterns are put in order by how strong they surely are: by the cautious end of the range, not by the mean alone. Below {ITEM_SPREAD_FROM} answers the shown figures decide. Ties go by the order of the catalogue.")}
            </p>
            <p>"Where people are far apart, the first suggestion is a conversation. Then come up to three experiments against three different anti-patterns, those first that the team itself can change, and something small to begin with. What only leadership can change goes into a box of its own. Each suggestion says why it was picked."</p>
            <p>"They are suggestions. Nobody knows your work as you do."</p>
        </section>
    }
}

fn unsaid() -> impl IntoView {
    view! {
        <section aria-labelledby="unsaid">
            <h2 id="unsaid">"What it does not tell"</h2>
            <ul>
                <li>
                    <strong>"Whether something has changed. "</strong>
                    "When there was a round before, the radar draws it as a second outline. Andon does not test yet whether a difference is more than chance, so do not take a small one for a change. Few people can show only large changes: the smallest p value that four people against four can reach is .0286, five against five .0079."
                </li>
                <li>
                    <strong>"How teams compare. "</strong>
                    "Teams answer about different work. Andon ranks nobody."
                </li>
                <li>
                    <strong>"How reliable the scales are in your team. "</strong>
                    "Cronbach\u{2019}s \u{3b1} and McDonald\u{2019}s \u{3c9} need each person\u{2019}s answers side by side. A sealed round does not keep them, so it cannot give either. That is the price of destroying the answers, and it is worth it."
                </li>
                <li>
                    <strong>"What is so. "</strong>
                    "Answers tell what people see. That is much, and it is not the same as a measurement."
                </li>
            </ul>
        </section>
    }
}
