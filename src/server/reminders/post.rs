//! Sends one message or asks for one thing: looks the name up, checks every address
//! behind it, and connects to one of exactly these. No redirect is followed, and of an
//! answer no more is read than was said before.

use super::reach::Reach;
use super::target::Target;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use futures::future::Either;
use http_body_util::{BodyExt as _, Full, LengthLimitError, Limited};
use hyper::body::Incoming;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpStream, lookup_host};
use tokio::sync::OnceCell;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{self, ClientConfig, RootCertStore};

/// The longest that sending may take, from looking the name up to the answer.
const TIME_LIMIT: Duration = Duration::from_secs(10);
/// The longest that one of several addresses may take to accept a connection.
const CONNECT_LIMIT: Duration = Duration::from_secs(4);
/// How many addresses behind one name are tried.
const ADDRESSES: usize = 4;
/// How much of an answer's head is read at most, in bytes.
const HEAD_LIMIT: usize = 16 * 1024;
/// How much of an answer's body is read at most, in bytes: nobody looks at it, but some
/// servers take a message for broken off when their answer is not read.
const BODY_LIMIT: usize = 4 * 1024;

/// What a receiver answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// How many seconds it asks us to wait.
    pub retry_after: Option<u32>,
}

/// Why no answer came. Its words are for the log that the facilitator sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// There is no such name.
    #[error("The name of the receiver was not found.")]
    UnknownName,
    /// One of the addresses behind the name is not to be connected to.
    #[error(
        "The address leads into an inner network. Andon sends nothing there, unless whoever runs this server allows that network."
    )]
    Inner,
    /// Nobody listens there.
    #[error("The receiver could not be reached.")]
    Unreachable,
    /// It is not who it says it is.
    #[error("The receiver\u{2019}s certificate does not hold, so nothing was sent.")]
    Certificate,
    /// The machine has no certificates to check others against.
    #[error(
        "This server has no list of certificate authorities (on Linux, the package ca-certificates), so nothing was sent."
    )]
    NoAuthorities,
    /// TLS did not work out.
    #[error("No secure connection to the receiver came about.")]
    Tls,
    /// It took too long.
    #[error("The receiver did not answer within 10 seconds.")]
    Slow,
    /// It does not speak HTTP, or went away in the middle.
    #[error("The receiver broke off, or its answer could not be read.")]
    Garbled,
    /// It went on and on.
    #[error("The answer is longer than it may be.")]
    TooLong,
}

/// How much of an answer's body is read.
#[derive(Debug, Clone, Copy)]
enum Reading {
    /// Its beginning, which nobody looks at.
    Beginning,
    /// All of it, if it is no longer than so many bytes.
    Whole(usize),
}

/// Sends messages.
#[derive(Clone)]
pub struct Sender {
    reach: Reach,
    /// Made with the first message over TLS: reading the authorities takes a while.
    tls: Arc<OnceCell<TlsConnector>>,
}

impl Sender {
    /// A sender that reaches so far.
    #[must_use]
    pub fn new(reach: Reach) -> Self {
        Self { reach, tls: Arc::default() }
    }

    /// Sends a message, within ten seconds.
    ///
    /// # Errors
    /// [`NoAnswer`] when there is no answer.
    pub async fn post(
        &self,
        target: &Target,
        headers: HeaderMap,
        body: Bytes,
    ) -> Result<Answer, NoAnswer> {
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = Method::POST;
        *request.headers_mut() = headers;
        let sent = self.send(target, request, Reading::Beginning);
        let answered = tokio::time::timeout(TIME_LIMIT, sent).await;
        answered.unwrap_or(Err(NoAnswer::Slow)).map(|response| answer(&response))
    }

    /// Asks for something and reads the whole answer, of at most `most` bytes, within
    /// `time`. The request's own address is not looked at: it goes to the target's.
    ///
    /// # Errors
    /// [`NoAnswer`] when there is none, or more than that.
    pub async fn ask(
        &self,
        target: &Target,
        request: Request<Full<Bytes>>,
        most: usize,
        time: Duration,
    ) -> Result<Response<Bytes>, NoAnswer> {
        let sent = self.send(target, request, Reading::Whole(most));
        tokio::time::timeout(time, sent).await.unwrap_or(Err(NoAnswer::Slow))
    }

