//! The OpenAPI document: it names every address, and every real answer is as it says.

use crate::house::{House, Key, ask, figures_for_leadership, sealed};
use crate::support::{START, TestApp, add_team, running};
use andon::measure::delivery::Counted;
use andon::store::Board;
use jsonschema::{Validator, options};
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use std::collections::BTreeSet;

async fn document(app: &TestApp) -> Value {
    reqwest::get(format!("{}/api/openapi.json", app.url)).await.unwrap().json().await.unwrap()
}

/// Checks answers against what the document says of their address and status.
struct Checker {
    document: Value,
}

impl Checker {
    fn validator(&self, method: &str, path: &str, status: &str) -> Option<(String, Validator)> {
        let responses = &self.document["paths"][path][method]["responses"];
        let response = responses.get(status).unwrap_or(&responses["default"]);
        self.of(response)
    }

    /// What the content of a request or a response has to be.
    fn of(&self, described: &Value) -> Option<(String, Validator)> {
        let content = described.get("content")?.as_object()?;
        let (kind, body) = content.iter().next()?;
        // The schema with everything that it may refer to.
        let schema = json!({
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "allOf": [body["schema"]],
            "components": self.document["components"],
        });
        let validator = options().should_validate_formats(true).build(&schema).unwrap();
        Some((kind.clone(), validator))
    }

    async fn check(&self, path: &str, response: Response) {
        self.check_method("get", path, response).await;
    }

    async fn check_method(&self, method: &str, path: &str, response: Response) {
        let status = response.status().as_u16().to_string();
        let kind = response.headers().get("content-type").cloned();
        let body = response.bytes().await.unwrap();
        match self.validator(method, path, &status) {
            Some((wanted, validator)) => {
                assert_eq!(kind.unwrap(), wanted.as_str(), "{path}: {status}");
                let body: Value = serde_json::from_slice(&body).unwrap();
                let faults: Vec<String> = validator
                    .iter_errors(&body)
                    .map(|fault| format!("{}: {fault}", fault.instance_path()))
                    .collect();
                assert!(faults.is_empty(), "{path}: {status}: {faults:#?}");
            }
            None => assert!(body.is_empty(), "{path}: {status} has no body in the document"),
        }
    }
}

#[tokio::test]
async fn real_answers_are_as_the_document_says() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    // Figures that are withheld, and a team without a group or a round before.
    let small = add_team(&app.store, &own.of.id, "Small", true).await;
    let round = sealed(&app.store, &small, 5, 4, START).await;
    figures_for_leadership(&app.store, &own.of.id).await;
    running(&app.store, Board::Team(own.team.clone())).await;
    running(&app.store, Board::Leadership(own.of.id.clone())).await;
    let month = Counted { deployments: Some(3), failed: Some(1), ..Counted::default() };
    let month = [(&own.team, "2026-01".parse().unwrap(), month)];
    app.store.keep_signals(&month).await.unwrap();
    let checker = Checker { document: document(&app).await };
    let client = Client::new();
    let mut seen = BTreeSet::new();
    let keys: [&Key; 5] = [&own.admin, &own.facilitator, &own.coach, &own.leader, &own.reader];
    for path in checker.document["paths"].as_object().unwrap().keys() {
        for (team, round) in [(&own.team, &own.round), (&own.team, &own.first), (&small, &round)] {
            let filled = path.replace("{team}", team.as_str()).replace("{round}", round.as_str());
            let filled = filled.replace("{month}", "2026-01");
            for query in ["", "?limit=1", "?limit=0", "?quarter=1999-Q1"] {
                let address = format!("{filled}{query}");
                for key in keys {
                    let response = ask(&app, &key.secret, &address).await;
                    seen.insert((path.clone(), response.status().as_u16()));
                    let tag = response.headers().get("etag").cloned();
                    checker.check(path, response).await;
                    if let Some(tag) = tag {
                        let request = client.get(format!("{}{address}", app.url));
                        let request = request.bearer_auth(&key.secret).header("if-none-match", tag);
                        let response = request.send().await.unwrap();
                        assert_eq!(response.status(), 304);
                        checker.check(path, response).await;
                    }
                }
                let bare = reqwest::get(format!("{}{address}", app.url)).await.unwrap();
                let open = bare.status() == 200;
                assert_eq!(open, path == "/api/v1/catalogue", "{path}");
                checker.check(path, bare).await;
                let posted = client.post(format!("{}{address}", app.url)).send().await.unwrap();
                assert_eq!(posted.status(), 405);
                checker.check(path, posted).await;
            }
        }
    }
    // Every address gave what it is for, and every status that the document names for it
    // by number was seen, but for the limit, which has a test of its own.
    for (path, item) in checker.document["paths"].as_object().unwrap() {
        for status in item["get"]["responses"].as_object().unwrap().keys() {
            if let Ok(status @ (200 | 400 | 404)) = status.parse::<u16>() {
                assert!(seen.contains(&(path.clone(), status)), "{path}: {status}");
            }
        }
    }
}

