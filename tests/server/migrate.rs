//! Moving from a file to a server: everything is there, and looks the same.

use crate::database::{Database, file_in};
use crate::process::{Process, run};
use crate::support::{START, TestApp, options, text};
use andon::catalogue::Catalogue;
use andon::server::demo;
use andon::store::{Board, CopyError, LinkId, NewExperiment, NewLink, Role, Secret, Store, TeamId};
use std::time::Duration;

/// The pages that a coach and a leader see of it, for links with this secret.
async fn pages(app: &TestApp, secrets: &[Secret]) -> Vec<String> {
    let mut all = Vec::new();
    for (secret, paths) in secrets.iter().zip([
        ["/coach", "/coach/works", "/"].as_slice(),
        ["/leadership", "/leadership/cords", "/leadership/experiments"].as_slice(),
    ]) {
        let visitor = app.visitor();
        visitor.get(&format!("/k/{}", secret.as_str())).await;
        for path in paths {
            let page = text(&visitor, path).await;
            // What differs from request to request.
            all.push(
                page.split("nonce=\"")
                    .map(|part| part.split_once('"').map_or(part, |(_, rest)| rest))
                    .collect(),
            );
        }
    }
    all
}

#[tokio::test]
async fn what_was_in_the_file_is_on_the_server_and_every_page_looks_the_same() {
    let (file, server) = (Database::file(), Database::server());
    let here = file.open().await;
    let catalogue = Catalogue::builtin().unwrap();
    let id = demo::fill(&here, catalogue, 3, START).await.unwrap();
    let mut secrets = Vec::new();
    for role in [Role::Coach, Role::Leader] {
        let secret = Secret::random().unwrap();
        let link = NewLink {
            id: andon::store::LinkId::random().unwrap(),
            role,
            label: "ünïcödé, \"quotes\" and \u{202e}more".to_owned(),
            hash: secret.hash(),
            expires_at: START + 1_000_000,
        };
        here.add_link(&id, None, None, link, START).await.unwrap();
        secrets.push(secret);
    }
    // A chain of experiments: some point at one that the copying meets later.
    let team = here.teams(&id).await.unwrap().remove(0).id;
    let mut last = None;
    for _ in 0..6 {
        let board = Board::Team(team.clone());
        let first = here.experiments(&board).await.unwrap().remove(0);
        let next = NewExperiment {
            board,
            catalogue_entry: None,
            follows: last.take(),
            plan: first.plan,
            proposed_on: first.proposed_on,
        };
        last = Some(here.add_experiment(&next).await.unwrap());
    }
    let there = server.open().await;
    let mut said = Vec::new();
    let copied = here.copy_to(&there, |now| said.push(now)).await.unwrap();
    let rows = |name: &str| copied.iter().find(|table| table.name == name).unwrap().rows;
    assert_eq!(rows("organisations"), 1);
    assert_eq!(rows("teams"), 40);
    assert!(rows("tally_items") > 4_000 && rows("experiments") > 60, "{copied:?}");
    let board = Board::Team(team);
    let chain = here.experiments(&board).await.unwrap();
    assert_eq!(chain.iter().filter(|each| each.follows.is_some()).count(), 5);
    assert_eq!(chain, there.experiments(&board).await.unwrap());
    let items: Vec<u64> =
        said.iter().filter(|now| now.table == "tally_items").map(|now| now.done).collect();
    assert!(items.len() > 1 && items.is_sorted(), "{items:?}");

    // Once more is refused, and says which table was in the way.
    let error = here.copy_to(&there, |_| ()).await.unwrap_err();
    assert!(matches!(error, CopyError::NotEmpty { .. }), "{error}");
    let error = there.copy_to(&here, |_| ()).await.unwrap_err();
    assert!(matches!(error, CopyError::WrongWay), "{error}");
    here.close().await;
    there.close().await;

    let args = options(&["--rate-limits", "off"]);
    let from_file = TestApp::start_in(file, &args, START + 60).await;
    let before = pages(&from_file, &secrets).await;
    let from_server = TestApp::start_in(server, &args, START + 60).await;
    let after = pages(&from_server, &secrets).await;
    assert!(before.iter().all(|page| page.len() > 2_000));
    for (before, after) in before.iter().zip(&after) {
        assert_eq!(before, after);
    }
}

#[tokio::test]
async fn nothing_is_kept_there_when_copying_is_given_up_half_way() {
    let (file, server) = (Database::file(), Database::server());
    let here = file.open().await;
    demo::fill(&here, Catalogue::builtin().unwrap(), 4, START).await.unwrap();
    let there = server.open().await;
    {
        let mut copying = Box::pin(here.copy_to(&there, |_| ()));
        let given_up =
            tokio::time::timeout(std::time::Duration::from_millis(60), &mut copying).await;
        assert!(given_up.is_err(), "it was too quick to be given up");
    }
    assert!(there.organisations().await.unwrap().is_empty());
    // And the next try finds an empty database.
    here.copy_to(&there, |_| ()).await.unwrap();
    assert_eq!(there.organisations().await.unwrap().len(), 1);
}

#[tokio::test]
async fn the_command_wants_the_file_alone_takes_the_address_from_a_file_and_tells_of_open_rounds() {
    let server = Database::server();
    let Database::Server(rented) = &server else { panic!("it is on the server") };
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut process = Process::start(folder.path(), &[]);
    let there = folder.path().join("address");
    std::fs::write(&there, format!("{}\n", rented.url())).unwrap();
    let words = ["migrate-to", "--database-url-file", there.to_str().unwrap()];
    let said = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();

    let refused = run(&data, &words);
    assert!(!refused.status.success());
    assert!(said(&refused.stderr).contains("stop it first"), "{}", said(&refused.stderr));
    process.visitor().get("/healthz").await.ok().await;
    process.terminate();
    assert!(process.ended(Duration::from_secs(30)).await.success());
    let store = Store::open(&file_in(&data)).await.unwrap();
    let team = an_open_round(&store).await;
    store.close().await;

    let lost = run(&data, &["migrate-to"]);
    assert!(!lost.status.success());
    assert!(said(&lost.stderr).contains("where to?"), "{}", said(&lost.stderr));
    let done = run(&data, &words);
    assert!(done.status.success(), "{}", said(&done.stderr));
    let out = said(&done.stdout);
    assert!(
        out.contains("Copied and compared") && out.contains("Rounds that are open: 1."),
        "{out}"
    );
    let all = out + &said(&done.stderr);
    assert!(!all.contains(rented.cluster().password()), "{all}");
    let copy = server.open().await;
    assert!(copy.team(&team).await.unwrap().is_some());
    copy.close().await;
}

/// An organisation with one open round.
async fn an_open_round(store: &Store) -> TeamId {
    let new = |role: Role| NewLink {
        id: LinkId::random().unwrap(),
        role,
        label: role.as_str().to_owned(),
        hash: Secret::random().unwrap().hash(),
        expires_at: START + 1_000_000,
    };
    let (_, team) = store
        .create_organisation("Acme", 5, "Falcons", new(Role::Admin), new(Role::Facilitator), START)
        .await
        .unwrap();
    let round = store.create_draft(&team, 8, START + 1_000_000, true, "1", START).await.unwrap();
    let token = Secret::random().unwrap();
    store.open_round(&round, token.as_str(), "plain open words", &[7; 32], START).await.unwrap();
    team
}
