//! Entity tags: whoever asks again, and says what they have, is sent it only if it
//! has changed.

use super::error::AppError;
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use data_encoding::BASE64URL_NOPAD;
use sha2::{Digest as _, Sha256};

/// What a handler leaves in a response's extensions to have it tagged.
#[derive(Debug, Clone, Copy)]
pub struct Tag;

/// Tags the responses that ask for it by their bytes, and answers 304 to those who
/// have them already. It stands outside the compression, so a tag is a strong one:
/// it belongs to the very bytes that are sent.
pub async fn tag(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    let known: Vec<HeaderValue> =
        request.headers().get_all(header::IF_NONE_MATCH).iter().cloned().collect();
    let response = next.run(request).await;
    if !reads || response.status() != StatusCode::OK || response.extensions().get::<Tag>().is_none()
    {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let bytes = match axum::body::to_bytes(body, usize::MAX).await {
        Ok(bytes) => bytes,
        Err(error) => return AppError::Internal(error.to_string()).into_response(),
    };
    let tag = etag(&bytes);
    let known = known.iter().any(|list| list.to_str().is_ok_and(|list| matches(list, &tag)));
    let Ok(value) = HeaderValue::from_str(&tag) else {
        return Response::from_parts(parts, Body::from(bytes));
    };
    parts.headers.insert(header::ETAG, value);
    if !known {
        parts.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(bytes.len()));
        return Response::from_parts(parts, Body::from(bytes));
    }
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    for name in [header::ETAG, header::CACHE_CONTROL, header::VARY, header::LINK] {
        for value in parts.headers.get_all(&name) {
            response.headers_mut().append(&name, value.clone());
        }
    }
    response
}

/// A strong entity tag: half of the bytes' SHA-256, which no two answers share.
fn etag(bytes: &[u8]) -> String {
    let hash = Sha256::digest(bytes);
    let half = hash.get(..16).unwrap_or_default();
    format!("\"{}\"", BASE64URL_NOPAD.encode(half))
}

/// Whether a value of `If-None-Match` names the tag: `*` names all of them, and for
/// reading a weak tag is as good as a strong one (RFC 9110, 13.1.2).
fn matches(list: &str, tag: &str) -> bool {
    let mut rest = list.trim();
    if rest == "*" {
        return true;
    }
    loop {
        rest = rest.trim_start_matches([' ', '\t', ',']);
        rest = rest.strip_prefix("W/").unwrap_or(rest);
        // A comma may stand inside the quotes, so the list cannot be split at commas.
        let Some(end) = rest.strip_prefix('"').and_then(|inside| inside.find('"')) else {
            return false;
        };
        let (one, others) = rest.split_at(end + 2);
        if one == tag {
            return true;
        }
        rest = others;
    }
}

#[cfg(test)]
mod tests {
    use super::{etag, matches};
    use proptest::prelude::*;

    #[test]
    fn a_tag_is_found_in_a_list_by_weak_comparison() {
        let tag = etag(b"report");
        assert!(tag.starts_with('"') && tag.ends_with('"') && tag.len() == 24, "{tag}");
        assert_ne!(tag, etag(b"another"));
        for known in [
            tag.clone(),
            format!("W/{tag}"),
            format!("\"a,b\", {tag}"),
            format!("\"x\",W/\"y\" ,\t{tag},\"z\""),
            "*".to_owned(),
            " * ".to_owned(),
        ] {
            assert!(matches(&known, &tag), "{known}");
        }
        for other in ["", "\"\"", "W/", "\"report\"", tag.trim_matches('"'), "\"open", "**"] {
            assert!(!matches(other, &tag), "{other}");
        }
    }

    proptest! {
        #[test]
        fn any_header_is_read_without_harm(list in "[ -~\t]{0,60}") {
            let tag = etag(b"report");
            prop_assert!(!matches(&list, &tag) || list.trim() == "*");
        }
    }
}
