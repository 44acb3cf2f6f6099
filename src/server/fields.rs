//! A form as it arrives: text by name, checked before anything looks at it.

use super::error::AppError;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::collections::BTreeMap;

/// The media type of what a form posts.
const FORM: &str = "application/x-www-form-urlencoded";

/// The fields of a form post. No field occurs twice and every value is text.
#[derive(Debug, Clone, Default)]
pub struct Fields(BTreeMap<String, String>);

impl Fields {
    /// Reads `a=1&b=2`.
    ///
    /// # Errors
    /// [`AppError::BadRequest`] for bytes that are not text, NUL characters and
    /// fields that occur twice.
    pub fn parse(body: &[u8]) -> Result<Self, AppError> {
        let mut fields = BTreeMap::new();
        for (name, value) in form_urlencoded::parse(body) {
            // The parser replaces what is not UTF-8 by U+FFFD.
            let garbled = |text: &str| text.contains(['\u{FFFD}', '\0']);
            if garbled(&name) || garbled(&value) {
                return Err(AppError::BadRequest("The form held bytes that are not text."));
            }
            if fields.insert(name.into_owned(), value.into_owned()).is_some() {
                return Err(AppError::BadRequest("The form held the same field twice."));
            }
        }
        Ok(Self(fields))
    }

    /// The value of a field; empty when it is missing.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).map_or("", String::as_str)
    }

    /// The beginning of a value, to be shown again in its field: at most so many characters.
    #[must_use]
    pub fn typed(&self, name: &str, most: usize) -> String {
        self.text(name).chars().take(most).collect()
    }

    /// Whether a box is ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        !self.text(name).is_empty()
    }

    /// A whole number, if it is one.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<u16> {
        self.text(name).trim().parse().ok()
    }

    /// All fields, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl<S: Send + Sync> FromRequest<S> for Fields {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let is_form = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .and_then(|kind| kind.split(';').next())
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case(FORM));
        let bytes =
            Bytes::from_request(request, state).await.map_err(IntoResponse::into_response)?;
        if bytes.is_empty() {
            return Ok(Self::default());
        }
        if !is_form {
            return Err(StatusCode::UNSUPPORTED_MEDIA_TYPE.into_response());
        }
        Self::parse(&bytes).map_err(IntoResponse::into_response)
    }
}

/// What is wrong with a form, by field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Faults(Vec<(String, String)>);

impl Faults {
    /// Notes a fault at a field.
    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0.push((field.to_owned(), message.into()));
    }

    /// Takes the value, or notes the error at the field.
    pub fn take<T, E: std::fmt::Display>(&mut self, field: &str, value: Result<T, E>) -> Option<T> {
        value.map_err(|error| self.add(field, error.to_string())).ok()
    }

    /// The message at a field.
    #[cfg(test)]
    #[must_use]
    pub fn at(&self, field: &str) -> Option<String> {
        self.0.iter().find(|(name, _)| name == field).map(|(_, message)| message.clone())
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// All of them, in the order in which they were found.
    #[must_use]
    pub fn list(&self) -> Vec<(String, String)> {
        self.0.clone()
    }

    /// `Ok` without faults, else `Err(422)`.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        if self.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_field_that_is_missing_is_empty() {
        let fields = Fields::parse(b"name=Anna+B%C3%BCcher").unwrap();
        assert_eq!(fields.text("name"), "Anna B\u{fc}cher");
        assert_eq!(fields.text("other"), "");
        assert!(!fields.ticked("other"));
    }

    #[test]
    fn doubled_fields_and_bytes_that_are_not_text_are_refused() {
        for bad in [&b"a=1&a=2"[..], b"a=%FF%FE", b"a=%00", b"%ED%A0%80=1"] {
            assert!(Fields::parse(bad).is_err(), "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_panic(body in proptest::collection::vec(any::<u8>(), 0..400)) {
            let _ = Fields::parse(&body);
        }
    }
}
