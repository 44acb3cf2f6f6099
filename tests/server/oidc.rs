//! Signing in through an identity provider: who gets which role, and for how long.

use crate::provider::{Provider, Somebody, ada};
use crate::support::{START, TestApp, Visitor, between, options, text};
use andon::clock::DAY;
use andon::config::ServeArgs;
use andon::server::Settings;
use reqwest::StatusCode;
use serde_json::json;

const HOUR: i64 = 3600;

fn args(words: &[String]) -> ServeArgs {
    options(&words.iter().map(String::as_str).collect::<Vec<_>>())
}

/// A server with an organisation and a team, whose id stands for TEAM in the roles.
pub async fn started(provider: &Provider, roles: &str) -> (TestApp, String) {
    let app = TestApp::start().await;
    let (_, team) = app.set_up("Acme", 3).await;
    let folder = app.stop().await;
    let id = team.path.rsplit('/').next().unwrap();
    let roles = roles.replace("TEAM", id);
    (TestApp::start_in(folder, &args(&provider.options(&roles)), START).await, team.path)
}

async fn reaches(visitor: &Visitor, path: &str) -> bool {
    visitor.get(path).await.status() == StatusCode::OK
}

#[tokio::test]
async fn a_group_makes_somebody_an_administrator_for_twelve_hours() {
    let provider = Provider::start().await;
    let (app, _) = started(&provider, "admins=admin").await;
    let visitor = app.visitor();
    let start = text(&visitor, "/").await;
    assert!(start.contains("href=\"/signin\"") && start.contains("Sign in with Example AG"));
    assert_eq!(provider.asked("description"), 0, "nobody is asked before somebody signs in");

    let there = visitor.get("/signin").await;
    let cookie = there.0.headers()["set-cookie"].to_str().unwrap().to_owned();
    assert!(cookie.starts_with("signin=") && cookie.contains("HttpOnly"), "{cookie}");
    assert!(cookie.contains("SameSite=Lax") && cookie.contains("Max-Age=600"), "{cookie}");
    let back = provider.lets_in(&there.leads_to(), &ada(&["staff", "admins"]));
    // Whatever else stands in the address does not decide where it goes on.
    let back = format!("{back}&redirect=https://evil.example&back=//evil.example");
    let done = visitor.get(&back).await;
    assert_eq!(done.leads_to(), "/admin");
    let cookies: Vec<&str> =
        done.0.headers().get_all("set-cookie").iter().map(|c| c.to_str().unwrap()).collect();
    let session = cookies.iter().find(|cookie| cookie.starts_with("andon=")).unwrap();
    assert!(session.contains("HttpOnly") && session.contains("Max-Age=43200"), "{session}");
    let attempt = cookies.iter().find(|cookie| cookie.starts_with("signin=")).unwrap();
    assert!(attempt.contains("Max-Age=0"), "{attempt}");

    let page = text(&visitor, "/admin").await;
    assert!(page.contains("Administrator: Ada Example"), "{page}");
    assert!(page.contains("with Example AG \u{b7} signed in last on 2 March 2026"));
    assert!(!page.contains("Reissue: Administrator: Ada"), "there is nothing to reissue");
    app.clock.advance(12 * HOUR - 1);
    assert!(reaches(&visitor, "/admin").await);
    app.clock.advance(1);
    assert!(!reaches(&visitor, "/admin").await, "a sign-in holds for twelve hours");
}

#[tokio::test]
async fn several_groups_give_several_roles_and_the_log_knows_who_it_was() {
    let provider = Provider::start().await;
    let roles = "coaches=coach, payments=facilitator:TEAM, board=leader, admins=admin";
    let (app, team) = started(&provider, roles).await;
    let visitor = app.visitor();
    let everything = ada(&["coaches", "payments", "board", "admins"]);
    assert_eq!(provider.signs_in(&visitor, &everything).await.leads_to(), team);
    for path in [team.as_str(), "/coach", "/leadership", "/admin"] {
        assert!(reaches(&visitor, path).await, "{path}");
    }
    visitor.post(&format!("{team}/rename"), &[("name", "Checkout")]).await.leads_to();
    let page = text(&visitor, "/admin").await;
    let log = format!("/admin/{}/log", between(&page, "action=\"/admin/", "/").unwrap());
    let log = text(&visitor, &log).await;
    assert!(log.contains("Facilitator of Payments: Ada Example"), "{log}");
    // The same person on another day is the same link.
    app.clock.advance(HOUR);
    provider.at(START + HOUR);
    let again = app.visitor();
    assert_eq!(provider.signs_in(&again, &everything).await.leads_to(), team);
    let page = text(&again, "/admin").await;
    assert_eq!(page.matches("Coach: Ada Example").count(), 2, "a line and its button's name");
    assert!(page.contains("Facilitator of Checkout: Ada Example"), "named as of now");
    assert_eq!(provider.asked("description"), 1, "what the provider says of itself is kept");
}

