//! Signing in through an identity provider when something is wrong: with the answer,
//! with the ID token, with the provider.

use crate::provider::{Breaks, Provider, ada};
use crate::support::{TestApp, Visitor, options, text};
use reqwest::{Method, StatusCode};
use serde_json::json;
use std::time::{Duration, Instant};

async fn started(provider: &Provider) -> TestApp {
    let words = provider.options("admins=admin");
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let app = TestApp::start_with(&options(&words)).await;
    app.set_up("Acme", 3).await;
    app
}

async fn is_in(visitor: &Visitor) -> bool {
    visitor.get("/admin").await.status() == StatusCode::OK
}

#[tokio::test]
async fn an_id_token_that_breaks_one_rule_signs_nobody_in() {
    let provider = Provider::start().await;
    let app = started(&provider).await;
    for (rule, said) in [
        (Breaks::Nonce, "could not be checked"),
        (Breaks::NoNonce, "could not be checked"),
        (Breaks::Audience, "could not be checked"),
        (Breaks::TwoAudiences, "could not be checked"),
        (Breaks::Party, "could not be checked"),
        (Breaks::Issuer, "could not be checked"),
        (Breaks::Expired, "clocks do not agree"),
        (Breaks::NotYet, "clocks do not agree"),
        (Breaks::NotBefore, "clocks do not agree"),
        (Breaks::NoSubject, "could not be checked"),
        (Breaks::AlgNone, "could not be checked"),
        (Breaks::SymmetricSecret, "could not be checked"),
        (Breaks::SymmetricPublic, "could not be checked"),
        (Breaks::Tampered, "could not be checked"),
        (Breaks::OtherKey, "could not be checked"),
        (Breaks::UnknownKey, "could not be checked"),
        (Breaks::NoIdToken, "could not be checked"),
        (Breaks::NoJson, "could not be checked"),
        (Breaks::Megabyte, "could not be checked"),
        (Breaks::BadClient, "could not be checked"),
        (Breaks::ServerError, "could not be checked"),
    ] {
        provider.breaks(rule);
        let visitor = app.visitor();
        let answer = provider.signs_in(&visitor, &ada(&["admins"])).await;
        assert_eq!(answer.status(), StatusCode::BAD_GATEWAY, "{rule:?}");
        let page = answer.text().await;
        assert!(page.contains(said), "{rule:?}: {page}");
        assert!(page.contains("Sign in with Example AG") && page.contains("Nothing was stored"));
        assert!(!page.contains("words of the provider"), "{rule:?}");
        assert!(!is_in(&visitor).await, "{rule:?}");
    }
    let of = app.store.organisations().await.unwrap().remove(0).id;
    assert!(app.store.provider_links(&of).await.unwrap().is_empty());
    provider.breaks(Breaks::Nothing);
    let visitor = app.visitor();
    assert_eq!(provider.signs_in(&visitor, &ada(&["admins"])).await.leads_to(), "/admin");
}

#[tokio::test]
async fn an_answer_counts_in_the_browser_that_asked_and_only_for_ten_minutes() {
    let provider = Provider::start().await;
    let app = started(&provider).await;
    let lost = async |visitor: &Visitor, path: &str| {
        let before = provider.asked("token");
        let answer = visitor.get(path).await;
        assert_eq!(answer.status(), StatusCode::BAD_REQUEST, "{path}");
        assert!(answer.text().await.contains("This sign-in is over"), "{path}");
        assert!(!is_in(visitor).await);
        assert_eq!(provider.asked("token"), before, "the code is not even redeemed");
    };
    // Somebody else's answer, in a browser that never asked: how one would sign a victim
    // in under another account.
    let (attacker, victim) = (app.visitor(), app.visitor());
    let theirs = provider.lets_in(&attacker.get("/signin").await.leads_to(), &ada(&["admins"]));
    lost(&victim, &theirs).await;
    // The same in a browser that has asked itself.
    victim.get("/signin").await.leads_to();
    lost(&victim, &theirs).await;
    // A state that is changed, missing, or there twice.
    for change in ["&state=x", ""] {
        let visitor = app.visitor();
        let own = provider.lets_in(&visitor.get("/signin").await.leads_to(), &ada(&["admins"]));
        let (without, _) = own.split_once("&state=").unwrap();
        let path = if change.is_empty() { without.to_owned() } else { format!("{own}{change}") };
        lost(&visitor, &path).await;
    }
    // Later than ten minutes.
    let visitor = app.visitor();
    let own = provider.lets_in(&visitor.get("/signin").await.leads_to(), &ada(&["admins"]));
    app.clock.advance(600);
    lost(&visitor, &own).await;
    app.clock.advance(-600);
    // Nothing at all.
    lost(&app.visitor(), "/signin/callback").await;
}

