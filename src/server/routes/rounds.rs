//! A team's round: draft, open, close, discard.

use super::{report, teams};
use crate::clock::DAY;
use crate::days;
use crate::pages::guide::{self, ConversationGuide};
use crate::pages::round::{
    OpenRound, Question, discarded_round, draft_round, open_round, question,
};
use crate::pages::team::RoundForm;
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::fields::{Faults, Fields};
use crate::server::invite::{qr_code, spoken_code};
use crate::server::render::Page;
use crate::store::{ClosedBy, Round, RoundId, RoundState, Secret, StoreError, Team};
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

/// The rosters that a round may have.
pub const ROSTERS: std::ops::RangeInclusive<u16> = 3..=500;
/// The farthest that a closing day may lie ahead.
const FARTHEST_DAYS: i64 = 90;
/// The closing day that the form offers.
const USUAL_DAYS: i64 = 6;

/// A round of a team that this browser leads.
pub async fn own_round(
    context: &Context,
    team: &str,
    round: &str,
) -> Result<(Team, Round), AppError> {
    let team = context.facilitated(team).await?;
    let round = round_of(context, &team, round).await?;
    Ok((team, round))
}

/// A round of this team.
pub async fn round_of(context: &Context, team: &Team, round: &str) -> Result<Round, AppError> {
    let id: RoundId = round.parse().map_err(|_| AppError::NotFound)?;
    context
        .app
        .store
        .round(&id)
        .await?
        .filter(|round| round.team == team.id)
        .ok_or(AppError::NotFound)
}

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

fn path(team: &Team, round: &RoundId) -> String {
    format!("/teams/{}/rounds/{round}", team.id)
}

/// The form for a new round, with what most teams choose.
pub fn form_for(context: &Context, action: String, minimum_group: u8) -> RoundForm {
    let zone = &context.app.settings.zone;
    let now = context.app.now();
    RoundForm {
        action,
        closing_day: zone.day(now + USUAL_DAYS * DAY).to_string(),
        days: (zone.day(now).to_string(), zone.day(now + FARTHEST_DAYS * DAY).to_string()),
        minimum_group,
        ..RoundForm::default()
    }
}

/// What the form says, checked.
struct Plan {
    roster: u16,
    closes_at: i64,
    keep_lists: bool,
}

fn read(context: &Context, fields: &Fields) -> Result<Plan, Faults> {
    let mut faults = Faults::default();
    let roster = read_roster(fields, &mut faults);
    let closes_at = read_closing(context, fields, &mut faults);
    match (roster, closes_at) {
        (Some(roster), Some(closes_at)) => {
            Ok(Plan { roster, closes_at, keep_lists: !fields.ticked("no_lists") })
        }
        _ => Err(faults),
    }
}

fn read_roster(fields: &Fields, faults: &mut Faults) -> Option<u16> {
    let roster = fields.number("roster").filter(|number| ROSTERS.contains(number));
    if roster.is_none() {
        faults.add(
            "roster",
            format!("Enter a whole number from {} to {}.", ROSTERS.start(), ROSTERS.end()),
        );
    }
    roster
}

fn read_closing(context: &Context, fields: &Fields, faults: &mut Faults) -> Option<i64> {
    let zone = &context.app.settings.zone;
    let now = context.app.now();
    let Ok(day) = days::parse(fields.text("closing_day")) else {
        faults.add("closing_day", "Enter a day as year-month-day, for example 2026-03-31.");
        return None;
    };
    if day < zone.day(now) {
        faults.add("closing_day", "This day has passed. Choose today or a later day.");
        return None;
    }
    if day > zone.day(now + FARTHEST_DAYS * DAY) {
        faults.add("closing_day", format!("Choose a day within the next {FARTHEST_DAYS} days."));
        return None;
    }
    faults.take("closing_day", zone.end_of(day))
}

fn typed(
    context: &Context,
    action: String,
    minimum_group: u8,
    fields: &Fields,
    faults: &Faults,
) -> RoundForm {
    RoundForm {
        roster: fields.text("roster").chars().take(20).collect(),
        closing_day: fields.text("closing_day").chars().take(20).collect(),
        no_lists: fields.ticked("no_lists"),
        faults: faults.list(),
        ..form_for(context, action, minimum_group)
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
    }
    Ok(Redirect::to(&path(&team, &round)).into_response())
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
            other => return Ok(other?),
        }
    }
    Err(AppError::Internal("no free spoken code in five tries".to_owned()))
}

