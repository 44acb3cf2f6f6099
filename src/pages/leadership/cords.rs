//! The cords that teams have pulled, and leadership's answers to them.

use super::super::cords::{Answer, answer};
use super::super::experiment::experiment_body;
use crate::catalogue::{Catalogue, Experiment, ExperimentKind, PatternId};
use crate::components::{Choice, Empty, ErrorSummary, Field, PageHead, TextArea};
use crate::disclosure::Released;
use crate::disclosure::cords::{Pulled, TEAMS_FOR_CORDS};
use crate::pages::others::others;
use crate::pages::pattern::pattern_link;
use crate::store::Decided;
use leptos::prelude::*;

/// A pattern that enough teams have pulled the cord on, or that was answered.
#[derive(Debug, Clone)]
pub struct Line {
    /// The pattern.
    pub pattern: PatternId,
    /// How many teams have pulled; none where nothing is said of it now.
    pub pulled: Option<Released<Pulled>>,
    /// The answer that is in force.
    pub answer: Option<Answer>,
}

/// All of them.
#[derive(Debug, Clone)]
pub struct CordsPage {
    /// The organisation's name.
    pub organisation: String,
    /// Its id.
    pub id: String,
    /// Other organisations that the browser leads, by id and name.
    pub others: Vec<(String, String)>,
    /// Those without an answer first, then in catalogue order.
    pub lines: Vec<Line>,
}

