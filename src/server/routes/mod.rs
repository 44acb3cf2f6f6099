//! Which address leads where.

mod admin;
mod answer;
mod board_files;
mod calendar;
mod charts_zip;
pub mod coach;
mod coach_notes;
mod compare;
mod cords;
mod demo;
mod ending;
pub mod experiments;
mod exports;
mod groups;
mod import_table;
mod imports;
mod invites;
mod join;
pub mod leadership;
mod links;
mod live;
mod people;
mod public;
mod reminders;
pub mod report;
mod round_form;
mod rounds;
mod setup;
mod sign_in;
pub mod signals;
mod solo;
pub mod survey_form;
mod teams;
mod works;

use super::api;
use super::guard;
use super::health;
use super::metrics;
use super::state::AppState;
use super::upload::MOST_SENT;
use super::watch;
use super::{files, tagged};
use axum::extract::DefaultBodyLimit;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Router, middleware};
use std::any::Any;
use std::time::Duration;
use tower::ServiceBuilder;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{DefaultPredicate, NotForContentType, Predicate as _};
use tower_http::timeout::TimeoutLayer;

/// The most that a request may send.
const BODY_LIMIT: usize = 64 * 1024;
/// The longest that answering may take.
const TIME_LIMIT: Duration = Duration::from_secs(30);
/// The same where a file is sent, which takes time on a slow line.
const UPLOAD_TIME_LIMIT: Duration = Duration::from_mins(5);

/// How pages and files go out: within a time, compressed, and tagged by the bytes that are
/// sent. One layer of three, because each layer of a router costs every request a box.
macro_rules! sent {
    ($within:expr) => {
        ServiceBuilder::new()
            .layer(middleware::from_fn(tagged::tag))
            .layer(CompressionLayer::new().compress_when(
                // An archive is compressed already.
                DefaultPredicate::new().and(NotForContentType::const_new(exports::ZIP)),
            ))
            .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, $within))
    };
}

/// The whole site.
pub fn router(app: AppState) -> Router {
    let pages = Router::new()
        .merge(public_pages())
        .merge(respondent_pages())
        .merge(facilitator_pages())
        .merge(reminder_pages())
        .merge(administrator_pages())
        .merge(coach_pages())
        .merge(leadership_pages())
        .merge(experiment_pages())
        .merge(api::router())
        .layer(sent!(TIME_LIMIT));
    // A live stream outlasts every time limit and must not be held back by compression.
    let streams = Router::new().route("/teams/{team}/rounds/{round}/live", get(live::stream));
    pages
        .merge(uploads().layer(sent!(UPLOAD_TIME_LIMIT)))
        .merge(streams)
        .merge(files::routes(&app))
        .fallback(|| async { StatusCode::NOT_FOUND })
        .layer(
            ServiceBuilder::new()
                // The outer one answers in plain text, should an error page itself be at fault.
                .layer(CatchPanicLayer::new())
                .layer(middleware::from_fn_with_state(app.clone(), watch::watch))
                .layer(middleware::from_fn_with_state(app.clone(), guard::headers))
                .layer(middleware::from_fn_with_state(app.clone(), guard::error_pages))
                .layer(CatchPanicLayer::custom(panicked))
                .layer(middleware::from_fn_with_state(app.clone(), guard::acceptable))
                .layer(DefaultBodyLimit::max(BODY_LIMIT)),
        )
        .with_state(app)
}

fn public_pages() -> Router<AppState> {
    Router::new()
        .route("/", get(public::start))
        .route("/patterns", get(public::patterns))
        .route("/patterns/{pattern}", get(public::pattern))
        .route("/method", get(public::method))
        .route("/privacy", get(public::privacy))
        .route("/api", get(public::api))
        .route("/theme", post(public::theme))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(metrics::show))
        .route("/try", get(solo::show).post(solo::step))
        .route("/setup", get(setup::show).post(setup::create))
        .route("/k/{token}", get(links::open))
        .route("/calendar/{file}", get(calendar::feed))
        .route("/demo", post(demo::open))
        .route("/signout", post(links::sign_out))
        .route("/signed-out", get(sign_in::out))
        .route("/signin", get(sign_in::begin))
        .route("/signin/callback", get(sign_in::end))
}

