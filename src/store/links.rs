//! Access links: what a person opens to get a role.

use super::db::{query, query_as, query_scalar};
use super::organisations::expect_organisation;
use super::{
    Connection, LinkId, OrganisationId, Result, RoundId, SecretHash, Store, StoreError, TeamId,
};

/// Everything of a link but its secret's hash.
macro_rules! link_columns {
    () => {
        "SELECT l.id, l.organisation_id, l.team_id, t.name AS team_name, l.round_id, l.role, l.label, l.created_at, l.expires_at, l.revoked_at, l.last_used_day, o.name AS organisation_name, o.synthetic FROM links l JOIN organisations o ON o.id = l.organisation_id LEFT JOIN teams t ON t.id = l.team_id"
    };
}
pub(super) use link_columns;

/// What the holder of a link may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Runs the organisation: adds teams, reissues links.
    Admin,
    /// Runs one team's rounds and reads its reports.
    Facilitator,
    /// Reads the teams that share with the coach.
    Coach,
    /// Reads the organisation's pooled figures.
    Leader,
    /// Reads one round's report.
    Reader,
}

impl Role {
    /// All five.
    pub const ALL: [Self; 5] =
        [Self::Admin, Self::Facilitator, Self::Coach, Self::Leader, Self::Reader];

    /// The role as it is written in the database and in commands.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Admin => "admin",
            Self::Facilitator => "facilitator",
            Self::Coach => "coach",
            Self::Leader => "leader",
            Self::Reader => "reader",
        }
    }
}

/// A text that is no role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a role is admin, facilitator, coach, leader or reader")]
pub struct BadRole;

impl std::str::FromStr for Role {
    type Err = BadRole;
    fn from_str(text: &str) -> Result<Self, BadRole> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or(BadRole)
    }
}

impl TryFrom<String> for Role {
    type Error = BadRole;
    fn try_from(text: String) -> Result<Self, BadRole> {
        text.parse()
    }
}

/// A link to be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewLink {
    /// Its id.
    pub id: LinkId,
    /// What its holder may do.
    pub role: Role,
    /// Who it is for, in the words of whoever made it.
    pub label: String,
    /// The hash of its secret.
    pub hash: SecretHash,
    /// From when on it no longer works, in seconds since 1970.
    pub expires_at: i64,
}

impl NewLink {
    pub(super) fn expect_role(&self, role: Role) -> Result<()> {
        if self.role == role { Ok(()) } else { Err(StoreError::LinkScope(self.role)) }
    }
}

/// A stored link. Times are seconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Its id.
    pub id: LinkId,
    /// The organisation it opens.
    pub organisation: OrganisationId,
    /// What that is called.
    pub organisation_name: String,
    /// The team it opens: for facilitators and readers.
    pub team: Option<TeamId>,
    /// That team's name; empty once the team is deleted.
    pub team_name: Option<String>,
    /// The round it opens: for readers.
    pub round: Option<RoundId>,
    /// What its holder may do.
    pub role: Role,
    /// Who it is for.
    pub label: String,
    /// When it was made.
    pub created_at: i64,
    /// From when on it no longer works.
    pub expires_at: i64,
    /// When it was revoked.
    pub revoked_at: Option<i64>,
    /// The last day it was used, as `2026-07-30`; no finer, on purpose.
    pub last_used_day: Option<String>,
    /// Whether everything in its organisation is made up.
    pub synthetic: bool,
}

impl Link {
    /// Whether it still opens anything.
    #[must_use]
    pub const fn is_valid(&self, now: i64) -> bool {
        self.revoked_at.is_none() && now < self.expires_at
    }
}

/// What a link opens.
#[derive(Debug, Clone)]
pub(super) struct Scope {
    organisation: OrganisationId,
    team: Option<TeamId>,
    round: Option<RoundId>,
}

impl Scope {
    pub(super) fn organisation(organisation: &OrganisationId) -> Self {
        Self { organisation: organisation.clone(), team: None, round: None }
    }

    pub(super) fn team(organisation: &OrganisationId, team: &TeamId) -> Self {
        Self { team: Some(team.clone()), ..Self::organisation(organisation) }
    }

