//! A house to test in, and people to answer.

use crate::database::Database;
pub use crate::dice::Dice;
use andon::catalogue::Answers;
use andon::store::{
    LinkId, NewLink, OrganisationId, Role, RoundId, Secret, SecretHash, Store, Submitted, TeamId,
};
use std::collections::BTreeMap;
use std::path::Path;

pub const NOW: i64 = 1_800_000_000;
pub const DAY: i64 = 86_400;

/// A database with one organisation (minimum group 5) and one team.
pub struct House {
    pub database: Database,
    pub store: Store,
    pub organisation: OrganisationId,
    pub team: TeamId,
}

impl House {
    pub async fn new() -> Self {
        Self::with_minimum(5).await
    }

    pub async fn with_minimum(minimum_group: u8) -> Self {
        Self::on(Database::new(), minimum_group).await
    }

    /// On a database that was chosen.
    pub async fn on(database: Database, minimum_group: u8) -> Self {
        let store = database.open().await;
        let (organisation, team) = organisation(&store, minimum_group).await;
        Self { database, store, organisation, team }
    }

    /// Whether any file of the database holds these bytes.
    pub fn holds(&self, needle: &[u8]) -> bool {
        self.database.holds(needle)
    }

    /// A round of this team that opens at `now` and closes ten days later.
    pub async fn open_round(&self, roster: u16, keep_lists: bool, now: i64) -> RoundId {
        open_round(&self.store, &self.team, roster, keep_lists, now).await
    }
}

pub async fn organisation(store: &Store, minimum_group: u8) -> (OrganisationId, TeamId) {
    store
        .create_organisation(
            "Acme",
            minimum_group,
            "Falcons",
            link(Role::Admin),
            link(Role::Facilitator),
            NOW,
        )
        .await
        .unwrap()
}

pub async fn open_round(
    store: &Store,
    team: &TeamId,
    roster: u16,
    keep_lists: bool,
    now: i64,
) -> RoundId {
    let round =
        store.create_draft(team, roster, now + 10 * DAY, keep_lists, "1", now).await.unwrap();
    let token = Secret::random().unwrap();
    let code = format!("plain {} words", &token.as_str()[..12]);
    store.open_round(&round, token.as_str(), &code, &[7; 32], now).await.unwrap();
    round
}

/// A link that holds for a year from [`NOW`].
pub fn link(role: Role) -> NewLink {
    link_with(role, &Secret::random().unwrap())
}

pub fn link_with(role: Role, secret: &Secret) -> NewLink {
    NewLink {
        id: LinkId::random().unwrap(),
        role,
        label: format!("for the {}", role.as_str()),
        hash: secret.hash(),
        expires_at: NOW + 365 * DAY,
    }
}

/// The receipt of the person with this number.
pub fn receipt(person: usize) -> SecretHash {
    SecretHash::of(&format!("receipt of person {person}"))
}

/// Lets so many more people answer, from person `first` on, at once after [`NOW`].
pub async fn answer(store: &Store, round: &RoundId, first: usize, people: usize) -> Vec<Answers> {
    let mut dice = Dice::new(first as u64 + 1);
    let mut given = Vec::new();
    for person in first..first + people {
        let answers = dice.answers();
        let outcome = store.submit(round, &receipt(person), &answers, None, NOW + 1).await.unwrap();
        assert_eq!(outcome, Submitted::Stored);
        given.push(answers);
    }
    given
}

/// Every file of a folder with its bytes.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read(&path).unwrap())
        })
        .collect()
}
