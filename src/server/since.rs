//! What rounds say about what an experiment works against: where things stand before
//! it, and what the rounds after its start show. Only what the gate releases.

use super::context::Context;
use super::desk::Desk;
use super::error::AppError;
use super::first::{Audience, admit};
use super::led::round_path;
use super::routes::leadership::{Loaded, Wanted};
use super::routes::report::closing_day;
use crate::catalogue::{Catalogue, PatternId};
use crate::charts::words;
use crate::days;
use crate::disclosure::pooled::{Period, PooledItem};
use crate::disclosure::{Cell, Change, Figure, Released, Report, release, release_course};
use crate::pages::experiments::{Since, SinceRow};
use crate::store::{Board, Experiment, Round, RoundState};
use jiff::civil::Date;

/// The sealed ones of a team's rounds, the earliest first, each with the day on which it
/// closed.
fn sealed<'a>(context: &Context, rounds: &'a [Round]) -> Vec<(Date, &'a Round)> {
    let mut sealed: Vec<&Round> =
        rounds.iter().filter(|round| round.state == RoundState::Sealed).collect();
    sealed.sort_by(|a, b| (a.closed_at, &a.id).cmp(&(b.closed_at, &b.id)));
    sealed.into_iter().map(|round| (closing_day(context, round), round)).collect()
}

/// The pairs of neighbouring rounds, by place, whose later one closed after the
/// experiment had started, up to the first that closed on the day it ended or later.
/// A round that closed on the day of the start was answered before it.
fn pairs(days: &[Date], started: Date, ended: Option<Date>) -> Vec<(usize, usize)> {
    let Some(first) = days.iter().position(|day| *day > started) else { return Vec::new() };
    let last = ended
        .and_then(|ended| days.iter().position(|day| *day >= ended && *day > started))
        .unwrap_or(days.len() - 1);
    (first.max(1)..=last).map(|after| (after - 1, after)).collect()
}

/// On which days rounds closed that say something about an experiment: the team is
/// asked for its own judgement from the last of them on.
pub fn judged_by(days: &[Date], experiment: &Experiment) -> Option<Date> {
    let started = experiment.started_on?;
    let (_, last) = pairs(days, started, experiment.ended_on).pop()?;
    days.get(last).copied()
}

/// The days on which the sealed ones of a team's rounds closed, the earliest first.
pub fn closing_days(context: &Context, rounds: &[Round]) -> Vec<Date> {
    sealed(context, rounds).into_iter().map(|(day, _)| day).collect()
}

/// What the rounds after an experiment's start say about its anti-pattern, the
/// earliest first; nothing where it has none or has not started.
pub async fn since(desk: &Desk, experiment: &Experiment) -> Result<Vec<Since>, AppError> {
    let (Some(pattern), Some(started)) = (experiment.plan.pattern, experiment.started_on) else {
        return Ok(Vec::new());
    };
    match &desk.board {
        Board::Team(team) => {
            let all = desk.context.app.store.rounds(team).await?;
            let rounds = sealed(&desk.context, &all);
            let days: Vec<Date> = rounds.iter().map(|(day, _)| *day).collect();
            let mut found = Vec::new();
            for (before, after) in pairs(&days, started, experiment.ended_on) {
                if let (Some(before), Some(after)) = (rounds.get(before), rounds.get(after)) {
                    found.extend(of_rounds(desk, before, after, pattern).await?);
                }
            }
            Ok(found)
        }
        Board::Leadership(_) => of_quarters(desk, started, pattern).await,
    }
}

async fn of_rounds(
    desk: &Desk,
    (day_before, before): &(Date, &Round),
    (day_after, after): &(Date, &Round),
    pattern: PatternId,
) -> Result<Option<Since>, AppError> {
    let context = &desk.context;
    let store = &context.app.store;
    // Another catalogue asks other things.
    if before.catalogue_version != after.catalogue_version {
        return Ok(None);
    }
    let (Some(then), Some(now)) = (store.tally(&before.id).await?, store.tally(&after.id).await?)
    else {
        return Ok(None);
    };
    let audience = if desk.may_change() { Audience::Team } else { Audience::Coaches };
    admit(context, before, &then, audience).await?;
    admit(context, after, &now, audience).await?;
    let course = release_course(Some((&then, before.minimum_group)), (&now, after.minimum_group));
    let Some((report, (earlier, change))) =
        course.and_then(|course| Some((course.report, course.before?)))
    else {
        return Ok(None);
    };
    Ok(Some(Since {
        before: days::written(*day_before),
        after: days::written(*day_after),
        report: Some(round_path(&after.team, &after.id)),
        rows: rows([&earlier, &report], &change, pattern, context.app.catalogue),
    }))
}

fn rows(
    [then, now]: [&Released<Report>; 2],
    change: &Released<Change>,
    pattern: PatternId,
    catalogue: &Catalogue,
) -> Vec<SinceRow> {
    let dimension = pattern.dimension();
    let item_of =
        |report: &Report| report.items.get(pattern.index()).map(|row| health(&row.figure));
    let dimension_of =
        |report: &Report| report.dimensions.get(dimension.index()).map(|row| health(&row.figure));
    let item_said = change.items.get(pattern.index()).map(|row| match &row.change {
        Cell::Shown(shift) => shift.judged.map_or_else(
            || format!("shown figure {}, not tested", shift.direction.went()),
            |judged| judged.verdict.words().to_owned(),
        ),
        Cell::Withheld(reason) => words::reason(*reason),
    });
    let dimension_said =
        change.dimensions.get(dimension.index()).map(|row| words::verdict(&row.change));
    [
        (catalogue.pattern(pattern).name.as_str(), item_of(then), item_of(now), item_said),
        (
            catalogue.dimension(dimension).name.as_str(),
            dimension_of(then),
            dimension_of(now),
            dimension_said,
        ),
    ]
    .into_iter()
    .filter_map(|(name, then, now, said)| {
        Some(SinceRow { name: name.to_owned(), then: then?, now: now?, said: said? })
    })
    .collect()
}

