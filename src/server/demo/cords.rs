//! The cords that made-up teams have pulled, and what their leadership answered.

use super::experiments::CORDS;
use crate::catalogue::PatternId;
use crate::server::error::AppError;
use crate::store::{Decided, Decision, ExperimentId, OrganisationId, Store, TeamId};
use jiff::ToSpan;
use jiff::civil::Date;

/// Pulls the cords and gives the answers; `tried` is leadership's experiment against
/// freezes.
pub async fn fill(
    store: &Store,
    organisation: &OrganisationId,
    teams: &[TeamId],
    tried: Option<ExperimentId>,
    today: Date,
) -> Result<(), AppError> {
    let ago = |days: i64| today.saturating_sub(days.days());
    for (place, (pattern, many, first)) in CORDS.into_iter().enumerate() {
        // Seven has no common divisor with forty, so no team is met twice.
        let some = (0..many).filter_map(|each| teams.get((place * 3 + each * 7) % teams.len()));
        for (each, team) in (0_i64..).zip(some) {
            store.pull_cord(team, pattern, ago((first - 3 * each).max(1))).await?;
        }
    }
    let answers = [
        (
            PatternId::CascadedChange,
            Decided::NotNow,
            "We hear you, and we are in the middle of moving the booking system. One thing at a time.",
            Some(ago(100)),
            ago(180),
            None,
        ),
        (
            PatternId::CascadedChange,
            Decided::WillTry,
            "All five of us come and see the work every week now. Tell us then what a message from above has made harder, and stop us when we bring slides.",
            Some(ago(-60)),
            ago(95),
            None,
        ),
        (
            PatternId::RiskByFreeze,
            Decided::WillTry,
            "Nine systems can be taken back within half an hour. For these the freeze in December does not hold. If it goes well, yours may be next: rehearse the way back, and tell us.",
            Some(ago(-45)),
            ago(34),
            tried,
        ),
    ];
    for (pattern, decided, words, by_day, decided_on, experiment) in answers {
        let words = words.to_owned();
        let decision = Decision { pattern, decided, words, by_day, decided_on, experiment };
        store.decide(organisation, &decision).await?;
    }
    Ok(())
}