#[tokio::test]
async fn who_is_in_no_group_is_told_so_and_stays_outside() {
    let provider = Provider::start().await;
    let (app, _) = started(&provider, "admins=admin").await;
    for groups in
        [json!([]), json!(["staff"]), json!(null), json!({"admins": true}), json!("staff")]
    {
        let visitor = app.visitor();
        let who = Somebody { groups, ..ada(&[]) };
        let answer = provider.signs_in(&visitor, &who).await;
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        let page = answer.text().await;
        assert!(page.contains("You have no role here yet"), "{page}");
        assert!(page.contains("Ask the administrator of your organisation"));
        assert!(!reaches(&visitor, "/admin").await);
    }
    let links = app.store.organisations().await.unwrap();
    let links = app.store.links(&links[0].id).await.unwrap();
    assert!(links.iter().all(|link| !link.label.contains("Ada")), "nothing is kept of them");
}

#[tokio::test]
async fn what_a_group_no_longer_grants_ends_in_every_browser_at_the_next_sign_in() {
    let provider = Provider::start().await;
    let (app, _) = started(&provider, "coaches=coach, admins=admin").await;
    let (one, two, other) = (app.visitor(), app.visitor(), app.visitor());
    for visitor in [&one, &two] {
        provider.signs_in(visitor, &ada(&["coaches", "admins"])).await.leads_to();
    }
    let bob = Somebody { subject: "bob", name: Some("Bob"), ..ada(&["admins"]) };
    provider.signs_in(&other, &bob).await.leads_to();
    assert!(reaches(&two, "/admin").await);
    assert_eq!(provider.signs_in(&one, &ada(&["coaches"])).await.leads_to(), "/coach");
    for visitor in [&one, &two] {
        assert!(!reaches(visitor, "/admin").await, "the role is gone");
        assert!(reaches(visitor, "/coach").await, "the other one is not");
    }
    assert!(reaches(&other, "/admin").await, "nor is anybody else's");
    assert_eq!(provider.signs_in(&one, &ada(&[])).await.status(), StatusCode::FORBIDDEN);
    assert!(!reaches(&two, "/coach").await);
    // It comes back with the group, as the same link: a coach's notes hang on it.
    provider.signs_in(&one, &ada(&["admins"])).await.leads_to();
    let page = text(&one, "/admin").await;
    assert_eq!(page.matches("Administrator: Ada Example").count(), 2);
}

#[tokio::test]
async fn whoever_is_shut_out_stays_out_until_somebody_lets_them_in_again() {
    let provider = Provider::start().await;
    let (app, _) = started(&provider, "coaches=coach, admins=admin").await;
    let (coach, admin) = (app.visitor(), app.visitor());
    provider.signs_in(&coach, &ada(&["coaches"])).await.leads_to();
    let bob = Somebody { subject: "bob", name: Some("Bob"), ..ada(&["admins"]) };
    provider.signs_in(&admin, &bob).await.leads_to();
    let form = async |name: &str| {
        let page = text(&admin, "/admin").await;
        let label = format!("aria-label=\"{name}\"");
        let form = page.split("action=\"").find(|form| form.contains(&label));
        form.and_then(|form| form.split('"').next()).map(str::to_owned)
    };
    let shut_out = form("Shut out: Coach: Ada Example").await.unwrap();
    let reissue = shut_out.replace("/revoke", "/reissue");
    let refused = admin.post(&reissue, &[]).await;
    assert_eq!(refused.status(), StatusCode::CONFLICT);
    assert!(refused.text().await.contains("Nobody has a link for them"));
    admin.post(&shut_out, &[]).await.leads_to();
    assert!(!reaches(&coach, "/coach").await, "at once");
    let answer = provider.signs_in(&coach, &ada(&["coaches"])).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN);
    assert!(answer.text().await.contains("Your access was taken back"));
    let restore = form("Let in again: Coach: Ada Example").await.unwrap();
    admin.post(&restore, &[]).await.leads_to();
    assert_eq!(provider.signs_in(&coach, &ada(&["coaches"])).await.leads_to(), "/coach");
    // Nobody locks themselves out, and no access link comes back to life in this way.
    let own = form("Shut out: Administrator: Bob").await.unwrap();
    assert_eq!(admin.post(&own, &[]).await.status(), StatusCode::CONFLICT);
    let link = form("Revoke: Facilitator of Payments").await.unwrap();
    admin.post(&link, &[]).await.leads_to();
    let restore = link.replace("/revoke", "/restore");
    assert_eq!(admin.post(&restore, &[]).await.status(), StatusCode::NOT_FOUND);
    let page = text(&admin, "/admin").await;
    let log = format!("/admin/{}/log", between(&page, "action=\"/admin/", "/").unwrap());
    let log = text(&admin, &log).await;
    assert!(log.contains("shut out: a coach who signs in"), "{log}");
    assert!(log.contains("let in again: a coach who signs in"));
}

