//! The cords that teams have pulled, for leadership, and its answers.

use super::Wanted;
use crate::catalogue::PatternId;
use crate::days;
use crate::disclosure::Released;
use crate::disclosure::cords::Pulled;
use crate::pages::leadership::{
    CordLine, CordPage, CordsPage, DecisionForm, cord as cord_page, cords as cords_page,
    cords_title,
};
use crate::server::context::Context;
use crate::server::cords::{Answers, counted};
use crate::server::error::AppError;
use crate::server::fields::{Faults, Fields};
use crate::server::render::Page;
use crate::store::{Decided, Decision, Experiment, Organisation, Role};
use axum::extract::{Path, Query};
use axum::response::{IntoResponse, Redirect, Response};
use jiff::ToSpan;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// The longest words to the teams, in characters.
const MOST_WORDS: usize = 600;
/// How far ahead leadership may put the day, in days.
const FURTHEST_DAY: i64 = 366;

/// What leadership may know of the cords of its organisation.
pub struct Heard {
    /// The organisation.
    pub organisation: Organisation,
    /// How many teams have pulled, where it may be told.
    pub pulled: BTreeMap<PatternId, Released<Pulled>>,
    /// Its answers, the newest first.
    pub decisions: BTreeMap<PatternId, Vec<Decision>>,
    answers: Answers,
}

impl Heard {
    /// Counts what is to be counted, and reads the answers.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for an organisation that this browser does not lead.
    pub async fn load(context: &Context, wanted: &str) -> Result<Self, AppError> {
        let organisation = context.chosen(context.led(), wanted).await?;
        let pulled = counted(&context.app, &organisation.id).await?;
        let decisions = context.app.store.decisions(&organisation.id).await?;
        let answers = Answers::load(&context.app, &organisation.id).await?;
        Ok(Self { organisation, pulled, decisions, answers })
    }

    /// The patterns of which something is said: those without an answer first, then
    /// those that most teams have pulled, then in catalogue order.
    pub fn patterns(&self) -> Vec<PatternId> {
        let known: BTreeSet<PatternId> =
            self.pulled.keys().chain(self.decisions.keys()).copied().collect();
        let mut known: Vec<PatternId> = known.into_iter().collect();
        known.sort_by_key(|pattern| {
            let pulled = self.pulled.get(pattern).map(|pulled| pulled.at_least());
            (self.decisions.contains_key(pattern), std::cmp::Reverse(pulled))
        });
        known
    }

    fn line(&self, pattern: PatternId) -> CordLine {
        let history = self.decisions.get(&pattern);
        CordLine {
            pattern,
            pulled: self.pulled.get(&pattern).cloned(),
            answer: history
                .and_then(|history| history.first())
                .map(|decision| self.answers.shown(decision)),
        }
    }

    /// The pattern in an address, if leadership may know anything of it.
    fn find(&self, pattern: &str) -> Result<PatternId, AppError> {
        let pattern: PatternId = pattern.parse().map_err(|_| AppError::NotFound)?;
        if self.pulled.contains_key(&pattern) || self.decisions.contains_key(&pattern) {
            Ok(pattern)
        } else {
            // Pulled by two teams or by none: nobody can tell the one from the other.
            Err(AppError::NotFound)
        }
    }
}

/// `GET /leadership/cords`
pub async fn list(context: Context, Query(wanted): Query<Wanted>) -> Result<Response, AppError> {
    let heard = Heard::load(&context, &wanted.organisation).await?;
    let page = CordsPage {
        organisation: heard.organisation.name.clone(),
        id: heard.organisation.id.to_string(),
        others: context.others(context.led(), &heard.organisation.id).await?,
        lines: heard.patterns().into_iter().map(|pattern| heard.line(pattern)).collect(),
    };
    let catalogue = context.app.catalogue;
    let title = format!("{}: {}", page.organisation, cords_title(&page.lines));
    Ok(Page::new(title).render(&context, move || cords_page(page, catalogue)).await)
}

/// `GET /leadership/cords/{pattern}`
pub async fn show(
    context: Context,
    Path(pattern): Path<String>,
    Query(wanted): Query<Wanted>,
) -> Result<Response, AppError> {
    let heard = Heard::load(&context, &wanted.organisation).await?;
    let pattern = heard.find(&pattern)?;
    page(&context, &heard, pattern, DecisionForm::default()).await
}

/// `POST /leadership/cords/{pattern}`: an answer to the teams.
pub async fn answer(
    context: Context,
    Path(pattern): Path<String>,
    Query(wanted): Query<Wanted>,
    fields: Fields,
) -> Result<Response, AppError> {
    let heard = Heard::load(&context, &wanted.organisation).await?;
    let pattern = heard.find(&pattern)?;
    let app = &context.app;
    let today = app.settings.zone.day(app.now());
    match read(&fields, pattern, today, heard.answers.experiments()) {
        Ok(decision) => {
            let of = &heard.organisation.id;
            app.store.decide(of, &decision).await?;
            let name = &app.catalogue.pattern(pattern).name;
            let what = format!("answered the cord \u{201c}{name}\u{201d}");
            context.did(of, Role::Leader, None, what).await?;
            Ok(Redirect::to(&format!("/leadership/cords?organisation={of}")).into_response())
        }
        Err(faults) => {
            let form = DecisionForm {
                decided: fields.typed("decided", 20),
                by: fields.typed("by", 20),
                words: fields.typed("words", MOST_WORDS * 4),
                experiment: fields.typed("experiment", 40),
                faults: faults.list(),
                ..DecisionForm::default()
            };
            page(&context, &heard, pattern, form).await
        }
    }
}

