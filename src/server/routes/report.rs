//! The report of a sealed round, and the links with which others may read it.

use super::rounds::{own_round, round_of};
use super::{links, teams};
use crate::advice::{self, Past};
use crate::days;
use crate::disclosure::{Released, Report, release};
use crate::pages::links::{FreshLinks, fresh_links};
use crate::pages::report::{ReportPage, ShareLink};
use crate::server::access::new_link;
use crate::server::context::Context;
use crate::server::drawing::Charts;
use crate::server::error::AppError;
use crate::server::render::Page;
use crate::store::{LinkId, Role, Round, RoundState, Team, TeamId};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};
use leptos::prelude::*;

/// The team and the round, if the round is sealed and this browser may read its
/// report: as the team's facilitator or with a reader's link.
pub async fn readable(context: &Context, team: &str, round: &str) -> Result<Option<(Team, Round)>, AppError> {
    let id: TeamId = team.parse().map_err(|_| AppError::NotFound)?;
    let Ok(round_id) = round.parse() else { return Ok(None) };
    if !context.is_facilitator(&id) && !context.is_reader(&round_id) {
        return Ok(None);
    }
    let team = context.app.store.team(&id).await?.ok_or(AppError::NotFound)?;
    let round = round_of(context, &team, round).await?;
    Ok((round.state == RoundState::Sealed).then_some((team, round)))
}

/// What the gate releases of a round, and of the one before it.
pub struct Loaded {
    /// "3 March 2026".
    pub name: String,
    /// This round.
    pub report: Released<Report>,
    /// The last sealed round before it.
    pub previous: Option<(String, Released<Report>)>,
}

impl Loaded {
    /// Reads both tallies and takes them through the gate.
    pub async fn load(context: &Context, round: &Round) -> Result<Self, AppError> {
        let store = &context.app.store;
        let (name, report) = released(context, round).await?.ok_or(AppError::NotFound)?;
        let previous = match store.latest_sealed_before(&round.team, &round.id).await? {
            Some(before) => released(context, &before).await?,
            None => None,
        };
        Ok(Self { name, report, previous })
    }

    /// This round, named.
    pub fn current(&self) -> (&str, &Released<Report>) {
        (&self.name, &self.report)
    }

    /// The round before, named.
    pub fn before(&self) -> Option<(&str, &Released<Report>)> {
        self.previous.as_ref().map(|(name, report)| (name.as_str(), report))
    }
}

async fn released(context: &Context, round: &Round) -> Result<Option<(String, Released<Report>)>, AppError> {
    let Some(tally) = context.app.store.tally(&round.id).await? else { return Ok(None) };
    let day = context.app.settings.zone.day(round.closed_at.unwrap_or(round.closes_at));
    Ok(release(&tally, round.minimum_group).map(|report| (days::written(day), report)))
}

/// `GET /teams/{team}/rounds/{round}` of a sealed round.
pub async fn show(context: &Context, team: &Team, round: &Round) -> Result<Response, AppError> {
    let store = &context.app.store;
    let catalogue = context.app.catalogue;
    let loaded = Loaded::load(context, round).await?;
    let charts = Charts::of_report(loaded.current(), loaded.before(), catalogue);
    let organisation = store.organisation(&team.organisation).await?.ok_or(AppError::NotFound)?;
    let leads = context.is_facilitator(&team.id);
    let finding = advice::finding(&loaded.report, loaded.before().map(|(_, report)| report), catalogue);
    let mut rounds = Vec::new();
    let mut shares = Vec::new();
    let base = format!("/teams/{}/rounds/{}", team.id, round.id);
    // A reader's link opens this report alone, so nothing else is offered to them.
    if leads {
        let others = store.rounds(&team.id).await?;
        rounds = others.iter().filter(|other| other.id != round.id).map(|other| teams::line(context, team, other)).collect();
        let given = store.round_links(&round.id).await?;
        shares = given
            .iter()
            .filter(|link| link.is_valid(context.app.now()))
            .map(|link| ShareLink {
                label: link.label.clone(),
                about: links::describe(context, link),
                revoke: format!("{base}/share/{}/revoke", link.id),
            })
            .collect();
    }
    let page = ReportPage {
        team: team.name.clone(),
        organisation: organisation.name,
        team_path: leads.then(|| format!("/teams/{}", team.id)),
        talk: advice::talk_first(&loaded.report, catalogue),
        suggestions: advice::suggest(&loaded.report, catalogue, &Past::default()),
        radar: (charts.radar.svg_inline("radar"), charts.radar.table()),
        dots: (charts.dots.svg_inline("dots"), charts.dots.table()),
        date: loaded.name,
        report: loaded.report,
        previous: loaded.previous,
        finding,
        rounds,
        base,
        shares,
        read_only: !leads,
    };
    let title = format!("{}, {}", team.name, page.date);
    Ok(Page::new(title).render(context, move || view! { <crate::pages::report::Report page=page catalogue=catalogue/> }).await)
}

/// `POST /teams/{team}/rounds/{round}/share`: a link that reads this one report.
pub async fn share(context: Context, Path((team, round)): Path<(String, String)>) -> Result<Response, AppError> {
    let (team, round) = own_round(&context, &team, &round).await?;
    if round.state != RoundState::Sealed {
        return Err(AppError::Conflict("There is no report to share yet.".to_owned()));
    }
    let now = context.app.now();
    let day = days::written(context.app.settings.zone.day(now));
    let (link, secret) = new_link(Role::Reader, format!("Reader\u{2019}s link, made on {day}"), now)?;
    context.app.store.add_link(&team.organisation, Some(&team.id), Some(&round.id), link.clone(), now).await?;
    let fresh = FreshLinks {
        title: "A link to this report".to_owned(),
        links: vec![context.fresh_link(&link, &secret)],
        next: ("Back to the report".to_owned(), format!("/teams/{}/rounds/{}", team.id, round.id)),
    };
    Ok(Page::new("A link to this report").render(&context, move || fresh_links(fresh)).await)
}

/// `POST /teams/{team}/rounds/{round}/share/{link}/revoke`
pub async fn revoke_share(
    context: Context,
    Path((team, round, link)): Path<(String, String, String)>,
) -> Result<Response, AppError> {
    let (team, round) = own_round(&context, &team, &round).await?;
    let link: LinkId = link.parse().map_err(|_| AppError::NotFound)?;
    let links = context.app.store.round_links(&round.id).await?;
    if !links.iter().any(|own| own.id == link) {
        return Err(AppError::NotFound);
    }
    context.app.store.revoke_link(&link, context.app.now()).await?;
    Ok(Redirect::to(&format!("/teams/{}/rounds/{}", team.id, round.id)).into_response())
}
