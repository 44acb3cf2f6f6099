//! The plan of an experiment as a form: for a new one, and to change one.

use super::fault;
use crate::catalogue::{Catalogue, DimensionId, Effort, PatternId};
use crate::components::{ErrorSummary, Field, Notice, NoticeKind, PageHead, TextArea};
use crate::pages::words;
use leptos::prelude::*;

/// The form, as typed.
#[derive(Debug, Clone, Default)]
pub struct PlanForm {
    /// A short title.
    pub title: String,
    /// The anti-pattern's id; empty for none.
    pub pattern: String,
    /// The hypothesis.
    pub hypothesis: String,
    /// The target condition.
    pub target: String,
    /// The current condition.
    pub current: String,
    /// The first step.
    pub first_step: String,
    /// What is counted.
    pub measure: String,
    /// The review day, year-month-day.
    pub review_on: String,
    /// A role or initials.
    pub owner: String,
    /// The first and the last day that can be chosen.
    pub days: (String, String),
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
}

/// The page for a new experiment.
#[derive(Debug, Clone)]
pub struct AdoptPage {
    /// The team, or the organisation.
    pub name: String,
    /// Where the form posts to.
    pub action: String,
    /// The board.
    pub back: String,
    /// Whether it is a team's.
    pub of_team: bool,
    /// What the catalogue offers; nothing where something was chosen.
    pub offers: Vec<(PatternId, Vec<EntryLine>)>,
    /// The chosen entry of the catalogue.
    pub entry: Option<String>,
    /// The id and title of the experiment that it follows from.
    pub follows: Option<(String, String)>,
    /// The form.
    pub form: PlanForm,
}

/// An experiment of the catalogue.
#[derive(Debug, Clone)]
pub struct EntryLine {
    /// Where the form is filled in with it.
    pub href: String,
    /// Its title.
    pub title: String,
    /// How much work it is.
    pub effort: Effort,
}

/// The page that changes a plan.
#[derive(Debug, Clone)]
pub struct PlanPage {
    /// The team, or the organisation.
    pub name: String,
    /// The experiment's path.
    pub base: String,
    /// Whether it is a team's.
    pub of_team: bool,
    /// What the form was opened with.
    pub edition: i64,
    /// Whether it has not begun: then it may be a draft.
    pub proposed: bool,
    /// Whether somebody else has changed it meanwhile.
    pub moved: bool,
    /// The form.
    pub form: PlanForm,
}

/// The page for a new experiment.
pub fn adopt(page: AdoptPage, catalogue: &'static Catalogue) -> impl IntoView {
    let AdoptPage { name, action, back, of_team, offers, entry, follows, form } = page;
    let lead = if entry.is_some() {
        "Taken from the catalogue: make it yours. What fits other teams may need other words, other steps, another measure here."
    } else {
        "Small enough to start within two weeks, clear enough to see whether it worked."
    };
    view! {
        <PageHead kicker=name title="A new experiment" lead=lead/>
        <ErrorSummary errors=form.faults.clone()/>
        {offered(offers, catalogue)}
        <form method="post" action=action class="form">
            {entry.map(|entry| view! { <input type="hidden" name="entry" value=entry/> })}
            {follows
                .map(|(id, title)| {
                    view! {
                        <p class="soft">"It follows from \u{201c}"{title}"\u{201d}: change what you would do differently."</p>
                        <input type="hidden" name="follows" value=id/>
                    }
                })}
            {fields(form, of_team, catalogue)}
            <p class="hint">"Without a measure or a review day it stays a draft: on the board, but not to be started."</p>
            <div class="actions">
                <button class="button primary" type="submit">"Put it on the board"</button>
                <a class="button quiet" href=back>"Back to the board"</a>
            </div>
        </form>
    }
}

fn offered(
    offers: Vec<(PatternId, Vec<EntryLine>)>,
    catalogue: &'static Catalogue,
) -> impl IntoView {
    let none = offers.iter().all(|(_, lines)| lines.is_empty());
    let parts: Vec<_> = DimensionId::ALL
        .into_iter()
        .map(|dimension| {
            let here: Vec<_> = offers
                .iter()
                .filter(|(pattern, lines)| pattern.dimension() == dimension && !lines.is_empty())
                .map(|(pattern, lines)| {
                    let lines: Vec<_> = lines
                        .iter()
                        .map(|line| {
                            view! {
                                <li>
                                    <a href=line.href.clone()>{line.title.clone()}</a>
                                    <span class="muted">{format!(" \u{b7} {}", words::effort(line.effort))}</span>
                                </li>
                            }
                        })
                        .collect();
                    view! {
                        <p class="kata-against">"Against "{catalogue.pattern(*pattern).name.as_str()}</p>
                        <ul>{lines}</ul>
                    }
                })
                .collect();
            view! {
                <details class="fine">
                    <summary>{catalogue.dimension(dimension).name.as_str()}</summary>
                    {here}
                </details>
            }
        })
        .collect();
    (!none).then(|| {
        view! {
            <section aria-labelledby="offers" class="kata-offers">
                <h2 id="offers">"Begin with one of the catalogue"</h2>
                {parts}
            </section>
            <h2 class="kata-own">"Or write your own"</h2>
        }
    })
}