    /// Whether a link for this role can open it.
    const fn suits(&self, role: Role) -> bool {
        match role {
            Role::Admin | Role::Coach | Role::Leader => self.team.is_none() && self.round.is_none(),
            Role::Facilitator => self.team.is_some() && self.round.is_none(),
            Role::Reader => self.team.is_some() && self.round.is_some(),
        }
    }
}

impl Store {
    /// Adds a link. Administrators, coaches and leaders open the organisation, a
    /// facilitator one team, a reader one round (whose team need not be named).
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when the organisation has no such team or round;
    /// [`StoreError::LinkScope`] when the role does not open that kind of thing.
    pub async fn add_link(
        &self,
        organisation: &OrganisationId,
        team: Option<&TeamId>,
        round: Option<&RoundId>,
        new: NewLink,
        now: i64,
    ) -> Result<()> {
        let mut tx = self.write().await?;
        add_to(&mut tx, organisation, (team, round), &new, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The link with this secret, if it is neither revoked nor expired.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn link_by_hash(&self, hash: &SecretHash, now: i64) -> Result<Option<Link>> {
        let row: Option<LinkRow> = query_as(concat!(
            link_columns!(),
            " WHERE l.secret_hash = $1 AND l.revoked_at IS NULL AND l.expires_at > $2"
        ))
        .bind(hash.bytes())
        .bind(now)
        .fetch_optional(&self.readers)
        .await?;
        row.map(Link::try_from).transpose()
    }

    /// All links of an organisation, also those that no longer work, oldest first.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn links(&self, organisation: &OrganisationId) -> Result<Vec<Link>> {
        let rows: Vec<LinkRow> = query_as(concat!(
            link_columns!(),
            " WHERE l.organisation_id = $1 ORDER BY l.created_at, l.id"
        ))
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(Link::try_from).collect()
    }

    /// All links to one round, also those that no longer work, oldest first.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn round_links(&self, round: &RoundId) -> Result<Vec<Link>> {
        let rows: Vec<LinkRow> = query_as(concat!(
            link_columns!(),
            " WHERE l.round_id = $1 ORDER BY l.created_at, l.id"
        ))
        .bind(round.as_str())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(Link::try_from).collect()
    }

    /// Revokes a link for good. Once more changes nothing.
    ///
    /// # Errors
    /// [`StoreError::NotFound`].
    pub async fn revoke_link(&self, id: &LinkId, now: i64) -> Result<()> {
        let mut tx = self.write().await?;
        revoke(&mut tx, id, now).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Revokes a link and puts another in its place, which opens the same thing
    /// with the same role and label: those of `new` are not looked at. Gives the
    /// new link.
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when there is no such link or its team is deleted.
    pub async fn replace_link(&self, old: &LinkId, new: NewLink, now: i64) -> Result<Link> {
        let mut tx = self.write().await?;
        let row: LinkRow =
            query_as(concat!(link_columns!(), " WHERE l.id = $1 AND t.deleted_at IS NULL"))
                .bind(old.as_str())
                .fetch_optional(&mut *tx)
                .await?
                .ok_or(StoreError::NotFound("link"))?;
        let old_link = Link::try_from(row)?;
        revoke(&mut tx, old, now).await?;
        let new = NewLink { role: old_link.role, label: old_link.label.clone(), ..new };
        let scope = Scope {
            organisation: old_link.organisation.clone(),
            team: old_link.team.clone(),
            round: old_link.round.clone(),
        };
        insert_link(&mut tx, &scope, &new, now).await?;
        // A coach's notes go with the role, not with the lost key.
        query("UPDATE notes SET link_id = $1 WHERE link_id = $2")
            .bind(new.id.as_str())
            .bind(old.as_str())
            .execute(&mut *tx)
            .await?;
        tx.commit().await?;
        Ok(Link {
            id: new.id,
            created_at: now,
            expires_at: new.expires_at,
            revoked_at: None,
            last_used_day: None,
            ..old_link
        })
    }

    /// Notes the day (`2026-07-30`) on which a link was used. An earlier day than
    /// the noted one changes nothing, and a link that is gone is no error.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn touch_link(&self, id: &LinkId, day: &str) -> Result<()> {
        query("UPDATE links SET last_used_day = $1 WHERE id = $2 AND (last_used_day IS NULL OR last_used_day < $1)")
            .bind(day)
            .bind(id.as_str())
            .execute_alone(self)
            .await?;
        Ok(())
    }
}

