//! Rounds, as they are read.

use super::db::{QueryBuilder, Readers, query_as, query_scalar};
use super::{Result, RoundId, Store, StoreError, TeamId};

/// Everything of a round but its ballot key. A draft has its organisation's
/// minimum group, which it copies when it opens.
macro_rules! round_columns {
    () => {
        "SELECT r.id, r.team_id, r.state, r.roster, COALESCE(r.minimum_group, o.minimum_group) AS minimum_group, r.keep_lists, r.catalogue_version, r.closes_at, r.extended, r.opened_at, r.closed_at, r.join_token, r.spoken_code, r.ballot_key, r.responses, r.bytes_pending, r.opened_roster FROM rounds r JOIN teams t ON t.id = r.team_id JOIN organisations o ON o.id = t.organisation_id"
    };
}

/// Where a round stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RoundState {
    /// Being prepared; nobody can answer yet.
    Draft,
    /// People can answer.
    Open,
    /// Closed, tallied, its answers destroyed.
    Sealed,
    /// Closed with too few answers; they were destroyed and nothing was kept.
    TooFew,
    /// Given up while it was open; its answers were destroyed and nothing was kept.
    Discarded,
}

impl RoundState {
    const ALL: [Self; 5] = [Self::Draft, Self::Open, Self::Sealed, Self::TooFew, Self::Discarded];

    /// The state as it is written in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Open => "open",
            Self::Sealed => "sealed",
            Self::TooFew => "too-few",
            Self::Discarded => "discarded",
        }
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        Self::ALL
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or(StoreError::Unreadable("state of a round"))
    }
}

/// One team's assessment. Times are seconds since 1970.
#[derive(Clone, PartialEq, Eq)]
pub struct Round {
    /// Its id.
    pub id: RoundId,
    /// The team it belongs to.
    pub team: TeamId,
    /// Where it stands.
    pub state: RoundState,
    /// How many answers it takes at most, 3–500.
    pub roster: u16,
    /// How many it took when it opened, if that was raised afterwards.
    pub opened_roster: Option<u16>,
    /// The fewest answers of which anything is shown, 3–10. For a draft, the
    /// organisation's at the moment; from opening on, the round's own.
    pub minimum_group: u8,
    /// Whether score lists are wanted. With 8 answers or more they are kept anyway.
    pub keep_lists: bool,
    /// The version of the catalogue that was asked.
    pub catalogue_version: String,
    /// When it closes by itself.
    pub closes_at: i64,
    /// Whether it has had its seven more days.
    pub extended: bool,
    /// When it was opened; for all but drafts.
    pub opened_at: Option<i64>,
    /// When it was sealed, found too small, or discarded.
    pub closed_at: Option<i64>,
    /// What the join link ends with; while open.
    pub join_token: Option<String>,
    /// What is said aloud to join; while open.
    pub spoken_code: Option<String>,
    /// What ballots are signed with; while open.
    pub ballot_key: Option<[u8; 32]>,
    /// How many answered; once sealed.
    pub responses: Option<u32>,
    /// Whether bytes of its answers may still lie in the files.
    pub bytes_pending: bool,
}