/// `GET /teams/{team}/rounds/{round}`: the report, or what there is before one.
pub async fn show(
    context: Context,
    Path((team, round)): Path<(String, String)>,
) -> Result<Response, AppError> {
    if let Some((team, round)) = report::readable(&context, &team, &round).await? {
        return report::show(&context, &team, &round).await;
    }
    let (team, round) = own_round(&context, &team, &round).await?;
    page(&context, &team, &round, None).await
}

/// The page of a round without a report; `wrong` holds a form with faults.
async fn page(
    context: &Context,
    team: &Team,
    round: &Round,
    wrong: Option<(&Fields, Faults)>,
) -> Result<Response, AppError> {
    let base = path(team, &round.id);
    let back = format!("/teams/{}", team.id);
    let status = if wrong.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    match round.state {
        RoundState::Draft => {
            let minimum = minimum_of(context, team).await?;
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
            let name = team.name.clone();
            Ok(Page::new("A round in draft")
                .status(status)
                .render(context, move || draft_round(name, base, form))
                .await)
        }
        RoundState::Open => {
            let open = load_open(context, team, round, wrong).await?;
            Ok(Page::new("The round is open")
                .islands()
                .status(status)
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
                team_path: back,
            };
            Ok(Page::new(title).render(context, move || guide::guide(shown, catalogue)).await)
        }
        RoundState::Discarded => {
            let name = team.name.clone();
            Ok(Page::new("Discarded").render(context, move || discarded_round(name, back)).await)
        }
        RoundState::Sealed => report::show(context, team, round).await,
    }
}

