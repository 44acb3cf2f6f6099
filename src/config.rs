//! What can be set from outside: the command line and the environment.

mod database;
mod grants;
mod sign_in;
mod token;

pub use database::{DatabaseArgs, DatabaseUrl};
pub use grants::{Grant, Grants};
pub use sign_in::{ClientSecret, Issuer, Scopes, SignIn, SignInArgs, is_loopback};
pub use token::Token;

use crate::site::{File, ICONS};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use ipnet::IpNet;
use jiff::tz::TimeZone;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

/// Andon: find your own DevOps anti-patterns, try a small experiment, measure again.
#[derive(Debug, Parser)]
#[command(name = "andon", version, about, max_term_width = 100)]
pub struct Cli {
    /// What to do; without a word, `serve`.
    #[command(subcommand)]
    pub command: Option<Command>,
    /// Where the data is.
    #[command(flatten)]
    pub data: DataArgs,
    /// How to serve.
    #[command(flatten)]
    pub serve: ServeArgs,
    /// What a line of the log looks like; how much is logged is said by `RUST_LOG`.
    #[arg(long, env = "ANDON_LOG", value_enum, default_value = "text", global = true)]
    pub log: LogFormat,
}

/// What a line of the log looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs: one JSON object a line.
    Json,
}

/// What the program can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the web app (the default).
    Serve,
    /// Make a new access link, for when all are lost.
    Link(LinkArgs),
    /// Make up a company of 40 teams to look at: in a running server's data, or else on a
    /// server of its own that leaves nothing behind.
    Demo(DemoArgs),
    /// Score a CSV file of answers that were collected on paper or with another tool.
    Score(ScoreArgs),
    /// Check that no released view, alone or with others, gives away a person or a team.
    Audit(AuditArgs),
    /// Copy the database file into an empty PostgreSQL database, and compare them.
    MigrateTo(MigrateToArgs),
    /// Write a copy of the database to a new file, also while the server runs.
    Backup(BackupArgs),
    /// Put a backup in the database's place, while no server runs.
    Restore(RestoreArgs),
    /// Ask the server that listens on this machine how it is; exit status 1 if it is not well.
    Health(HealthArgs),
    /// Print what a shell needs to complete commands and options.
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// Write the manual's pages to a folder.
    #[command(hide = true)]
    Man {
        /// The folder, which has to be there.
        folder: PathBuf,
    },
}

/// Options that every command understands.
#[derive(Debug, Clone, Args)]
pub struct DataArgs {
    /// The folder that holds the database; made with mode 0700 if it is not there. Default:
    /// data.
    #[arg(long = "data", env = "ANDON_DATA", global = true)]
    pub named: Option<PathBuf>,
    /// The server, if the database is on one.
    #[command(flatten)]
    pub server: DatabaseArgs,
}

impl DataArgs {
    /// The same, with the database file in another folder.
    #[must_use]
    pub fn in_folder(&self, folder: &Path) -> Self {
        Self { named: Some(folder.to_owned()), ..self.clone() }
    }

    /// The folder that holds the database.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.named.as_deref().unwrap_or(Path::new("data"))
    }

    /// The database file.
    #[must_use]
    pub fn database(&self) -> PathBuf {
        self.folder().join("andon.sqlite")
    }
}

