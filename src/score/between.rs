//! The teams of one round side by side.

use super::figures::{Tallied, people};
use super::gate::Gate;
use super::shapes::{Between, Comparison, Count, Shrunk};
use crate::catalogue::DimensionId;
use crate::charts::words;
use crate::disclosure::{self, Cell, Compared};
use crate::measure::between::shrink::{self, Mark};
use crate::measure::person::DIMENSION_PARTS;
use crate::measure::{Tally, strength};

/// Compares the teams of each round that has two or more.
pub fn compare(tallied: &[Tallied<'_>], rounds: &[String], gate: Gate) -> Vec<Between> {
    rounds
        .iter()
        .filter_map(|name| {
            let teams: Vec<(&str, &Tally)> = tallied
                .iter()
                .filter_map(|team| {
                    let round = team.rounds.iter().find(|round| round.name == name)?;
                    Some((team.team, &round.tally))
                })
                .collect();
            let dimensions = match gate {
                _ if teams.len() < 2 => return None,
                Gate::Lifted => DimensionId::ALL.map(|id| lifted(&teams, id)).to_vec(),
                Gate::Minimum(k) => released(&teams, k),
            };
            Some(Between { round: name.clone(), dimensions })
        })
        .collect()
}

fn lifted(teams: &[(&str, &Tally)], id: DimensionId) -> Comparison {
    let scores: Vec<Vec<f64>> = teams
        .iter()
        .map(|(_, tally)| {
            let list = tally.dimension(id).unwrap_or_default();
            list.iter().map(|sixths| f64::from(*sixths) / f64::from(DIMENSION_PARTS)).collect()
        })
        .collect();
    let entered = scores.iter().filter(|team| !team.is_empty()).count();
    let empty = Comparison { id: id.to_string(), teams: entered, ..Comparison::default() };
    match shrink::Comparison::of(&scores) {
        Err(error) => Comparison { withheld: Some(error.to_string()), ..empty },
        Ok(found) => Comparison {
            icc1: Some(found.anova.icc1()),
            icc2: found.anova.icc2(),
            ms_between: Some(found.anova.between),
            ms_within: Some(found.anova.within),
            tau2: Some(found.tau2),
            mean: Some(found.mean),
            told_apart: found.distinguishable,
            scores: teams.iter().zip(&found.teams).filter_map(exact).collect(),
            ..empty
        },
    }
}

fn exact(((team, _), score): (&(&str, &Tally), &Option<shrink::Shrunk>)) -> Option<Shrunk> {
    let score = score.as_ref()?;
    Some(Shrunk {
        team: (*team).to_owned(),
        n: Count::exactly(people(score.n)),
        strength: score.raw,
        score: score.score,
        low: score.low,
        high: score.high,
        kept: Some(score.weight),
        mark: score.mark.map(|mark| match mark {
            Mark::Above => "stronger",
            Mark::Below => "weaker",
        }),
    })
}

fn released(teams: &[(&str, &Tally)], k: u8) -> Vec<Comparison> {
    let rounds: Vec<_> = teams.iter().map(|(_, tally)| (*tally, k)).collect();
    let reports: Vec<_> = rounds.iter().map(|(tally, k)| disclosure::release(tally, *k)).collect();
    let compared = disclosure::compare(&rounds);
    compared.iter().map(|one| displayed(teams, &reports, one)).collect()
}

type Reports = [Option<disclosure::Released<disclosure::Report>>];

/// The figures of a report, as strengths: no finer than what a page shows.
fn displayed(teams: &[(&str, &Tally)], reports: &Reports, compared: &Compared) -> Comparison {
    let empty =
        Comparison { id: compared.id.to_string(), teams: compared.teams, ..Comparison::default() };
    let found = match &compared.scores {
        Cell::Withheld(reason) => {
            return Comparison { withheld: Some(words::reason(*reason)), ..empty };
        }
        Cell::Shown(found) => found,
    };
    let strength_of = |health: disclosure::Health| strength::of_health(f64::from(health.value()));
    let scores =
        teams.iter().zip(reports).zip(&found.teams).filter_map(|((team, report), score)| {
            let (own, score) = (report.as_ref()?.dimension(compared.id)?, score.as_ref()?);
            Some(Shrunk {
                team: team.0.to_owned(),
                n: Count::from(own.answers),
                strength: strength_of(own.health),
                score: strength_of(score.health),
                low: strength_of(score.interval.high),
                high: strength_of(score.interval.low),
                kept: None,
                mark: score.mark.map(|stand| match stand {
                    disclosure::Stand::LessHealthy => "stronger",
                    disclosure::Stand::Healthier => "weaker",
                }),
            })
        });
    Comparison {
        icc1: Some(f64::from(found.icc1_hundredths) / 100.0),
        icc2: found.icc2_hundredths.map(|icc| f64::from(icc) / 100.0),
        mean: Some(strength_of(found.mean)),
        told_apart: found.told_apart,
        scores: scores.collect(),
        ..empty
    }
}
