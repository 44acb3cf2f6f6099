//! Taking connections, and letting go of them.
//!
//! What the outside may cost us is bounded here: how many connections are open at once,
//! how long a request's head may take and how large it may be, and how long somebody may
//! leave an answer unread. HTTP/1.1 only: it is what proxies speak behind them, and less
//! to get wrong.
//!
//! On the way out no new connection is taken, requests under way are answered, connections
//! that wait for another one are closed, and what is not done in time is cut.

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_io_timeout::TimeoutStream;
use tokio_util::sync::CancellationToken;
use tower::Service as _;

/// The most that a request's head may be, in bytes: more than any browser sends here, less
/// than would hurt. Beyond it: 431.
const HEAD_SIZE: usize = 16 * 1024;
/// How many headers a request may have. Beyond it: 431.
const HEADERS: usize = 64;

/// What the outside may cost.
#[derive(Debug, Clone, Copy)]
pub struct Bounds {
    /// How many connections may be open at once.
    pub connections: usize,
    /// How long a head may take, and how long a connection may wait for the next one.
    pub head: Duration,
    /// How long somebody may take nothing of what they are sent.
    pub unread: Duration,
    /// How long requests under way are waited for at the end.
    pub drain: Duration,
}

impl Bounds {
    /// The bounds that are used, with so many connections.
    #[must_use]
    pub const fn with_connections(connections: usize) -> Self {
        Self {
            connections,
            head: Duration::from_secs(15),
            unread: Duration::from_secs(30),
            drain: Duration::from_secs(25),
        }
    }
}

/// Serves until `stop`, then finishes what is under way.
pub async fn run(listener: TcpListener, router: Router, bounds: Bounds, stop: CancellationToken) {
    let slots = Arc::new(Semaphore::new(bounds.connections));
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(bounds.head)
        .max_buf_size(HEAD_SIZE)
        .max_headers(HEADERS);
    loop {
        // Without a free place nobody is taken: they wait in the system's queue.
        let next = async {
            let slot = Arc::clone(&slots).acquire_owned().await.ok()?;
            Some((slot, accept(&listener).await))
        };
        let Some(Some((slot, (stream, address)))) = stop.run_until_cancelled(next).await else {
            break;
        };
        while connections.try_join_next().is_some() {}
        // Answers are small and whole: they need not wait for more.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(bounds.unread));
        let router = router.clone();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(ConnectInfo(address));
            router.clone().call(request)
        });
        let connection = http.serve_connection(TokioIo::new(Box::pin(stream)), service);
        let connection = graceful.watch(connection);
        connections.spawn(async move {
            // Whatever breaks a connection is the other side's business, or the network's.
            let _ = connection.await;
            drop(slot);
        });
    }
    drop(listener);
    if tokio::time::timeout(bounds.drain, graceful.shutdown()).await.is_err() {
        while connections.try_join_next().is_some() {}
        tracing::warn!(connections = connections.len(), "cut connections that did not end");
    }
    connections.shutdown().await;
}

/// The next connection. Errors of single connections are theirs; without files to open,
/// it waits until some are closed.
async fn accept(listener: &TcpListener) -> (TcpStream, SocketAddr) {
    loop {
        match listener.accept().await {
            Ok(taken) => return taken,
            Err(error) => {
                let theirs = matches!(
                    error.kind(),
                    ErrorKind::ConnectionRefused
                        | ErrorKind::ConnectionAborted
                        | ErrorKind::ConnectionReset
                );
                if !theirs {
                    tracing::error!(cause = %error, "taking a connection");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
    }
}
