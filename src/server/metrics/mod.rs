//! What is counted of requests, for Prometheus (`/metrics`).
//!
//! # Nothing that tells who answered when
//!
//! No label holds an address, a name, an id or a token: a route is its pattern. That is
//! not enough. Whoever reads a counter of submissions every second sees the second in
//! which somebody submitted, and in a small team that may be a person. So everything
//! that a respondent's browser asks for (pages open to all, style sheets, joining,
//! answering) is counted apart, over the whole installation, and what is shown of it
//! stands still for an hour at a time: `held` is written out at most once an hour, however
//! often somebody asks. Errors of the server are counted at once, whatever was asked
//! for, since an answer that was not taken is not an answer.
//!
//! | file | subject |
//! |---|---|
//! | `mod` | what is counted, and how it is written out |
//! | `area` | which requests are a respondent's |
//! | `answering` | what the log says of those, once an hour |
//! | `process` | what the operating system says of this process |
//! | `show` | who may read it |

mod answering;
mod area;
mod process;
mod show;
#[cfg(test)]
mod tests;

pub use area::Area;
pub use show::show;

use super::limits::Action;
use super::spoken_codes;
use crate::store::{PoolUse, Waiting};
use axum::http::{Method, StatusCode};
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::{encode_eof, encode_registry};
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};
use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long what respondents do stands still, in seconds.
pub const HELD_FOR: i64 = 3600;
/// Upper ends of the classes of durations, in seconds. Pages take some milliseconds.
const CLASSES: [f64; 8] = [0.005, 0.02, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0];

/// A request that was answered.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Answered {
    route: String,
    method: &'static str,
    status: &'static str,
}

