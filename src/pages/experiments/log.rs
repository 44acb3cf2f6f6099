//! The kata's log: steps with what was expected and what happened.

use super::fault;
use crate::components::{ErrorSummary, Field, Notice, NoticeKind, PageHead, TextArea};
use leptos::prelude::*;

/// A step in the log.
#[derive(Debug, Clone)]
pub struct StepLine {
    /// 1 for the first.
    pub number: usize,
    /// What we do.
    pub what: String,
    /// What we expect of it.
    pub expected: String,
    /// What is in the way.
    pub obstacle: String,
    /// When it was begun.
    pub made_on: String,
    /// When we can see what we have learned.
    pub due_on: String,
    /// When that was, what happened and what was learned.
    pub done: Option<(String, String, String)>,
    /// Where it can be changed.
    pub edit: Option<String>,
}

/// A step as a form, as typed.
#[derive(Debug, Clone, Default)]
pub struct StepForm {
    /// What we do.
    pub what: String,
    /// What we expect of it.
    pub expected: String,
    /// What is in the way.
    pub obstacle: String,
    /// When we can see what we have learned.
    pub due_on: String,
    /// What happened.
    pub actual: String,
    /// What was learned.
    pub learned: String,
    /// The first and the last day that can be chosen.
    pub days: (String, String),
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
}

/// The page of one step.
#[derive(Debug, Clone)]
pub struct StepPage {
    /// The experiment's path.
    pub base: String,
    /// The experiment's title.
    pub title: String,
    /// 1 for the first.
    pub number: usize,
    /// By what the form knows whether the step is still as it was shown.
    pub seal: String,
    /// When it was begun.
    pub made_on: String,
    /// Whether it says already what happened.
    pub done: bool,
    /// Whether somebody else has changed it meanwhile.
    pub moved: bool,
    /// The form.
    pub form: StepForm,
}

/// The steps, the first at the top.
pub fn steps(steps: Vec<StepLine>) -> impl IntoView {
    let lines: Vec<_> = steps.into_iter().map(line).collect();
    view! { <ol class="kata-log">{lines}</ol> }
}

fn line(step: StepLine) -> impl IntoView {
    let StepLine { number, what, expected, obstacle, made_on, due_on, done, edit } = step;
    let (button, class) = if done.is_some() {
        ("Mend this step", "button quiet")
    } else {
        ("How did it go?", "button")
    };
    let days = match &done {
        Some((day, ..)) => format!("{made_on} to {day}"),
        None => format!("Begun on {made_on} \u{b7} to be seen by {due_on}"),
    };
    let went = done.map(|(_, actual, learned)| {
        view! {
            <dt>"What happened"</dt>
            <dd>{actual}</dd>
            {(!learned.is_empty()).then(|| view! { <dt>"Learned"</dt><dd>{learned}</dd> })}
        }
    });
    view! {
        <li>
            <p class="kata-title">{what}</p>
            <p class="small muted">{days}</p>
            <dl class="plan">
                {(!obstacle.is_empty()).then(|| view! { <dt>"In the way"</dt><dd>{obstacle}</dd> })}
                <dt>"Expected"</dt>
                <dd>{expected}</dd>
                {went}
            </dl>
            {edit
                .map(|href| {
                    view! { <p><a class=class href=href aria-label=format!("{button} (step {number})")>{button}</a></p> }
                })}
        </li>
    }
}

/// The form for the next step.
pub fn next_step(base: &str, form: StepForm, first: bool) -> impl IntoView + use<> {
    let title = if first { "The first step" } else { "The next step" };
    view! {
        <h3 id="next-step">{title}</h3>
        <form method="post" action=format!("{base}/steps") class="form">
            {plan_fields(&form)}
            <div class="actions"><button class="button primary" type="submit">"Add the step"</button></div>
        </form>
    }
}

fn plan_fields(form: &StepForm) -> impl IntoView + use<> {
    let at = |field: &str| fault(&form.faults, field);
    view! {
        <TextArea name="obstacle" label="What is in the way now?" rows="2" value=form.obstacle.clone() error=at("obstacle")
            hint="One obstacle, the one you take on first. May be left empty."/>
        <TextArea name="what" label="What do you do?" rows="2" value=form.what.clone() error=at("what")
            hint="One small thing."/>
        <TextArea name="expected" label="What do you expect?" rows="2" value=form.expected.clone() error=at("expected")
            hint="Something that you will be able to see, or not."/>
        <Field name="due_on" label="When can you see what you have learned?" kind="date"
            hint="At most two weeks from its beginning." value=form.due_on.clone() error=at("due_on")
            min=form.days.0.clone() max=form.days.1.clone() required=true/>
    }
}

/// The page of one step.
pub fn step(page: StepPage) -> impl IntoView {
    let StepPage { base, title, number, seal, made_on, done, moved, form } = page;
    let at = |field: &str| fault(&form.faults, field);
    let (now, action, log) =
        (base.clone(), format!("{base}/steps/{number}"), format!("{base}#log"));
    let heading = if done { "Mend a step" } else { "How did it go?" };
    let went = view! {
        <TextArea name="actual" label="What happened?" rows="3" value=form.actual.clone() error=at("actual")
            hint="What you saw, also where it was not what you expected: that is where there is something to learn."/>
        <TextArea name="learned" label="What did you learn?" rows="2" value=form.learned.clone() error=at("learned")/>
    };
    // Minimum days are of the form's own beginning; a step that began earlier keeps its day.
    let plan =
        plan_fields(&StepForm { days: (String::new(), form.days.1.clone()), ..form.clone() });
    view! {
        <PageHead kicker=title title=heading lead=format!("Step {number}, begun on {made_on}: {}", form.what)/>
        {moved
            .then(|| {
                view! {
                    <Notice kind=NoticeKind::Problem title="Somebody else was faster">
                        <p>
                            "This step, or the experiment, has been changed since you opened the form. What you typed is still here and not stored yet. "
                            <a href=now>"Look at it as it is now"</a>"."
                        </p>
                    </Notice>
                }
            })}
        <ErrorSummary errors=form.faults.clone()/>
        <form method="post" action=action class="form">
            <input type="hidden" name="seal" value=seal/>
            {went}
            <details class="fine" open=done || !form.faults.is_empty()>
                <summary>"What was meant"</summary>
                {plan}
            </details>
            <div class="actions">
                <button class="button primary" type="submit">"Keep it"</button>
                <a class="button quiet" href=log>"Back"</a>
            </div>
        </form>
    }
}
