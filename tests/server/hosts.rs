//! Which server a request may name: pages of other sites that point their own name at this
//! machine (DNS rebinding) reach nothing.

use crate::support::{TestApp, options};
use std::fmt::Write as _;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// Sends a request with these lines of the head, and gives the answer.
async fn ask(app: &TestApp, method: &str, path: &str, lines: &[String]) -> String {
    let mut stream = TcpStream::connect(app.url.trim_start_matches("http://")).await.unwrap();
    let body = "organisation=Acme&team=Payments&minimum_group=5";
    let mut head = format!("{method} {path} HTTP/1.1\r\nconnection: close\r\n");
    if method == "POST" {
        head += "content-type: application/x-www-form-urlencoded\r\n";
        write!(head, "content-length: {}\r\n", body.len()).unwrap();
    }
    for line in lines {
        write!(head, "{line}\r\n").unwrap();
    }
    head += "\r\n";
    if method == "POST" {
        head += body;
    }
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

/// The status that a browser gets at a page of this name.
async fn status(app: &TestApp, method: &str, path: &str, host: &str) -> u16 {
    let lines = [format!("host: {host}"), format!("origin: http://{host}")];
    let answer = ask(app, method, path, &lines).await;
    answer[9..12].parse().unwrap()
}

const PLACES: [(&str, &str); 5] =
    [("POST", "/setup"), ("GET", "/metrics"), ("GET", "/"), ("POST", "/demo"), ("GET", "/api")];

#[tokio::test]
async fn a_site_that_points_its_name_here_reaches_nothing() {
    let app = TestApp::start().await;
    for host in ["evil.example", "evil.example:3000", "localhost.evil.example", "192.0.2.7"] {
        for (method, path) in PLACES {
            assert_eq!(status(&app, method, path, host).await, 421, "{method} {path} as {host}");
        }
    }
    assert!(app.store.organisations().await.unwrap().is_empty());
    let answer = ask(&app, "GET", "/", &["host: evil.example".to_owned()]).await;
    assert!(answer.contains("ANDON_PUBLIC_URL") && !answer.contains("evil.example"), "{answer}");
    let port = app.url.rsplit(':').next().unwrap();
    for host in ["localhost", "andon.localhost:8080", "127.0.0.1", "[::1]"] {
        for (method, path) in [("GET", "/"), ("GET", "/metrics"), ("POST", "/setup")] {
            for host in [host.to_owned(), format!("{}:{port}", host.trim_end_matches(":8080"))] {
                assert_eq!(status(&app, method, path, &host).await, 200, "{path} as {host}");
            }
        }
    }
}

#[tokio::test]
async fn whoever_asks_whether_it_is_alive_need_not_know_its_name() {
    let app = TestApp::start().await;
    for path in ["/healthz", "/readyz"] {
        assert_eq!(status(&app, "GET", path, "10.1.2.3:3000").await, 200, "{path}");
        assert_eq!(status(&app, "GET", path, "andon.cluster.example").await, 200, "{path}");
    }
    // A probe of HTTP/1.0 names nobody.
    let mut stream = TcpStream::connect(app.url.trim_start_matches("http://")).await.unwrap();
    stream.write_all(b"GET /healthz HTTP/1.0\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.contains(" 200 "), "{answer}");
    // A program has a key, and a page of another site has none.
    assert_eq!(status(&app, "GET", "/api/v1/me", "andon.cluster.example").await, 401);
    // Two names are none.
    let two = ["host: localhost", "host: evil.example"].map(str::to_owned);
    assert!(ask(&app, "GET", "/", &two).await.contains(" 400 "));
}

#[tokio::test]
async fn behind_a_proxy_it_goes_by_its_public_address() {
    let url = ["--public-url", "https://andon.example.org"];
    let app = TestApp::start_with(&options(&url)).await;
    for (host, expected) in [
        ("andon.example.org", 200),
        ("ANDON.example.org:443", 200),
        // What proxies name that pass on the address of their upstream.
        ("127.0.0.1:3000", 200),
        ("andon:3000", 200),
        ("evil.example", 421),
        ("andon.example.org.evil.example", 421),
    ] {
        assert_eq!(status(&app, "GET", "/", host).await, expected, "{host}");
    }
    let trusting = [&url[..], &["--trusted-proxies", "127.0.0.1"]].concat();
    let app = TestApp::start_with(&options(&trusting)).await;
    assert_eq!(status(&app, "GET", "/", "upstream.internal.example").await, 200);
}
