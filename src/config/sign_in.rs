//! Signing in through an identity provider, as it is configured.

use super::grants::{Grants, parse_grants};
use clap::Args;
use std::path::PathBuf;
use url::{Host, Url};

/// The shortest client secret that is taken, in characters: the keys of cookies are
/// made from it, so nobody must be able to guess it.
const SHORTEST_SECRET: usize = 16;

/// Options for signing in through an identity provider (OpenID Connect).
#[derive(Debug, Clone, Default, Args)]
pub struct SignInArgs {
    /// The identity provider's issuer, such as <https://id.example.org/realms/staff>.
    #[arg(long = "oidc-issuer", env = "ANDON_OIDC_ISSUER", value_parser = parse_issuer, global = true)]
    pub issuer: Option<Issuer>,
    /// The id by which the provider knows this server.
    #[arg(long = "oidc-client-id", env = "ANDON_OIDC_CLIENT_ID", global = true)]
    pub client_id: Option<String>,
    /// The secret that goes with it. Better from the environment or a file than from here.
    #[arg(
        long = "oidc-client-secret",
        env = "ANDON_OIDC_CLIENT_SECRET",
        hide_env_values = true,
        value_parser = parse_secret,
        global = true
    )]
    pub client_secret: Option<ClientSecret>,
    /// A file that holds the secret.
    #[arg(long = "oidc-client-secret-file", env = "ANDON_OIDC_CLIENT_SECRET_FILE", global = true)]
    pub client_secret_file: Option<PathBuf>,
    /// What the provider is asked for, with spaces between; openid has to be among it.
    #[arg(
        long = "oidc-scopes",
        env = "ANDON_OIDC_SCOPES",
        default_value = "openid profile",
        value_parser = parse_scopes,
        global = true
    )]
    pub scopes: Option<Scopes>,
    /// The claim of the ID token that lists a person's groups.
    #[arg(
        long = "oidc-groups-claim",
        env = "ANDON_OIDC_GROUPS_CLAIM",
        default_value = "groups",
        global = true
    )]
    pub groups_claim: Option<String>,
    /// Which group grants which role, such as "admins=admin, coaches=coach, leads=facilitator:TEAM".
    #[arg(long = "oidc-roles", env = "ANDON_OIDC_ROLES", value_parser = parse_grants, global = true)]
    pub roles: Option<Grants>,
    /// What the provider is called on the button: "Sign in with Example AG".
    #[arg(long = "oidc-name", env = "ANDON_OIDC_NAME", value_parser = parse_name, global = true)]
    pub name: Option<String>,
}

/// Everything that signing in needs, checked as far as can be without asking anybody.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// The provider.
    pub issuer: Issuer,
    /// As what it knows us.
    pub client_id: String,
    /// And how it knows that it is us.
    pub client_secret: ClientSecret,
    /// What is asked for.
    pub scopes: Scopes,
    /// Where a person's groups stand.
    pub groups_claim: String,
    /// What they grant.
    pub grants: Grants,
    /// What the provider is called on pages.
    pub name: String,
}

impl SignInArgs {
    /// The settings, if any were made.
    ///
    /// # Errors
    /// What is missing or wrong, in words for whoever starts the server.
    pub fn settings(&self) -> Result<Option<SignIn>, String> {
        let begun = self.issuer.is_some()
            || self.client_id.is_some()
            || self.client_secret.is_some()
            || self.client_secret_file.is_some()
            || self.roles.is_some();
        if !begun {
            return Ok(None);
        }
        let missing = |what: &str| {
            format!("signing in through an identity provider is half configured: {what} is missing")
        };
        let client_id = self.client_id.as_deref().map_or("", str::trim);
        if client_id.is_empty() {
            return Err(missing("ANDON_OIDC_CLIENT_ID"));
        }
        Ok(Some(SignIn {
            issuer: self.issuer.clone().ok_or_else(|| missing("ANDON_OIDC_ISSUER"))?,
            client_id: client_id.to_owned(),
            client_secret: self.secret()?.ok_or_else(|| missing("ANDON_OIDC_CLIENT_SECRET"))?,
            scopes: self.scopes.clone().unwrap_or_default(),
            groups_claim: self.groups_claim.clone().unwrap_or_else(|| "groups".to_owned()),
            grants: self.roles.clone().ok_or_else(|| missing("ANDON_OIDC_ROLES"))?,
            name: self.name.clone().unwrap_or_else(|| "your company account".to_owned()),
        }))
    }

    fn secret(&self) -> Result<Option<ClientSecret>, String> {
        match (&self.client_secret, &self.client_secret_file) {
            (Some(_), Some(_)) => Err(
                "say either ANDON_OIDC_CLIENT_SECRET or ANDON_OIDC_CLIENT_SECRET_FILE, not both"
                    .to_owned(),
            ),
            (Some(secret), None) => Ok(Some(secret.clone())),
            (None, Some(file)) => {
                let text = std::fs::read_to_string(file).map_err(|cause| {
                    format!("ANDON_OIDC_CLIENT_SECRET_FILE, {}: {cause}", file.display())
                })?;
                let secret = parse_secret(&text).map_err(|fault| {
                    format!("ANDON_OIDC_CLIENT_SECRET_FILE, {}: {fault}", file.display())
                })?;
                Ok(Some(secret))
            }
            (None, None) => Ok(None),
        }
    }
}

/// The provider's name for itself, which is also where it describes itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issuer(String);

impl Issuer {
    /// Exactly as it was configured: providers compare it character by character.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is reached over TLS. Only on this machine it need not be.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https:")
    }
}

/// Whether an address leads to this very machine, by how it is written.
#[must_use]
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

