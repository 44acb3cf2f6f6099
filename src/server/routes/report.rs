//! The report of a sealed round, and the links with which others may read it.

use super::{cords, experiments, links, teams};
use crate::advice;
use crate::charts::{Marker, marker_list};
use crate::days;
use crate::disclosure::{self, Day, History, Released, Report, release, release_change};
use crate::measure::Tally;
use crate::measure::delivery::Signal;
use crate::pages::links::{FreshLinks, fresh_links};
use crate::pages::report::{
    Before, ChartView, ReportPage, ShareLink, Sharing, report as report_page, title,
};
use crate::pages::team::RoundLine;
use crate::server::access::new_link;
use crate::server::context::Context;
use crate::server::drawing::{self, Charts, chart_view, small_view};
use crate::server::error::AppError;
use crate::server::first::{Audience, Showing, admit, admit_all};
use crate::server::led::{Led, round_path};
use crate::server::milestones::markers_up_to;
use crate::server::render::Page;
use crate::store::{LinkId, Role, Round, RoundId, RoundState, Team, TeamId};
use axum::extract::Path;
use axum::response::Response;

/// The team and the round, if the round is sealed and this browser may read its
/// report: as the team's facilitator or with a reader's link.
pub async fn readable(
    context: &Context,
    team: &str,
    round: &str,
) -> Result<Option<(Team, Round)>, AppError> {
    let id: TeamId = team.parse().map_err(|_| AppError::NotFound)?;
    let Ok(round_id) = round.parse() else { return Ok(None) };
    let insider = context.is_facilitator(&id) || context.is_reader(&round_id);
    let team = match context.app.store.team(&id).await? {
        Some(team) if insider || context.coaches(&team) => team,
        _ if insider => return Err(AppError::NotFound),
        _ => return Ok(None),
    };
    let round = context.round_of(&team, round).await?;
    Ok((round.state == RoundState::Sealed).then_some((team, round)))
}

/// What the gate releases of a round, and of the one before it.
pub struct Loaded {
    /// "3 March 2026".
    pub name: String,
    /// This round.
    pub report: Released<Report>,
    /// The last sealed round before it, and what has changed since.
    pub before: Option<Before>,
}

impl Loaded {
    /// Reads both tallies and takes them through the gate.
    pub async fn load(context: &Context, round: &Round) -> Result<Self, AppError> {
        let store = &context.app.store;
        let tally = store.tally(&round.id).await?.ok_or(AppError::NotFound)?;
        let audience = audience(context, round);
        admit(context, round, &tally, audience).await?;
        let report = release(&tally, round.minimum_group).ok_or(AppError::NotFound)?;
        let before = match store.latest_sealed_before(&round.team, &round.id).await? {
            // Another catalogue asks other things.
            Some(earlier) if earlier.catalogue_version == round.catalogue_version => {
                before(context, &earlier, round, &tally, audience).await?
            }
            _ => None,
        };
        Ok(Self { name: written_day(context, round), report, before })
    }

    /// This round, named.
    pub fn current(&self) -> (&str, &Released<Report>) {
        (&self.name, &self.report)
    }

    /// The round before, named.
    pub fn previous(&self) -> Option<(&str, &Released<Report>)> {
        self.before.as_ref().map(|before| (before.day.as_str(), &before.report))
    }
}

/// As whom this browser reads a round's report.
fn audience(context: &Context, round: &Round) -> Audience {
    if context.is_facilitator(&round.team) || context.is_reader(&round.id) {
        Audience::Team
    } else {
        Audience::Coaches
    }
}

async fn before(
    context: &Context,
    earlier: &Round,
    round: &Round,
    tally: &Tally,
    audience: Audience,
) -> Result<Option<Before>, AppError> {
    let Some(old) = context.app.store.tally(&earlier.id).await? else { return Ok(None) };
    admit(context, earlier, &old, audience).await?;
    let report = release(&old, earlier.minimum_group);
    let change = release_change((&old, earlier.minimum_group), (tally, round.minimum_group));
    Ok(report.zip(change).map(|(report, change)| Before {
        day: written_day(context, earlier),
        closed_on: closing_day(context, earlier),
        report,
        change,
    }))
}

