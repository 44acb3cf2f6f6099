//! The survey: six sections of three statements, and a review.
//!
//! One form holds all of it, whoever reads it. Sections other than the current
//! one are hidden, but their answers are still part of the form: so without
//! JavaScript every step posts, and the answers travel along; with JavaScript an
//! island shows and hides the same sections without asking the server.

use super::participation::{Participation, standing};
use crate::catalogue::{
    Answer, Answers, Catalogue, DimensionId, PATTERNS, Pattern, PatternId, Point,
};
use crate::components::{ErrorSummary, Notice, NoticeKind};
use crate::islands::SurveyKeeper;
use leptos::prelude::*;

/// Where in the survey a person is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// One dimension's three statements.
    Section(DimensionId),
    /// The list of what is still open, and the button that submits.
    Review,
}

impl Step {
    /// All seven, in order.
    pub const ALL: [Self; 7] = [
        Self::Section(DimensionId::Customer),
        Self::Section(DimensionId::Structure),
        Self::Section(DimensionId::Collaboration),
        Self::Section(DimensionId::Change),
        Self::Section(DimensionId::Learning),
        Self::Section(DimensionId::People),
        Self::Review,
    ];

    /// The first.
    pub const FIRST: Self = Self::ALL[0];

    /// The name in the form.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Section(dimension) => dimension.as_str(),
            Self::Review => "review",
        }
    }

    /// Reads a name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.as_str() == text)
    }

    fn before(self) -> Option<Self> {
        Self::ALL
            .into_iter()
            .zip(Self::ALL.into_iter().skip(1))
            .find(|pair| pair.1 == self)
            .map(|pair| pair.0)
    }

    fn after(self) -> Option<Self> {
        Self::ALL
            .into_iter()
            .zip(Self::ALL.into_iter().skip(1))
            .find(|pair| pair.0 == self)
            .map(|pair| pair.1)
    }
}

/// What the button that empties the form is called in it.
pub const AFRESH: &str = "afresh";

/// What the survey shows.
#[derive(Debug, Clone)]
pub struct Survey {
    /// Where the form posts to.
    pub action: String,
    /// The answers so far.
    pub answers: Answers,
    /// The section to show.
    pub step: Step,
    /// What is wrong: the id of the statement (or nothing) and the message.
    pub faults: Vec<(String, String)>,
    /// Under which name the browser may keep a draft; none for `/try`.
    pub draft: Option<String>,
    /// Whether answers are stored already, and these would replace them.
    pub changing: bool,
    /// What the last button says.
    pub submit: &'static str,
    /// What the review says about where the answers go.
    pub promise: String,
    /// The edition of what was stored when this form was opened; none for `/try`.
    pub edition: Option<String>,
    /// How many have answered, on the first view of a round's survey.
    pub participation: Option<Participation>,
}

/// The survey's page.
pub fn survey(survey: Survey, catalogue: &'static Catalogue) -> impl IntoView {
    let Survey {
        action,
        answers,
        step,
        faults,
        draft,
        changing,
        submit,
        promise,
        edition,
        participation,
    } = survey;
    let default_go = step.after().map_or("submit", Step::as_str);
    let sections: Vec<_> = DimensionId::ALL
        .into_iter()
        .enumerate()
        .map(|(number, dimension)| section(number, dimension, step, &answers, &faults, catalogue))
        .collect();
    let review = review(step, &answers, catalogue, submit, promise);
    let afresh = (draft.is_some() && !changing).then(|| afresh(answers.given() == 0));
    let forget = format!("{action}/receipt#forget");
    let full = participation.is_some_and(|them| them.is_full() && !changing);
    let progress = format!("{} of {PATTERNS} answered", answers.given());
    view! {
        {participation.map(|them| standing(them, full))}
        <SurveyKeeper draft=draft.unwrap_or_default() fresh=!changing && answers.given() == 0>
            <form class="survey" method="post" action=action id="survey" novalidate=true>
                <button type="submit" name="go" value=default_go hidden=true tabindex="-1" data-default="">
                    "Next"
                </button>
                <input type="hidden" name="step" value=step.as_str()/>
                {edition.map(|edition| view! {
                    <input type="hidden" name="edition" value=edition autocomplete="off"/>
                })}
                <p class="progress" data-progress="">{progress}</p>
                {afresh}
                <ErrorSummary errors=faults/>
                {changing
                    .then(|| view! {
                        <Notice kind=NoticeKind::Info title="You are changing your answers">
                            <p>"What you sent before stays as it is until you submit again."</p>
                            <p>"Not you? "<a href=forget>"Let this device forget them"</a>", then open the join link again."</p>
                        </Notice>
                    })}
                {sections}
                {review}
            </form>
        </SurveyKeeper>
    }
}

