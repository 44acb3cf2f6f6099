//! An experiment's page: what comes next, the plan, the log, before and after.

use super::board::too_many;
use super::fault;
use super::log::{StepForm, StepLine, next_step, steps as step_list};
use super::since::{Since, before_and_after};
use crate::catalogue::Catalogue;
use crate::components::{Choice, ErrorSummary, Field, Notice, NoticeKind, PageHead, TextArea};
use crate::kata::{Judgement, Missing, Move, Plan, State};
use leptos::prelude::*;

/// What the page shows.
#[derive(Debug, Clone)]
pub struct CardPage {
    /// The experiment's path.
    pub base: String,
    /// The board's address.
    pub board: String,
    /// The team, or the organisation.
    pub name: String,
    /// Whether it is a team's.
    pub of_team: bool,
    /// What the forms are opened with.
    pub edition: i64,
    /// Where it is.
    pub state: State,
    /// The plan and where it comes from.
    pub facts: Facts,
    /// What the reader can do.
    pub moves: Vec<Move>,
    /// The question that is asked.
    pub asking: Option<MoveForm>,
    /// What the plan lacks.
    pub lacks: Vec<Missing>,
    /// What runs, where that is as many as may.
    pub full: Option<Vec<Running>>,
    /// The kata's log.
    pub steps: Vec<StepLine>,
    /// The form for the next step.
    pub next: Option<StepForm>,
    /// The form for the team's own judgement.
    pub judge: Option<JudgeForm>,
    /// What rounds say.
    pub since: Vec<Since>,
    /// What was done.
    pub done: Vec<MovedLine>,
    /// Whether somebody else has changed it meanwhile.
    pub moved: bool,
    /// Whether the reader may change it.
    pub may_change: bool,
    /// Where the experiment that follows is written.
    pub next_href: Option<String>,
}

/// The plan and where it comes from.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The plan.
    pub plan: Plan,
    /// Its review day, written out.
    pub review_on: Option<String>,
    /// When it was put on the board.
    pub proposed_on: String,
    /// The practice of the catalogue that it draws on.
    pub practice: Option<String>,
    /// The page and the title of the experiment that it follows from.
    pub follows: Option<(String, String)>,
    /// What the team itself makes of it, why, and since when.
    pub judged: Option<(&'static str, String, String)>,
}

/// A question that a move asks, as answered.
#[derive(Debug, Clone)]
pub struct MoveForm {
    /// The move.
    pub step: Move,
    /// The question.
    pub question: &'static str,
    /// The answer.
    pub answer: String,
    /// The day, where the move needs one.
    pub day: Option<String>,
    /// The first and the last day that can be chosen.
    pub days: (String, String),
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
}

/// The team's own judgement, as typed.
#[derive(Debug, Clone, Default)]
pub struct JudgeForm {
    /// Which one.
    pub judgement: String,
    /// Why.
    pub note: String,
    /// When it was said, if it was.
    pub said_on: Option<String>,
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
}

/// Something that was done.
#[derive(Debug, Clone)]
pub struct MovedLine {
    /// What.
    pub what: &'static str,
    /// When.
    pub day: String,
    /// The answer to the question.
    pub answer: String,
}

/// Another experiment that runs.
#[derive(Debug, Clone)]
pub struct Running {
    /// Its page.
    pub href: String,
    /// Its title.
    pub title: String,
}