/// The day on which a round closed, in the installation's time zone.
pub fn closing_day(context: &Context, round: &Round) -> jiff::civil::Date {
    context.app.settings.zone.day(round.closed_at.unwrap_or(round.closes_at))
}

fn written_day(context: &Context, round: &Round) -> String {
    days::written(closing_day(context, round))
}

/// What the gate releases of one sealed round; none where it holds everything back.
pub async fn released(
    context: &Context,
    round: &Round,
) -> Result<Option<Released<Report>>, AppError> {
    Ok(all_released(context, &[round]).await?.pop().map(|(_, report)| report))
}

/// The same of several rounds, in their order, without those of which everything is held
/// back. However many they are, the database is asked as often as for one.
async fn all_released<'r>(
    context: &Context,
    rounds: &[&'r Round],
) -> Result<Vec<(&'r Round, Released<Report>)>, AppError> {
    let ids: Vec<&RoundId> = rounds.iter().map(|round| &round.id).collect();
    let tallies = context.app.store.tallies(&ids).await?;
    let counted: Vec<(&Round, &Tally)> =
        rounds.iter().filter_map(|round| Some((*round, tallies.get(&round.id)?))).collect();
    let showing: Vec<Showing> =
        counted.iter().map(|(round, tally)| Showing::of(round, tally)).collect();
    let by_coach = rounds.iter().any(|round| audience(context, round) == Audience::Coaches);
    let audience = if by_coach { Audience::Coaches } else { Audience::Team };
    admit_all(context, &showing, audience).await?;
    let reports = counted
        .into_iter()
        .filter_map(|(round, tally)| Some((round, release(tally, round.minimum_group)?)));
    Ok(reports.collect())
}

/// Health over all dimensions in every sealed round up to this one; none before
/// the second.
///
/// `rounds` are all of its team.
pub async fn history(
    context: &Context,
    round: &Round,
    rounds: &[Round],
) -> Result<Option<Released<History>>, AppError> {
    let mut rounds: Vec<&Round> = rounds
        .iter()
        .filter(|each| {
            each.state == RoundState::Sealed
                && each.catalogue_version == round.catalogue_version
                && (each.closed_at, &each.id) <= (round.closed_at, &round.id)
        })
        .collect();
    rounds.sort_by(|a, b| (a.closed_at, &a.id).cmp(&(b.closed_at, &b.id)));
    if rounds.len() < 2 {
        return Ok(None);
    }
    let reports = all_released(context, &rounds).await?.into_iter();
    let points: Vec<(Day, Released<Report>)> = reports
        .map(|(each, report)| {
            let day = closing_day(context, each);
            let (name, brief) = (days::written(day), days::month(day));
            (Day { name, brief, number: days::number(day) }, report)
        })
        .collect();
    Ok(Some(disclosure::history(&points)))
}

/// `GET /teams/{team}/rounds/{round}` of a sealed round.
pub async fn show(context: &Context, team: &Team, round: &Round) -> Result<Response, AppError> {
    let store = &context.app.store;
    let catalogue = context.app.catalogue;
    let loaded = Loaded::load(context, round).await?;
    let finding = advice::finding(&loaded.report, catalogue);
    let charts = Charts::of_report(loaded.current(), loaded.previous(), finding.clone(), catalogue);
    let change = loaded.before.as_ref().map(|before| &before.change);
    let organisation = store.organisation(&team.organisation).await?.ok_or(AppError::NotFound)?;
    let leads = context.is_facilitator(&team.id);
    let sees_team = leads || context.coaches(team);
    let base = round_path(&team.id, &round.id);
    let rounds = store.rounds(&team.id).await?;
    let past = experiments::past(context, &team.id, &rounds).await?;
    let markers =
        if sees_team { markers_up_to(context, round, &rounds).await? } else { Vec::new() };
    let page = ReportPage {
        team: team.name.clone(),
        organisation: organisation.name,
        talk: advice::talk_first(&loaded.report, catalogue),
        suggestions: advice::suggest(&loaded.report, change, catalogue, &past),
        board: sees_team.then(|| format!("/teams/{}/experiments", team.id)),
        may_adopt: leads,
        radar: chart_view(&charts.radar, "radar"),
        dots: chart_view(&charts.dots, "dots"),
        // A reader's link opens this report alone, so nothing else is offered to them.
        past: if sees_team { other_rounds(context, team, round, &rounds) } else { Vec::new() },
        trend: if sees_team {
            let history = history(context, round, &rounds).await?;
            history.map(|history| {
                let chart = drawing::history_of(&history, &markers);
                chart_view(&chart, "history")
            })
        } else {
            None
        },
        signals: if sees_team { signals(context, team, &markers).await? } else { Vec::new() },
        signals_page: format!("/teams/{}/signals", team.id),
        markers: marker_list(&markers),
        whole_team: sees_team,
        cords: if leads {
            Some(cords::of_team(context, team, Some(&round.id)).await?)
        } else {
            None
        },
        sharing: if leads { Some(sharing(context, round).await?) } else { None },
        day: loaded.name,
        report: loaded.report,
        before: loaded.before,
        finding,
        base,
    };
    let title = title(&team.name, &page.day);
    Ok(Page::new(title).render(context, move || report_page(page, catalogue)).await)
}

