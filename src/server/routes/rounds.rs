//! A team's round: made, opened, shown, given more time and people.

use super::round_form::{SHORT, form_for, read, read_closing, read_roster, typed};
use super::{report, teams};
use crate::days;
use crate::pages::guide::{self, ConversationGuide};
use crate::pages::round::{OpenRound, bytes_notice, discarded_round, draft_round, open_round};
use crate::pages::team::RoundForm;
use crate::server::context::{Context, Reading};
use crate::server::error::AppError;
use crate::server::fields::{Faults, Fields};
use crate::server::invite::{qr_code, spoken_code};
use crate::server::led::{Led, round_path};
use crate::server::render::Page;
use crate::store::{Role, Round, RoundId, RoundState, Secret, StoreError, Team};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};

/// What a round's state is called in lists.
pub const fn state_words(round: &Round) -> &'static str {
    match round.state {
        RoundState::Draft => "draft",
        RoundState::Open => "open",
        RoundState::Sealed => "report",
        RoundState::TooFew => "too few answers",
        RoundState::Discarded => "discarded",
    }
}

async fn minimum_of(context: &Context, team: &Team) -> Result<u8, AppError> {
    let organisation =
        context.app.store.organisation(&team.organisation).await?.ok_or(AppError::NotFound)?;
    Ok(organisation.minimum_group)
}

/// `POST /teams/{team}/rounds`
pub async fn create(
    context: Context,
    Path(team): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let team = context.facilitated(&team).await?;
    let plan = match read(&context, &fields) {
        Ok(plan) => plan,
        Err(faults) => {
            let minimum = minimum_of(&context, &team).await?;
            let form =
                typed(&context, format!("/teams/{}/rounds", team.id), minimum, &fields, &faults);
            return teams::page(&context, &team, Some(form), (team.name.clone(), None)).await;
        }
    };
    let version = context.app.catalogue.version();
    let made = context
        .app
        .store
        .create_draft(
            &team.id,
            plan.roster,
            plan.closes_at,
            plan.keep_lists,
            version,
            context.app.now(),
        )
        .await;
    let round = match made {
        Ok(round) => round,
        Err(StoreError::RoundInProgress) => {
            return Err(AppError::Conflict(
                "There is a round in progress already: see the team\u{2019}s page.".to_owned(),
            ));
        }
        Err(other) => return Err(other.into()),
    };
    if fields.text("do") == "open" {
        open_now(&context, &round).await?;
        let what = "opened a round of {team}";
        context.did(&team.organisation, Role::Facilitator, Some(&team.id), what).await?;
    }
    Ok(Redirect::to(&round_path(&team.id, &round)).into_response())
}

/// Opens a draft: makes its join token, spoken code and ballot key.
async fn open_now(context: &Context, round: &RoundId) -> Result<(), AppError> {
    let store = &context.app.store;
    // Two open rounds with one spoken code are improbable, not impossible.
    for _ in 0..5 {
        let token = Secret::random()?;
        let code = spoken_code()?;
        let mut key = [0; 32];
        getrandom::fill(&mut key)?;
        match store.open_round(round, token.as_str(), &code, &key, context.app.now()).await {
            Err(StoreError::SpokenCodeTaken | StoreError::JoinTokenTaken) => {}
            Err(StoreError::TooSoon { earliest }) => {
                let day = days::written(context.app.settings.zone.day(earliest));
                return Err(AppError::Conflict(format!(
                    "At least 28 days lie between two rounds. The next one can be opened on {day}."
                )));
            }
            Err(StoreError::ClosingDayPassed) => {
                return Err(AppError::Conflict(
                    "The closing day has passed. Choose a later one and open it then.".to_owned(),
                ));
            }
            other => {
                other?;
                context.app.outbox.notify_one();
                return Ok(());
            }
        }
    }
    Err(AppError::Internal("no free spoken code in five tries".to_owned()))
}

