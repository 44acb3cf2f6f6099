//! What the outside may cost: slow heads, large heads, large bodies, many connections,
//! answers that nobody reads.

use crate::support::options;
use andon::clock::SystemClock;
use andon::server::{Bounds, Settings, assemble, serve_within};
use andon::store::Store;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// A server within narrow bounds.
struct Narrow {
    address: String,
    stop: oneshot::Sender<()>,
    running: JoinHandle<()>,
    _folder: tempfile::TempDir,
}

const NARROW: Bounds = Bounds {
    connections: 2,
    head: Duration::from_millis(600),
    unread: Duration::from_millis(600),
    drain: Duration::from_millis(800),
};

impl Narrow {
    async fn start(bounds: Bounds) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("andon.sqlite")).await.unwrap();
        let settings = Settings::from_args(&options(&[]), true).unwrap();
        let app = assemble(store, settings, Arc::new(SystemClock)).unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap().to_string();
        let (stop, stopped) = oneshot::channel::<()>();
        let running = tokio::spawn(async move {
            let told = async move {
                let _ = stopped.await;
            };
            serve_within(listener, app, bounds, told).await.unwrap();
        });
        Self { address, stop, running, _folder: folder }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(&self.address).await.unwrap()
    }

    /// Asks in one go, and gives all that comes until the connection ends.
    async fn ask(&self, request: &str) -> String {
        let mut stream = self.connect().await;
        stream.write_all(request.as_bytes()).await.unwrap();
        rest(&mut stream).await
    }
}

async fn rest(stream: &mut TcpStream) -> String {
    let mut all = Vec::new();
    let read = stream.read_to_end(&mut all);
    // Broken off is ended, too.
    let _ = tokio::time::timeout(Duration::from_secs(10), read).await.expect("it never ends");
    String::from_utf8_lossy(&all).into_owned()
}

const ALIVE: &str = "GET /healthz HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";

#[tokio::test]
async fn whoever_dribbles_a_head_is_cut_off_and_others_are_served() {
    let server = Narrow::start(NARROW).await;
    let mut slow = server.connect().await;
    let begun = Instant::now();
    let dribble = async {
        let head = format!("GET / HTTP/1.1\r\nhost: localhost\r\nx: {}", "y".repeat(200));
        for byte in head.as_bytes() {
            if slow.write_all(&[*byte]).await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
            if begun.elapsed() > Duration::from_secs(3) {
                break;
            }
        }
        rest(&mut slow).await
    };
    let meanwhile = async {
        tokio::time::sleep(Duration::from_millis(200)).await;
        server.ask(ALIVE).await
    };
    let (cut, served) = tokio::join!(dribble, meanwhile);
    assert!(served.starts_with("HTTP/1.1 200"), "{served}");
    assert!(!cut.contains("200 OK"), "{cut}");
    // A byte now and then buys no time.
    assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn beyond_the_most_connections_others_wait_their_turn() {
    let server = Narrow::start(NARROW).await;
    let idle = [server.connect().await, server.connect().await];
    tokio::time::sleep(Duration::from_millis(100)).await;
    let begun = Instant::now();
    // Served as soon as those who say nothing are let go.
    let answer = server.ask(ALIVE).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(begun.elapsed() >= Duration::from_millis(300), "{:?}", begun.elapsed());
    drop(idle);
}

#[tokio::test]
async fn whoever_leaves_answers_unread_is_cut_off() {
    let server = Narrow::start(Bounds { connections: 1, ..NARROW }).await;
    let mut deaf = server.connect().await;
    let one = "GET /api/openapi.json HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let many = one.repeat(400);
    // More than fits between the two, so that sending has to wait for reading.
    let _ = tokio::time::timeout(Duration::from_secs(2), deaf.write_all(many.as_bytes())).await;
    let answer = server.ask(ALIVE).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn what_is_too_large_is_refused() {
    let server = Narrow::start(Bounds::with_connections(64)).await;
    let head = |more: &str| {
        format!("GET / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n{more}\r\n")
    };
    let fits = server.ask(&head(&format!("x: {}\r\n", "y".repeat(8000)))).await;
    assert!(fits.starts_with("HTTP/1.1 200"), "{fits}");
    let large = server.ask(&head(&format!("x: {}\r\n", "y".repeat(20_000)))).await;
    assert!(large.starts_with("HTTP/1.1 431"), "{large}");
    let many = (0..100).map(|n| format!("x-{n}: y\r\n")).collect::<Vec<_>>().concat();
    let many = server.ask(&head(&many)).await;
    assert!(many.starts_with("HTTP/1.1 431"), "{many}");
    let long = server
        .ask(&format!("GET /{} HTTP/1.1\r\nhost: localhost\r\n\r\n", "a".repeat(20_000)))
        .await;
    assert!(long.starts_with("HTTP/1.1 4"), "{long}");

    let body = format!("code={}", "a".repeat(70_000));
    let post = format!(
        "POST /join HTTP/1.1\r\nhost: localhost\r\norigin: http://localhost\r\nconnection: close\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let refused = server.ask(&post).await;
    assert!(refused.starts_with("HTTP/1.1 413"), "{refused}");
    assert!(refused.contains("64 KiB"), "{refused}");
}

#[tokio::test]
async fn a_message_with_two_lengths_is_refused() {
    let server = Narrow::start(Bounds::with_connections(64)).await;
    for lengths in
        ["content-length: 4\r\ncontent-length: 5", "content-length: 4, 5", "content-length: -1"]
    {
        let answer = server
            .ask(&format!("POST /join HTTP/1.1\r\nhost: localhost\r\n{lengths}\r\n\r\nabcde"))
            .await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{lengths}: {answer}");
    }
    let trace = server.ask("TRACE / HTTP/1.1\r\nhost: localhost\r\norigin: http://localhost\r\ncookie: secret\r\nconnection: close\r\n\r\n").await;
    assert!(trace.starts_with("HTTP/1.1 405") && !trace.contains("secret"), "{trace}");
}

#[tokio::test]
async fn what_does_not_end_is_cut_in_the_end() {
    let server = Narrow::start(NARROW).await;
    let mut endless = server.connect().await;
    let head = "POST /join HTTP/1.1\r\nhost: localhost\r\norigin: http://localhost\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: 100\r\n\r\ncode=";
    endless.write_all(head.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let begun = Instant::now();
    server.stop.send(()).unwrap();
    tokio::time::timeout(Duration::from_secs(10), server.running).await.unwrap().unwrap();
    assert!(begun.elapsed() >= NARROW.drain, "{:?}", begun.elapsed());
    assert_eq!(rest(&mut endless).await, "");
}