/// Small charts of the signals that have a course: a figure in at least two months.
async fn signals(
    context: &Context,
    team: &Team,
    markers: &[Marker],
) -> Result<Vec<(Signal, ChartView)>, AppError> {
    let months = context.app.store.signals(&team.id).await?;
    let known = |signal: &Signal| {
        months.iter().filter(|(month, each)| signal.of(each, month.hours()).is_some()).count()
    };
    let drawn = |signal: Signal| {
        let id = format!("signal-{signal}");
        (signal, small_view(&drawing::signal_of(&months, signal, markers), &id))
    };
    Ok(Signal::ALL.into_iter().filter(|signal| known(signal) > 1).map(drawn).collect())
}

fn other_rounds(context: &Context, team: &Team, round: &Round, rounds: &[Round]) -> Vec<RoundLine> {
    rounds
        .iter()
        .filter(|other| other.id != round.id)
        // A coach sees reports, and not what is under way.
        .filter(|other| context.is_facilitator(&team.id) || other.state == RoundState::Sealed)
        .map(|other| teams::line(context, team, other))
        .collect()
}

async fn sharing(context: &Context, round: &Round) -> Result<Sharing, AppError> {
    let links = context.app.store.round_links(&round.id).await?;
    let links = links
        .iter()
        .filter(|link| link.is_valid(context.app.now()))
        .map(|link| ShareLink {
            id: link.id.to_string(),
            about: format!("{}: {}", link.label, links::describe(context, link)),
        })
        .collect();
    Ok(Sharing { links })
}

/// `POST /teams/{team}/rounds/{round}/share`: a link that reads this one report.
pub async fn share(led: Led) -> Result<Response, AppError> {
    let Led { context, team, round } = &led;
    if round.state != RoundState::Sealed {
        return Err(AppError::Conflict("There is no report to share yet.".to_owned()));
    }
    let now = context.app.now();
    let day = days::written(context.app.settings.zone.day(now));
    let (link, secret) =
        new_link(Role::Reader, format!("Reader\u{2019}s link, made on {day}"), now)?;
    context
        .app
        .store
        .add_link(&team.organisation, Some(&team.id), Some(&round.id), link.clone(), now)
        .await?;
    led.did("made a link to a report of {team}").await?;
    let fresh = FreshLinks {
        title: "A link to this report".to_owned(),
        links: vec![context.fresh_link(&link, &secret)],
        next: ("Back to the report".to_owned(), led.path()),
    };
    Ok(Page::new("A link to this report").render(context, move || fresh_links(fresh)).await)
}

/// `POST /teams/{team}/rounds/{round}/share/{link}/revoke`
pub async fn revoke_share(
    led: Led,
    Path((_, _, link)): Path<(String, String, String)>,
) -> Result<Response, AppError> {
    let Led { context, round, .. } = &led;
    let link: LinkId = link.parse().map_err(|_| AppError::NotFound)?;
    let links = context.app.store.round_links(&round.id).await?;
    if !links.iter().any(|own| own.id == link) {
        return Err(AppError::NotFound);
    }
    context.app.store.revoke_link(&link, context.app.now()).await?;
    led.did("revoked a link to a report of {team}").await?;
    Ok(led.go_back())
}