fn respondent_pages() -> Router<AppState> {
    Router::new()
        .route("/join", get(join::ask).post(join::find_code))
        .route("/join/{token}", get(join::show))
        .route("/answer/{round}", get(answer::show).post(answer::step))
        .route("/answer/{round}/start", post(join::start))
        .route("/answer/{round}/receipt", get(answer::receipt))
        .route("/answer/{round}/withdraw", post(answer::withdraw))
        .route("/answer/{round}/forget", post(answer::forget))
        .route("/forgotten", get(answer::forgotten))
}

fn facilitator_pages() -> Router<AppState> {
    Router::new()
        .route("/teams/{team}", get(teams::home))
        .route("/teams/{team}/rename", post(teams::rename))
        .route("/teams/{team}/sharing", post(teams::set_sharing))
        .route("/teams/{team}/cords", post(cords::change))
        .route("/teams/{team}/signals", get(signals::show).post(signals::keep))
        .route("/teams/{team}/signals/{file}", get(signals::file))
        .route("/teams/{team}/signals/{month}/delete", post(signals::delete))
        .route("/teams/{team}/rounds", post(rounds::create))
        .route("/teams/{team}/rounds/{round}", get(rounds::show))
        .route("/teams/{team}/rounds/{round}/open", post(rounds::open))
        .route("/teams/{team}/rounds/{round}/extend", post(rounds::extend))
        .route("/teams/{team}/rounds/{round}/roster", post(rounds::raise_roster))
        .route("/teams/{team}/rounds/{round}/close", get(ending::ask_close).post(ending::close))
        .route(
            "/teams/{team}/rounds/{round}/discard",
            get(ending::ask_discard).post(ending::discard),
        )
        .route("/teams/{team}/rounds/{round}/share", post(report::share))
        .route("/teams/{team}/rounds/{round}/share/{link}/revoke", post(report::revoke_share))
        .route("/teams/{team}/rounds/{round}/{file}", get(exports::file))
}

fn reminder_pages() -> Router<AppState> {
    Router::new()
        .route("/teams/{team}/reminders", get(reminders::show))
        .route("/teams/{team}/reminders/calendar", post(reminders::make_calendar))
        .route("/teams/{team}/reminders/calendar/revoke", post(reminders::revoke_calendar))
        .route("/teams/{team}/reminders/webhook", post(reminders::save_webhook))
        .route("/teams/{team}/reminders/webhook/secret", post(reminders::renew_secret))
        .route("/teams/{team}/reminders/webhook/remove", post(reminders::remove_webhook))
        .route("/teams/{team}/reminders/webhook/test", post(reminders::test))
}

fn coach_pages() -> Router<AppState> {
    Router::new()
        .route("/coach", get(coach::show))
        .route("/coach/{file}", get(coach::file))
        .route("/coach/works", get(works::for_coaches))
        .route("/coach/works.csv", get(works::coach_csv))
        .route("/coach/works.json", get(works::coach_json))
        .route("/coach/compare", get(compare::show))
        .route("/coach/compare/{file}", get(compare::file))
        .route("/coach/teams/{team}", get(coach_notes::show))
        .route("/coach/teams/{team}/notes", post(coach_notes::keep))
}

fn leadership_pages() -> Router<AppState> {
    Router::new()
        .route("/leadership", get(leadership::show))
        .route("/leadership/briefing", get(leadership::briefing))
        .route("/leadership/works", get(works::for_leadership))
        .route("/leadership/works.csv", get(works::leadership_csv))
        .route("/leadership/works.json", get(works::leadership_json))
        .route("/leadership/cords", get(leadership::cords::list))
        .route(
            "/leadership/cords/{pattern}",
            get(leadership::cords::show).post(leadership::cords::answer),
        )
        .route("/leadership/{file}", get(leadership::file))
}