/// The page.
pub fn card(page: CardPage, catalogue: &'static Catalogue) -> impl IntoView {
    let faults: Vec<(String, String)> = [
        page.asking.as_ref().map(|form| &form.faults),
        page.next.as_ref().map(|form| &form.faults),
        page.judge.as_ref().map(|form| &form.faults),
    ]
    .into_iter()
    .flatten()
    .flatten()
    .cloned()
    .collect();
    let kicker = format!("{} \u{b7} {}", page.name, page.state.words());
    let title = page.facts.plan.title.clone();
    let next = what_next(&page);
    let CardPage {
        base,
        board,
        of_team,
        state,
        facts,
        steps,
        next: form,
        judge,
        since,
        done,
        may_change,
        moved,
        ..
    } = page;
    let editable = may_change && !state.is_over();
    let judged = facts.judged.clone();
    let ask_now = !since.is_empty() || state == State::Reviewing || state.is_over();
    let has_pattern = facts.plan.pattern.is_some();
    let begun = !steps.is_empty() || form.is_some();
    let started = judge.is_some() || !since.is_empty() || judged.is_some();
    view! {
        <article class="sheet">
            <PageHead kicker=kicker title=title/>
            {moved
                .then(|| {
                    view! {
                        <Notice kind=NoticeKind::Problem title="Somebody else was faster">
                            <p>"The experiment has been changed since you opened this page: this is how it is now. What you typed is not stored."</p>
                        </Notice>
                    }
                })}
            <ErrorSummary errors=faults/>
            {next}
            {plan_section(&base, facts, editable, catalogue)}
            {begun
                .then(|| {
                    let first = steps.is_empty();
                    view! {
                        <section aria-labelledby="log">
                            <h2 id="log">"Step by step"</h2>
                            {(!first).then(|| step_list(steps))}
                            {form.map(|form| next_step(&base, form, first))}
                        </section>
                    }
                })}
            {started
                .then(|| {
                    view! {
                        <section aria-labelledby="since">
                            <h2 id="since">"Before and after"</h2>
                            {if has_pattern {
                                before_and_after(since, of_team)
                            } else {
                                view! { <p class="muted">"No anti-pattern was chosen for it, so no figure of the rounds belongs to it."</p> }.into_any()
                            }}
                            {judgement(&base, judge, judged, ask_now)}
                        </section>
                    }
                })}
            {(!done.is_empty()).then(|| what_was_done(done))}
            <div class="actions"><a class="button quiet" href=board>"Back to the board"</a></div>
        </article>
    }
}

/// What can be done now, and the question that is asked.
fn what_next(page: &CardPage) -> impl IntoView + use<> {
    let draft = page.state == State::Proposed && !page.lacks.is_empty();
    let lacks: Vec<&str> = page.lacks.iter().map(|missing| missing.words()).collect();
    let base = page.base.clone();
    let moves: Vec<_> = page
        .moves
        .iter()
        .enumerate()
        .filter(|(_, step)| !(draft && **step == Move::Start))
        .map(|(place, step)| {
            let class = if place == 0 { "button primary" } else { "button" };
            let href = format!("{base}?do={}#move", step.as_str());
            let here = page.asking.as_ref().is_some_and(|form| form.step == *step);
            view! { <a class=class href=href aria-current=here.then_some("true")>{step.button()}</a> }
        })
        .collect();
    let full = page.full.clone().filter(|_| {
        page.asking.as_ref().is_some_and(|form| form.step.leads_to() == State::Running)
    });
    let asking = page.asking.clone().map(|form| ask(&base, page.edition, form));
    let may_change = page.may_change;
    view! {
        {(draft && may_change)
            .then(|| {
                view! {
                    <Notice title="Still a draft">
                        <p>
                            {format!("Before it can start, it needs {}. ", crate::prose::list(&lacks))}
                            <a href=format!("{base}/plan")>"Complete the plan"</a>
                        </p>
                    </Notice>
                }
            })}
        {page
            .next_href
            .clone()
            .map(|href| {
                view! { <div class="actions"><a class="button primary" href=href>"Write the experiment that follows"</a></div> }
            })}
        {(!moves.is_empty())
            .then(|| {
                view! {
                    <section id="move" aria-labelledby="what-next">
                        <h2 id="what-next">"What next?"</h2>
                        <div class="actions">{moves}</div>
                        {full
                            .map(|running| {
                                let lines: Vec<_> = running
                                    .into_iter()
                                    .map(|each| view! { <li><a href=each.href>{each.title}</a></li> })
                                    .collect();
                                view! {
                                    <Notice kind=NoticeKind::Warning title="Three are running">
                                        <p>{too_many()}</p>
                                        <ul>{lines}</ul>
                                    </Notice>
                                }
                            })}
                        {asking}
                    </section>
                }
            })}
    }
}

fn ask(base: &str, edition: i64, form: MoveForm) -> impl IntoView + use<> {
    let at = |field: &str| fault(&form.faults, field);
    let (label, hint) = match form.step {
        Move::Start => ("By when is the first step done?", "At most two weeks from now."),
        _ => ("When do you look at it again?", "The new review day."),
    };
    let day = form.day.clone().map(|day| {
        view! {
            <Field name="day" label=label hint=hint kind="date" value=day error=at("day")
                min=form.days.0.clone() max=form.days.1.clone() required=true/>
        }
    });
    view! {
        <form method="post" action=format!("{base}/move") class="form">
            <input type="hidden" name="move" value=form.step.as_str()/>
            <input type="hidden" name="edition" value=edition.to_string()/>
            <TextArea name="answer" label=form.question rows="3" value=form.answer.clone() error=at("answer")/>
            {day}
            <div class="actions"><button class="button primary" type="submit">{form.step.button()}</button></div>
        </form>
    }
}