impl std::fmt::Debug for Round {
    /// Without the join token, the spoken code and the key, which have no place in a log.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Round")
            .field("id", &self.id)
            .field("team", &self.team)
            .field("state", &self.state)
            .field("roster", &self.roster)
            .field("opened_roster", &self.opened_roster)
            .field("minimum_group", &self.minimum_group)
            .field("keep_lists", &self.keep_lists)
            .field("catalogue_version", &self.catalogue_version)
            .field("closes_at", &self.closes_at)
            .field("extended", &self.extended)
            .field("opened_at", &self.opened_at)
            .field("closed_at", &self.closed_at)
            .field("responses", &self.responses)
            .field("bytes_pending", &self.bytes_pending)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// One round.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn round(&self, id: &RoundId) -> Result<Option<Round>> {
        let row: Option<RoundRow> = query_as(concat!(round_columns!(), " WHERE r.id = $1"))
            .bind(id.as_str())
            .fetch_optional(&self.readers)
            .await?;
        row.map(Round::try_from).transpose()
    }

    /// A round that somebody answers just now: [`round`](Self::round), in which whoever
    /// asks at the same moment is served by one statement.
    ///
    /// # Errors
    /// [`StoreError::Busy`] when too much is waiting already.
    pub async fn round_to_answer(&self, id: &RoundId) -> Result<Option<Round>> {
        // Who holds a connection must not wait for one that others need.
        if self.readers.keeps_one() { self.round(id).await } else { self.answered.ask(id).await }
    }

    /// A team's rounds, newest first: the draft or open one, then by closing.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn rounds(&self, team: &TeamId) -> Result<Vec<Round>> {
        let rows: Vec<RoundRow> = query_as(concat!(
            round_columns!(),
            " WHERE r.team_id = $1",
            " ORDER BY CASE WHEN r.closed_at IS NULL THEN 0 ELSE 1 END, r.closed_at DESC, r.opened_at DESC, r.id"
        ))
        .bind(team.as_str())
        .fetch_all(&self.readers)
        .await?;
        rows.into_iter().map(Round::try_from).collect()
    }

    /// The open round with this join token.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn round_by_join_token(&self, token: &str) -> Result<Option<Round>> {
        let row: Option<RoundRow> = query_as(concat!(round_columns!(), " WHERE r.join_token = $1"))
            .bind(token)
            .fetch_optional(&self.readers)
            .await?;
        row.map(Round::try_from).transpose()
    }

    /// The open round with this spoken code.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn round_by_spoken_code(&self, code: &str) -> Result<Option<Round>> {
        let row: Option<RoundRow> =
            query_as(concat!(round_columns!(), " WHERE r.spoken_code = $1"))
                .bind(code)
                .fetch_optional(&self.readers)
                .await?;
        row.map(Round::try_from).transpose()
    }

    /// The open rounds whose time has come.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn due_rounds(&self, now: i64) -> Result<Vec<RoundId>> {
        let ids: Vec<String> = query_scalar(
            "SELECT id FROM rounds WHERE state = 'open' AND closes_at <= $1 ORDER BY closes_at, id",
        )
        .bind(now)
        .fetch_all(&self.readers)
        .await?;
        ids.into_iter()
            .map(|id| id.try_into().map_err(|_| StoreError::Unreadable("round")))
            .collect()
    }

    /// The team's last sealed round before this one, with which it is compared;
    /// for a round that is not closed yet, the last one of all.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn latest_sealed_before(
        &self,
        team: &TeamId,
        round: &RoundId,
    ) -> Result<Option<Round>> {
        let row: Option<RoundRow> = query_as(concat!(
            round_columns!(),
            " JOIN rounds this ON this.id = $2",
            " WHERE r.team_id = $1 AND r.state = 'sealed' AND r.id <> $2",
            " AND (this.closed_at IS NULL OR r.closed_at < this.closed_at)",
            " ORDER BY r.closed_at DESC, r.id LIMIT 1"
        ))
        .bind(team.as_str())
        .bind(round.as_str())
        .fetch_optional(&self.readers)
        .await?;
        row.map(Round::try_from).transpose()
    }
}

/// Those of these rounds that there are, by id; nothing of one that cannot be read.
pub(super) async fn rounds_among(
    readers: &Readers,
    ids: Vec<&str>,
) -> Result<Vec<(String, Option<Round>)>> {
    let rows: Vec<RoundRow> = QueryBuilder::new(concat!(round_columns!(), " WHERE r.id IN ("))
        .push_list(ids)
        .push(")")
        .build_query_as()
        .fetch_all(readers)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id.clone(), row.try_into().ok())).collect())
}

/// A row of [`round_columns`].
#[derive(sqlx::FromRow)]
struct RoundRow {
    id: String,
    team_id: String,
    state: String,
    roster: i64,
    minimum_group: i64,
    keep_lists: bool,
    catalogue_version: String,
    closes_at: i64,
    extended: bool,
    opened_at: Option<i64>,
    closed_at: Option<i64>,
    join_token: Option<String>,
    spoken_code: Option<String>,
    ballot_key: Option<Vec<u8>>,
    responses: Option<i64>,
    bytes_pending: bool,
    opened_roster: Option<i64>,
}

impl TryFrom<RoundRow> for Round {
    type Error = StoreError;
    fn try_from(row: RoundRow) -> Result<Self> {
        const UNREADABLE: StoreError = StoreError::Unreadable("round");
        Ok(Self {
            id: row.id.try_into().map_err(|_| UNREADABLE)?,
            team: row.team_id.try_into().map_err(|_| UNREADABLE)?,
            state: RoundState::parse(&row.state)?,
            roster: row.roster.try_into().map_err(|_| UNREADABLE)?,
            opened_roster: row
                .opened_roster
                .map(TryInto::try_into)
                .transpose()
                .map_err(|_| UNREADABLE)?,
            minimum_group: row.minimum_group.try_into().map_err(|_| UNREADABLE)?,
            keep_lists: row.keep_lists,
            catalogue_version: row.catalogue_version,
            closes_at: row.closes_at,
            extended: row.extended,
            opened_at: row.opened_at,
            closed_at: row.closed_at,
            join_token: row.join_token,
            spoken_code: row.spoken_code,
            ballot_key: row
                .ballot_key
                .map(TryInto::try_into)
                .transpose()
                .map_err(|_| UNREADABLE)?,
            responses: row.responses.map(TryInto::try_into).transpose().map_err(|_| UNREADABLE)?,
            bytes_pending: row.bytes_pending,
        })
    }
}