/// Options of `serve`.
#[derive(Debug, Clone, Args)]
pub struct ServeArgs {
    /// The address and port to listen on.
    #[arg(long, env = "ANDON_LISTEN", default_value = "127.0.0.1:3000", global = true)]
    pub listen: SocketAddr,
    /// The address that people use, for links and QR codes, such as <https://andon.example.org>.
    #[arg(long, env = "ANDON_PUBLIC_URL", value_parser = parse_public_url, global = true)]
    pub public_url: Option<PublicUrl>,
    /// Who may set up an organisation. Default: open on a loopback address that has no other
    /// address for people, else token.
    #[arg(long, env = "ANDON_SETUP", value_enum, global = true)]
    pub setup: Option<Setup>,
    /// The token for that, where several processes have to agree on one; at least 16
    /// characters. Without it, each start makes up and prints one.
    #[arg(long, env = "ANDON_SETUP_TOKEN", value_parser = token::unchecked, hide_env_values = true, global = true)]
    pub setup_token: Option<Token>,
    /// The time zone in which a closing day ends (IANA name).
    #[arg(long, env = "ANDON_TIME_ZONE", default_value = "UTC", value_parser = parse_zone, global = true)]
    pub time_zone: Zone,
    /// A folder to serve style sheet, WebAssembly and icons from, in place of those in the
    /// program: for whoever works on them.
    #[arg(long, env = "ANDON_SITE", global = true)]
    pub site: Option<PathBuf>,
    /// The site's files that the program holds.
    #[arg(skip = ICONS)]
    pub files: &'static [File],
    /// Limits on joining, signing in and submitting, for each address.
    #[arg(long, env = "ANDON_RATE_LIMITS", value_enum, default_value = "on", global = true)]
    pub rate_limits: RateLimits,
    /// Inner networks to which webhooks may send, such as 10.1.0.0/16, with commas between.
    #[arg(long, env = "ANDON_WEBHOOK_ALLOW", value_delimiter = ',', value_parser = parse_network, global = true)]
    pub webhook_allow: Vec<IpNet>,
    /// Networks of proxies that are believed when they say whom they ask for
    /// (X-Forwarded-For, Forwarded), such as 127.0.0.1, with commas between.
    #[arg(long, env = "ANDON_TRUSTED_PROXIES", value_delimiter = ',', value_parser = parse_network, global = true)]
    pub trusted_proxies: Vec<IpNet>,
    /// What a program has to show to read /metrics; at least 16 characters. Without one,
    /// only programs on this machine may, and nobody where there is a public address.
    #[arg(long, env = "ANDON_METRICS_TOKEN", value_parser = token::unchecked, hide_env_values = true, global = true)]
    pub metrics_token: Option<Token>,
    /// A file that holds that token.
    #[arg(long, env = "ANDON_METRICS_TOKEN_FILE", conflicts_with = "metrics_token", global = true)]
    pub metrics_token_file: Option<PathBuf>,
    /// How many connections may be open at once; more have to wait.
    #[arg(long, env = "ANDON_MAX_CONNECTIONS", default_value_t = 1024, value_parser = clap::value_parser!(u32).range(8..=1_000_000), global = true)]
    pub max_connections: u32,
    /// For how many seconds connections are still taken after SIGTERM, while /readyz
    /// says 503, so that a proxy can look elsewhere.
    #[arg(long, env = "ANDON_DRAIN_DELAY", default_value_t = 0, value_parser = clap::value_parser!(u16).range(0..=300), global = true)]
    pub drain_delay: u16,
    /// For whom browsers are told to use TLS from now on, where the public address is https.
    #[arg(long, env = "ANDON_HSTS", value_enum, default_value = "subdomains", global = true)]
    pub hsts: Hsts,
    /// Signing in through an identity provider.
    #[command(flatten)]
    pub sign_in: SignInArgs,
}

/// Options of `link`.
#[derive(Debug, Clone, Args)]
pub struct LinkArgs {
    /// For whom.
    #[arg(long, value_enum)]
    pub role: LinkRole,
    /// The organisation's id; may be left out where there is only one.
    #[arg(long)]
    pub organisation: Option<String>,
    /// The team's id, for a facilitator's link.
    #[arg(long)]
    pub team: Option<String>,
}

/// Options of `demo`.
#[derive(Debug, Clone, Args)]
pub struct DemoArgs {
    /// Another number makes up another company; the same number always the same.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Take the demo away, with everything in it.
    #[arg(long, conflicts_with = "seed")]
    pub remove: bool,
}

/// Options of `score`.
#[derive(Debug, Clone, Args)]
pub struct ScoreArgs {
    /// The file: columns team, round and the eighteen ids; cells 0-4, ? or empty. A dash reads standard input.
    pub file: PathBuf,
    /// How to print.
    #[arg(long, value_enum, default_value = "json")]
    pub format: ScoreFormat,
    /// Say nothing about fewer people than this (3-10); 1 lifts the gate, for your own analysis.
    #[arg(long, default_value_t = 5)]
    pub min_group: u8,
    /// Work every test out exactly, however large, in at most 1 GiB of memory.
    #[arg(long)]
    pub exact: bool,
}

/// How a score is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ScoreFormat {
    /// One JSON document, as the README describes it.
    Json,
    /// Tables in plain text.
    Table,
}

/// Options of `audit`.
#[derive(Debug, Clone, Args)]
pub struct AuditArgs {
    /// Check the cases in this JSON file instead of the database.
    #[arg(long)]
    pub cases: Option<PathBuf>,
    /// List every view that was released, before the verdict.
    #[arg(long, conflicts_with_all = ["cases", "json"])]
    pub list: bool,
    /// Print the verdict as JSON.
    #[arg(long)]
    pub json: bool,
}