fn plan_section(
    base: &str,
    facts: Facts,
    editable: bool,
    catalogue: &'static Catalogue,
) -> impl IntoView + use<> {
    let Facts { plan, review_on, proposed_on, practice, follows, .. } = facts;
    let line = |name: &'static str, text: String| {
        (!text.is_empty()).then(|| view! { <dt>{name}</dt><dd>{text}</dd> })
    };
    let pattern = plan.pattern.map(|id| {
        view! { <p class="because">"Against "<a href=format!("/patterns/{id}")>{catalogue.pattern(id).name.as_str()}</a>"."</p> }
    });
    let href = format!("{base}/plan");
    view! {
        <section aria-labelledby="plan">
            <h2 id="plan">"The plan"</h2>
            {pattern}
            {(!plan.hypothesis.is_empty()).then(|| view! { <p class="hypothesis">{plan.hypothesis}</p> })}
            <dl class="plan">
                {line("Target", plan.target)}
                {line("Where we began", plan.current)}
                {line("First step", plan.first_step)}
                {line("What we count", plan.measure)}
                {line("Review day", review_on.unwrap_or_default())}
                {line("Who sees to it", plan.owner)}
            </dl>
            <p class="source">
                {format!("On the board since {proposed_on}.")}
                {practice.map(|practice| format!(" Practice: {practice}."))}
                {follows
                    .map(|(href, title)| view! { " It follows from "<a href=href>{title}</a>"." })}
            </p>
            {editable.then(|| view! { <div class="actions"><a class="button" href=href>"Change the plan"</a></div> })}
        </section>
    }
}

/// What the team itself makes of it: the form, or for readers what it said.
fn judgement(
    base: &str,
    form: Option<JudgeForm>,
    judged: Option<(&'static str, String, String)>,
    ask_now: bool,
) -> impl IntoView + use<> {
    if let Some(form) = form {
        let open = ask_now || !form.faults.is_empty() || form.said_on.is_some();
        return if open {
            judge(base, form).into_any()
        } else {
            // There is nothing to judge by yet; whoever knows already can say so.
            view! {
                <details class="fine">
                    <summary>"Say already what you make of it"</summary>
                    {judge(base, form)}
                </details>
            }
            .into_any()
        };
    }
    judged
        .map(|(said, note, day)| {
            view! {
                <h3>{format!("The team: {said}")}</h3>
                <p>{note}</p>
                <p class="small muted">{format!("Said on {day}.")}</p>
            }
        })
        .into_any()
}

fn judge(base: &str, form: JudgeForm) -> impl IntoView + use<> {
    let JudgeForm { judgement, note, said_on, faults } = form;
    let wrong = fault(&faults, "judgement");
    let choices: Vec<_> = Judgement::ALL
        .into_iter()
        .map(|each| {
            view! {
                <Choice name="judgement" kind="radio" value=each.as_str() label=each.words() checked=judgement == each.as_str()/>
            }
        })
        .collect();
    view! {
        <form method="post" action=format!("{base}/judge") class="form" id="judge">
            <fieldset class="choices" id="judgement">
                <legend>"What do you make of it?"</legend>
                {said_on.map(|day| view! { <p class="hint">{format!("Last said on {day}.")}</p> })}
                {wrong.map(|message| view! { <p class="error" id="judgement-error">{message}</p> })}
                {choices}
            </fieldset>
            <TextArea name="note" label="Why?" rows="2" value=note error=fault(&faults, "note")
                hint="What you have seen counts beside the figures. May be left empty."/>
            <div class="actions"><button class="button" type="submit">"Keep our judgement"</button></div>
        </form>
    }
}

fn what_was_done(done: Vec<MovedLine>) -> impl IntoView {
    let lines: Vec<_> = done
        .into_iter()
        .map(|line| {
            view! {
                <li>
                    <p><strong>{line.what}</strong>" "<span class="muted">{line.day}</span></p>
                    <p class="kata-said">{line.answer}</p>
                </li>
            }
        })
        .collect();
    view! {
        <section aria-labelledby="done">
            <h2 id="done">"What was decided"</h2>
            <ul class="kata-done">{lines}</ul>
        </section>
    }
}