/// An answer as it was typed, or what is wrong with it.
fn read(
    fields: &Fields,
    pattern: PatternId,
    today: Date,
    board: &[Experiment],
) -> Result<Decision, Faults> {
    let mut faults = Faults::default();
    let decided = Decided::read(fields.text("decided"));
    if decided.is_none() {
        faults.add("decided", "Choose one of the three.");
    }
    let needs_day = decided.is_some_and(|decided| decided != Decided::No);
    let typed = fields.text("by").trim();
    let by_day = if typed.is_empty() {
        if needs_day {
            faults.add("by", "Say by which day.");
        }
        None
    } else {
        let day = faults.take("by", days::parse(typed));
        if day.is_some_and(|day| !(today..=ahead(today, FURTHEST_DAY)).contains(&day)) {
            faults.add("by", "Choose a day from today on, within a year.");
        }
        // A no has no day, whatever was left in the field.
        day.filter(|_| needs_day)
    };
    // Browsers send line ends as CR LF.
    let words = fields.text("words").replace("\r\n", "\n").trim().to_owned();
    if words.chars().count() > MOST_WORDS {
        faults.add("words", format!("Use at most {MOST_WORDS} characters."));
    } else if words.is_empty() && decided == Some(Decided::No) {
        faults.add("words", "Say why: the teams have asked for an answer.");
    }
    // One that is not on the board, or over, cannot be what is going to be tried.
    let chosen = fields.text("experiment");
    let experiment = board.iter().find(|each| each.id.as_str() == chosen && !each.state.is_over());
    if !chosen.is_empty() && experiment.is_none() {
        faults.add("experiment", "This experiment is not on your board any more, or it is over.");
    }
    match decided {
        Some(decided) if faults.is_empty() => Ok(Decision {
            pattern,
            decided,
            words,
            by_day,
            decided_on: today,
            experiment: experiment
                .filter(|_| decided == Decided::WillTry)
                .map(|each| each.id.clone()),
        }),
        _ => Err(faults),
    }
}

/// So many days later.
fn ahead(day: Date, days: i64) -> Date {
    day.saturating_add(days.days())
}

async fn page(
    context: &Context,
    heard: &Heard,
    pattern: PatternId,
    form: DecisionForm,
) -> Result<Response, AppError> {
    let today = context.app.settings.zone.day(context.app.now());
    let last = ahead(today, FURTHEST_DAY);
    let history = heard.decisions.get(&pattern).map(Vec::as_slice).unwrap_or_default();
    let wrong = !form.faults.is_empty();
    let page = CordPage {
        organisation: heard.organisation.name.clone(),
        id: heard.organisation.id.to_string(),
        line: heard.line(pattern),
        before: history.iter().skip(1).map(|each| heard.answers.shown(each)).collect(),
        form: DecisionForm {
            days: (today.to_string(), last.to_string()),
            experiments: heard
                .answers
                .experiments()
                .iter()
                .filter(|each| !each.state.is_over())
                .map(|each| (each.id.to_string(), each.plan.title.clone(), each.state.words()))
                .collect(),
            ..form
        },
    };
    let catalogue = context.app.catalogue;
    let title = format!("{}: an answer", catalogue.pattern(pattern).name);
    Ok(Page::new(title).wrong(wrong).render(context, move || cord_page(page, catalogue)).await)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(body: &str) -> Result<Decision, Vec<String>> {
        let fields = Fields::parse(body.as_bytes()).unwrap();
        let today = jiff::civil::date(2026, 3, 2);
        read(&fields, PatternId::RiskByFreeze, today, &[])
            .map_err(|faults| faults.list().into_iter().map(|(field, _)| field).collect())
    }

    #[test]
    fn a_yes_and_a_later_have_a_day_and_a_no_has_a_reason() {
        let yes = answered("decided=will-try&by=2026-05-01&words=").unwrap();
        assert_eq!((yes.decided, yes.words.as_str()), (Decided::WillTry, ""));
        assert_eq!(yes.by_day, Some(jiff::civil::date(2026, 5, 1)));
        assert_eq!(answered("decided=will-try&by="), Err(vec!["by".to_owned()]));
        assert_eq!(answered("decided=not-now"), Err(vec!["by".to_owned()]));
        assert_eq!(answered("decided=no&words=+%0D%0A"), Err(vec!["words".to_owned()]));
        let no = answered("decided=no&by=2026-05-01&words=Because%0D%0Anot.").unwrap();
        assert_eq!((no.by_day, no.words.as_str()), (None, "Because\nnot."));
    }

    #[test]
    fn a_day_lies_ahead_and_within_a_year() {
        for (day, fine) in [
            ("2026-03-01", false),
            ("2026-03-02", true),
            ("2027-03-03", true),
            ("2027-03-04", false),
            ("soon", false),
        ] {
            let answered = answered(&format!("decided=not-now&by={day}"));
            assert_eq!(answered.is_ok(), fine, "{day}: {answered:?}");
        }
        let unknown = answered("decided=will-try&by=2026-05-01&experiment=gone");
        assert_eq!(unknown, Err(vec!["experiment".to_owned()]));
        let long = format!("decided=perhaps&words={}", "x".repeat(MOST_WORDS + 1));
        assert_eq!(answered(&long), Err(vec!["decided".to_owned(), "words".to_owned()]));
    }
}