/// What was typed for an answer, and what is wrong with it.
#[derive(Debug, Clone, Default)]
pub struct DecisionForm {
    /// What is chosen; empty for nothing.
    pub decided: String,
    /// By which day, year-month-day.
    pub by: String,
    /// In leadership's words.
    pub words: String,
    /// The id of the experiment that is chosen; empty for none.
    pub experiment: String,
    /// Leadership's experiments that are not over: id, title, and where each is.
    pub experiments: Vec<(String, String, &'static str)>,
    /// The first and the last day that can be chosen.
    pub days: (String, String),
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
}

/// One of them, to be answered.
#[derive(Debug, Clone)]
pub struct CordPage {
    /// The organisation's name.
    pub organisation: String,
    /// Its id.
    pub id: String,
    /// The pattern, how often it was pulled, and the answer in force.
    pub line: Line,
    /// Earlier answers, newest first.
    pub before: Vec<Answer>,
    /// The form.
    pub form: DecisionForm,
}

/// The list's title, which says how many wait.
#[must_use]
pub fn title(lines: &[Line]) -> String {
    match lines.iter().filter(|line| line.answer.is_none()).count() {
        0 if lines.is_empty() => "No cord to answer".to_owned(),
        0 => "Every cord has its answer".to_owned(),
        1 => "One anti-pattern waits for your answer".to_owned(),
        2 => "Two anti-patterns wait for your answer".to_owned(),
        3 => "Three anti-patterns wait for your answer".to_owned(),
        many => format!("{many} anti-patterns wait for your answer"),
    }
}

/// The list.
pub fn cords(page: CordsPage, catalogue: &'static Catalogue) -> impl IntoView {
    let CordsPage { organisation, id, others: other, lines } = page;
    let title = title(&lines);
    let (answered, waiting): (Vec<Line>, Vec<Line>) =
        lines.into_iter().partition(|line| line.answer.is_some());
    let nothing = (waiting.is_empty() && answered.is_empty()).then(|| {
        view! {
            <Empty title="No anti-pattern on which three teams have pulled">
                <p>{format!("Teams pull the cord on their own pages and in their reports, on what they cannot change themselves. It takes three teams until you read of it here, and an organisation of at least {TEAMS_FOR_CORDS}. Until then nothing is said: not even that somebody pulled.")}</p>
            </Empty>
        }
    });
    view! {
        <article class="wide leadership">
            <PageHead
                kicker=organisation
                title=title
                lead="A team pulls the cord on an anti-pattern that it cannot change itself. It is owed an answer: what you do and by when, or why not. What you answer stands on the teams\u{2019} own pages."
            />
            {nothing}
            {group("waiting", "Waiting for an answer", waiting, &id, catalogue)}
            {group("answered", "Answered", answered, &id, catalogue)}
            <section aria-labelledby="reading">
                <h2 id="reading">"How to read this"</h2>
                <p>"Counts run in steps of three, and one moves only when at least three teams have pulled or let go since it was told: so you cannot see who pulled, and no team should be asked. An answer stays here when the cords are let go. "<a href="/privacy#cords">"Who could learn what"</a>"."</p>
                <p><a href=format!("/leadership?organisation={id}")>"Back to leadership\u{2019}s page"</a></p>
            </section>
            {others("/leadership/cords", &other)}
        </article>
    }
}

fn group(
    id: &'static str,
    title: &'static str,
    lines: Vec<Line>,
    organisation: &str,
    catalogue: &'static Catalogue,
) -> impl IntoView + use<> {
    let items: Vec<_> =
        lines.into_iter().map(|line| entry(line, organisation, catalogue)).collect();
    (!items.is_empty()).then(|| {
        view! {
            <section aria-labelledby=id>
                <h2 id=id>{title}</h2>
                <ul class="cords">{items}</ul>
            </section>
        }
    })
}

fn entry(line: Line, organisation: &str, catalogue: &'static Catalogue) -> impl IntoView + use<> {
    let Line { pattern, pulled, answer: given } = line;
    let href = format!("/leadership/cords/{pattern}?organisation={organisation}");
    let (class, words) = if given.is_some() {
        ("button quiet", "Look at it again")
    } else {
        ("button", "Answer it")
    };
    let name = catalogue.pattern(pattern).name.as_str();
    let stop: Vec<_> = for_leadership(pattern, catalogue)
        .filter_map(|experiment| experiment.stop_doing.as_deref())
        .map(|stop| view! { <li>{stop}</li> })
        .collect();
    let open = given.is_none();
    view! {
        <li>
            <h3>{pattern_link(pattern, catalogue)}</h3>
            <p class="because">{count(pulled.as_ref())}</p>
            {given.as_ref().map(answer)}
            {(open && !stop.is_empty()).then(|| view! {
                <p>"What leadership could stop doing:"</p>
                <ul>{stop}</ul>
            })}
            <p class="actions"><a class=class href=href>{words}<span class="visually-hidden">{format!(": {name}")}</span></a></p>
        </li>
    }
}

/// "At least 6 teams have pulled the cord."
fn count(pulled: Option<&Released<Pulled>>) -> String {
    pulled.map_or_else(
        || "There is no count to tell at present.".to_owned(),
        |pulled| format!("At least {} teams have pulled the cord.", pulled.at_least()),
    )
}

fn for_leadership(
    pattern: PatternId,
    catalogue: &'static Catalogue,
) -> impl Iterator<Item = &'static Experiment> {
    catalogue
        .experiments_for(pattern)
        .filter(|experiment| experiment.kind == ExperimentKind::Leadership)
}

