//! U+0000, which PostgreSQL stores in no text: it is refused at the door, on either database.

use crate::house::{House, ask};
use crate::support::{TestApp, day, holder};
use andon::store::Role;
use reqwest::Method;

/// Wherever a part of an address or a question is looked up in the database.
const ADDRESSES: [&str; 24] = [
    "/join/%00",
    "/join/a%00b",
    "/join?code=plain%00words",
    "/k/%00",
    "/calendar/%00.ics",
    "/answer/%00",
    "/patterns/%00",
    "/teams/%00",
    "/teams/%00/reminders",
    "/teams/{team}/rounds/%00",
    "/teams/{team}/experiments/%00",
    "/teams/{team}/experiments/%00.json",
    "/teams/{team}/experiments/new?entry=%00",
    "/teams/{team}/experiments/new?follows=%00",
    "/teams/{team}/signals/%00",
    "/admin/%00/log",
    "/admin/{organisation}/log?before=%00",
    "/admin/{organisation}/import/%00",
    "/coach?organisation=%00",
    "/coach/teams/%00",
    "/leadership?organisation=%00",
    "/leadership?organisation={organisation}&quarter=%00",
    "/leadership?organisation={organisation}&group=%00",
    "/leadership/cords/%00?organisation={organisation}",
];

#[tokio::test]
async fn an_address_with_it_is_no_fault_of_the_servers() {
    let app = TestApp::start().await;
    let house = House::build(&app, "Acme").await;
    let roles = [Role::Admin, Role::Facilitator, Role::Coach, Role::Leader];
    let mut visitors = vec![app.visitor()];
    for role in roles {
        let team = (role == Role::Facilitator).then_some(&house.team);
        visitors.push(holder(&app, &house.of.id, team, role).await);
    }
    for address in ADDRESSES {
        let path = address
            .replace("{team}", house.team.as_str())
            .replace("{organisation}", house.of.id.as_str());
        for visitor in &visitors {
            let status = visitor.get(&path).await.status();
            assert!(!status.is_server_error(), "{path}: {status}");
        }
    }
    for secret in [&house.admin.secret, &house.leader.secret] {
        for path in [
            "/api/v1/teams/%00",
            "/api/v1/teams/%00/rounds",
            "/api/v1/organisation?after=%00",
            "/api/v1/teams?after=%00",
        ] {
            let status = ask(&app, secret, path).await.status();
            assert!(!status.is_server_error(), "{path}: {status}");
        }
    }
}

#[tokio::test]
async fn a_form_with_it_is_refused_and_nothing_of_it_is_stored() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let of = crate::support::organisation(&app, "Acme").await;
    let (closing, admin) = (day(3), format!("/admin/{}", of.id));
    let experiment = format!("{}/experiments", team.path);
    let forms: [(&str, &[(&str, &str)]); 7] = [
        ("/setup", &[("organisation", "A\0B"), ("team", "T"), ("minimum_group", "5")]),
        (&format!("{admin}/rename"), &[("name", "A\0B")]),
        (&format!("{admin}/teams"), &[("name", "A\0B")]),
        (&format!("{admin}/groups"), &[("name", "A\0B")]),
        (&format!("{}/rename", team.path), &[("name", "A\0B")]),
        (&format!("{}/rounds", team.path), &[("roster", "5\0"), ("closing_day", &closing)]),
        (&experiment, &[("title", "A\0B"), ("hypothesis", "B")]),
    ];
    let mut direct = app.database.direct().await;
    let before = direct.dump().await;
    for (path, form) in forms {
        let refused = lead.post(path, form).await;
        assert!(refused.status().is_client_error(), "{path}: {}", refused.status());
    }
    // And a file.
    let text = "team,round,customer\nA\0B,2025-Q1,1\n";
    let boundary = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\nContent-Type: text/csv\r\n\r\n";
    let body = format!("{boundary}{text}\r\n--x--\r\n");
    let import = lead
        .request(Method::POST, &format!("{admin}/import"))
        .header("content-type", "multipart/form-data; boundary=x")
        .body(body);
    let status = import.send().await.unwrap().status();
    assert!(!status.is_server_error(), "{status}");
    assert!(direct.dump().await == before, "nothing of it is stored");
}
