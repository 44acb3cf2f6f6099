//! Everything that can go wrong at the edge, and what a person is told about it.

use super::fields::Faults;
use crate::charts::ChartError;
use crate::store::StoreError;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// After how many seconds it is worth trying again when the database does not answer.
pub const RETRY_AFTER: u32 = 3;

/// What can go wrong while a request is answered.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// There is nothing here, or it belongs to somebody else.
    #[error("not found")]
    NotFound,
    /// The request came from another site, or a header that browsers send is missing.
    #[error("cross-site request")]
    CrossSite,
    /// The request names another server.
    #[error("misdirected request")]
    Misdirected,
    /// A program came without an access link that holds.
    #[error("no access link that holds")]
    NoAccess {
        /// Whether it sent anything at all.
        sent: bool,
    },
    /// The request makes no sense.
    #[error("bad request: {0}")]
    BadRequest(&'static str),
    /// What a program sent can be read, but not kept: what is wrong, by field.
    #[error("what was sent cannot be kept")]
    Unfit(Faults),
    /// It cannot be done as things stand now.
    #[error("conflict: {0}")]
    Conflict(String),
    /// Too many requests from one address.
    #[error("too many requests")]
    TooMany {
        /// Seconds until the next one is welcome.
        retry_after: u64,
    },
    /// The database did not do as it was asked.
    #[error("the database: {0}")]
    Store(#[from] StoreError),
    /// A chart could not be drawn.
    #[error("a chart: {0}")]
    Chart(#[from] ChartError),
    /// The operating system gave no random numbers.
    #[error("random numbers: {0}")]
    Random(#[from] getrandom::Error),
    /// Anything else; the text is for the log.
    #[error("{0}")]
    Internal(String),
}

/// Why a request failed, in the extensions of its response: for the log (`watch`), which for
/// some requests may say it later only.
#[derive(Debug, Clone)]
pub struct Failure(pub String);

/// What a person is told: what happened, what was lost, what to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The heading.
    pub title: String,
    /// What happened.
    pub what: String,
    /// Whether anything was lost.
    pub lost: String,
}

impl Explanation {
    fn new(title: &str, what: impl Into<String>, lost: &str) -> Self {
        Self { title: title.to_owned(), what: what.into(), lost: lost.to_owned() }
    }

    /// What to say of a bare status, as libraries answer it.
    #[must_use]
    pub fn of_status(status: StatusCode) -> Self {
        const NOTHING: &str = "Nothing was stored and nothing was changed.";
        match status {
            StatusCode::NOT_FOUND => AppError::NotFound.explanation(),
            StatusCode::METHOD_NOT_ALLOWED => Self::new(
                "That does not work here",
                "This address does not take that kind of request.",
                NOTHING,
            ),
            StatusCode::PAYLOAD_TOO_LARGE => Self::new(
                "That was too much at once",
                "What was sent is larger than this page accepts (64 KiB).",
                "Nothing was stored. Go back: what you typed should still be there. Make it shorter and send it again.",
            ),
            StatusCode::UNSUPPORTED_MEDIA_TYPE => Self::new(
                "That is not a form",
                "This address only takes what its own form sends.",
                NOTHING,
            ),
            StatusCode::REQUEST_TIMEOUT | StatusCode::SERVICE_UNAVAILABLE => Self::new(
                "That took too long",
                "The server could not answer in time.",
                "We cannot tell whether the last step was stored. Go back, reload, and look.",
            ),
            status if status.is_client_error() => Self::new(
                "That request could not be read",
                "Something in it is not as this page expects.",
                NOTHING,
            ),
            _ => AppError::Internal(String::new()).explanation(),
        }
    }
}

impl AppError {
    /// The HTTP status it is answered with.
    #[must_use]
    pub fn status_code(&self) -> StatusCode {
        match self {
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::Misdirected => StatusCode::MISDIRECTED_REQUEST,
            Self::NoAccess { .. } => StatusCode::UNAUTHORIZED,
            Self::BadRequest(_) => StatusCode::BAD_REQUEST,
            Self::Unfit(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Store(error) if error.is_passing() => StatusCode::SERVICE_UNAVAILABLE,
            Self::Conflict(_) => StatusCode::CONFLICT,
            Self::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
            Self::Store(_) | Self::Chart(_) | Self::Random(_) | Self::Internal(_) => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }

    /// What a person is told. Causes are for the log and never in here.
    #[must_use]
    pub fn explanation(&self) -> Explanation {
        const NOTHING: &str = "Nothing was stored and nothing was changed.";
        match self {
            Self::NotFound => Explanation::new(
                "There is nothing here",
                "Either the address is mistyped, or the page is gone, or it can only be opened with an access link that this browser does not have.",
                "Nothing is lost.",
            ),
            Self::CrossSite => Explanation::new(
                "That came from somewhere else",
                "For your safety, changes are only taken from Andon\u{2019}s own pages. The browser said that this one came from another site, or did not say where it came from.",
                "Nothing was stored. Go back to Andon and try it there.",
            ),
            Self::Misdirected => Explanation::new(
                "This server does not go by that name",
                "The request names a server that Andon is not known as here. Without a public address, Andon answers to localhost on its own machine, and to IP addresses where it listens beyond that. If people are to reach it by this name, whoever runs the server sets ANDON_PUBLIC_URL to the whole address, such as https://andon.example.org.",
                NOTHING,
            ),
            Self::NoAccess { sent } => Explanation::new(
                "No access link that holds",
                if *sent {
                    "The access link in the header \u{201c}Authorization\u{201d} does not hold: it is mistyped, expired or revoked."
                } else {
                    "Send an access link in a header: \u{201c}Authorization: Bearer\u{201d}, a space, and what comes after /k/ in the link."
                },
                NOTHING,
            ),
            Self::BadRequest(what) => {
                Explanation::new("That request could not be read", *what, NOTHING)
            }
            Self::Unfit(faults) => {
                let said =
                    faults.list().into_iter().map(|(field, what)| format!("{field}: {what}"));
                let what = format!("{}.", said.collect::<Vec<_>>().join("; "));
                Explanation::new("What was sent cannot be kept", what, NOTHING)
            }
            Self::Conflict(what) => {
                Explanation::new("That cannot be done now", what.clone(), NOTHING)
            }
            Self::TooMany { retry_after } => Explanation::new(
                "A little slower, please",
                format!(
                    "There were many requests from your network in a short time. Wait {retry_after} seconds and try again."
                ),
                "Nothing was stored by this last one. Go back: what you typed should still be there.",
            ),
            Self::Store(error) if error.is_unknown() => Explanation::new(
                "The database does not answer",
                "The connection to the database broke just when it was told to keep what you sent.",
                "It is not known whether it was stored. Wait a few seconds, go back, reload, and look before you send it again.",
            ),
            Self::Store(error) if error.is_passing() => Explanation::new(
                "The database does not answer",
                "The server is there, but it cannot reach its database just now, or too much is waiting for it. That passes, as a rule.",
                "What you just sent was most likely not stored. Wait a few seconds, go back, and try again: what you typed should still be there.",
            ),
            Self::Store(_) | Self::Chart(_) | Self::Random(_) | Self::Internal(_) => {
                Explanation::new(
                    "Something broke on our side",
                    "The server could not finish this. The cause is in its log, for whoever runs it.",
                    "What you just sent was not stored. Go back: what you typed should still be there, so that you can try again.",
                )
            }
        }
    }
}

impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let status = self.status_code();
        let mut response = status.into_response();
        if status.is_server_error() {
            response.extensions_mut().insert(Failure(self.to_string()));
        }
        if status == StatusCode::SERVICE_UNAVAILABLE {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(RETRY_AFTER));
        }
        if let Self::TooMany { retry_after } = self {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(retry_after));
        }
        if let Self::Unfit(faults) = &self {
            response.extensions_mut().insert(faults.clone());
        }
        if let Self::NoAccess { sent } = self {
            // RFC 6750, 3: an error code only where a token was sent.
            let how = if sent {
                "Bearer realm=\"Andon\", error=\"invalid_token\""
            } else {
                "Bearer realm=\"Andon\""
            };
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(how));
        }
        response.extensions_mut().insert(Arc::new(self.explanation()));
        response
    }
}