fn health(figure: &Cell<Figure>) -> String {
    match figure {
        Cell::Shown(figure) => figure.health.to_string(),
        Cell::Withheld(reason) => words::reason_in_brief(*reason),
    }
}

/// The quarters after a start, each beside the last one before it. Figures over many
/// teams are not tested: other teams may be in them.
async fn of_quarters(
    desk: &Desk,
    started: Date,
    pattern: PatternId,
) -> Result<Vec<Since>, AppError> {
    let catalogue = desk.context.app.catalogue;
    let loaded = leadership_of(desk).await?;
    let quarters: Vec<&(String, Released<Period>)> = loaded.quarters().collect();
    let began = days::quarter(started);
    let before = quarters.iter().rev().find(|(quarter, _)| *quarter < began);
    let Some((quarter_before, period_before)) = before else { return Ok(Vec::new()) };
    let after = quarters.iter().filter(|(quarter, _)| *quarter > began);
    Ok(after
        .filter_map(|(quarter, period)| {
            let (then, now) = (period_before.item(pattern)?, period.item(pattern)?);
            Some(Since {
                before: days::quarter_written(quarter_before),
                after: days::quarter_written(quarter),
                report: Some(format!("/leadership{}&quarter={quarter}", desk.query)),
                rows: vec![SinceRow {
                    name: catalogue.pattern(pattern).name.clone(),
                    then: then.figure.health.to_string(),
                    now: now.figure.health.to_string(),
                    said: ranges(then, now),
                }],
            })
        })
        .collect())
}

/// Whether the ranges of two pooled figures meet, in words.
fn ranges(then: &PooledItem, now: &PooledItem) -> String {
    let (Some(a), Some(b)) = (then.figure.interval, now.figure.interval) else {
        return "not tested".to_owned();
    };
    if b.low > a.high || a.low > b.high {
        "the ranges in which they could plausibly lie do not meet".to_owned()
    } else {
        "the ranges in which they could plausibly lie overlap".to_owned()
    }
}

async fn leadership_of(desk: &Desk) -> Result<Loaded, AppError> {
    let wanted = Wanted { organisation: desk.organisation.to_string(), quarter: String::new() };
    Loaded::load(&desk.context, &wanted).await
}

/// Where things stand with a pattern, in one sentence: from the team's last report, or
/// from leadership's last quarter. Empty where nothing may be said.
pub async fn current_condition(desk: &Desk, pattern: PatternId) -> Result<String, AppError> {
    let context = &desk.context;
    let catalogue = context.app.catalogue;
    match &desk.board {
        Board::Team(team) => {
            let rounds = context.app.store.rounds(team).await?;
            let Some((day, round)) = sealed(context, &rounds).pop() else {
                return Ok(String::new());
            };
            let Some(tally) = context.app.store.tally(&round.id).await? else {
                return Ok(String::new());
            };
            admit(context, round, &tally, Audience::Team).await?;
            let report = release(&tally, round.minimum_group);
            let found = report.as_ref().and_then(|report| {
                let dimension = pattern.dimension();
                let item = report.item(pattern).map(|f| (&catalogue.pattern(pattern).name, f));
                item.or_else(|| {
                    let figure = report.dimension(dimension)?;
                    Some((&catalogue.dimension(dimension).name, figure))
                })
            });
            let when = format!("in the round that closed on {}", days::written(day));
            Ok(found.map_or_else(String::new, |(name, figure)| stands(name, figure, &when)))
        }
        Board::Leadership(_) => {
            let loaded = leadership_of(desk).await?;
            let found = loaded.current().and_then(|(quarter, period)| {
                let when = format!("over all teams, in the {}", days::quarter_written(quarter));
                let figure = &period.item(pattern)?.figure;
                Some(stands(&catalogue.pattern(pattern).name, figure, &when))
            });
            Ok(found.unwrap_or_default())
        }
    }
}

fn stands(name: &str, figure: &Figure, when: &str) -> String {
    let range = figure.interval.map_or_else(String::new, |ends| {
        format!(" It could plausibly lie between {} and {}.", ends.low, ends.high)
    });
    format!("Health of \u{201c}{name}\u{201d} is {} of 100 {when}.{range}", figure.health)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(month: i8) -> Date {
        Date::constant(2026, month, 10)
    }

    #[test]
    fn the_first_pair_reaches_over_the_start_and_the_last_over_the_end() {
        let days: Vec<Date> = [1, 3, 5, 7, 9].map(day).to_vec();
        assert_eq!(pairs(&days, day(2), None), [(0, 1), (1, 2), (2, 3), (3, 4)]);
        assert_eq!(pairs(&days, day(4), Some(day(6))), [(1, 2), (2, 3)]);
        assert_eq!(pairs(&days, day(4), Some(day(5))), [(1, 2)]);
        assert_eq!(pairs(&days, day(3), Some(day(12))), [(1, 2), (2, 3), (3, 4)]);
    }

    #[test]
    fn without_a_round_before_or_after_nothing_can_be_said() {
        let days: Vec<Date> = [3, 5].map(day).to_vec();
        assert_eq!(pairs(&days, day(5), None), []);
        assert_eq!(pairs(&[], day(5), None), []);
        assert_eq!(pairs(&days[..1], day(2), None), []);
        assert_eq!(pairs(&days, day(2), None), [(0, 1)]);
    }
}