/// What was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Asked {
    route: String,
    method: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Outcome {
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Limited {
    action: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Pool {
    pool: &'static str,
    connections: &'static str,
}

type Slowness = Family<Asked, Histogram, fn() -> Histogram>;

/// What became of answers that were sent in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Submission {
    /// They are stored.
    Accepted,
    /// The round or the ballot does not take them.
    Refused,
}

/// Everything that is counted.
pub struct Metrics {
    started: Instant,
    /// What the log is going to say of joining and answering.
    pub answering: answering::Answering,
    at_once: Registry,
    held: Registry,
    shown: Mutex<Shown>,
    requests: Family<Answered, Counter>,
    durations: Slowness,
    under_way: Gauge,
    errors: Counter,
    limited: Family<Limited, Counter>,
    respondents: Family<Answered, Counter>,
    respondents_durations: Slowness,
    respondents_limited: Family<Limited, Counter>,
    submissions: Family<Outcome, Counter>,
    codes: Family<Outcome, Counter>,
    uptime: Gauge,
    memory: Gauge,
    files: Gauge,
    pools: Family<Pool, Gauge>,
    open_rounds: Gauge,
    deliveries: Gauge,
    bytes_owed: Gauge,
    history_held: Gauge,
}

/// What is shown of respondents' requests, and since when, in seconds since 1970.
struct Shown {
    text: String,
    since: i64,
}

impl Metrics {
    /// Begins to count; `now` is in seconds since 1970.
    #[must_use]
    pub fn new(now: i64) -> Self {
        let slowness: fn() -> Histogram = || Histogram::new(CLASSES);
        let mut metrics = Self {
            started: Instant::now(),
            answering: answering::Answering::default(),
            at_once: Registry::default(),
            held: Registry::default(),
            shown: Mutex::new(Shown { text: String::new(), since: now }),
            requests: Family::default(),
            durations: Family::new_with_constructor(slowness),
            under_way: Gauge::default(),
            errors: Counter::default(),
            limited: Family::default(),
            respondents: Family::default(),
            respondents_durations: Family::new_with_constructor(slowness),
            respondents_limited: Family::default(),
            submissions: Family::default(),
            codes: Family::default(),
            uptime: Gauge::default(),
            memory: Gauge::default(),
            files: Gauge::default(),
            pools: Family::default(),
            open_rounds: Gauge::default(),
            deliveries: Gauge::default(),
            bytes_owed: Gauge::default(),
            history_held: Gauge::default(),
        };
        metrics.name_at_once();
        metrics.name_held();
        // So that all are there from the start, at nought.
        for outcome in [Submission::Accepted, Submission::Refused] {
            drop(metrics.submissions.get_or_create(&Outcome::of(outcome)));
        }
        for outcome in spoken_codes::Outcome::ALL {
            drop(metrics.codes.get_or_create(&Outcome { outcome: outcome.as_str() }));
        }
        if let Ok(text) = metrics.held_text() {
            metrics.shown = Mutex::new(Shown { text, since: now });
        }
        metrics
    }

    fn name_at_once(&mut self) {
        let list = &mut self.at_once;
        let build = Info::new([("version", env!("CARGO_PKG_VERSION"))]);
        list.register("andon_build", "Which version this is", build);
        list.register("andon_http_requests", "Requests answered", self.requests.clone());
        list.register_with_unit(
            "andon_http_request_duration",
            "How long answering took",
            Unit::Seconds,
            self.durations.clone(),
        );
        list.register("andon_http_under_way", "Requests being answered", self.under_way.clone());
        list.register(
            "andon_http_server_errors",
            "Requests answered with a status from 500 on, respondents' among them",
            self.errors.clone(),
        );
        list.register("andon_rate_limited", "Requests refused as too many", self.limited.clone());
        list.register("andon_rounds_open", "Rounds that are open", self.open_rounds.clone());
        list.register("andon_deliveries_waiting", "Messages to send", self.deliveries.clone());
        list.register(
            "andon_bytes_owed",
            "Deletions whose bytes are still in the database's files",
            self.bytes_owed.clone(),
        );
        list.register("andon_database_pool", "Database connections", self.pools.clone());
        list.register_with_unit(
            "andon_uptime",
            "Since the start",
            Unit::Seconds,
            self.uptime.clone(),
        );
        list.register_with_unit(
            "process_resident_memory",
            "Memory in use",
            Unit::Bytes,
            self.memory.clone(),
        );
        list.register("process_open_fds", "Open files and connections", self.files.clone());
    }

    fn name_held(&mut self) {
        let list = &mut self.held;
        // By the hour, because it begins to rise when somebody answers.
        list.register_with_unit(
            "andon_history_held",
            "How long another program has kept earlier versions of open rounds in the files, as of at most an hour ago",
            Unit::Seconds,
            self.history_held.clone(),
        );
        list.register(
            "andon_respondent_requests",
            "Requests to pages that respondents open, as of at most an hour ago",
            self.respondents.clone(),
        );
        list.register_with_unit(
            "andon_respondent_request_duration",
            "How long answering those took",
            Unit::Seconds,
            self.respondents_durations.clone(),
        );
        list.register(
            "andon_respondent_rate_limited",
            "Those refused as too many",
            self.respondents_limited.clone(),
        );
        list.register(
            "andon_submissions",
            "Answers sent in, over all rounds",
            self.submissions.clone(),
        );
        list.register(
            "andon_spoken_codes",
            "Spoken codes that were tried, by what they were",
            self.codes.clone(),
        );
    }

    /// Counts a request as being answered until the result is dropped.
    #[must_use]
    pub fn under_way(&self) -> UnderWay {
        self.under_way.inc();
        UnderWay(self.under_way.clone())
    }

    /// Counts a request that was answered, and how long that took.
    pub fn answered(
        &self,
        area: Area,
        route: &str,
        method: &Method,
        status: StatusCode,
        took: Duration,
    ) {
        if area == Area::Quiet {
            return;
        }
        if status.is_server_error() {
            self.errors.inc();
        }
        let (requests, durations) = if area == Area::Keys {
            (&self.requests, &self.durations)
        } else {
            (&self.respondents, &self.respondents_durations)
        };
        let (route, method) = (route.to_owned(), method_name(method));
        let label = Answered { route: route.clone(), method, status: class(status) };
        requests.get_or_create(&label).inc();
        durations.get_or_create(&Asked { route, method }).observe(took.as_secs_f64());
    }

    /// Counts a request that came too soon after others.
    pub fn slowed_down(&self, action: Action) {
        let respondents = matches!(action, Action::Join | Action::Submit);
        let list = if respondents { &self.respondents_limited } else { &self.limited };
        list.get_or_create(&Limited { action: action.as_str() }).inc();
    }

    /// Counts answers that were sent in.
    pub fn submitted(&self, outcome: Submission) {
        self.submissions.get_or_create(&Outcome::of(outcome)).inc();
    }

    /// Counts a spoken code that was tried.
    pub fn code_tried(&self, outcome: spoken_codes::Outcome) {
        self.codes.get_or_create(&Outcome { outcome: outcome.as_str() }).inc();
    }

    /// Writes everything out, in the text format of `OpenMetrics` 1.0; `now` is in seconds
    /// since 1970.
    ///
    /// # Errors
    /// None that is known: writing to memory does not fail.
    pub fn text(
        &self,
        waiting: Option<Waiting>,
        pools: &[PoolUse],
        now: i64,
    ) -> Result<String, fmt::Error> {
        self.look_at_process(pools);
        if let Some(waiting) = waiting {
            self.open_rounds.set(waiting.open_rounds);
            self.deliveries.set(waiting.deliveries);
            self.bytes_owed.set(waiting.bytes_owed);
            self.history_held.set(waiting.history_held);
        }
        let mut text = String::new();
        encode_registry(&mut text, &self.at_once)?;
        {
            let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
            // A clock that was set back begins the hour anew, which makes it longer only.
            shown.since = shown.since.min(now);
            if now.saturating_sub(shown.since) >= HELD_FOR {
                *shown = Shown { text: self.held_text()?, since: now };
            }
            text.push_str(&shown.text);
        }
        encode_eof(&mut text)?;
        Ok(text)
    }

    fn held_text(&self) -> Result<String, fmt::Error> {
        let mut text = String::new();
        encode_registry(&mut text, &self.held)?;
        Ok(text)
    }

    fn look_at_process(&self, pools: &[PoolUse]) {
        let whole = |number: u64| i64::try_from(number).unwrap_or(i64::MAX);
        self.uptime.set(whole(self.started.elapsed().as_secs()));
        // 0 where the system does not say.
        self.memory.set(process::resident_memory().map_or(0, whole));
        self.files.set(process::open_files().map_or(0, whole));
        for pool in pools {
            for (connections, count) in
                [("open", pool.open), ("in-use", pool.in_use), ("most", pool.most)]
            {
                let label = Pool { pool: pool.kind, connections };
                self.pools.get_or_create(&label).set(i64::from(count));
            }
        }
    }
}

impl Outcome {
    const fn of(submission: Submission) -> Self {
        Self {
            outcome: match submission {
                Submission::Accepted => "accepted",
                Submission::Refused => "refused",
            },
        }
    }
}

/// A request that is being answered.
pub struct UnderWay(Gauge);

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.dec();
    }
}

/// Methods that anybody could make up are one.
fn method_name(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}

const fn class(status: StatusCode) -> &'static str {
    match status.as_u16() {
        ..200 => "1xx",
        200..300 => "2xx",
        300..400 => "3xx",
        400..500 => "4xx",
        500.. => "5xx",
    }
}