/// A board of experiments and what lies below it: a team's and leadership's alike.
fn experiment_pages() -> Router<AppState> {
    Router::new()
        .route("/teams/{team}/experiments", get(experiments::show).post(experiments::create))
        .route("/teams/{team}/experiments/new", get(experiments::ask))
        .route("/teams/{team}/experiments/experiments.csv", get(experiments::csv))
        .route("/teams/{team}/experiments/experiments.json", get(experiments::json))
        .route("/teams/{team}/experiments/{experiment}", get(experiments::show_card))
        .route(
            "/teams/{team}/experiments/{experiment}/plan",
            get(experiments::ask_plan).post(experiments::keep_plan),
        )
        .route("/teams/{team}/experiments/{experiment}/move", post(experiments::make_move))
        .route("/teams/{team}/experiments/{experiment}/steps", post(experiments::add_step))
        .route(
            "/teams/{team}/experiments/{experiment}/steps/{step}",
            get(experiments::ask_step).post(experiments::change_step),
        )
        .route("/teams/{team}/experiments/{experiment}/judge", post(experiments::judge))
        .route("/leadership/experiments", get(experiments::show).post(experiments::create))
        .route("/leadership/experiments/new", get(experiments::ask))
        .route("/leadership/experiments/experiments.csv", get(experiments::csv))
        .route("/leadership/experiments/experiments.json", get(experiments::json))
        .route("/leadership/experiments/{experiment}", get(experiments::show_card))
        .route(
            "/leadership/experiments/{experiment}/plan",
            get(experiments::ask_plan).post(experiments::keep_plan),
        )
        .route("/leadership/experiments/{experiment}/move", post(experiments::make_move))
        .route("/leadership/experiments/{experiment}/steps", post(experiments::add_step))
        .route(
            "/leadership/experiments/{experiment}/steps/{step}",
            get(experiments::ask_step).post(experiments::change_step),
        )
        .route("/leadership/experiments/{experiment}/judge", post(experiments::judge))
}

fn administrator_pages() -> Router<AppState> {
    Router::new()
        .route("/admin", get(admin::show))
        .route("/admin/{organisation}/teams", post(admin::add_team))
        .route("/admin/{organisation}/groups", post(groups::add))
        .route("/admin/{organisation}/groups/{group}/rename", post(groups::rename))
        .route("/admin/{organisation}/groups/{group}/delete", post(groups::delete))
        .route("/admin/{organisation}/teams/{team}/group", post(groups::put_team))
        .route("/admin/{organisation}/invite", post(invites::invite))
        .route("/admin/{organisation}/log", get(invites::show_log))
        .route("/admin/{organisation}/import/example.csv", get(imports::example))
        .route("/admin/{organisation}/import/{job}", get(imports::progress))
        .route("/admin/{organisation}/rename", post(admin::rename))
        .route("/admin/{organisation}/minimum", post(admin::raise_minimum))
        .route(
            "/admin/{organisation}/teams/{team}/delete",
            get(admin::ask_delete_team).post(admin::delete_team),
        )
        .route("/admin/{organisation}/teams/{team}/link", post(admin::team_link))
        .route("/admin/{organisation}/links/{link}/reissue", post(admin::reissue))
        .route("/admin/{organisation}/links/{link}/revoke", post(admin::revoke))
        .route("/admin/{organisation}/links/{link}/restore", post(people::restore))
        .route(
            "/admin/{organisation}/delete",
            get(admin::ask_delete_organisation).post(admin::delete_organisation),
        )
}

/// Where files are sent. How much they may be is looked at while they are read, so that
/// whoever sends too much is told so.
fn uploads() -> Router<AppState> {
    Router::new()
        .route("/admin/{organisation}/import", get(imports::show).post(imports::check))
        .route("/admin/{organisation}/import/confirm", post(imports::confirm))
        .route("/teams/{team}/signals/import", post(signals::import))
        .layer(DefaultBodyLimit::max(MOST_SENT))
}

/// What a panic held may be somebody's answers, so it is looked at by nobody. Where it
/// happened is in the log already (`command::log_panic`).
#[allow(clippy::needless_pass_by_value)] // The layer hands it over by value.
fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    super::AppError::Internal("a panic".to_owned()).into_response()
}