async fn load_open(
    context: &Context,
    team: &Team,
    round: &Round,
    wrong: Option<(&Fields, Faults)>,
) -> Result<OpenRound, AppError> {
    let zone = &context.app.settings.zone;
    let last = zone.last_day(round.closes_at);
    let join_url =
        context.absolute(&format!("/join/{}", round.join_token.as_deref().unwrap_or_default()));
    let form = form_for(context, String::new(), round.minimum_group);
    let (fields, faults) =
        wrong.map_or_else(|| (None, Faults::default()), |(fields, faults)| (Some(fields), faults));
    let typed = |name: &str| {
        fields
            .map(|fields| fields.text(name))
            .filter(|text| !text.is_empty())
            .map(|text| text.chars().take(20).collect())
    };
    Ok(OpenRound {
        base: path(team, &round.id),
        team: (team.name.clone(), format!("/teams/{}", team.id)),
        count: context.app.store.response_count(&round.id).await?,
        roster: round.roster,
        minimum_group: round.minimum_group,
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
pub async fn open(
    context: Context,
    Path((team, round)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, AppError> {
    let (team, round) = own_round(&context, &team, &round).await?;
    if round.state != RoundState::Draft {
        // A second press of the button, or another tab.
        return Ok(Redirect::to(&path(&team, &round.id)).into_response());
    }
    match read(&context, &fields) {
        Err(faults) => page(&context, &team, &round, Some((&fields, faults))).await,
        Ok(plan) => {
            let store = &context.app.store;
            store.update_draft(&round.id, plan.roster, plan.closes_at, plan.keep_lists).await?;
            if fields.text("do") == "open" {
                open_now(&context, &round.id).await?;
            }
            Ok(Redirect::to(&path(&team, &round.id)).into_response())
        }
    }
}

/// `POST /teams/{team}/rounds/{round}/extend`
pub async fn extend(
    context: Context,
    Path((team, round)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, AppError> {
    let (team, round) = own_round(&context, &team, &round).await?;
    let mut faults = Faults::default();
    let Some(closes_at) = read_closing(&context, &fields, &mut faults) else {
        return page(&context, &team, &round, Some((&fields, faults))).await;
    };
    match context.app.store.extend_round(&round.id, closes_at).await {
        Err(StoreError::ClosingDayEarlier { .. }) => {
            faults.add("closing_day", "Choose a later day than the present one.");
            page(&context, &team, &round, Some((&fields, faults))).await
        }
        Err(StoreError::NotOpen) => Err(not_open()),
        other => Ok(other.map(|()| Redirect::to(&path(&team, &round.id)).into_response())?),
    }
}

/// `POST /teams/{team}/rounds/{round}/roster`
pub async fn raise_roster(
    context: Context,
    Path((team, round)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, AppError> {
    let (team, round) = own_round(&context, &team, &round).await?;
    let mut faults = Faults::default();
    let Some(roster) = read_roster(&fields, &mut faults) else {
        return page(&context, &team, &round, Some((&fields, faults))).await;
    };
    match context.app.store.raise_roster(&round.id, roster).await {
        Err(StoreError::RosterLowered { .. }) => {
            faults.add("roster", "It can be raised, not lowered.");
            page(&context, &team, &round, Some((&fields, faults))).await
        }
        Err(StoreError::NotOpen) => Err(not_open()),
        other => Ok(other.map(|()| Redirect::to(&path(&team, &round.id)).into_response())?),
    }
}

fn not_open() -> AppError {
    AppError::Conflict("The round is not open any more.".to_owned())
}

/// `GET /teams/{team}/rounds/{round}/close`
pub async fn ask_close(
    context: Context,
    Path((team, round)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let (team, round) = own_round(&context, &team, &round).await?;
    if round.state != RoundState::Open {
        return Ok(Redirect::to(&path(&team, &round.id)).into_response());
    }
    let count = context.app.store.response_count(&round.id).await?;
    let minimum = u32::from(round.minimum_group);
    let few = count < minimum;
    let ask = Question {
        team: team.name.clone(),
        title: "Close the round now?".to_owned(),
        lead: format!(
            "{} of {} have answered. Closing is for good: no more answers are taken, all are counted, and the single sets are destroyed.",
            count, round.roster
        ),
        warning: few.then(|| {
            format!("That is fewer than {minimum}. Nothing would be shown: the answers would be destroyed unseen, and you would get a guide for a conversation instead of a report.")
        }),
        action: format!("{}/close", path(&team, &round.id)),
        yes: if few { "Close it all the same" } else { "Close and open the report" }.to_owned(),
        dangerous: few,
        back: path(&team, &round.id),
    };
    Ok(Page::new("Close the round?").render(&context, move || question(ask)).await)
}

/// `POST /teams/{team}/rounds/{round}/close`
pub async fn close(
    context: Context,
    Path((team, round)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, AppError> {
    let (team, round) = own_round(&context, &team, &round).await?;
    let there = path(&team, &round.id);
    if !fields.ticked("sure") {
        return Ok(Redirect::to(&format!("{there}/close")).into_response());
    }
    context.app.store.close_round(&round.id, ClosedBy::Facilitator, context.app.now()).await?;
    Ok(Redirect::to(&there).into_response())
}

/// `GET /teams/{team}/rounds/{round}/discard`
pub async fn ask_discard(
    context: Context,
    Path((team, round)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let (team, round) = own_round(&context, &team, &round).await?;
    if round.state != RoundState::Open {
        return Ok(Redirect::to(&path(&team, &round.id)).into_response());
    }
    let ask = Question {
        team: team.name.clone(),
        title: "Discard the round?".to_owned(),
        lead: "All answers are destroyed unseen and nothing is shown. A new round can be opened at once.".to_owned(),
        warning: None,
        action: format!("{}/discard", path(&team, &round.id)),
        yes: "Discard it".to_owned(),
        dangerous: true,
        back: path(&team, &round.id),
    };
    Ok(Page::new("Discard the round?").render(&context, move || question(ask)).await)
}

/// `POST /teams/{team}/rounds/{round}/discard`
pub async fn discard(
    context: Context,
    Path((team, round)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, AppError> {
    let (team, round) = own_round(&context, &team, &round).await?;
    let store = &context.app.store;
    match round.state {
        RoundState::Draft => {
            store.delete_draft(&round.id).await?;
            Ok(Redirect::to(&format!("/teams/{}", team.id)).into_response())
        }
        RoundState::Open if fields.ticked("sure") => {
            store.discard_open(&round.id, context.app.now()).await?;
            Ok(Redirect::to(&path(&team, &round.id)).into_response())
        }
        RoundState::Open => {
            Ok(Redirect::to(&format!("{}/discard", path(&team, &round.id))).into_response())
        }
        RoundState::Sealed | RoundState::TooFew | RoundState::Discarded => Err(not_open()),
    }
}