/// Options of `migrate-to`.
#[derive(Debug, Clone, Args)]
pub struct MigrateToArgs {
    /// The address of the database to copy to. Without it, `ANDON_DATABASE_URL` or
    /// `ANDON_DATABASE_URL_FILE` says it, which nobody else on the machine can read.
    #[arg(value_parser = database::unchecked)]
    pub url: Option<DatabaseUrl>,
}

/// Options of `backup`.
#[derive(Debug, Clone, Args)]
pub struct BackupArgs {
    /// The file to write; there must be none of that name.
    pub file: PathBuf,
}

/// Options of `restore`.
#[derive(Debug, Clone, Args)]
pub struct RestoreArgs {
    /// The backup.
    pub file: PathBuf,
    /// If there is a database, keep it aside under another name.
    #[arg(long)]
    pub replace: bool,
}

/// Options of `health`.
#[derive(Debug, Clone, Args)]
pub struct HealthArgs {
    /// Ask only whether it is alive, not whether it can serve.
    #[arg(long)]
    pub alive: bool,
}

/// The roles for which the server's owner can make a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LinkRole {
    /// An organisation's administrator.
    Admin,
    /// A team's facilitator.
    Facilitator,
}

/// For whom browsers are told to use TLS and nothing else (HTTP Strict Transport Security).
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Hsts {
    /// For this host and all below it.
    Subdomains,
    /// For this host only: where other programs below it cannot do TLS.
    Host,
    /// For nobody: the proxy says it.
    Off,
}

/// Who may set up an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Setup {
    /// Anyone who reaches the start page.
    Open,
    /// Whoever has the token that is printed when the server starts.
    Token,
    /// Nobody.
    Closed,
}

/// Whether addresses are limited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RateLimits {
    /// As described in the README.
    On,
    /// Not here: for load tests, or where a proxy does it.
    Off,
}

/// A public address: scheme and host, without a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// Without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether people reach it over TLS.
    #[must_use]
    pub fn is_https(&self) -> bool {
        self.0.starts_with("https://")
    }
}

fn parse_public_url(text: &str) -> Result<PublicUrl, String> {
    let trimmed = text.trim().trim_end_matches('/');
    let uri: axum::http::Uri = trimmed.parse().map_err(|_| "not an address".to_owned())?;
    match (uri.scheme_str(), uri.authority(), uri.path()) {
        (Some("http" | "https"), Some(_), "" | "/") => Ok(PublicUrl(trimmed.to_owned())),
        (Some("http" | "https"), Some(_), _) => Err("an address without a path".to_owned()),
        _ => Err("an address that starts with http:// or https://".to_owned()),
    }
}

/// A time zone by its IANA name.
#[derive(Debug, Clone)]
pub struct Zone(pub TimeZone);

fn parse_zone(text: &str) -> Result<Zone, String> {
    TimeZone::get(text)
        .map(Zone)
        .map_err(|_| format!("{text} is not a time zone; use a name such as Europe/London, or UTC"))
}

/// A network by its first address and length, or one address alone.
fn parse_network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    let network = text.parse::<IpNet>().ok();
    network
        .or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from))
        .map(|net| net.trunc())
        .ok_or_else(|| {
            format!("{text} is not a network; write it as 10.1.0.0/16, or one address as 10.1.2.3")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
    }

    #[test]
    fn a_public_address_has_a_scheme_and_no_path() {
        assert_eq!(
            parse_public_url("https://a.example/").map(|u| u.0),
            Ok("https://a.example".into())
        );
        assert!(parse_public_url("https://a.example/andon").is_err());
        assert!(parse_public_url("a.example").is_err());
        assert!(parse_public_url("ftp://a.example").is_err());
    }

    #[test]
    fn networks_that_webhooks_may_reach_are_named_one_by_one() {
        let words = ["andon", "--webhook-allow", "10.1.2.3/16, 192.168.7.9,fd00::/8"];
        let named = Cli::parse_from(words).serve.webhook_allow;
        let named: Vec<String> = named.iter().map(ToString::to_string).collect();
        assert_eq!(named, ["10.1.0.0/16", "192.168.7.9/32", "fd00::/8"]);
        assert!(Cli::parse_from(["andon"]).serve.webhook_allow.is_empty());
        assert!(parse_network("chat.example.org").unwrap_err().contains("chat.example.org"));
        assert!(parse_network("10.0.0.0/33").is_err());
    }

    #[test]
    fn an_unknown_time_zone_is_refused_by_name() {
        let error = parse_zone("Mars/Olympus").unwrap_err();
        assert!(error.contains("Mars/Olympus"));
        assert!(parse_zone("Europe/London").is_ok());
    }
}
