//! How the provider is asked: with the server's own HTTP client, within a time, up to a
//! size, over TLS.
//!
//! The provider's address was said by whoever runs the server, and those of its
//! endpoints by the provider, so they may lie in an inner network. What is refused is
//! plain HTTP, but to this very machine if the issuer is there too.

use crate::config::{Issuer, is_loopback};
use crate::server::reminders::post::{NoAnswer, Sender};
use crate::server::reminders::reach::Reach;
use crate::server::reminders::target::Target;
use axum::body::Bytes;
use axum::http::Request;
use futures::future::BoxFuture;
use http_body_util::Full;
use openidconnect::url::Url;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use std::time::Duration;

/// The longest that one answer of the provider may take.
const TIME_LIMIT: Duration = Duration::from_secs(5);
/// The most that it may hold, in bytes: descriptions and keys have a tenth of it.
const SIZE_LIMIT: usize = 256 * 1024;

/// Asks the provider.
#[derive(Clone)]
pub struct Web {
    over_tls: Sender,
    plain: Option<Sender>,
    reach: Reach,
}

impl Web {
    /// For this provider.
    #[must_use]
    pub fn new(issuer: &Issuer) -> Self {
        let reach = Reach::everywhere();
        Self {
            over_tls: Sender::new(reach.clone()),
            plain: (!issuer.is_https()).then(|| Sender::new(Reach::loopback())),
            reach,
        }
    }

    /// Whether an address of the provider's may be used: asked, or sent a browser to.
    #[must_use]
    pub fn allows(&self, url: &Url) -> bool {
        self.sender(url).is_some()
    }

    fn sender(&self, url: &Url) -> Option<&Sender> {
        match url.scheme() {
            "https" => Some(&self.over_tls),
            "http" if is_loopback(url) => self.plain.as_ref(),
            _ => None,
        }
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let url = request.uri().to_string();
        let sender = url.parse().ok().and_then(|url| self.sender(&url)).ok_or(NoAnswer::Tls)?;
        let target = Target::parse(&url, &self.reach).map_err(|_| NoAnswer::Garbled)?;
        let (head, body) = request.into_parts();
        let request = Request::from_parts(head, Full::new(Bytes::from(body)));
        let response = sender.ask(&target, request, SIZE_LIMIT, TIME_LIMIT).await?;
        Ok(response.map(|body| body.to_vec()))
    }
}

impl<'c> AsyncHttpClient<'c> for Web {
    type Error = NoAnswer;
    type Future = BoxFuture<'c, Result<HttpResponse, NoAnswer>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Cli;
    use clap::Parser as _;

    #[test]
    fn plain_http_leads_nowhere_but_to_this_machine_from_this_machine() {
        let web = |issuer: &str| {
            let args = Cli::parse_from(["andon", "--oidc-issuer", issuer]).serve.sign_in;
            Web::new(&args.issuer.unwrap())
        };
        let (far, near) = (web("https://id.example.org"), web("http://127.0.0.1:4000"));
        for (url, from_far, from_near) in [
            ("https://id.example.org/token", true, true),
            ("https://10.1.2.3/token", true, true),
            ("http://127.0.0.1:4000/token", false, true),
            ("http://id.example.org/token", false, false),
            ("http://10.1.2.3/token", false, false),
            ("ftp://id.example.org/token", false, false),
            ("javascript:alert(1)", false, false),
        ] {
            let url: Url = url.parse().unwrap();
            assert_eq!((far.allows(&url), near.allows(&url)), (from_far, from_near), "{url}");
        }
    }
}
