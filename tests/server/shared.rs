//! A share link of one report gives that report alone (P16).
//!
//! What a reader gets is taken from two databases that differ in the figures of the earlier
//! round only: it is the same, byte for byte.

use crate::house::{Key, ask, key, visit};
use crate::support::{START, TestApp, Visitor, around, between, organisation, sealed};
use andon::clock::DAY;
use andon::store::{Role, RoundId, TeamId};
use reqwest::StatusCode;

/// A team with two sealed rounds, and a share link of the later one.
struct Scene {
    app: TestApp,
    team: TeamId,
    earlier: RoundId,
    later: RoundId,
    lead: Visitor,
    reader: Visitor,
    key: Key,
}

impl Scene {
    /// In the earlier round everybody says about `before`; in the later one, fewer people
    /// say that it is better.
    async fn new(before: usize) -> Self {
        let app = TestApp::start().await;
        let (lead, team) = app.set_up("Acme", 5).await;
        let of = organisation(&app, "Acme").await;
        let team: TeamId = team.path.rsplit('/').next().unwrap().parse().unwrap();
        let people = around(16, before);
        let earlier = sealed(&app.store, &team, &people, START - 60 * DAY).await;
        let later = sealed(&app.store, &team, &around(9, 1), START).await;
        let key = key(&app.store, &of.id, None, Some(&later), Role::Reader).await;
        let reader = visit(&app, &key).await;
        Self { app, team, earlier, later, lead, reader, key }
    }

    fn round(&self, round: &RoundId) -> String {
        format!("/teams/{}/rounds/{round}", self.team)
    }

    /// What somebody gets, without what differs by chance: ids and nonces.
    async fn gets(&self, visitor: &Visitor, path: &str) -> (StatusCode, Vec<u8>) {
        let answer = visitor.get(path).await.0;
        let status = answer.status();
        (status, self.plain(answer.bytes().await.unwrap().to_vec()))
    }

    fn plain(&self, bytes: Vec<u8>) -> Vec<u8> {
        let Ok(mut text) = String::from_utf8(bytes.clone()) else { return bytes };
        let ids = [(self.team.as_str(), "TEAM"), (self.later.as_str(), "LATER")];
        for (id, name) in ids.into_iter().chain([(self.earlier.as_str(), "EARLIER")]) {
            text = text.replace(id, name);
        }
        text = text.replace(&self.app.url, "HERE");
        while let Some(nonce) = between(&text, "nonce=\"", "\"").filter(|nonce| nonce != "N") {
            text = text.replace(&format!("nonce=\"{nonce}\""), "nonce=\"N\"");
        }
        text.into_bytes()
    }
}

/// Every file below a report.
const FILES: [&str; 14] = [
    "",
    "/report.json",
    "/report.csv",
    "/radar.svg",
    "/radar.png",
    "/radar.csv",
    "/dots.svg",
    "/dots.png",
    "/dots.csv",
    "/charts.zip",
    "/history.svg",
    "/history.png",
    "/history.csv",
    "/history.json",
];
/// Those in which the earlier round has a part for the team itself.
const WITH_EARLIER: [&str; 10] = [
    "",
    "/report.json",
    "/radar.svg",
    "/radar.png",
    "/radar.csv",
    "/charts.zip",
    "/history.svg",
    "/history.png",
    "/history.csv",
    "/history.json",
];

#[tokio::test]
async fn a_share_link_gives_no_figure_of_another_report() {
    let (one, other) = (Scene::new(3).await, Scene::new(4).await);
    for file in FILES {
        let get = async |scene: &Scene| {
            scene.gets(&scene.reader, &format!("{}{file}", scene.round(&scene.later))).await
        };
        let ((status, here), (_, there)) = (get(&one).await, get(&other).await);
        let opens = !file.starts_with("/history");
        assert_eq!(status == StatusCode::OK, opens, "{file}: {status}");
        assert!(here == there, "{file} tells something of the earlier round");
    }
    // That is no matter of course: what the team itself gets differs.
    for file in WITH_EARLIER {
        let get = async |scene: &Scene| {
            scene.gets(&scene.lead, &format!("{}{file}", scene.round(&scene.later))).await
        };
        let ((status, here), (_, there)) = (get(&one).await, get(&other).await);
        assert!(status == StatusCode::OK && here != there, "{file}: {status}");
    }
}

#[tokio::test]
async fn nor_does_it_open_anything_else() {
    let scene = Scene::new(3).await;
    let team = format!("/teams/{}", scene.team);
    let mut closed: Vec<String> =
        FILES.iter().map(|file| format!("{}{file}", scene.round(&scene.earlier))).collect();
    closed
        .extend(["", "/experiments", "/signals", "/reminders"].map(|page| format!("{team}{page}")));
    closed.extend(["/coach", "/leadership", "/admin"].map(str::to_owned));
    for path in closed {
        let status = scene.reader.get(&path).await.status();
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
    let of = |round: &RoundId| format!("/api/v1/teams/{}/rounds/{round}/report", scene.team);
    let program = async |path: String| ask(&scene.app, &scene.key.secret, &path).await;
    let own: serde_json::Value = program(of(&scene.later)).await.json().await.unwrap();
    assert!(own["report"].is_object(), "{own}");
    assert!(own.get("previous").is_none() && own.get("history").is_none(), "{own}");
    for path in [
        of(&scene.earlier),
        format!("/api/v1/teams/{}/rounds", scene.team),
        format!("/api/v1/teams/{}", scene.team),
        format!("/api/v1/teams/{}/signals", scene.team),
        "/api/v1/board".to_owned(),
        "/api/v1/leadership".to_owned(),
    ] {
        assert_eq!(program(path.clone()).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
}

#[tokio::test]
async fn the_reader_is_told_whether_it_has_changed_and_not_from_what() {
    let scene = Scene::new(3).await;
    let (_, page) = scene.gets(&scene.reader, &scene.round(&scene.later)).await;
    let page = String::from_utf8(page).unwrap();
    let change = between(&page, "id=\"change\"", "</section>").unwrap();
    assert!(change.starts_with(">Clearly better than last time"), "{change}");
    assert!(change.contains("a share link opens one report alone"), "{change}");
    assert!(change.contains(">Now<") && !change.contains(">Then<"), "{change}");
    assert!(!page.contains("dashed outline"), "{page}");
    let (_, of_lead) = scene.gets(&scene.lead, &scene.round(&scene.later)).await;
    let of_lead = String::from_utf8(of_lead).unwrap();
    assert!(of_lead.contains(">Then<") && of_lead.contains("dashed outline"));
}
