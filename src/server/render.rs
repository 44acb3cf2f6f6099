//! From a Leptos view to a response: the only place where pages become HTML.

use super::context::Context;
use crate::pages::document::{Frame, document};
use axum::body::{self, Body};
use axum::http::{HeaderValue, Request, StatusCode, header};
use axum::response::{IntoResponse, Response};
use leptos::nonce::Nonce;
use leptos::prelude::*;
use memchr::memmem;
use std::future::Future;

/// How a page is to be served.
#[derive(Debug, Clone)]
pub struct Page {
    /// Its title, without the product's name.
    pub title: String,
    /// The HTTP status.
    pub status: StatusCode,
    /// Whether it holds an island, and so needs the WebAssembly.
    pub islands: bool,
    /// Whether anyone may see it, so that it may be kept by caches that ask again.
    pub public: bool,
}

impl Page {
    /// A private page without islands.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), status: StatusCode::OK, islands: false, public: false }
    }

    /// Anyone may see it.
    #[must_use]
    pub const fn public(mut self) -> Self {
        self.public = true;
        self
    }

    /// It holds an island.
    #[must_use]
    pub const fn islands(mut self) -> Self {
        self.islands = true;
        self
    }

    /// With another status than 200.
    #[must_use]
    pub const fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// With status 422, if what was sent is wrong.
    #[must_use]
    pub const fn wrong(self, wrong: bool) -> Self {
        if wrong { self.status(StatusCode::UNPROCESSABLE_ENTITY) } else { self }
    }

    /// Renders `body` inside the document.
    pub fn render<V: IntoView + 'static>(
        self,
        context: &Context,
        body: impl FnOnce() -> V + Send + 'static,
    ) -> impl Future<Output = Response> + Send {
        self.render_any(context, Box::new(move || body().into_any()))
    }

    /// The same of every page, so that all of this is compiled once and not for each of them.
    async fn render_any(
        self,
        context: &Context,
        body: Box<dyn FnOnce() -> AnyView + Send>,
    ) -> Response {
        let nonce = Nonce::new();
        let frame = Frame {
            title: self.title,
            theme: context.theme,
            path: context.path.clone(),
            nav: context.navigation(),
            made_up: context.sees_made_up(),
            stylesheet: context.app.assets.stylesheet.clone(),
            islands: self.islands.then(|| context.app.assets.leptos.clone()),
        };
        let provided = nonce.clone();
        let rendered = leptos_axum::handle_response_inner(
            move || provide_context(provided.clone()),
            move || document(frame, body()),
            Request::new(Body::empty()),
            |app, chunks, _| {
                Box::pin(async move {
                    use futures::StreamExt as _;
                    // At once, not in parts: no page waits for anything any more.
                    let html = without_marks(app.to_html());
                    let lively = memmem::find(html.as_bytes(), b"<script").is_some();
                    let page = futures::stream::once(async move { html });
                    // A page that loads no script is complete without the islands' data.
                    let whole: std::pin::Pin<Box<dyn futures::Stream<Item = String> + Send>> =
                        if lively { Box::pin(page.chain(chunks())) } else { Box::pin(page) };
                    whole
                })
            },
        )
        .await;
        // Whole, so that its length is known. Memory does not fail.
        let body = body::to_bytes(rendered.into_body(), usize::MAX).await.unwrap_or_default();
        let mut response = (self.status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
        // The header of every page names what somebody who is signed in may open.
        let kept = if self.public && context.links.is_empty() { "no-cache" } else { "no-store" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(kept));
        if let Ok(policy) = HeaderValue::from_str(&content_security_policy(&nonce)) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        response
    }
}

/// Without the marks by which a browser would find its place again, were there anything to
/// bring to life.
pub fn without_marks(html: String) -> String {
    const MARK: &str = "<!>";
    if memmem::find(html.as_bytes(), b"<leptos-island").is_some() {
        return html;
    }
    let mut plain = String::with_capacity(html.len());
    let mut from = 0;
    for mark in memmem::find_iter(html.as_bytes(), MARK) {
        plain.push_str(html.get(from..mark).unwrap_or_default());
        from = mark + MARK.len();
    }
    plain.push_str(html.get(from..).unwrap_or_default());
    plain
}

/// Nothing from elsewhere, nothing inline without this response's nonce.
fn content_security_policy(nonce: &Nonce) -> String {
    format!(
        "default-src 'none'; script-src 'nonce-{nonce}' 'strict-dynamic' 'wasm-unsafe-eval'; \
         style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_out_where_nothing_is_brought_to_life() {
        for (html, plain) in [
            ("", ""),
            ("<!>", ""),
            ("<p>a<!>b<!><!>c</p><!>", "<p>abc</p>"),
            ("<!DOCTYPE html>\u{2019}<!>", "<!DOCTYPE html>\u{2019}"),
            ("<leptos-island></leptos-island>a<!>b", "<leptos-island></leptos-island>a<!>b"),
        ] {
            assert_eq!(without_marks(html.to_owned()), plain);
        }
    }
}
