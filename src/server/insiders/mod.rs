//! Who in an organisation knows what, beside what leadership is shown.

use crate::disclosure::audit::{Insiders, Numbers};
use crate::disclosure::counts::WhoKnows;
use crate::store::{OrganisationId, Result, RoundId, Store, TeamId};
use std::collections::BTreeSet;

/// What coaches, readers and importers of an organisation know.
#[derive(Debug, Clone, Default)]
pub struct Knowledge {
    /// The teams that coaches know.
    pub coaches: BTreeSet<TeamId>,
    readers: BTreeSet<TeamId>,
    imported_rounds: Vec<RoundId>,
    imported_teams: BTreeSet<TeamId>,
}

impl Knowledge {
    /// Reads it.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn load(store: &Store, organisation: &OrganisationId) -> Result<Self> {
        let imported_rounds = store.imported_rounds(organisation).await?;
        Ok(Self { imported_rounds, ..Self::of_teams(store, organisation).await? })
    }

    /// The same without single rounds that were imported: enough for what teams' pages show,
    /// and quick however many rounds there are.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn of_teams(store: &Store, organisation: &OrganisationId) -> Result<Self> {
        Ok(Self {
            coaches: store.teams_known_to_coaches(organisation).await?.into_iter().collect(),
            readers: store.teams_read(organisation).await?.into_iter().collect(),
            imported_rounds: Vec::new(),
            imported_teams: store.imported_teams(organisation).await?.into_iter().collect(),
        })
    }

    /// As the audit takes it, with these numbers for rounds and teams. Every coach may see
    /// every team that shares, so they are one.
    pub fn insiders(&self, rounds: &mut Numbers<RoundId>, teams: &mut Numbers<TeamId>) -> Insiders {
        let mut of = |ids: &BTreeSet<TeamId>| ids.iter().map(|team| teams.of(team)).collect();
        Insiders {
            coaches: vec![of(&self.coaches)],
            readers: of(&self.readers),
            imported_teams: of(&self.imported_teams),
            imported_rounds: self.imported_rounds.iter().map(|round| rounds.of(round)).collect(),
        }
    }

    /// Who knows what a team's page shows beside its reports: its signals, cords and
    /// experiments. Readers of a share link do not see them.
    #[must_use]
    pub fn of_page(&self, team: &TeamId) -> WhoKnows {
        let made = self.imported_teams.contains(team);
        WhoKnows {
            coaches: self.coaches.contains(team),
            readers: false,
            importer: made,
            maker: made,
        }
    }

    /// The same with what a report shows.
    #[must_use]
    pub fn of_page_and_report(&self, team: &TeamId) -> WhoKnows {
        WhoKnows { readers: self.readers.contains(team), ..self.of_page(team) }
    }
}