#[tokio::test]
async fn a_code_is_redeemed_once() {
    let provider = Provider::start().await;
    let app = started(&provider).await;
    let visitor = app.visitor();
    let there = visitor.get("/signin").await;
    let cookie = there.cookie();
    let back = provider.lets_in(&there.leads_to(), &ada(&["admins"]));
    visitor.get(&back).await.leads_to();
    // The browser has given its cookie back: the page loaded again is over.
    assert_eq!(visitor.get(&back).await.status(), StatusCode::BAD_REQUEST);
    // One that has kept it is refused by the provider.
    let thief = app.visitor();
    let again = thief.request(Method::GET, &back).header("cookie", cookie).send().await.unwrap();
    assert_eq!(again.status(), StatusCode::BAD_REQUEST);
    assert!(again.text().await.unwrap().contains("This sign-in was used already"));
}

#[tokio::test]
async fn a_code_that_was_stolen_on_the_way_is_worth_nothing() {
    let provider = Provider::start().await;
    let app = started(&provider).await;
    let (victim, thief) = (app.visitor(), app.visitor());
    let stolen = provider.lets_in(&victim.get("/signin").await.leads_to(), &ada(&["admins"]));
    let code = stolen.split_once("code=").unwrap().1.split('&').next().unwrap();
    // The thief puts it into an attempt of their own: state and cookie fit, PKCE does not.
    let own = provider.lets_in(&thief.get("/signin").await.leads_to(), &ada(&[]));
    let state = own.split_once("&state=").unwrap().1;
    let answer = thief.get(&format!("/signin/callback?code={code}&state={state}")).await;
    assert_eq!(answer.status(), StatusCode::BAD_REQUEST);
    assert!(answer.text().await.contains("This sign-in was used already"));
    assert!(!is_in(&thief).await);
}

#[tokio::test]
async fn an_answer_of_another_issuer_is_not_taken() {
    let provider = Provider::start().await;
    let app = started(&provider).await;
    let issuer = provider.issuer.replace(':', "%3A").replace('/', "%2F");
    let comes_back = async |more: &str| {
        let visitor = app.visitor();
        let back = provider.lets_in(&visitor.get("/signin").await.leads_to(), &ada(&["admins"]));
        visitor.get(&format!("{back}{more}")).await.status()
    };
    let before = provider.asked("token");
    assert_eq!(comes_back("&iss=https%3A%2F%2Fevil.example").await, StatusCode::BAD_GATEWAY);
    assert_eq!(provider.asked("token"), before, "the code is shown to nobody");
    assert_eq!(comes_back(&format!("&iss={issuer}")).await, StatusCode::SEE_OTHER);
    // A provider that says it will always name itself, and an answer that does not.
    let strict = Provider::start().await;
    strict.describes(json!({ "authorization_response_iss_parameter_supported": true }));
    let app = started(&strict).await;
    let visitor = app.visitor();
    let answer = strict.signs_in(&visitor, &ada(&["admins"])).await;
    assert_eq!(answer.status(), StatusCode::BAD_GATEWAY);
}

#[tokio::test]
async fn a_description_for_another_issuer_or_without_tls_is_not_used() {
    for change in [
        json!({ "issuer": "https://evil.example" }),
        json!({ "token_endpoint": "http://10.1.2.3/token" }),
        json!({ "authorization_endpoint": "http://id.example.org/authorize" }),
        json!({ "authorization_endpoint": "javascript:alert(1)" }),
        json!({ "jwks_uri": "http://id.example.org/keys" }),
        json!({ "token_endpoint": null }),
        json!({ "scopes_supported": ["x".repeat(1 << 20)] }),
    ] {
        let provider = Provider::start().await;
        provider.describes(change.clone());
        let app = started(&provider).await;
        let answer = app.visitor().get("/signin").await;
        assert_eq!(
            answer.status(),
            StatusCode::BAD_GATEWAY,
            "{}",
            change.to_string().get(..60).unwrap_or_default()
        );
        assert!(!answer.0.headers().contains_key("location"));
    }
}

