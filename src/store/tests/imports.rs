//! An import that fails at any statement leaves nothing behind.

use crate::catalogue::Answers;
use crate::store::db::query_scalar;
use crate::store::{
    DAY, DeedId, History, Import, ImportTeam, ImportedRound, LinkId, NewDeed, NewLink,
    OrganisationId, Role, Secret, Store, StoreError, TeamId, tally_of,
};
use tempfile::TempDir;

const NOW: i64 = 1_800_000_000;

struct Scene {
    _folder: TempDir,
    store: Store,
    organisation: OrganisationId,
    team: TeamId,
}

impl Scene {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("andon.sqlite")).await.unwrap();
        let link = |role| NewLink {
            id: LinkId::random().unwrap(),
            role,
            label: String::new(),
            hash: Secret::random().unwrap().hash(),
            expires_at: NOW + DAY,
        };
        let (admin, lead) = (link(Role::Admin), link(Role::Facilitator));
        let (organisation, team) =
            store.create_organisation("A", 5, "T", admin, lead, NOW).await.unwrap();
        Self { _folder: folder, store, organisation, team }
    }

    async fn history(&self) -> History {
        self.store.history(&self.organisation).await.unwrap().unwrap()
    }

    /// Two rounds of a team that is there and one of a team that is made.
    async fn import(&self) -> Import {
        let people: Vec<Answers> =
            ["012340123401234012", "111112222233333444", "4?4-40000011112222"]
                .into_iter()
                .cycle()
                .take(6)
                .map(|text| Answers::decode(text).unwrap())
                .collect();
        let round = |team: ImportTeam, ago: i64| ImportedRound {
            team,
            roster: 7,
            closed_at: NOW - ago * DAY,
            tally: tally_of(&people, true),
        };
        let known = || ImportTeam::Known(self.team.clone());
        Import {
            organisation: self.organisation.clone(),
            against: self.history().await,
            catalogue_version: "andon-1".to_owned(),
            new_teams: vec!["N".to_owned()],
            rounds: vec![round(known(), 90), round(known(), 30), round(ImportTeam::New(0), 30)],
            id: DeedId::random().unwrap(),
            deed: NewDeed {
                done_at: NOW,
                role: Role::Admin,
                link: None,
                team: None,
                what: "imported 3 rounds of 2 teams".to_owned(),
            },
        }
    }

    /// How many rows the tables hold that an import writes to.
    async fn rows(&self) -> i64 {
        query_scalar(
            "SELECT (SELECT COUNT(*) FROM teams) + (SELECT COUNT(*) FROM rounds) + (SELECT COUNT(*) FROM tally_items) + (SELECT COUNT(*) FROM tally_scores) + (SELECT COUNT(*) FROM deeds)",
        )
        .fetch_one(&self.store.readers)
        .await
        .unwrap()
    }
}

#[tokio::test]
async fn an_import_adds_teams_rounds_and_its_line_in_the_log() {
    let scene = Scene::new().await;
    let import = scene.import().await;
    let told = std::sync::Mutex::new(Vec::new());
    scene.store.import(&import, |count| told.lock().unwrap().push(count)).await.unwrap();
    assert_eq!(told.into_inner().unwrap(), [1, 2, 3]);
    assert_eq!(scene.rows().await, 2 + 3 * (1 + 18 + 7) + 1);
    let deed = scene.store.deed(&scene.organisation, &import.id).await.unwrap().unwrap();
    assert_eq!((deed.what, deed.done_at), (import.deed.what.clone(), NOW));
    let history = scene.history().await;
    let own = history.teams.iter().find(|team| team.id == scene.team).unwrap();
    assert_eq!(own.sealed, [90, 30].map(|ago| (NOW - ago * DAY, NOW - ago * DAY)));
    for round in scene.store.rounds(&scene.team).await.unwrap() {
        let tally = scene.store.tally(&round.id).await.unwrap();
        assert_eq!(tally.as_ref(), Some(&import.rounds[0].tally));
    }
    // What it was planned against is not so any more.
    let again = scene.store.import(&import, |_| ()).await;
    assert!(matches!(again, Err(StoreError::Changed)), "{again:?}");
}

#[tokio::test]
async fn an_import_that_fails_at_any_step_leaves_nothing_and_can_be_repeated() {
    let scene = Scene::new().await;
    let import = scene.import().await;
    let before = scene.rows().await;
    let (mut fails_at, mut failures) = (1, 0);
    loop {
        let mut number = 0;
        {
            let mut writer = scene.store.to_file().acquire().await.unwrap();
            writer.lock_handle().await.unwrap().set_progress_handler(1, move || {
                number += 1;
                number != fails_at
            });
        }
        let outcome = scene.store.import(&import, |_| ()).await;
        {
            let mut writer = scene.store.to_file().acquire().await.unwrap();
            writer.lock_handle().await.unwrap().remove_progress_handler();
        }
        if outcome.is_ok() {
            break;
        }
        assert_eq!(scene.rows().await, before, "failed at {fails_at}");
        assert_eq!(scene.store.deed(&scene.organisation, &import.id).await.unwrap(), None);
        failures += 1;
        fails_at += 23;
    }
    assert!(failures > 50, "{failures}");
    assert_eq!(scene.rows().await, 2 + 3 * (1 + 18 + 7) + 1);
}

#[tokio::test]
async fn a_round_below_the_minimum_group_or_of_a_foreign_team_undoes_the_whole_import() {
    let scene = Scene::new().await;
    let before = scene.rows().await;
    let mut small = scene.import().await;
    small.rounds[2].tally = tally_of(&[Answers::default(); 4], true);
    let outcome = scene.store.import(&small, |_| ()).await;
    assert!(matches!(outcome, Err(StoreError::TooFew(5))), "{outcome:?}");
    let mut foreign = scene.import().await;
    foreign.rounds[2].team = ImportTeam::Known(TeamId::random().unwrap());
    let outcome = scene.store.import(&foreign, |_| ()).await;
    assert!(matches!(outcome, Err(StoreError::NotFound("team"))), "{outcome:?}");
    let mut crowded = scene.import().await;
    crowded.rounds[2].roster = 501;
    let outcome = scene.store.import(&crowded, |_| ()).await;
    assert!(matches!(outcome, Err(StoreError::Roster)), "{outcome:?}");
    let mut late = scene.import().await;
    late.against.minimum_group = 4;
    let outcome = scene.store.import(&late, |_| ()).await;
    assert!(matches!(outcome, Err(StoreError::Changed)), "{outcome:?}");
    assert_eq!(scene.rows().await, before);
}
