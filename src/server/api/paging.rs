//! Long lists, a part at a time.

use super::answer;
use crate::server::context::Context;
use crate::server::error::AppError;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::Response;
use data_encoding::BASE64URL_NOPAD;
use serde::Serialize;
use std::convert::Infallible;
use std::ops::RangeInclusive;
use utoipa::IntoParams;

/// How many entries may be asked for at once.
pub const LIMITS: RangeInclusive<usize> = 1..=100;
/// How many there are where nobody says.
pub const USUAL_LIMIT: usize = 50;

const BAD_LIMIT: AppError =
    AppError::BadRequest("\u{201c}limit\u{201d} is a number from 1 to 100.");
/// What is said of a cursor that this list has not given.
pub const BAD_CURSOR: AppError = AppError::BadRequest(
    "\u{201c}cursor\u{201d} is not one that this list has given. Leave it out to begin again.",
);

/// Which part of a list is asked for, as the document describes it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "a description: `Paging` reads the query")]
pub struct PagingParameters {
    /// How many entries to give at most.
    #[param(minimum = 1, maximum = 100, default = 50)]
    limit: Option<u8>,
    /// Where to go on: taken from the address of the next part. What is inside it may change.
    #[param(min_length = 1, pattern = "^[A-Za-z0-9_-]+$")]
    cursor: Option<String>,
}

/// Which part of a list is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paging {
    limit: usize,
    after: Option<String>,
    /// The address and everything else that it asks, to be asked again for the next part.
    path: String,
    others: Vec<(String, String)>,
}

/// A part of a list.
pub struct Part<T> {
    /// The entries.
    pub entries: Vec<T>,
    /// The address of the next part.
    pub next: Option<String>,
}

impl<S: Sync> FromRequestParts<S> for Asked {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(Paging::read(parts.uri.path(), parts.uri.query().unwrap_or_default())))
    }
}

/// What was asked for, right or wrong: whoever has no access is told that first.
pub struct Asked(pub Result<Paging, AppError>);

impl Paging {
    /// Reads `limit` and `cursor` of a query.
    ///
    /// # Errors
    /// [`AppError::BadRequest`] when one of them is wrong, or there twice.
    pub fn read(path: &str, query: &str) -> Result<Self, AppError> {
        let mut paging =
            Self { limit: USUAL_LIMIT, after: None, path: path.to_owned(), others: Vec::new() };
        let mut limit = None;
        for (name, value) in form_urlencoded::parse(query.as_bytes()).into_owned() {
            match name.as_str() {
                "limit" if limit.is_none() => limit = Some(value),
                "limit" => return Err(BAD_LIMIT),
                "cursor" if paging.after.is_none() => {
                    paging.after = Some(open(&value).ok_or(BAD_CURSOR)?);
                }
                "cursor" => return Err(BAD_CURSOR),
                _ => paging.others.push((name, value)),
            }
        }
        if let Some(limit) = limit {
            let digits = limit.bytes().all(|byte| byte.is_ascii_digit());
            let number = limit.parse().ok().filter(|number| digits && LIMITS.contains(number));
            paging.limit = number.ok_or(BAD_LIMIT)?;
        }
        Ok(paging)
    }

    /// What else the query says under this name; empty where it says nothing.
    #[must_use]
    pub fn said(&self, name: &str) -> &str {
        let said = self.others.iter().find(|(each, _)| each == name);
        said.map_or("", |(_, value)| value)
    }

    /// The key of the last entry that was given before this part.
    #[must_use]
    pub fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// Where the part begins in a list from which nothing ever goes away: after the last
    /// entry that was given.
    ///
    /// # Errors
    /// [`BAD_CURSOR`] when there is no such entry.
    pub fn start_in<T>(&self, all: &[T], key: impl Fn(&T) -> &str) -> Result<usize, AppError> {
        let Some(after) = self.after() else { return Ok(0) };
        let last = all.iter().position(|each| key(each) == after);
        Ok(last.ok_or(BAD_CURSOR)? + 1)
    }