async fn revoke(tx: &mut Connection, id: &LinkId, now: i64) -> Result<()> {
    let done = query("UPDATE links SET revoked_at = COALESCE(revoked_at, $1) WHERE id = $2")
        .bind(now)
        .bind(id.as_str())
        .execute(tx)
        .await?;
    if done.rows_affected() == 0 { Err(StoreError::NotFound("link")) } else { Ok(()) }
}

/// Adds a link to a team or a round of an organisation, or to the whole of it.
pub(super) async fn add_to(
    tx: &mut Connection,
    organisation: &OrganisationId,
    (team, round): (Option<&TeamId>, Option<&RoundId>),
    new: &NewLink,
    now: i64,
) -> Result<()> {
    expect_organisation(tx, organisation).await?;
    let mut team = team.cloned();
    if let Some(round) = round {
        let owner: String = query_scalar("SELECT team_id FROM rounds WHERE id = $1")
            .bind(round.as_str())
            .fetch_optional(&mut *tx)
            .await?
            .ok_or(StoreError::NotFound("round"))?;
        let owner = TeamId::try_from(owner).map_err(|_| StoreError::Unreadable("team"))?;
        if team.get_or_insert_with(|| owner.clone()) != &owner {
            return Err(StoreError::NotFound("round"));
        }
    }
    if let Some(team) = &team {
        query("SELECT 1 FROM teams WHERE id = $1 AND organisation_id = $2 AND deleted_at IS NULL")
            .bind(team.as_str())
            .bind(organisation.as_str())
            .fetch_optional(&mut *tx)
            .await?
            .ok_or(StoreError::NotFound("team"))?;
    }
    let scope = Scope { organisation: organisation.clone(), team, round: round.cloned() };
    insert_link(tx, &scope, new, now).await
}

pub(super) async fn insert_link(
    tx: &mut Connection,
    scope: &Scope,
    new: &NewLink,
    now: i64,
) -> Result<()> {
    if !scope.suits(new.role) {
        return Err(StoreError::LinkScope(new.role));
    }
    query(
        "INSERT INTO links (id, organisation_id, team_id, round_id, role, label, secret_hash, created_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
    )
    .bind(new.id.as_str())
    .bind(scope.organisation.as_str())
    .bind(scope.team.as_ref().map(TeamId::as_str))
    .bind(scope.round.as_ref().map(RoundId::as_str))
    .bind(new.role.as_str())
    .bind(&new.label)
    .bind(new.hash.bytes())
    .bind(now)
    .bind(new.expires_at)
    .execute(tx)
    .await?;
    Ok(())
}

/// A row of [`link_columns`].
#[derive(sqlx::FromRow)]
pub(super) struct LinkRow {
    id: String,
    organisation_id: String,
    team_id: Option<String>,
    team_name: Option<String>,
    round_id: Option<String>,
    role: String,
    label: String,
    created_at: i64,
    expires_at: i64,
    revoked_at: Option<i64>,
    last_used_day: Option<String>,
    organisation_name: String,
    synthetic: bool,
}

impl TryFrom<LinkRow> for Link {
    type Error = StoreError;
    fn try_from(row: LinkRow) -> Result<Self> {
        const UNREADABLE: StoreError = StoreError::Unreadable("link");
        Ok(Self {
            id: row.id.try_into().map_err(|_| UNREADABLE)?,
            organisation: row.organisation_id.try_into().map_err(|_| UNREADABLE)?,
            team: row.team_id.map(TryInto::try_into).transpose().map_err(|_| UNREADABLE)?,
            team_name: row.team_name,
            round: row.round_id.map(TryInto::try_into).transpose().map_err(|_| UNREADABLE)?,
            role: row.role.try_into().map_err(|_| UNREADABLE)?,
            label: row.label,
            created_at: row.created_at,
            expires_at: row.expires_at,
            revoked_at: row.revoked_at,
            last_used_day: row.last_used_day,
            organisation_name: row.organisation_name,
            synthetic: row.synthetic,
        })
    }
}