/// The page that changes a plan.
pub fn plan(page: PlanPage, catalogue: &'static Catalogue) -> impl IntoView {
    let PlanPage { name, base, of_team, edition, proposed, moved, form } = page;
    let (now, action) = (base.clone(), format!("{base}/plan"));
    view! {
        <PageHead kicker=name title="Change the plan"/>
        {moved
            .then(|| {
                view! {
                    <Notice kind=NoticeKind::Problem title="Somebody else was faster">
                        <p>
                            "The experiment has been changed since you opened this form. What you typed is still here and not stored yet. "
                            <a href=now>"Look at it as it is now"</a>
                            "; if yours is right, keep it with the button below."
                        </p>
                    </Notice>
                }
            })}
        <ErrorSummary errors=form.faults.clone()/>
        <form method="post" action=action class="form">
            <input type="hidden" name="edition" value=edition.to_string()/>
            {fields(form, of_team, catalogue)}
            {proposed.then(|| view! { <p class="hint">"Without a measure or a review day it stays a draft."</p> })}
            <div class="actions">
                <button class="button primary" type="submit">"Keep the plan"</button>
                <a class="button quiet" href=base>"Back"</a>
            </div>
        </form>
    }
}

fn fields(form: PlanForm, of_team: bool, catalogue: &'static Catalogue) -> impl IntoView {
    let PlanForm {
        title,
        pattern,
        hypothesis,
        target,
        current,
        first_step,
        measure,
        review_on,
        owner,
        days,
        faults,
    } = form;
    let at = |field: &str| fault(&faults, field);
    let who = if of_team { "A role or initials, not a whole name." } else { "A role, not a name." };
    view! {
        <Field name="title" label="Title" hint="A few words, what you do." value=title error=at("title") maxlength="120" autocomplete="off" required=true/>
        {against(&pattern, at("pattern"), catalogue)}
        <TextArea name="hypothesis" label="Hypothesis" rows="3" value=hypothesis error=at("hypothesis")
            hint="If we \u{2026}, then \u{2026} by \u{2026}, because \u{2026}"/>
        <TextArea name="target" label="Target: where do you want to be?" rows="2" value=target error=at("target")
            hint="What would be true if it worked?"/>
        <TextArea name="current" label="Now: where are you?" rows="2" value=current error=at("current")
            hint="What is true today, in the same terms as the target."/>
        <TextArea name="first_step" label="First step" rows="2" value=first_step error=at("first_step")
            hint="Something that can be done within two weeks."/>
        <TextArea name="measure" label="Measure: what do you count?" rows="2" value=measure error=at("measure")
            hint="The same before and after. Something that is easy to count is best."/>
        <Field name="review_on" label="Review day" kind="date" hint="On this day you look at what came of it."
            value=review_on error=at("review_on") min=days.0 max=days.1/>
        <Field name="owner" label="Who sees to it?" hint=who value=owner error=at("owner") maxlength="60" autocomplete="off"/>
    }
}

/// The choice of an anti-pattern, by dimension.
fn against(
    chosen: &str,
    error: Option<String>,
    catalogue: &'static Catalogue,
) -> impl IntoView + use<> {
    let groups: Vec<_> = DimensionId::ALL
        .into_iter()
        .map(|dimension| {
            let options: Vec<_> = dimension
                .patterns()
                .into_iter()
                .map(|id| {
                    view! {
                        <option value=id.as_str() selected=id.as_str() == chosen>
                            {catalogue.pattern(id).name.as_str()}
                        </option>
                    }
                })
                .collect();
            view! { <optgroup label=catalogue.dimension(dimension).name.as_str()>{options}</optgroup> }
        })
        .collect();
    let wrong = error.is_some();
    view! {
        <div class="field" class:wrong=wrong>
            <label for="pattern">"Against which anti-pattern?"</label>
            <p class="hint" id="pattern-hint">"After the next round its figures stand beside the experiment."</p>
            {error.map(|error| view! { <p class="error" id="pattern-error">{error}</p> })}
            <select id="pattern" name="pattern" aria-describedby="pattern-hint" aria-invalid=wrong.then_some("true")>
                <option value="" selected=chosen.is_empty()>"None of them"</option>
                {groups}
            </select>
        </div>
    }
}
