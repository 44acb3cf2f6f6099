//! The starts and reviews of a team's experiments as marks on charts of its time.

use super::context::Context;
use super::error::AppError;
use super::routes::report::closing_day;
use crate::charts::{Marker, MarkerKind};
use crate::days;
use crate::kata::Move;
use crate::store::{Round, RoundState, TeamId};

/// All of them, the earliest first.
pub async fn markers(context: &Context, team: &TeamId) -> Result<Vec<Marker>, AppError> {
    let milestones = context.app.store.milestones(team).await?;
    Ok(milestones
        .into_iter()
        .map(|each| Marker {
            day: days::number(each.on),
            kind: match each.step {
                Move::Review => MarkerKind::Reviewed,
                _ => MarkerKind::Started,
            },
            words: each.title,
        })
        .collect())
}

/// Those that belong on a round's report: all on the newest, else those up to the day
/// on which the round closed. `rounds` are all of its team.
pub async fn markers_up_to(
    context: &Context,
    round: &Round,
    rounds: &[Round],
) -> Result<Vec<Marker>, AppError> {
    let mut markers = markers(context, &round.team).await?;
    let later =
        |other: &Round| other.state == RoundState::Sealed && other.closed_at > round.closed_at;
    if rounds.iter().any(later) {
        let last = days::number(closing_day(context, round));
        markers.retain(|marker| marker.day <= last);
    }
    Ok(markers)
}
