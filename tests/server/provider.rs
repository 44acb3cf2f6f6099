//! An identity provider on a free port: it plays by the rules, but for the one that it is
//! told to break.

use crate::support::{START, Visitor};
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Form, Json, Router};
use data_encoding::{BASE64, BASE64URL_NOPAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use p256::ecdsa::signature::Signer as _;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

pub const CLIENT: &str = "andon";
pub const SECRET: &str = "a secret of more than sixteen";

/// The rule that the provider breaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Breaks {
    Nothing,
    /// The nonce of another attempt.
    Nonce,
    NoNonce,
    /// Made for another program.
    Audience,
    /// For us and for another program.
    TwoAudiences,
    /// For us, but asked for by another program.
    Party,
    Issuer,
    Expired,
    NotYet,
    /// Made now, to hold later.
    NotBefore,
    NoSubject,
    AlgNone,
    /// Signed with the client secret.
    SymmetricSecret,
    /// Signed with the public key, as if it were a secret.
    SymmetricPublic,
    /// Changed after signing.
    Tampered,
    /// Signed with a key of somebody else's under the name of the provider's.
    OtherKey,
    /// Signed with a key under a name that is not published.
    UnknownKey,
    NoIdToken,
    NoJson,
    /// An answer of a megabyte.
    Megabyte,
    Slow,
    ServerError,
    BadClient,
}

/// Who sits at the provider.
#[derive(Debug, Clone)]
pub struct Somebody {
    pub subject: &'static str,
    pub name: Option<&'static str>,
    pub groups: Value,
}

pub fn ada(groups: &[&str]) -> Somebody {
    Somebody { subject: "subject-of-ada", name: Some("Ada Example"), groups: json!(groups) }
}

struct Code {
    nonce: String,
    challenge: String,
    back: String,
    who: Somebody,
}

struct Desk {
    issuer: String,
    breaks: Breaks,
    /// Which key signs, by number; which are published.
    signs: u8,
    published: Vec<u8>,
    codes: HashMap<String, Code>,
    /// What changes in its description.
    description: Value,
    asked: HashMap<&'static str, usize>,
    /// Its clock, which stands still.
    now: i64,
}

#[derive(Clone)]
pub struct Provider {
    pub issuer: String,
    desk: Arc<Mutex<Desk>>,
}

fn key(number: u8) -> SigningKey {
    SigningKey::from_slice(&[number; 32]).unwrap()
}

fn jwk(number: u8) -> Value {
    let point = key(number).verifying_key().to_sec1_point(false);
    let bytes = point.as_bytes();
    json!({
        "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": format!("key-{number}"),
        "x": BASE64URL_NOPAD.encode(&bytes[1..33]),
        "y": BASE64URL_NOPAD.encode(&bytes[33..]),
    })
}

fn part(value: &Value) -> String {
    BASE64URL_NOPAD.encode(value.to_string().as_bytes())
}