fn parse_issuer(text: &str) -> Result<Issuer, String> {
    let text = text.trim();
    let url = Url::parse(text).map_err(|_| "not an address; write it as https://…".to_owned())?;
    match url.scheme() {
        "https" => {}
        "http" if is_loopback(&url) => {}
        "http" => return Err("http:// is taken on this machine only; use https://".to_owned()),
        _ => return Err("an address that starts with https://".to_owned()),
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("an address without ? and #".to_owned());
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("an address without a name and a password".to_owned());
    }
    if text.ends_with("/.well-known/openid-configuration") {
        return Err("leave out /.well-known/openid-configuration".to_owned());
    }
    Ok(Issuer(text.to_owned()))
}

/// A secret that is in nobody's log.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret(String);

impl ClientSecret {
    /// The secret itself.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClientSecret(…)")
    }
}

/// Files end with a newline, and what is copied often with a space.
fn parse_secret(text: &str) -> Result<ClientSecret, String> {
    let text = text.trim();
    if text.chars().count() < SHORTEST_SECRET {
        return Err(format!(
            "a client secret has at least {SHORTEST_SECRET} characters; take the one that the provider makes"
        ));
    }
    Ok(ClientSecret(text.to_owned()))
}

/// What the provider is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scopes(Vec<String>);

impl Scopes {
    /// One by one.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl Default for Scopes {
    fn default() -> Self {
        Self(vec!["openid".to_owned(), "profile".to_owned()])
    }
}

fn parse_scopes(text: &str) -> Result<Scopes, String> {
    let scopes: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
    if scopes.iter().any(|scope| scope == "openid") {
        Ok(Scopes(scopes))
    } else {
        Err("openid has to be among the scopes".to_owned())
    }
}

fn parse_name(text: &str) -> Result<String, String> {
    let text = text.trim();
    let length = text.chars().count();
    if (1..=40).contains(&length) && !text.chars().any(char::is_control) {
        Ok(text.to_owned())
    } else {
        Err("a name has 1 to 40 characters".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Cli;
    use clap::Parser;

    const SECRET: &str = "0123456789abcdef";

    fn args(more: &[&str]) -> SignInArgs {
        Cli::parse_from([&["andon"], more].concat()).serve.sign_in
    }

    fn whole() -> SignInArgs {
        args(&[
            "--oidc-issuer=https://id.example.org/realms/staff",
            "--oidc-client-id=andon",
            "--oidc-client-secret=0123456789abcdef",
            "--oidc-roles=andon-admins=admin",
        ])
    }

    #[test]
    fn without_settings_nobody_signs_in_and_half_of_them_are_an_error_that_names_the_rest() {
        assert!(args(&[]).settings().unwrap().is_none());
        let settings = whole().settings().unwrap().unwrap();
        assert_eq!(settings.issuer.as_str(), "https://id.example.org/realms/staff");
        assert_eq!(settings.scopes.iter().collect::<Vec<_>>(), ["openid", "profile"]);
        assert_eq!(settings.groups_claim, "groups");
        for (name, half) in [
            ("ANDON_OIDC_ISSUER", SignInArgs { issuer: None, ..whole() }),
            ("ANDON_OIDC_CLIENT_ID", SignInArgs { client_id: None, ..whole() }),
            ("ANDON_OIDC_CLIENT_SECRET", SignInArgs { client_secret: None, ..whole() }),
            ("ANDON_OIDC_ROLES", SignInArgs { roles: None, ..whole() }),
        ] {
            let fault = half.settings().unwrap_err();
            assert!(fault.contains(&format!("{name} is missing")), "{fault}");
        }
    }

    #[test]
    fn the_secret_can_come_from_a_file_and_is_in_no_debug_text() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("secret");
        std::fs::write(&file, format!("{SECRET}\n")).unwrap();
        let from_file =
            SignInArgs { client_secret: None, client_secret_file: Some(file), ..whole() };
        let settings = from_file.settings().unwrap().unwrap();
        assert_eq!(settings.client_secret.as_str(), SECRET);
        assert!(!format!("{settings:?} {:?}", whole()).contains(SECRET));
        let both = SignInArgs { client_secret: whole().client_secret, ..from_file.clone() };
        assert!(both.settings().unwrap_err().contains("not both"));
        let gone = SignInArgs { client_secret_file: Some(folder.path().join("gone")), ..from_file };
        assert!(gone.settings().unwrap_err().contains("gone"));
    }

    #[test]
    fn an_issuer_is_reached_over_tls_or_is_on_this_machine() {
        for good in [
            "https://id.example.org",
            "https://id.example.org/",
            "http://127.0.0.1:4000",
            "http://localhost:4000/realms/x",
            "http://[::1]:4000",
        ] {
            assert_eq!(parse_issuer(good).unwrap().as_str(), good);
        }
        for bad in [
            "id.example.org",
            "http://id.example.org",
            "http://127.0.0.1.example.org",
            "http://localhost.example.org",
            "ftp://id.example.org",
            "https://id.example.org/?a=b",
            "https://id.example.org/#a",
            "https://me:pw@id.example.org/",
            "https://id.example.org/.well-known/openid-configuration",
        ] {
            assert!(parse_issuer(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn short_secrets_scopes_without_openid_and_endless_names_are_refused() {
        assert!(parse_secret("hunter2").is_err());
        assert!(parse_scopes("profile email").is_err());
        assert!(parse_scopes("profile openid groups").is_ok());
        assert!(parse_name(" ").is_err());
        assert!(parse_name(&"a".repeat(41)).is_err());
        assert_eq!(parse_name(" Example AG "), Ok("Example AG".to_owned()));
    }
}
