//! Who the provider says somebody is: from a code to an ID token whose every part has
//! been checked, and of that only what Andon needs.

use super::fault::Fault;
use super::known::Description;
use super::web::Web;
use crate::config::SignIn;
use chrono::{DateTime, Utc};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthPrompt, CoreClientAuthMethod, CoreErrorResponseType, CoreGenderClaim,
    CoreJsonWebKey, CoreJweContentEncryptionAlgorithm, CoreJwsSigningAlgorithm, CoreRevocableToken,
    CoreRevocationErrorResponse, CoreTokenIntrospectionResponse, CoreTokenType,
};
use openidconnect::{
    AdditionalClaims, AuthType, AuthorizationCode, Client, ClientId, ClientSecret,
    EmptyExtraTokenFields, EndpointNotSet, EndpointSet, IdToken, IdTokenClaims, IdTokenFields,
    IdTokenVerifier, Nonce, PkceCodeVerifier, RedirectUrl, StandardErrorResponse,
    StandardTokenResponse, TokenResponse as _,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// How far the provider's clock and ours may be apart, in seconds.
const SKEW: i64 = 60;

/// With which algorithms an ID token may be signed: those with a key pair that everybody
/// has. Neither `none`, nor one whose key is a secret that somebody could take the
/// public key for.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 2] =
    [CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, CoreJwsSigningAlgorithm::EcdsaP256Sha256];

/// The longest name that is kept, in characters.
const LONGEST_NAME: usize = 80;

/// The claims that the library has no name for, among them the groups.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct MoreClaims {
    #[serde(flatten)]
    all: Map<String, Value>,
}

impl AdditionalClaims for MoreClaims {}

type Fields = IdTokenFields<
    MoreClaims,
    EmptyExtraTokenFields,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Token = IdToken<
    MoreClaims,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJwsSigningAlgorithm,
>;
type Claims = IdTokenClaims<MoreClaims, CoreGenderClaim>;

/// This server, as the provider knows it.
pub type RelyingParty = Client<
    MoreClaims,
    CoreAuthDisplay,
    CoreGenderClaim,
    CoreJweContentEncryptionAlgorithm,
    CoreJsonWebKey,
    CoreAuthPrompt,
    StandardErrorResponse<CoreErrorResponseType>,
    StandardTokenResponse<Fields, CoreTokenType>,
    CoreTokenIntrospectionResponse,
    CoreRevocableToken,
    CoreRevocationErrorResponse,
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointSet,
    EndpointNotSet,
>;

/// Puts it together; `back` is the address to which the provider sends people back.
///
/// # Errors
/// [`Fault::Refused`] for an address that is none.
pub fn relying_party(
    settings: &SignIn,
    provider: &Description,
    back: String,
) -> Result<RelyingParty, Fault> {
    use CoreClientAuthMethod::{ClientSecretBasic, ClientSecretPost};
    let secret = ClientSecret::new(settings.client_secret.as_str().to_owned());
    let id = ClientId::new(settings.client_id.clone());
    let back = RedirectUrl::new(back).map_err(|_| Fault::Refused)?;
    let methods = &provider.token_endpoint_auth_methods_supported;
    let in_body = methods.contains(&ClientSecretPost) && !methods.contains(&ClientSecretBasic);
    let how = if in_body { AuthType::RequestBody } else { AuthType::BasicAuth };
    Ok(Client::new(id, provider.issuer.clone(), provider.keys.clone())
        .set_client_secret(secret)
        .set_auth_uri(provider.authorization_endpoint.clone())
        .set_token_uri(provider.token_endpoint.clone())
        .set_redirect_uri(back)
        .set_auth_type(how))
}

/// Redeems a code.
///
/// # Errors
/// [`Fault`] when the provider does not give an ID token for it.
pub async fn redeem(
    client: &RelyingParty,
    web: &Web,
    code: String,
    verifier: String,
) -> Result<Token, Fault> {
    let request = client
        .exchange_code(AuthorizationCode::new(code))
        .set_pkce_verifier(PkceCodeVerifier::new(verifier));
    let tokens = request.request_async(web).await?;
    tokens.id_token().cloned().ok_or(Fault::Garbled)
}

/// Somebody whose ID token holds.
pub struct Person {
    /// By what the provider knows them.
    pub subject: String,
    /// What they are called, if the provider says it.
    pub name: Option<String>,
    /// The groups that they are in.
    pub groups: Vec<String>,
}