    async fn send(
        &self,
        target: &Target,
        mut request: Request<Full<Bytes>>,
        reading: Reading,
    ) -> Result<Response<Bytes>, NoAnswer> {
        let addresses = self.addresses(target).await?;
        let stream = connect(&addresses).await?;
        *request.uri_mut() = target.path().parse().map_err(|_| NoAnswer::Garbled)?;
        let host = HeaderValue::from_str(target.authority()).map_err(|_| NoAnswer::Garbled)?;
        request.headers_mut().insert(header::HOST, host);
        if target.is_https() {
            let name = match target.literal() {
                Some(address) => ServerName::IpAddress(address.into()),
                None => ServerName::try_from(target.host().to_owned())
                    .map_err(|_| NoAnswer::UnknownName)?,
            };
            let tls = self.tls().await?;
            let stream = tls.connect(name, stream).await.map_err(|error| tls_fault(&error))?;
            exchange(TokioIo::new(stream), request, reading).await
        } else {
            exchange(TokioIo::new(stream), request, reading).await
        }
    }

    /// The addresses of a receiver: all of them may be connected to, or none is.
    async fn addresses(&self, target: &Target) -> Result<Vec<SocketAddr>, NoAnswer> {
        let found: Vec<IpAddr> = match target.literal() {
            Some(address) => vec![address],
            None => lookup_host((target.host(), target.port()))
                .await
                .map_err(|_| NoAnswer::UnknownName)?
                .map(|address| address.ip())
                .collect(),
        };
        if found.is_empty() {
            return Err(NoAnswer::UnknownName);
        }
        if !found.iter().all(|address| self.reach.allows(*address)) {
            return Err(NoAnswer::Inner);
        }
        let port = target.port();
        Ok(found.into_iter().take(ADDRESSES).map(|address| (address, port).into()).collect())
    }

    async fn tls(&self) -> Result<&TlsConnector, NoAnswer> {
        self.tls
            .get_or_try_init(|| async {
                let config = tokio::task::spawn_blocking(tls_config);
                let config = config.await.map_err(|_| NoAnswer::Tls)??;
                Ok(TlsConnector::from(Arc::new(config)))
            })
            .await
    }
}

/// Connects to the first address that accepts it.
async fn connect(addresses: &[SocketAddr]) -> Result<TcpStream, NoAnswer> {
    for address in addresses {
        let connecting = tokio::time::timeout(CONNECT_LIMIT, TcpStream::connect(address));
        if let Ok(Ok(stream)) = connecting.await {
            let _ = stream.set_nodelay(true);
            return Ok(stream);
        }
    }
    Err(NoAnswer::Unreachable)
}

/// What this machine trusts: so a company's own authority counts too.
fn tls_config() -> Result<ClientConfig, NoAnswer> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err(NoAnswer::NoAuthorities);
    }
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(|_| NoAnswer::Tls)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(config)
}

fn tls_fault(error: &io::Error) -> NoAnswer {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
        Some(rustls::Error::InvalidCertificate(_)) => NoAnswer::Certificate,
        _ => NoAnswer::Tls,
    }
}

/// One request and its answer, as far as it is read.
async fn exchange<S>(
    stream: S,
    request: Request<Full<Bytes>>,
    reading: Reading,
) -> Result<Response<Bytes>, NoAnswer>
where
    S: hyper::rt::Read + hyper::rt::Write + Unpin + Send + 'static,
{
    let (mut sender, connection) = http1::Builder::new()
        .max_buf_size(HEAD_LIMIT)
        .handshake(stream)
        .await
        .map_err(|_| NoAnswer::Garbled)?;
    let asking = async move {
        let response = sender.send_request(request).await.map_err(|_| NoAnswer::Garbled)?;
        let (head, body) = response.into_parts();
        let body = match reading {
            Reading::Beginning => {
                skim(body).await;
                Bytes::new()
            }
            Reading::Whole(most) => whole(body, most).await?,
        };
        Ok(Response::from_parts(head, body))
    };
    alongside(asking, connection).await
}

/// Runs a connection for as long as something is asked over it.
async fn alongside<T>(asking: impl Future<Output = T>, connection: impl Future) -> T {
    let (asking, connection) = (std::pin::pin!(asking), std::pin::pin!(connection));
    match futures::future::select(asking, connection).await {
        Either::Left((answer, _)) => answer,
        Either::Right((_, asking)) => asking.await,
    }
}

fn answer(response: &Response<Bytes>) -> Answer {
    let retry_after = response.headers().get(header::RETRY_AFTER);
    Answer {
        status: response.status(),
        retry_after: retry_after
            .and_then(|value| value.to_str().ok())
            .and_then(|value| value.trim().parse().ok()),
    }
}

/// Reads the beginning of a body and forgets it.
async fn skim(mut body: Incoming) {
    let mut read = 0;
    while read < BODY_LIMIT {
        match body.frame().await {
            Some(Ok(frame)) => read += frame.data_ref().map_or(0, Bytes::len),
            Some(Err(_)) | None => return,
        }
    }
}

/// Reads a body of at most so many bytes.
async fn whole(body: Incoming, most: usize) -> Result<Bytes, NoAnswer> {
    match Limited::new(body, most).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(NoAnswer::TooLong),
        Err(_) => Err(NoAnswer::Garbled),
    }
}