/// `GET /teams/{team}/rounds/{round}`: the report, or what there is before one.
pub async fn show(
    reading: Reading,
    Path((team, round)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let found = report::find(&reading.0, &team, &round).await?;
    let context = reading.done();
    if let Some(found) = found {
        return Ok(report::show(&context, found).await);
    }
    page(&Led::find(context, &team, &round).await?, None).await
}

/// The page of a round without a report; `wrong` holds a form with faults.
async fn page(led: &Led, wrong: Option<(&Fields, Faults)>) -> Result<Response, AppError> {
    let Led { context, team, round } = led;
    let is_wrong = wrong.is_some();
    match round.state {
        RoundState::Draft => {
            let minimum = minimum_of(context, team).await?;
            let base = led.path();
            let action = format!("{base}/open");
            let form = match wrong {
                Some((fields, faults)) => typed(context, action, minimum, fields, &faults),
                None => RoundForm {
                    roster: round.roster.to_string(),
                    closing_day: context.app.settings.zone.last_day(round.closes_at).to_string(),
                    no_lists: !round.keep_lists,
                    ..form_for(context, action, minimum)
                },
            };
            let last = context.app.store.latest_sealed_before(&team.id, &round.id).await?;
            let last = last.and_then(|round| round.closed_at);
            let overlaps = context.overlaps(team, last, None).await?;
            let form = RoundForm { overlaps, ..form };
            let name = team.name.clone();
            Ok(Page::new("A round in draft")
                .wrong(is_wrong)
                .render(context, move || draft_round(name, base, form))
                .await)
        }
        RoundState::Open => {
            let open = load_open(led, wrong).await?;
            Ok(Page::new("The round is open")
                .islands()
                .wrong(is_wrong)
                .render(context, move || open_round(open))
                .await)
        }
        RoundState::TooFew => {
            let day = days::written(
                context.app.settings.zone.day(round.closed_at.unwrap_or(round.closes_at)),
            );
            let catalogue = context.app.catalogue;
            let title = guide::title(&team.name, &day);
            let shown = ConversationGuide {
                team: team.name.clone(),
                day,
                minimum_group: round.minimum_group,
                team_path: led.team_path(),
            };
            let notice = round.bytes_pending.then(bytes_notice);
            let body = move || (notice, guide::guide(shown, catalogue));
            Ok(Page::new(title).render(context, body).await)
        }
        RoundState::Discarded => {
            let (name, back) = (team.name.clone(), led.team_path());
            let notice = round.bytes_pending.then(bytes_notice);
            let body = move || (notice, discarded_round(name, back));
            Ok(Page::new("Discarded").render(context, body).await)
        }
        // It was sealed in this very moment.
        RoundState::Sealed => {
            let found = report::find(context, team.id.as_str(), round.id.as_str()).await?;
            Ok(report::show(context, found.ok_or(AppError::NotFound)?).await)
        }
    }
}

async fn load_open(led: &Led, wrong: Option<(&Fields, Faults)>) -> Result<OpenRound, AppError> {
    let Led { context, team, round } = led;
    let zone = &context.app.settings.zone;
    let last = zone.last_day(round.closes_at);
    let join_url =
        context.absolute(&format!("/join/{}", round.join_token.as_deref().unwrap_or_default()));
    let form = form_for(context, String::new(), round.minimum_group);
    let (fields, faults) =
        wrong.map_or_else(|| (None, Faults::default()), |(fields, faults)| (Some(fields), faults));
    let typed =
        |name: &str| fields.map(|fields| fields.typed(name, SHORT)).filter(|text| !text.is_empty());
    Ok(OpenRound {
        base: led.path(),
        team: (team.name.clone(), led.team_path()),
        count: context.app.store.response_count(&round.id).await?,
        roster: round.roster,
        minimum_group: round.minimum_group,
        history_held: context.app.store.history_held().map(|long| long.as_secs() / 60),
        last_day: days::written(last),
        extended: round.extended,
        qr: qr_code(&join_url)?,
        join_url,
        spoken_code: round.spoken_code.clone().unwrap_or_default().replace('-', " "),
        code_url: context.absolute("/join"),
        extend: (
            typed("closing_day").unwrap_or_else(|| last.to_string()),
            form.days.0,
            form.days.1,
        ),
        raise: typed("roster").unwrap_or_else(|| round.roster.to_string()),
        faults: faults.list(),
    })
}

/// `POST /teams/{team}/rounds/{round}/open`: saves the draft, and opens it if asked to.
pub async fn open(led: Led, fields: Fields) -> Result<Response, AppError> {
    let Led { context, round, .. } = &led;
    if round.state != RoundState::Draft {
        // A second press of the button, or another tab.
        return Ok(led.go_back());
    }
    match read(context, &fields) {
        Err(faults) => page(&led, Some((&fields, faults))).await,
        Ok(plan) => {
            let store = &context.app.store;
            store.update_draft(&round.id, plan.roster, plan.closes_at, plan.keep_lists).await?;
            if fields.text("do") == "open" {
                open_now(context, &round.id).await?;
                led.did("opened a round of {team}").await?;
            }
            Ok(led.go_back())
        }
    }
}

/// `POST /teams/{team}/rounds/{round}/extend`
pub async fn extend(led: Led, fields: Fields) -> Result<Response, AppError> {
    let Led { context, round, .. } = &led;
    let mut faults = Faults::default();
    let Some(closes_at) = read_closing(context, &fields, &mut faults) else {
        return page(&led, Some((&fields, faults))).await;
    };
    match context.app.store.extend_round(&round.id, closes_at).await {
        Err(StoreError::ClosingDayEarlier { .. }) => {
            faults.add("closing_day", "Choose a later day than the present one.");
            page(&led, Some((&fields, faults))).await
        }
        Err(StoreError::NotOpen) => Err(not_open()),
        other => {
            other?;
            led.did("moved the closing day of a round of {team}").await?;
            Ok(led.go_back())
        }
    }
}

/// `POST /teams/{team}/rounds/{round}/roster`
pub async fn raise_roster(led: Led, fields: Fields) -> Result<Response, AppError> {
    let Led { context, round, .. } = &led;
    let mut faults = Faults::default();
    let Some(roster) = read_roster(&fields, &mut faults) else {
        return page(&led, Some((&fields, faults))).await;
    };
    match context.app.store.raise_roster(&round.id, roster).await {
        Err(StoreError::RosterLowered { .. }) => {
            faults.add("roster", "It can be raised, not lowered.");
            page(&led, Some((&fields, faults))).await
        }
        Err(StoreError::NotOpen) => Err(not_open()),
        other => {
            other?;
            led.did("raised the roster of a round of {team}").await?;
            Ok(led.go_back())
        }
    }
}

/// What is said when a round is no longer open.
pub fn not_open() -> AppError {
    AppError::Conflict("The round is not open any more.".to_owned())
}