    /// The part of `all` from the place `start` on; `key` is what its cursor holds.
    pub fn cut<T>(
        &self,
        context: &Context,
        all: Vec<T>,
        start: usize,
        key: impl Fn(&T) -> String,
    ) -> Part<T> {
        let more = all.len() > start.saturating_add(self.limit);
        let entries: Vec<T> = all.into_iter().skip(start).take(self.limit).collect();
        let last = entries.last().filter(|_| more);
        let next = last.map(|entry| context.absolute(&self.address(&key(entry))));
        Part { entries, next }
    }

    fn address(&self, key: &str) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(&self.others);
        query.append_pair("limit", &self.limit.to_string());
        query.append_pair("cursor", &BASE64URL_NOPAD.encode(key.as_bytes()));
        format!("{}?{}", self.path, query.finish())
    }
}

/// Reads a cursor; none when it is not one.
fn open(cursor: &str) -> Option<String> {
    let key = BASE64URL_NOPAD.decode(cursor.as_bytes()).ok()?;
    String::from_utf8(key).ok().filter(|key| !key.is_empty())
}

/// A part of a list as a response, with the next part's address in `Link` too.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn answer_part(body: &impl Serialize, next: Option<&str>) -> Result<Response, AppError> {
    let mut response = answer(body)?;
    if let Some(next) = next {
        let link = HeaderValue::from_str(&format!("<{next}>; rel=\"next\""));
        response
            .headers_mut()
            .insert(header::LINK, link.map_err(|error| AppError::Internal(error.to_string()))?);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_limit_is_a_number_from_1_to_100_said_once() {
        let limit = |query: &str| Paging::read("/", query).map(|paging| paging.limit).ok();
        assert_eq!(limit(""), Some(50));
        assert_eq!(limit("limit=1"), Some(1));
        assert_eq!(limit("group=x&limit=100"), Some(100));
        for bad in ["0", "101", "-1", "+5", "1e1", "", "ten", "1%00", "99999999999999999999"] {
            assert_eq!(limit(&format!("limit={bad}")), None, "{bad}");
        }
        assert_eq!(limit("limit=5&limit=5"), None);
    }

    #[test]
    fn a_cursor_leads_on_and_keeps_what_else_was_asked() {
        let paging = Paging::read("/api/v1/board", "quarter=2026-Q1&group=a%26b&limit=7").unwrap();
        let next = paging.address("zebra\u{1}id");
        let (path, query) = next.split_once('?').unwrap();
        let again = Paging::read(path, query).unwrap();
        assert_eq!(again.after(), Some("zebra\u{1}id"));
        assert_eq!((again.limit, again.others), (7, paging.others));
        for bad in ["cursor=", "cursor=%3D", "cursor=a", "cursor=_w", "cursor=YQ&cursor=YQ"] {
            assert!(Paging::read("/", bad).is_err(), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn any_query_is_read_or_refused(query in "\\PC{0,60}", cursor in "[A-Za-z0-9_-]{0,40}") {
            for query in [query.clone(), format!("{query}&cursor={cursor}"), format!("limit={query}")] {
                if let Ok(paging) = Paging::read("/api/v1/teams", &query) {
                    prop_assert!(LIMITS.contains(&paging.limit));
                    prop_assert!(paging.after() != Some(""));
                }
            }
        }

        #[test]
        fn every_key_comes_back_out_of_its_cursor(key in "\\PC{1,80}", other in "\\PC{0,20}") {
            let first = Paging::read("/x", &form_urlencoded::Serializer::new(String::new())
                .append_pair("other", &other).finish()).unwrap();
            let address = first.address(&key);
            let again = Paging::read("/x", address.split_once('?').unwrap().1).unwrap();
            prop_assert_eq!(again.after(), Some(key.as_str()));
            prop_assert_eq!(again.others, vec![("other".to_owned(), other)]);
        }
    }
}
