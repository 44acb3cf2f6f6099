//! What a program is told when something goes wrong: problem details (RFC 9457).

use crate::server::context::Context;
use crate::server::error::Explanation;
use crate::server::fields::Faults;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use utoipa::ToSchema;

/// The media type of problem details.
pub const PROBLEM: &str = "application/problem+json";

/// Why a request was not answered (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// The kind of problem, as an address that explains it; about:blank where the
    /// status says it all.
    #[serde(rename = "type")]
    #[schema(format = "uri")]
    pub kind: String,
    /// The kind in a few words, the same each time.
    pub title: String,
    /// The HTTP status once more.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What is wrong with this request and what to do about it, in plain words.
    pub detail: String,
    /// What is wrong with each field of what was sent; absent where that is not it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<FieldFault>,
}

/// What is wrong with a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct FieldFault {
    /// The field.
    pub field: String,
    /// What is wrong with it, in words.
    pub what: String,
}

/// A kind of problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// The status that it comes with.
    pub status: StatusCode,
    /// The part of the page `/api` that explains it.
    pub name: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it means and what to do about it.
    pub about: &'static str,
}

/// The kinds that have an explanation of their own.
pub const KINDS: [Kind; 8] = [
    Kind {
        status: StatusCode::BAD_REQUEST,
        name: "bad-parameter",
        title: "A parameter is wrong",
        about: "The detail says which parameter, and what it should be like.",
    },
    Kind {
        status: StatusCode::UNAUTHORIZED,
        name: "no-access",
        title: "No access link that holds",
        about: "The request came without an access link, or with one that is mistyped, expired or revoked. Ask whoever gave it to you for another.",
    },
    Kind {
        status: StatusCode::NOT_FOUND,
        name: "not-found",
        title: "There is nothing here",
        about: "There is nothing at this address, or the access link does not open it. The two are told alike on purpose.",
    },
    Kind {
        status: StatusCode::METHOD_NOT_ALLOWED,
        name: "reading-only",
        title: "Reading only",
        about: "This address does not take that kind of request. The header Allow says what it takes: most are for reading only, with GET and HEAD.",
    },
    Kind {
        status: StatusCode::UNPROCESSABLE_ENTITY,
        name: "unfit",
        title: "What was sent cannot be kept",
        about: "The detail says what is wrong with which field, and so does the list of faults. Nothing was changed.",
    },
    Kind {
        status: StatusCode::TOO_MANY_REQUESTS,
        name: "too-many",
        title: "A little slower, please",
        about: "Many requests with access links that do not hold came from your network. The header Retry-After says how many seconds to wait.",
    },
    Kind {
        status: StatusCode::INTERNAL_SERVER_ERROR,
        name: "broken",
        title: "Something broke on our side",
        about: "The server could not finish this. The cause is in its log, for whoever runs it.",
    },
    Kind {
        status: StatusCode::SERVICE_UNAVAILABLE,
        name: "too-slow",
        title: "That took too long",
        about: "The server could not answer in time. Nothing is lost: try again later.",
    },
];

impl Problem {
    /// What to say of a status. What was found wrong with this one request is in
    /// `told`, if a handler has refused it.
    #[must_use]
    pub fn of(context: &Context, status: StatusCode, told: Option<&Explanation>) -> Self {
        let number = status.as_u16();
        match KINDS.iter().find(|kind| kind.status == status) {
            Some(kind) => Self {
                kind: context.absolute(&format!("/api#{}", kind.name)),
                title: kind.title.to_owned(),
                status: number,
                detail: match told {
                    Some(told) if specific(status) => told.what.clone(),
                    _ => kind.about.to_owned(),
                },
                faults: Vec::new(),
            },
            None => Self {
                kind: "about:blank".to_owned(),
                title: status.canonical_reason().unwrap_or("Refused").to_owned(),
                status: number,
                detail: Explanation::of_status(status).what,
                faults: Vec::new(),
            },
        }
    }

    /// The same with what is wrong with each field.
    #[must_use]
    pub fn with_faults(mut self, faults: Option<&Faults>) -> Self {
        let list = faults.map(Faults::list).unwrap_or_default();
        self.faults = list.into_iter().map(|(field, what)| FieldFault { field, what }).collect();
        self
    }

    /// The problem as a response.
    #[must_use]
    pub fn respond(&self, status: StatusCode) -> Response {
        let body = serde_json::to_vec(self).unwrap_or_default();
        let mut response = (status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(PROBLEM));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        response
    }
}

/// Whether what a handler says of an error is said for programs too; the words for
/// other errors speak of pages and browsers.
const fn specific(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::BAD_REQUEST
            | StatusCode::UNAUTHORIZED
            | StatusCode::UNPROCESSABLE_ENTITY
            | StatusCode::TOO_MANY_REQUESTS
    )
}