/// One pattern with what leadership could do, and the form for its answer.
pub fn cord(page: CordPage, catalogue: &'static Catalogue) -> impl IntoView {
    let CordPage { organisation, id, line, before, form } = page;
    let Line { pattern, pulled, answer: given } = line;
    let about = catalogue.pattern(pattern);
    let experiments: Vec<_> = for_leadership(pattern, catalogue)
        .map(|experiment| {
            let run = format!(
                "/leadership/experiments/new?organisation={id}&entry={}",
                experiment.id
            );
            view! {
                <li>
                    <article class="experiment">
                        <h3>{experiment.title.as_str()}</h3>
                        {experiment_body(experiment)}
                        <p class="actions"><a class="button quiet" href=run>"Run it as an experiment"<span class="visually-hidden">{format!(": {}", experiment.title)}</span></a></p>
                    </article>
                </li>
            }
        })
        .collect();
    let earlier: Vec<_> = before.iter().map(|given| view! { <li>{answer(given)}</li> }).collect();
    let heading = if given.is_some() { "Answer it anew" } else { "Your answer" };
    let action = format!("/leadership/cords/{pattern}?organisation={id}");
    view! {
        <article class="sheet">
            <PageHead kicker=organisation title=about.name.clone() lead=about.statement.clone()/>
            <ErrorSummary errors=form.faults.clone()/>
            <p class="because">{count(pulled.as_ref())}</p>
            <p>{about.why.as_str()}" "<a href=format!("/patterns/{pattern}")>"More about it"</a>"."</p>
            {given.as_ref().map(|given| view! {
                <section aria-labelledby="in-force">
                    <h2 id="in-force">"What you answered"</h2>
                    {answer(given)}
                </section>
            })}
            <section aria-labelledby="try">
                <h2 id="try">"What only leadership can try"</h2>
                <ol class="experiments">{experiments}</ol>
            </section>
            <section aria-labelledby="answer">
                <h2 id="answer">{heading}</h2>
                <p>"All teams of the organisation can read it: those that have pulled on their own pages, the others where their reports name this pattern. Earlier answers stay below as history."</p>
                {decision_form(form, action)}
            </section>
            {(!earlier.is_empty()).then(|| view! {
                <section aria-labelledby="before">
                    <h2 id="before">"What was answered before"</h2>
                    <ul class="cords">{earlier}</ul>
                </section>
            })}
            <p><a href=format!("/leadership/cords?organisation={id}")>"Back to all cords"</a></p>
        </article>
    }
}

fn decision_form(form: DecisionForm, action: String) -> impl IntoView {
    let DecisionForm { decided, by, words, experiment, experiments, days, faults } = form;
    let fault = |field: &str| {
        faults.iter().find(|(name, _)| name == field).map(|(_, message)| message.clone())
    };
    let choices: Vec<_> = [
        (Decided::WillTry, "We will try something", "Say what, in your own words, and by when."),
        (Decided::NotNow, "Not now", "Say by when you look at it again."),
        (Decided::No, "No", "Say why: a no without a reason is the last cord that is pulled."),
    ]
    .into_iter()
    .map(|(each, label, hint)| {
        let checked = decided == each.as_str();
        view! { <Choice name="decided" kind="radio" value=each.as_str() label=label hint=hint checked=checked/> }
    })
    .collect();
    let options: Vec<_> = experiments
        .into_iter()
        .map(|(id, title, state)| {
            let chosen = id == experiment;
            view! { <option value=id selected=chosen>{format!("{title} ({state})")}</option> }
        })
        .collect();
    let gone = fault("experiment");
    let wrong = fault("decided");
    view! {
        <form method="post" action=action class="form">
            <fieldset id="decided" class="plain">
                <legend>"What have you decided?"</legend>
                {wrong.map(|message| view! { <p class="error">{message}</p> })}
                {choices}
            </fieldset>
            <Field name="by" label="By which day?" hint="Needed unless the answer is no." value=by error=fault("by") kind="date" min=days.0 max=days.1/>
            {(!options.is_empty() || gone.is_some()).then(|| view! {
                <div class="field">
                    <label for="experiment">"With which experiment of your board?"</label>
                    {gone.map(|message| view! { <p class="error">{message}</p> })}
                    <select id="experiment" name="experiment">
                        <option value="">"None, or not yet"</option>
                        {options}
                    </select>
                </div>
            })}
            <TextArea name="words" label="Your words to the teams" hint="What you do, what you stop doing, or why not. At most 600 characters." value=words error=fault("words") rows="5"/>
            <div class="actions"><button class="button primary" type="submit">"Give this answer"</button></div>
        </form>
    }
}