impl Provider {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let desk = Desk {
            issuer: issuer.clone(),
            breaks: Breaks::Nothing,
            signs: 1,
            published: vec![1],
            codes: HashMap::new(),
            description: json!({}),
            asked: HashMap::new(),
            now: START,
        };
        let provider = Self { issuer, desk: Arc::new(Mutex::new(desk)) };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(describe))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        provider
    }

    pub fn breaks(&self, rule: Breaks) {
        self.desk.lock().unwrap().breaks = rule;
    }

    /// Sets its clock.
    pub fn at(&self, now: i64) {
        self.desk.lock().unwrap().now = now;
    }

    /// Changes its description: what is here stands in it too, or in place of it.
    pub fn describes(&self, change: Value) {
        self.desk.lock().unwrap().description = change;
    }

    /// Signs with another key from now on, and publishes only that.
    pub fn changes_key(&self, number: u8) {
        let mut desk = self.desk.lock().unwrap();
        desk.signs = number;
        desk.published = vec![number];
    }

    pub fn asked(&self, what: &str) -> usize {
        self.desk.lock().unwrap().asked.get(what).copied().unwrap_or_default()
    }

    /// The server's options to go with it.
    pub fn options(&self, roles: &str) -> Vec<String> {
        [
            ("rate-limits", "off"),
            ("oidc-issuer", &self.issuer),
            ("oidc-client-id", CLIENT),
            ("oidc-client-secret", SECRET),
            ("oidc-name", "Example AG"),
            ("oidc-roles", roles),
        ]
        .iter()
        .map(|(name, value)| format!("--{name}={value}"))
        .collect()
    }

    /// What somebody does at the provider, from the address to which the browser was
    /// sent to the path with which it comes back.
    pub fn lets_in(&self, there: &str, who: &Somebody) -> String {
        let url = reqwest::Url::parse(there).unwrap();
        assert!(there.starts_with(&format!("{}/authorize?", self.issuer)), "{there}");
        let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
        assert_eq!(asked["response_type"], "code");
        assert_eq!(asked["client_id"], CLIENT);
        assert_eq!(asked["code_challenge_method"], "S256");
        assert!(asked["scope"].split(' ').any(|scope| scope == "openid"), "{asked:?}");
        let mut desk = self.desk.lock().unwrap();
        let code = format!("code-{}", desk.codes.len());
        let back = asked["redirect_uri"].clone();
        desk.codes.insert(
            code.clone(),
            Code {
                nonce: asked["nonce"].clone(),
                challenge: asked["code_challenge"].clone(),
                back: back.clone(),
                who: who.clone(),
            },
        );
        let path = reqwest::Url::parse(&back).unwrap().path().to_owned();
        format!("{path}?code={code}&state={}", asked["state"])
    }

    /// The whole way: from the button to wherever it leads.
    pub async fn signs_in(&self, visitor: &Visitor, who: &Somebody) -> crate::support::Answered {
        let there = visitor.get("/signin").await.leads_to();
        visitor.get(&self.lets_in(&there, who)).await
    }
}

fn count(provider: &Provider, what: &'static str) -> Breaks {
    let mut desk = provider.desk.lock().unwrap();
    *desk.asked.entry(what).or_default() += 1;
    desk.breaks
}

async fn describe(State(provider): State<Provider>) -> Json<Value> {
    count(&provider, "description");
    let desk = provider.desk.lock().unwrap();
    let issuer = &desk.issuer;
    let mut description = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "end_session_endpoint": format!("{issuer}/end"),
        "response_types_supported": ["code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "RS256", "HS256", "none"],
    });
    for (name, value) in desk.description.as_object().unwrap() {
        description[name] = value.clone();
    }
    Json(description)
}

async fn keys(State(provider): State<Provider>) -> Json<Value> {
    count(&provider, "keys");
    let published = provider.desk.lock().unwrap().published.clone();
    Json(json!({ "keys": published.into_iter().map(jwk).collect::<Vec<_>>() }))
}

async fn token(
    State(provider): State<Provider>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let breaks = count(&provider, "token");
    let refuse = |error: &str| {
        let said = json!({ "error": error, "error_description": "<b>words of the provider</b>" });
        (StatusCode::BAD_REQUEST, Json(said)).into_response()
    };
    match breaks {
        Breaks::Slow => tokio::time::sleep(Duration::from_mins(1)).await,
        Breaks::ServerError => return StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Breaks::BadClient => return refuse("invalid_client"),
        Breaks::NoJson => return "<html>a page</html>".into_response(),
        Breaks::Megabyte => {
            let json = [(header::CONTENT_TYPE, "application/json")];
            return (json, format!("{{\"a\":\"{}\"}}", "x".repeat(1 << 20))).into_response();
        }
        _ => {}
    }
    let who = BASE64.encode(format!("{CLIENT}:{}", SECRET.replace(' ', "+")).as_bytes());
    if headers.get(header::AUTHORIZATION).is_none_or(|value| value != &format!("Basic {who}")) {
        return refuse("invalid_client");
    }
    let mut desk = provider.desk.lock().unwrap();
    let Some(code) = desk.codes.remove(&form["code"]) else { return refuse("invalid_grant") };
    let challenge = BASE64URL_NOPAD.encode(&Sha256::digest(form["code_verifier"].as_bytes()));
    if challenge != code.challenge || form["redirect_uri"] != code.back {
        return refuse("invalid_grant");
    }
    let mut answer = json!({ "access_token": "opaque", "token_type": "Bearer", "expires_in": 300 });
    if breaks != Breaks::NoIdToken {
        answer["id_token"] = json!(id_token(&desk, &code));
    }
    Json(answer).into_response()
}

