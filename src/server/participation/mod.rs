//! What respondents and facilitators are shown about who is asked, looked up for one page.
//! None of it is written to the log: how many have answered is on pages alone.

mod overlap;

use super::context::Context;
use super::error::AppError;
use crate::clock::DAY;
use crate::days;
use crate::pages::participation::{Asked, Overlap, Participation};
use crate::store::{DAYS_BETWEEN_ROUNDS, Round, Team};

impl Context {
    /// How many have answered an open round and how many are invited, at this moment.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn participation(&self, round: &Round) -> Result<Participation, AppError> {
        Ok(Participation {
            answered: self.app.store.response_count(&round.id).await?,
            invited: round.roster,
            opened_for: round.opened_roster,
        })
    }

    /// Everything that the join page says of an open round and its team.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn asked(&self, round: &Round, team: &Team) -> Result<Asked, AppError> {
        let participation = self.participation(round).await?;
        let last = self.app.store.latest_sealed_before(&team.id, &round.id).await?;
        let last = last.and_then(|round| round.closed_at);
        Ok(Asked {
            participation,
            age: self.age_of(team, last),
            overlaps: self.overlaps(team, last, round.opened_at).await?,
        })
    }

    /// Since when a team exists and when its last round with a report closed (`last`,
    /// seconds since 1970). Days, not months: a team that was set up today is what has to
    /// be noticed, and both days stand on the team's page anyway.
    #[must_use]
    pub fn age_of(&self, team: &Team, last: Option<i64>) -> String {
        let zone = &self.app.settings.zone;
        let (made, today) = (zone.day(team.created_at), zone.day(self.app.now()));
        let when =
            if made == today { "today".to_owned() } else { format!("on {}", days::written(made)) };
        let name = &team.name;
        match last {
            None => format!("{name} was set up in Andon {when} and has never had a report before."),
            Some(at) => format!(
                "{name} was set up in Andon {when}; its last round with a report closed on {}.",
                days::written(zone.day(at))
            ),
        }
    }

    /// Why the people whom a team asks may have been asked elsewhere within 28 days. `last`
    /// is when its last round with a report closed, `opened_at` when the present one was
    /// opened, if it was; both in seconds since 1970.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn overlaps(
        &self,
        team: &Team,
        last: Option<i64>,
        opened_at: Option<i64>,
    ) -> Result<Vec<Overlap>, AppError> {
        let since = self.app.now() - DAYS_BETWEEN_ROUNDS * DAY;
        let mut others = self.app.store.teams_that_asked(&team.organisation, since).await?;
        others.retain(|other| other.id != team.id);
        let is_new = last.is_none() && team.created_at >= since;
        Ok(overlap::find(&team.name, is_new, opened_at, &others))
    }
}