#[tokio::test]
async fn keys_that_the_provider_changes_are_fetched_again_but_not_without_end() {
    let provider = Provider::start().await;
    let app = started(&provider).await;
    provider.signs_in(&app.visitor(), &ada(&["admins"])).await.leads_to();
    assert_eq!(provider.asked("keys"), 1);
    provider.changes_key(2);
    provider.signs_in(&app.visitor(), &ada(&["admins"])).await.leads_to();
    assert_eq!(provider.asked("keys"), 2, "an unknown key is looked for");
    provider.breaks(Breaks::UnknownKey);
    for _ in 0..3 {
        let answer = provider.signs_in(&app.visitor(), &ada(&["admins"])).await;
        assert_eq!(answer.status(), StatusCode::BAD_GATEWAY);
    }
    assert_eq!(provider.asked("keys"), 2, "once a minute at most");
    provider.breaks(Breaks::Nothing);
    provider.signs_in(&app.visitor(), &ada(&["admins"])).await.leads_to();
    // A key that was taken back is worth nothing once the new ones are known.
    provider.breaks(Breaks::OtherKey);
    let answer = provider.signs_in(&app.visitor(), &ada(&["admins"])).await;
    assert_eq!(answer.status(), StatusCode::BAD_GATEWAY);
}

#[tokio::test]
async fn a_provider_that_is_down_holds_nobody_up() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut provider = Provider::start().await;
    provider.issuer = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let app = started(&provider).await;
    let answer = app.visitor().get("/signin").await;
    assert_eq!(answer.status(), StatusCode::BAD_GATEWAY);
    let page = answer.text().await;
    assert!(page.contains("The identity provider does not answer"), "{page}");
    assert!(page.contains("An access link still works"));
    assert!(text(&app.visitor(), "/").await.contains("Sign in with Example AG"));
}

#[tokio::test]
async fn a_provider_that_does_not_answer_is_waited_for_a_few_seconds() {
    let provider = Provider::start().await;
    let app = started(&provider).await;
    let visitor = app.visitor();
    let back = provider.lets_in(&visitor.get("/signin").await.leads_to(), &ada(&["admins"]));
    provider.breaks(Breaks::Slow);
    let begun = Instant::now();
    let answer = visitor.get(&back).await;
    let waited = begun.elapsed();
    assert_eq!(answer.status(), StatusCode::BAD_GATEWAY);
    assert!(answer.text().await.contains("does not answer"));
    assert!((4..9).contains(&waited.as_secs()), "{waited:?}");

    // One that takes the connection and says nothing: the second does not wait again.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let mut provider = Provider::start().await;
    provider.issuer = format!("http://{}", silent.local_addr().unwrap());
    let app = started(&provider).await;
    assert_eq!(app.visitor().get("/signin").await.status(), StatusCode::BAD_GATEWAY);
    let begun = Instant::now();
    assert_eq!(app.visitor().get("/signin").await.status(), StatusCode::BAD_GATEWAY);
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn what_the_provider_says_of_an_error_is_not_repeated() {
    let provider = Provider::start().await;
    let app = started(&provider).await;
    for (error, status, said) in [
        ("access_denied", StatusCode::FORBIDDEN, "You were not signed in"),
        ("temporarily_unavailable", StatusCode::BAD_GATEWAY, "does not answer"),
        ("%3Cscript%3E", StatusCode::BAD_GATEWAY, "could not be checked"),
    ] {
        let visitor = app.visitor();
        let own = provider.lets_in(&visitor.get("/signin").await.leads_to(), &ada(&["admins"]));
        let state = own.split_once("&state=").unwrap().1;
        let more =
            "error_description=%3Cscript%3Ealert(1)%3C/script%3E&error_uri=https://evil.example";
        let path = format!("/signin/callback?error={error}&state={state}&{more}");
        let answer = visitor.get(&path).await;
        assert_eq!(answer.status(), status, "{error}");
        let page = answer.text().await;
        assert!(page.contains(said), "{error}: {page}");
        assert!(!page.contains("alert(1)") && !page.contains("evil.example"), "{error}");
        assert!(!page.contains(state), "the address is not repeated either");
        assert!(!is_in(&visitor).await);
    }
}

#[tokio::test]
async fn every_attempt_counts_against_the_limit_of_sign_ins() {
    let provider = Provider::start().await;
    let mut words = provider.options("admins=admin");
    words.retain(|word| !word.contains("rate-limits"));
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let app = TestApp::start_with(&options(&words)).await;
    let visitor = app.visitor();
    for turn in 0..30 {
        let path = if turn % 2 == 0 { "/signin" } else { "/signin/callback?state=x" };
        assert_ne!(visitor.get(path).await.status(), StatusCode::TOO_MANY_REQUESTS, "{turn}");
    }
    for path in ["/signin", "/signin/callback?state=x", "/signed-out"] {
        assert_eq!(visitor.get(path).await.status(), StatusCode::TOO_MANY_REQUESTS, "{path}");
    }
}
