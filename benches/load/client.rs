//! Clients: each has one connection, and sends its next request when it has the answer to
//! the one before.

use axum::body::Bytes;
use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{CONTENT_TYPE, COOKIE, HOST, HeaderMap, ORIGIN};
use hyper::{Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;

/// What is asked.
#[derive(Clone)]
pub struct Ask {
    pub method: Method,
    pub path: String,
    pub cookie: String,
    /// The fields of a form, encoded; empty for a page.
    pub form: Bytes,
}

impl Ask {
    pub fn page(path: &str, cookie: &str) -> Self {
        let (path, cookie) = (path.to_owned(), cookie.to_owned());
        Self { method: Method::GET, path, cookie, form: Bytes::new() }
    }

    pub fn form(path: &str, cookie: &str, form: &Bytes) -> Self {
        Self { method: Method::POST, form: form.clone(), ..Self::page(path, cookie) }
    }
}

/// What is answered.
pub struct Got {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Got {
    /// Name and value of the cookie that is set.
    pub fn cookie(&self) -> String {
        let set = self.headers["set-cookie"].to_str().unwrap();
        set.split(';').next().unwrap().to_owned()
    }
}

/// A connection that is kept.
pub struct Client {
    sender: SendRequest<Full<Bytes>>,
    address: String,
}

impl Client {
    /// `address` is host and port.
    pub async fn connect(address: &str) -> Self {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        let (sender, connection) = handshake(TokioIo::new(stream)).await.unwrap();
        tokio::spawn(connection);
        Self { sender, address: address.to_owned() }
    }

    pub async fn ask(&mut self, ask: Ask) -> Got {
        let mut request = Request::builder().method(ask.method).uri(ask.path);
        request = request.header(HOST, &self.address);
        if !ask.cookie.is_empty() {
            request = request.header(COOKIE, ask.cookie);
        }
        if !ask.form.is_empty() {
            request = request
                .header(ORIGIN, format!("http://{}", self.address))
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        }
        self.sender.ready().await.unwrap();
        let answer = self.sender.send_request(request.body(Full::new(ask.form)).unwrap()).await;
        let (parts, body) = answer.unwrap().into_parts();
        let body = body.collect().await.unwrap().to_bytes();
        Got { status: parts.status, headers: parts.headers, body }
    }
}

/// What came of a load.
pub struct Run {
    /// How long each request took, from short to long.
    times: Vec<Duration>,
    took: Duration,
}

impl Run {
    /// Requests a second.
    pub fn rate(&self) -> f64 {
        self.times.len() as f64 / self.took.as_secs_f64()
    }

    /// The time within which this part of the requests was answered.
    pub fn within(&self, part: f64) -> Duration {
        let last = self.times.len() - 1;
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to last")]
        self.times[(last as f64 * part).round() as usize]
    }

    pub fn median(&self) -> Duration {
        self.within(0.5)
    }
}

/// So many clients ask as fast as they are answered, for so long or until there is nothing
/// left to ask. Every answer has to have this status.
pub async fn load(
    address: &str,
    clients: usize,
    time: Duration,
    expected: StatusCode,
    next: impl Fn() -> Option<Ask> + Send + Sync + 'static,
) -> Run {
    let next = Arc::new(next);
    let mut connected = Vec::new();
    for _ in 0..clients {
        connected.push(Client::connect(address).await);
    }
    let begun = Instant::now();
    let running: Vec<_> = connected
        .into_iter()
        .map(|mut client| {
            let next = next.clone();
            tokio::spawn(async move {
                let mut times = Vec::new();
                while begun.elapsed() < time {
                    let Some(ask) = next() else { break };
                    let asked = Instant::now();
                    let got = client.ask(ask).await;
                    assert_eq!(got.status, expected, "{}", String::from_utf8_lossy(&got.body));
                    times.push(asked.elapsed());
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for client in running {
        times.extend(client.await.unwrap());
    }
    let took = begun.elapsed();
    times.sort_unstable();
    Run { times, took }
}