/// The way out for whoever finds somebody else's draft. `hidden` while nothing is chosen;
/// the island shows it when it has filled the form from a draft.
fn afresh(hidden: bool) -> impl IntoView {
    view! {
        <p class="afresh" data-afresh="" hidden=hidden>
            "Not you? "
            <button class="link" type="submit" name="go" value=AFRESH>"Begin with an empty form"</button>
            ". What is chosen here is removed from this browser; nothing that was sent is changed."
        </p>
    }
}

fn section(
    number: usize,
    dimension: DimensionId,
    step: Step,
    answers: &Answers,
    faults: &[(String, String)],
    catalogue: &'static Catalogue,
) -> impl IntoView + use<> {
    let this = Step::Section(dimension);
    let texts = catalogue.dimension(dimension);
    let cards: Vec<_> = dimension
        .patterns()
        .into_iter()
        .map(|id| {
            let fault = faults
                .iter()
                .find(|(field, _)| field == id.as_str())
                .map(|(_, message)| message.clone());
            statement(catalogue.pattern(id), answers.get(id), fault)
        })
        .collect();
    view! {
        <section class="step" data-step=this.as_str() hidden=this != step aria-labelledby=format!("{dimension}-title")>
            <p class="kicker">{format!("Part {} of 6", number + 1)}</p>
            <h1 id=format!("{dimension}-title") tabindex="-1">{texts.name.as_str()}</h1>
            <p class="question">"How much of this do you see in the last three months?"</p>
            {cards}
            <div class="actions">
                {this.before().map(|back| view! {
                    <button class="button quiet" type="submit" name="go" value=back.as_str()>"Back"</button>
                })}
                {this.after().map(|next| view! {
                    <button class="button primary" type="submit" name="go" value=next.as_str()>
                        {if next == Step::Review { "Review" } else { "Next" }}
                    </button>
                })}
            </div>
        </section>
    }
}

fn statement(pattern: &'static Pattern, answer: Answer, fault: Option<String>) -> impl IntoView {
    let id = pattern.id.as_str();
    let error_id = format!("{id}-error");
    let described = fault.is_some().then(|| error_id.clone());
    let points: Vec<_> = Point::ALL
        .into_iter()
        .map(|point| {
            let anchor = match point {
                Point::NotAtAll => Some(pattern.anchors.none.as_str()),
                Point::Moderately => Some(pattern.anchors.some.as_str()),
                Point::Extremely => Some(pattern.anchors.strong.as_str()),
                Point::Slightly | Point::Considerably => None,
            };
            let given = Answer::Point(point);
            view! {
                <label class="point">
                    <input type="radio" name=id value=given.as_str() checked=answer == given/>
                    <strong>{point.word()}</strong>
                    {anchor.map(|anchor| view! { <small>{anchor}</small> })}
                </label>
            }
        })
        .collect();
    view! {
        <fieldset
            class="statement"
            id=id
            tabindex="-1"
            aria-describedby=described
        >
            <legend>{pattern.statement.as_str()}</legend>
            {fault.map(|fault| view! { <p class="error" id=error_id>{fault}</p> })}
            <div class="points">
                {points}
                <label class="point cant">
                    <input type="radio" name=id value="?" checked=answer == Answer::CantJudge/>
                    <strong>"I can\u{2019}t judge this"</strong>
                </label>
            </div>
        </fieldset>
    }
}

fn review(
    step: Step,
    answers: &Answers,
    catalogue: &'static Catalogue,
    submit: &'static str,
    promise: String,
) -> impl IntoView + use<> {
    let open: Vec<_> = PatternId::ALL
        .into_iter()
        .map(|id| {
            view! {
                <li data-open=id.as_str() hidden=answers.get(id) != Answer::Blank>
                    <button class="link" type="submit" name="go" value=id.dimension().as_str() data-to=id.as_str()>
                        {catalogue.pattern(id).statement.as_str()}
                    </button>
                </li>
            }
        })
        .collect();
    let complete = answers.given() == PATTERNS;
    view! {
        <section class="step" data-step="review" hidden=step != Step::Review aria-labelledby="review-title">
            <p class="kicker">"Last look"</p>
            <h1 id="review-title" tabindex="-1">"Review"</h1>
            <p data-complete="" hidden=!complete>"You have answered all eighteen. You can still go back and change anything."</p>
            <div data-incomplete="" hidden=complete>
                <p>"These are still open. You may leave them so: blanks are counted as blanks and nothing is guessed."</p>
                <ul class="open-items">{open}</ul>
            </div>
            <p class="soft" data-same="" hidden=!answers.all_equal()>
                "You gave all eighteen the same answer. If that is what you see, it is a good answer: just submit."
            </p>
            <p class="muted">{promise}</p>
            <div class="actions">
                <button class="button quiet" type="submit" name="go" value="people">"Back"</button>
                <button class="button primary" type="submit" name="go" value="submit">{submit}</button>
            </div>
        </section>
    }
}