#[tokio::test]
async fn what_a_program_writes_is_answered_as_the_document_says() {
    let app = TestApp::start().await;
    let own = House::build(&app, "Own").await;
    let checker = Checker { document: document(&app).await };
    let path = "/api/v1/teams/{team}/signals/{month}";
    let mut seen = BTreeSet::new();
    for (month, body) in
        [("2026-01", "{\"deployments\":3}"), ("2026-01", "[]"), ("2027-01", "{\"failed\":1}")]
    {
        let filled = path.replace("{team}", own.team.as_str()).replace("{month}", month);
        for (method, name) in [(Method::PUT, "put"), (Method::DELETE, "delete")] {
            for key in [&own.facilitator, &own.coach, &own.leader] {
                let request = Client::new().request(method.clone(), format!("{}{filled}", app.url));
                let response = request.bearer_auth(&key.secret).body(body).send().await.unwrap();
                seen.insert((name, response.status().as_u16()));
                checker.check_method(name, path, response).await;
            }
            let request = Client::new().request(method, format!("{}{filled}", app.url));
            let response = request.send().await.unwrap();
            assert_eq!(response.status(), 401);
            checker.check_method(name, path, response).await;
        }
    }
    let expected = [("delete", 204), ("delete", 404), ("put", 204), ("put", 404), ("put", 422)];
    assert_eq!(seen, BTreeSet::from(expected));
}

#[tokio::test]
async fn its_examples_are_as_it_says() {
    let app = TestApp::start().await;
    let checker = Checker { document: document(&app).await };
    for (path, item) in checker.document["paths"].as_object().unwrap() {
        let answer = &item["get"]["responses"]["200"];
        let sent = item.get("put").map(|put| &put["requestBody"]);
        for described in std::iter::once(answer).chain(sent) {
            let example = &described["content"]["application/json"]["example"];
            let (_, validator) = checker.of(described).unwrap();
            let faults: Vec<String> =
                validator.iter_errors(example).map(|fault| fault.to_string()).collect();
            assert!(faults.is_empty(), "{path}: {faults:#?}");
        }
    }
    let scheme = &checker.document["components"]["securitySchemes"]["accessLink"];
    assert_eq!((&scheme["type"], &scheme["scheme"]), (&"http".into(), &"bearer".into()));
}

/// A route cannot be told apart from a path that leads nowhere, unless it asks for an
/// access link first: so every address in the document is one that exists. The other way
/// round holds by how they are registered, and here by what the source says.
#[tokio::test]
async fn every_address_is_in_the_document_and_the_reverse() {
    let app = TestApp::start().await;
    let document = document(&app).await;
    let paths = document["paths"].as_object().unwrap();
    for path in paths.keys() {
        let filled = path.replace(['{', '}'], "");
        let response = reqwest::get(format!("{}{filled}", app.url)).await.unwrap();
        assert!([200, 401].contains(&response.status().as_u16()), "{path}");
    }
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src/server");
    let mut sources = vec![folder];
    let mut declared = BTreeSet::new();
    while let Some(path) = sources.pop() {
        if path.is_dir() {
            sources.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(!text.contains(".route(\"/api/v1"), "{}: outside the document", path.display());
        for part in text.split("    path = \"").skip(1) {
            declared.insert(part.split('"').next().unwrap().to_owned());
        }
    }
    assert_eq!(declared, paths.keys().cloned().collect());
}

#[tokio::test]
async fn the_page_shows_what_the_document_holds() {
    let app = TestApp::start().await;
    let document = document(&app).await;
    let page = reqwest::get(format!("{}/api", app.url)).await.unwrap();
    assert!(page.headers()["content-type"].to_str().unwrap().starts_with("text/html"));
    let html = page.text().await.unwrap().replace("<wbr>", "").replace("<!>", "");
    for (path, item) in document["paths"].as_object().unwrap() {
        assert!(html.contains(path.as_str()), "{path}");
        for (method, operation) in item.as_object().unwrap() {
            let id = operation["operationId"].as_str().unwrap();
            assert!(html.contains(&format!("id=\"{id}\"")), "{id}");
            assert!(html.contains(&format!("{} ", method.to_uppercase())), "{id}");
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let words = parameter["description"].as_str().unwrap();
                assert!(html.contains(words), "{words}");
            }
        }
    }
    for name in document["components"]["schemas"].as_object().unwrap().keys() {
        assert!(html.contains(&format!("id=\"shape-{name}\"")), "{name}");
    }
    // Every link within the page leads somewhere.
    for link in html.split("href=\"#").skip(1) {
        let id = link.split('"').next().unwrap();
        assert!(html.contains(&format!("id=\"{id}\"")), "#{id}");
    }
    for kind in ["no-access", "not-found", "bad-parameter", "reading-only", "too-many", "unfit"] {
        assert!(html.contains(&format!("id=\"{kind}\"")), "{kind}");
    }
    assert!(html.contains(&format!("{}/api/v1/me", app.url)), "the example can be copied");
}
