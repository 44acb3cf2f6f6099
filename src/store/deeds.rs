//! Who did what in running an organisation. Respondents never occur here.

use super::db::{query, query_as};
use super::{Connection, DeedId, LinkId, OrganisationId, Result, Role, Store, StoreError, TeamId};

/// Everything of a deed, with the names of now.
macro_rules! deed_columns {
    () => {
        "SELECT deeds.done_at, deeds.role, links.label, teams.name AS team, deeds.what FROM deeds LEFT JOIN links ON links.id = deeds.link_id LEFT JOIN teams ON teams.id = deeds.team_id"
    };
}

/// What stands for the team's name in a phrase.
pub const TEAM: &str = "{team}";

/// One thing that somebody does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDeed {
    /// When, in seconds since 1970.
    pub done_at: i64,
    /// In which role.
    pub role: Role,
    /// With which access link.
    pub link: Option<LinkId>,
    /// To which team.
    pub team: Option<TeamId>,
    /// What, as a phrase, with `{team}` for the team's name: "added the team {team}".
    pub what: String,
}

/// One thing that somebody did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deed {
    /// When, in seconds since 1970.
    pub done_at: i64,
    /// In which role.
    pub role: Role,
    /// What is written on the access link; empty where that is gone.
    pub label: String,
    /// What, as a phrase.
    pub what: String,
}

impl Store {
    /// Writes a deed down.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn note_deed(&self, organisation: &OrganisationId, deed: &NewDeed) -> Result<()> {
        let mut tx = self.write().await?;
        insert_deed(&mut tx, &DeedId::random()?, organisation, deed).await?;
        tx.commit().await?;
        Ok(())
    }

    /// What was written down under this id in an organisation.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn deed(&self, organisation: &OrganisationId, id: &DeedId) -> Result<Option<Deed>> {
        let row: Option<DeedRow> = query_as(concat!(
            deed_columns!(),
            " WHERE deeds.organisation_id = $1 AND deeds.id = $2"
        ))
        .bind(organisation.as_str())
        .bind(id.as_str())
        .fetch_optional(&self.readers)
        .await?;
        row.map(DeedRow::read).transpose()
    }

    /// An organisation's last deeds, newest first, at most so many. Teams have the
    /// names that they have now.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn deeds(&self, organisation: &OrganisationId, most: u32) -> Result<Vec<Deed>> {
        let rows: Vec<DeedRow> = query_as(concat!(
            deed_columns!(),
            " WHERE deeds.organisation_id = $1 ORDER BY deeds.done_at DESC, deeds.id LIMIT $2"
        ))
        .bind(organisation.as_str())
        .bind(i64::from(most))
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(DeedRow::read).collect()
    }
}

pub(super) async fn insert_deed(
    tx: &mut Connection,
    id: &DeedId,
    organisation: &OrganisationId,
    deed: &NewDeed,
) -> Result<()> {
    query(
        "INSERT INTO deeds (id, organisation_id, done_at, role, link_id, team_id, what) VALUES ($1, $2, $3, $4, $5, $6, $7)",
    )
    .bind(id.as_str())
    .bind(organisation.as_str())
    .bind(deed.done_at)
    .bind(deed.role.as_str())
    .bind(deed.link.as_ref().map(LinkId::as_str))
    .bind(deed.team.as_ref().map(TeamId::as_str))
    .bind(&deed.what)
    .execute(tx)
    .await?;
    Ok(())
}

/// A row of [`deed_columns`].
#[derive(sqlx::FromRow)]
struct DeedRow {
    done_at: i64,
    role: String,
    label: Option<String>,
    team: Option<String>,
    what: String,
}

impl DeedRow {
    fn read(self) -> Result<Deed> {
        // A deleted team has no name any more.
        let team = self.team.filter(|name| !name.is_empty());
        let name = team.as_deref().unwrap_or("(a deleted team)");
        Ok(Deed {
            done_at: self.done_at,
            role: self.role.parse().map_err(|_| StoreError::Unreadable("deed"))?,
            label: self.label.unwrap_or_default(),
            what: self.what.replace(TEAM, name),
        })
    }
}