/// Checks an ID token: signature, issuer, audience, authorised party, times, nonce.
///
/// # Errors
/// [`Fault::Key`] when it is signed with an unknown key; else what does not hold.
pub fn check(
    token: &Token,
    settings: &SignIn,
    provider: &Description,
    nonce: String,
    now: i64,
) -> Result<Person, Fault> {
    let time = |seconds: i64| DateTime::<Utc>::from_timestamp(seconds, 0).ok_or(Fault::Clock);
    let (earlier, later) = (time(now - SKEW)?, time(now + SKEW)?);
    let id = ClientId::new(settings.client_id.clone());
    // As a client without a secret: then no signature that is made with one is taken.
    let verifier =
        IdTokenVerifier::new_public_client(id, provider.issuer.clone(), provider.keys.clone())
            .set_allowed_algs(ALGORITHMS)
            .set_time_fn(move || earlier)
            .set_issue_time_verifier_fn(move |issued| {
                if issued <= later { Ok(()) } else { Err("issued in the future".to_owned()) }
            });
    let claims = token.claims(&verifier, &Nonce::new(nonce))?;
    let party = claims.authorized_party();
    if party.is_some_and(|party| party.as_str() != settings.client_id) {
        return Err(Fault::Token);
    }
    let all = &claims.additional_claims().all;
    if !holds_already(all, now + SKEW) {
        return Err(Fault::Clock);
    }
    Ok(Person {
        subject: claims.subject().as_str().to_owned(),
        name: name(claims),
        groups: groups(all, &settings.groups_claim)?,
    })
}

/// Whether a token that says from when on it holds (RFC 7519, 4.1.5) holds by then.
/// OpenID Connect does not ask for that, and the library does not look.
#[expect(clippy::cast_precision_loss, reason = "seconds of this age are exact")]
fn holds_already(claims: &Map<String, Value>, latest: i64) -> bool {
    // It may have a fraction. What is no number is no date.
    let by_then = |from: &Value| from.as_f64().is_some_and(|from| from <= latest as f64);
    claims.get("nbf").is_none_or(by_then)
}

/// The name by which colleagues know somebody, or by which they sign in there.
fn name(claims: &Claims) -> Option<String> {
    let full = claims.name().and_then(|name| name.get(None)).map(|name| name.as_str());
    let short = claims.preferred_username().map(|name| name.as_str());
    [full, short].into_iter().flatten().find_map(tidy)
}

/// A name on one line, of at most so many characters.
fn tidy(name: &str) -> Option<String> {
    let plain: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let name: String = words.join(" ").chars().take(LONGEST_NAME).collect();
    (!name.is_empty()).then_some(name)
}

/// The groups in a claim: a list of texts, or one text. The claim may lie in others:
/// then dots lead to it, as in `realm_access.roles`.
fn groups(claims: &Map<String, Value>, name: &str) -> Result<Vec<String>, Fault> {
    let within = |path: &str| {
        let mut parts = path.split('.');
        let first = claims.get(parts.next()?)?;
        parts.try_fold(first, |value, part| value.get(part))
    };
    match claims.get(name).or_else(|| within(name)) {
        Some(Value::Array(list)) => {
            Ok(list.iter().filter_map(Value::as_str).map(str::to_owned).collect())
        }
        Some(Value::String(one)) => Ok(vec![one.clone()]),
        // "It would have been there, but it is too long" (OpenID Connect Core, 5.6.2).
        _ if claims.get("_claim_names").is_some_and(|names| names.get(name).is_some()) => {
            Err(Fault::ManyGroups)
        }
        _ => Ok(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(claims: Value, name: &str) -> Result<Vec<String>, Fault> {
        groups(claims.as_object().unwrap(), name)
    }

    #[test]
    fn groups_are_found_where_providers_put_them() {
        let claims = json!({
            "groups": ["a", "b", 3],
            "one": "c",
            "realm_access": {"roles": ["d"]},
            "https://example.org/groups": ["e"],
        });
        assert_eq!(read(claims.clone(), "groups"), Ok(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(read(claims.clone(), "one"), Ok(vec!["c".to_owned()]));
        assert_eq!(read(claims.clone(), "realm_access.roles"), Ok(vec!["d".to_owned()]));
        assert_eq!(read(claims.clone(), "https://example.org/groups"), Ok(vec!["e".to_owned()]));
        assert_eq!(read(claims.clone(), "nowhere"), Ok(Vec::new()));
        assert_eq!(read(claims, "realm_access.nowhere"), Ok(Vec::new()));
        let many = json!({"_claim_names": {"groups": "src1"}, "_claim_sources": {"src1": {}}});
        assert_eq!(read(many.clone(), "groups"), Err(Fault::ManyGroups));
        assert_eq!(read(many, "roles"), Ok(Vec::new()));
    }

    #[test]
    fn a_token_holds_from_when_it_says_so() {
        let holds = |claims: Value| holds_already(claims.as_object().unwrap(), 1_000);
        for claims in [json!({}), json!({"nbf": 1_000}), json!({"nbf": 999.5}), json!({"nbf": -1})]
        {
            assert!(holds(claims.clone()), "{claims}");
        }
        for nbf in [json!(1_001), json!(1_000.5), json!(1e300), json!("1"), json!(null), json!([])]
        {
            assert!(!holds(json!({ "nbf": nbf })), "{nbf}");
        }
    }

    #[test]
    fn a_name_is_one_line_and_not_endless() {
        assert_eq!(tidy(" Ada\n  Example\u{0} "), Some("Ada Example".to_owned()));
        assert_eq!(tidy(" \t"), None);
        assert_eq!(tidy(&"a".repeat(200)).unwrap().len(), LONGEST_NAME);
    }
}