#[tokio::test]
async fn an_access_link_in_the_same_browser_neither_ends_with_the_sign_in_nor_prolongs_it() {
    let provider = Provider::start().await;
    let app = TestApp::start().await;
    let (_, team) = app.set_up("Acme", 3).await;
    let folder = app.stop().await;
    let app = TestApp::start_in(folder, &args(&provider.options("admins=admin")), START).await;
    let visitor = app.visitor();
    provider.signs_in(&visitor, &ada(&["admins"])).await.leads_to();
    app.clock.advance(HOUR);
    visitor.get(&team.facilitator).await.leads_to();
    assert!(reaches(&visitor, "/admin").await && reaches(&visitor, &team.path).await);
    app.clock.advance(11 * HOUR);
    assert!(!reaches(&visitor, "/admin").await, "twelve hours after signing in");
    assert!(reaches(&visitor, &team.path).await);
    // And the other way round.
    app.clock.advance(-12 * HOUR);
    provider.signs_in(&visitor, &ada(&["admins"])).await.leads_to();
    app.clock.advance(13 * HOUR);
    assert!(!reaches(&visitor, "/admin").await);
    assert!(reaches(&visitor, &team.path).await, "the access link still opens its team");
    app.clock.advance(30 * DAY);
    assert!(!reaches(&visitor, &team.path).await);
}