fn id_token(desk: &Desk, code: &Code) -> String {
    let now = desk.now;
    let mut claims = json!({
        "iss": desk.issuer,
        "sub": code.who.subject,
        "aud": CLIENT,
        "iat": now,
        "exp": now + 300,
        "nonce": code.nonce,
        "groups": code.who.groups,
        "email": "ada@example.org",
        "nbf": now,
        "updated_at": "2026-01-01T00:00:00Z",
        "email_verified": "true",
    });
    if let Some(name) = code.who.name {
        claims["name"] = json!(name);
    }
    match desk.breaks {
        Breaks::Nonce => claims["nonce"] = json!("another"),
        Breaks::NoNonce => {
            claims.as_object_mut().unwrap().remove("nonce");
        }
        Breaks::Audience => claims["aud"] = json!("other"),
        Breaks::TwoAudiences => claims["aud"] = json!([CLIENT, "other"]),
        Breaks::Party => claims["azp"] = json!("other"),
        Breaks::Issuer => claims["iss"] = json!("https://evil.example"),
        Breaks::Expired => {
            claims["iat"] = json!(now - 900);
            claims["exp"] = json!(now - 600);
        }
        Breaks::NotYet => {
            claims["iat"] = json!(now + 600);
            claims["exp"] = json!(now + 900);
        }
        Breaks::NotBefore => claims["nbf"] = json!(now + 600),
        Breaks::NoSubject => {
            claims.as_object_mut().unwrap().remove("sub");
        }
        _ => {}
    }
    let named = |alg: &str, kid: &str| json!({ "alg": alg, "typ": "JWT", "kid": kid });
    let kid = format!("key-{}", desk.signs);
    let symmetric = |key: &[u8]| {
        let body = format!("{}.{}", part(&named("HS256", &kid)), part(&claims));
        let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
        mac.update(body.as_bytes());
        format!("{body}.{}", BASE64URL_NOPAD.encode(&mac.finalize().into_bytes()))
    };
    let signed = |number: u8, kid: &str| {
        let body = format!("{}.{}", part(&named("ES256", kid)), part(&claims));
        let signature: Signature = key(number).sign(body.as_bytes());
        format!("{body}.{}", BASE64URL_NOPAD.encode(&signature.to_bytes()))
    };
    match desk.breaks {
        Breaks::AlgNone => format!("{}.{}.", part(&named("none", &kid)), part(&claims)),
        Breaks::SymmetricSecret => symmetric(SECRET.as_bytes()),
        Breaks::SymmetricPublic => {
            symmetric(key(desk.signs).verifying_key().to_sec1_point(false).as_bytes())
        }
        Breaks::Tampered => {
            let whole = signed(desk.signs, &kid);
            let signature = whole.rsplit('.').next().unwrap();
            claims["groups"] = json!(["admins", "more"]);
            format!("{}.{}.{signature}", part(&named("ES256", &kid)), part(&claims))
        }
        Breaks::OtherKey => signed(99, &kid),
        Breaks::UnknownKey => signed(99, "key-99"),
        _ => signed(desk.signs, &kid),
    }
}
