//! What the gate releases of a team's rounds, as reports and their files tell it.

use super::told::Viewer;
use crate::days;
use crate::disclosure::{self, Course, Day, History, Released, Report};
use crate::pages::report::Before;
use crate::server::context::Context;
use crate::server::courses::{Wanted, courses};
use crate::server::error::AppError;
use crate::server::first::Audience;
use crate::store::{Round, RoundState, Team};

/// What the gate releases of a round, and of the one before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// "3 March 2026".
    pub name: String,
    /// This round.
    pub report: Released<Report>,
    /// The last sealed round before it, and what has changed since. Whoever has a share
    /// link alone gets none of its figures (P16).
    // Shown by tests/server/shared.rs::a_share_link_gives_no_figure_of_another_report
    pub before: Option<Before>,
}

impl Loaded {
    /// Takes the round and the one before it through the gate, for whoever reads it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where the gate holds the round back.
    pub async fn load(context: &Context, team: &Team, round: &Round) -> Result<Self, AppError> {
        let before = context.app.store.latest_sealed_before(&round.team, &round.id).await?;
        let before = before.as_ref().filter(|before| asks_the_same(before, round));
        let audience = audience(context, round);
        let course = courses(context, &[(round, before)], audience).await?.pop().flatten();
        let viewer = Viewer::of(context, team);
        Self::of(context, (round, before), course, viewer).ok_or(AppError::NotFound)
    }

    fn of(
        context: &Context,
        (round, before): Wanted<'_>,
        course: Option<Course>,
        viewer: Viewer,
    ) -> Option<Self> {
        let Course { report, before: since } = course?;
        let before = before.zip(since).map(|(earlier, (report, change))| Before {
            day: written_day(context, earlier),
            closed_on: closing_day(context, earlier),
            report: viewer.sees_team().then_some(report),
            change: if viewer.sees_team() { change } else { change.verdicts_alone() },
        });
        Some(Self { name: written_day(context, round), report, before })
    }

    /// This round, named.
    pub fn current(&self) -> (&str, &Released<Report>) {
        (&self.name, &self.report)
    }

    /// The round before, named.
    pub fn previous(&self) -> Option<(&str, &Released<Report>)> {
        self.before.as_ref().and_then(|before| Some((before.day.as_str(), before.report.as_ref()?)))
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

/// Another catalogue asks other things: the rounds cannot be compared.
fn asks_the_same(before: &Round, round: &Round) -> bool {
    before.catalogue_version == round.catalogue_version
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
    let course = courses(context, &[(round, None)], audience(context, round)).await?.pop();
    Ok(course.flatten().map(|course| course.report))
}

/// The sealed rounds that ask the same as this one, up to it, the oldest first; `rounds`
/// are all of its team.
fn up_to<'r>(round: &Round, rounds: &'r [Round]) -> Vec<&'r Round> {
    let mut sealed: Vec<&Round> = rounds
        .iter()
        .filter(|each| {
            each.state == RoundState::Sealed
                && asks_the_same(each, round)
                && (each.closed_at, &each.id) <= (round.closed_at, &round.id)
        })
        .collect();
    sealed.sort_by(|a, b| (a.closed_at, &a.id).cmp(&(b.closed_at, &b.id)));
    sealed
}

/// The round with which this one is compared, as `Store::latest_sealed_before` finds it;
/// `rounds` are all of its team.
fn before<'r>(round: &Round, rounds: &'r [Round]) -> Option<&'r Round> {
    rounds
        .iter()
        .filter(|each| each.state == RoundState::Sealed && each.closed_at < round.closed_at)
        .max_by(|a, b| (a.closed_at, &b.id).cmp(&(b.closed_at, &a.id)))
        .filter(|before| asks_the_same(before, round))
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
    let sealed = up_to(round, rounds);
    let wanted: Vec<Wanted<'_>> = sealed.iter().map(|each| (*each, None)).collect();
    let courses = courses(context, &wanted, audience(context, round)).await?;
    let reports = courses.into_iter().map(|course| Some(course?.report));
    Ok(history_of(context, sealed.into_iter().zip(reports)))
}

fn history_of<'r>(
    context: &Context,
    rounds: impl ExactSizeIterator<Item = (&'r Round, Option<Released<Report>>)>,
) -> Option<Released<History>> {
    if rounds.len() < 2 {
        return None;
    }
    let points: Vec<(Day, Released<Report>)> = rounds
        .filter_map(|(each, report)| {
            let day = closing_day(context, each);
            let (name, brief) = (days::written(day), days::month(day));
            Some((Day { name, brief, number: days::number(day) }, report?))
        })
        .collect();
    Some(disclosure::history(&points))
}

/// What a report's page says of this round, and of all up to it if its viewer sees the whole
/// team: everything is taken through the gate at once.
pub async fn load_with_history(
    context: &Context,
    round: &Round,
    rounds: &[Round],
    viewer: Viewer,
) -> Result<(Loaded, Option<Released<History>>), AppError> {
    let earlier = before(round, rounds);
    let sealed = if viewer.sees_team() { up_to(round, rounds) } else { Vec::new() };
    // The round before comes with this one.
    let alone = sealed
        .iter()
        .filter(|each| each.id != round.id && earlier.is_none_or(|earlier| each.id != earlier.id));
    let mut wanted: Vec<Wanted<'_>> = alone.map(|each| (*each, None)).collect();
    wanted.push((round, earlier));
    // Whoever coaches the team sees the others as its coach, even with a reader's link.
    let audience = match viewer {
        Viewer::Coaches => Audience::Coaches,
        Viewer::Leads | Viewer::Reads => Audience::Team,
    };
    let mut found = courses(context, &wanted, audience).await?;
    let course = found.pop().flatten();
    let mut alone = found.into_iter().map(|course| Some(course?.report));
    let reports: Vec<_> = sealed
        .into_iter()
        .map(|each| {
            let report = if each.id == round.id {
                course.as_ref().map(|course| course.report.clone())
            } else if earlier.is_some_and(|earlier| each.id == earlier.id) {
                course.as_ref().and_then(|course| Some(course.before.as_ref()?.0.clone()))
            } else {
                alone.next().flatten()
            };
            (each, report)
        })
        .collect();
    let history = history_of(context, reports.into_iter());
    let loaded = Loaded::of(context, (round, earlier), course, viewer).ok_or(AppError::NotFound)?;
    Ok((loaded, history))
}