#[tokio::test]
async fn the_next_person_in_a_browser_does_not_get_the_roles_of_the_one_before() {
    let provider = Provider::start().await;
    let (app, team) = started(&provider, "admins=admin, payments=facilitator:TEAM").await;
    let visitor = app.visitor();
    provider.signs_in(&visitor, &ada(&["admins"])).await.leads_to();
    let bob = Somebody { subject: "bob", name: Some("Bob"), ..ada(&["payments"]) };
    provider.signs_in(&visitor, &bob).await.leads_to();
    assert!(reaches(&visitor, &team).await);
    assert!(!reaches(&visitor, "/admin").await);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_shows_the_way_out_of_the_providers() {
    let provider = Provider::start().await;
    let (app, _) = started(&provider, "admins=admin").await;
    let visitor = app.visitor();
    provider.signs_in(&visitor, &ada(&["admins"])).await.leads_to();
    assert_eq!(visitor.post("/signout", &[]).await.leads_to(), "/signed-out");
    assert!(!reaches(&visitor, "/admin").await);
    let page = text(&visitor, "/signed-out").await;
    let out = format!("href=\"{}/end?client_id=andon\"", provider.issuer);
    assert!(page.contains(&out), "{page}");
    // Who came with a link goes where they always went.
    let (lead, _) = app.set_up("Other", 3).await;
    assert_eq!(lead.post("/signout", &[]).await.leads_to(), "/");
}

#[tokio::test]
async fn of_an_account_the_database_holds_a_name_and_a_hash() {
    let provider = Provider::start().await;
    let (app, _) = started(&provider, "admins=admin").await;
    provider.signs_in(&app.visitor(), &ada(&["admins", "another-group"])).await.leads_to();
    let kept = |needle: &str| app.holds(needle.as_bytes());
    assert!(kept("Administrator: Ada Example"), "the search finds what is there");
    for needle in ["subject-of-ada", "ada@example.org", "another-group", "opaque", "eyJ"] {
        assert!(!kept(needle), "{needle}");
    }
    // A year later the name is gone, and its owner is found again all the same.
    app.clock.advance(366 * DAY);
    app.store.forget_provider_names(START + 367 * DAY).await.unwrap();
    let of = app.store.organisations().await.unwrap().remove(0).id;
    let links = app.store.links(&of).await.unwrap();
    assert!(links.iter().all(|link| !link.label.contains("Ada")));
    assert_eq!(app.store.provider_links(&of).await.unwrap().len(), 1);
    app.store.delete_organisation(&of).await.unwrap();
}

#[tokio::test]
async fn nothing_that_can_be_sent_opens_the_link_of_an_account() {
    let provider = Provider::start().await;
    let (app, _) = started(&provider, "admins=admin").await;
    provider.signs_in(&app.visitor(), &ada(&["admins"])).await.leads_to();
    // The bytes that are hashed for the account itself, as far as an address can say them.
    let mut bytes = b"\xffandon identity provider\0".to_vec();
    for part in [b"account".as_slice(), provider.issuer.as_bytes(), b"subject-of-ada"] {
        bytes.extend(u64::try_from(part.len()).unwrap().to_be_bytes());
        bytes.extend(part);
    }
    let hex = data_encoding::HEXUPPER.encode(&bytes);
    let escaped: String =
        hex.as_bytes().chunks(2).flat_map(|pair| ['%', pair[0].into(), pair[1].into()]).collect();
    let visitor = app.visitor();
    let status = visitor.get(&format!("/k/{escaped}")).await.status();
    assert_eq!(status, StatusCode::BAD_REQUEST, "an address that is no text is none");
    assert!(!reaches(&visitor, "/admin").await);
}

#[tokio::test]
async fn where_there_are_several_organisations_an_entry_has_to_name_one() {
    let provider = Provider::start().await;
    let (app, _) = started(&provider, "admins=admin").await;
    // The made-up company counts for nothing here.
    app.visitor().post("/demo", &[]).await.leads_to();
    let visitor = app.visitor();
    provider.signs_in(&visitor, &ada(&["admins"])).await.leads_to();
    app.set_up("Second", 3).await;
    let second = crate::support::organisation(&app, "Second").await.id;
    let answer = provider.signs_in(&visitor, &ada(&["admins"])).await;
    assert_eq!(answer.status(), StatusCode::FORBIDDEN, "which one was not said");
    let folder = app.stop().await;
    let roles = format!("admins=admin@{second}, gone=coach@aaaaaaaaaaaaaaaaaaaaaaaaaa");
    let app = TestApp::start_in(folder, &args(&provider.options(&roles)), START).await;
    let visitor = app.visitor();
    provider.signs_in(&visitor, &ada(&["admins", "gone"])).await.leads_to();
    let page = text(&visitor, "/admin").await;
    assert!(page.contains("Second") && !page.contains("Acme"));
}

#[tokio::test]
async fn processes_that_take_turns_need_no_memory_of_each_other() {
    let provider = Provider::start().await;
    let mut words = provider.options("admins=admin");
    words.extend(["--public-url=http://andon.example".to_owned(), "--setup=open".to_owned()]);
    let (one, two) =
        (TestApp::start_with(&args(&words)).await, TestApp::start_with(&args(&words)).await);
    two.set_up("Acme", 3).await;
    let there = one.visitor().get("/signin").await;
    let cookie = there.cookie();
    let back = provider.lets_in(&there.leads_to(), &ada(&["admins"]));
    let request = two.visitor().request(reqwest::Method::GET, &back).header("cookie", cookie);
    let done = request.send().await.unwrap();
    assert_eq!(done.headers()["location"], "/admin");
}

#[tokio::test]
async fn over_tls_the_cookies_are_bound_to_the_host() {
    let provider = Provider::start().await;
    let mut words = provider.options("admins=admin");
    words.push("--public-url=https://andon.example".to_owned());
    let app = TestApp::start_with(&args(&words)).await;
    let there = app.visitor().get("/signin").await;
    let cookie = there.0.headers()["set-cookie"].to_str().unwrap();
    assert!(cookie.starts_with("__Host-signin="), "{cookie}");
    assert!(cookie.contains("Secure") && cookie.contains("Path=/"), "{cookie}");
    let asked = reqwest::Url::parse(&there.leads_to()).unwrap();
    let back = asked.query_pairs().find(|(name, _)| name == "redirect_uri").unwrap().1;
    assert_eq!(back, "https://andon.example/signin/callback");
}

#[tokio::test]
async fn without_a_provider_there_is_no_way_in_and_half_of_one_does_not_start() {
    let app = TestApp::start().await;
    for path in ["/signin", "/signin/callback?code=a&state=b", "/signed-out"] {
        assert_eq!(app.visitor().get(path).await.status(), StatusCode::NOT_FOUND, "{path}");
    }
    assert!(!text(&app.visitor(), "/").await.contains("/signin"));
    let half = Settings::from_args(&options(&["--oidc-issuer=https://id.example"]), true);
    assert!(half.unwrap_err().to_string().contains("ANDON_OIDC_CLIENT_ID is missing"));
    let words = [
        "--oidc-issuer=https://id.example",
        "--oidc-client-id=andon",
        "--oidc-client-secret=0123456789abcdef",
        "--oidc-roles=a=admin",
    ];
    assert!(Settings::from_args(&options(&words), true).is_ok());
    let far = Settings::from_args(&options(&words), false).unwrap_err();
    assert!(far.to_string().contains("ANDON_PUBLIC_URL"), "{far}");
}
