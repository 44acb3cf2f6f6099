//! A real receiver of messages on a free port, which answers as it is told to.

use crate::support::{TestApp, Visitor, between, text};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// How long a test waits for a message: the server looks every two seconds.
const PATIENCE: Duration = Duration::from_secs(20);

/// What came in.
#[derive(Debug, Clone)]
pub struct Got {
    pub path: String,
    pub headers: HeaderMap,
    pub body: Bytes,
}

/// What a receiver does with the next message.
#[derive(Debug, Clone)]
pub enum Does {
    Answers(u16),
    Redirects(String),
    Waits(Duration),
    /// Answers 200 and sends a body that never ends.
    Babbles,
}

#[derive(Clone)]
pub struct Receiver {
    pub port: u16,
    got: Arc<Mutex<Vec<Got>>>,
    plan: Arc<Mutex<VecDeque<Does>>>,
}

impl Receiver {
    /// Listens on this machine. What it is not told to do otherwise, it takes.
    pub async fn start(plan: impl IntoIterator<Item = Does>) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let receiver = Self::at(listener.local_addr().unwrap().port(), plan);
        let router = receiver.router();
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        receiver
    }

    /// One for which somebody else listens.
    pub fn at(port: u16, plan: impl IntoIterator<Item = Does>) -> Self {
        let plan = Arc::new(Mutex::new(plan.into_iter().collect()));
        Self { port, plan, got: Arc::default() }
    }

    pub fn router(&self) -> Router {
        Router::new().fallback(take).with_state(self.clone())
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    pub fn all(&self) -> Vec<Got> {
        self.got.lock().unwrap().clone()
    }

    /// Waits until so many have come, and gives the last one.
    pub async fn nth(&self, number: usize) -> Got {
        let begun = tokio::time::Instant::now();
        loop {
            if let Some(got) = self.all().get(number - 1) {
                return got.clone();
            }
            assert!(begun.elapsed() < PATIENCE, "only {} of {number} came", self.all().len());
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn take(
    State(receiver): State<Receiver>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    receiver.got.lock().unwrap().push(Got { path: uri.to_string(), headers, body });
    let does = receiver.plan.lock().unwrap().pop_front().unwrap_or(Does::Answers(200));
    match does {
        Does::Answers(status) => StatusCode::from_u16(status).unwrap().into_response(),
        Does::Redirects(to) => (StatusCode::FOUND, [(header::LOCATION, to)]).into_response(),
        Does::Waits(time) => {
            tokio::time::sleep(time).await;
            StatusCode::OK.into_response()
        }
        Does::Babbles => {
            let more = futures::stream::repeat_with(|| {
                Ok::<_, std::convert::Infallible>(Bytes::from_static(&[b'x'; 1024]))
            });
            axum::body::Body::from_stream(more).into_response()
        }
    }
}

impl Got {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }

    pub fn text(&self) -> String {
        self.json()["text"].as_str().unwrap().to_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers[name].to_str().unwrap()
    }

    /// As the page tells those who write a receiver.
    pub fn is_signed_with(&self, secret: &str) -> bool {
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(self.header("andon-timestamp").as_bytes());
        mac.update(b".");
        mac.update(&self.body);
        let expected = data_encoding::HEXLOWER.encode(&mac.finalize().into_bytes());
        self.header("andon-signature") == format!("v1={expected}")
    }
}

/// Has a team's messages sent somewhere, and gives the secret that is shown once.
pub async fn connect(lead: &Visitor, team: &str, url: &str) -> String {
    let form = [("url", url), ("opened", "yes"), ("closed", "yes"), ("due", "yes")];
    let page = lead.post(&format!("{team}/reminders/webhook"), &form).await.ok().await;
    let html = page.text().await.unwrap();
    shown_once(&html)
}

/// What stands in the box of things that are shown once.
pub fn shown_once(html: &str) -> String {
    let (_, rest) = html.split_once("codebox").unwrap();
    between(rest, ">", "<").unwrap()
}

/// Presses *Send a test message*.
pub async fn send_test(lead: &Visitor, team: &str) {
    lead.post(&format!("{team}/reminders/webhook/test"), &[]).await.leads_to();
}

/// Waits until the page with the log says this.
pub async fn log_says(lead: &Visitor, team: &str, words: &str) -> String {
    let begun = tokio::time::Instant::now();
    loop {
        let html = text(lead, &format!("{team}/reminders")).await;
        if html.contains(words) {
            return html;
        }
        assert!(begun.elapsed() < PATIENCE, "{words}: {html}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// A server that may send to this machine.
pub async fn reaching_here() -> TestApp {
    let args = crate::support::options(&[
        "--rate-limits",
        "off",
        "--webhook-allow",
        "127.0.0.0/8,::1",
        "--public-url",
        "https://andon.example.org",
        "--setup",
        "open",
    ]);
    TestApp::start_with(&args).await
}
