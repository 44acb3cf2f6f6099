//! Requests byte by byte: a client library would put right what has to arrive wrong.

use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long an answer may take before it counts as none. A machine that tests is busy,
/// so this is no measure of speed; it is there for what never ends.
const PATIENCE: Duration = Duration::from_secs(25);

/// What is sent.
#[derive(Clone, Debug, Default)]
pub struct Sent {
    pub method: String,
    /// Path and query, as they stand in the first line.
    pub path: Vec<u8>,
    pub headers: Vec<(String, Vec<u8>)>,
    pub body: Vec<u8>,
    /// How many bytes of the body are kept back although they were announced.
    pub cut: usize,
}

impl Sent {
    /// About how many bytes its head has.
    pub fn head(&self) -> usize {
        let header = |(name, value): &(String, Vec<u8>)| name.len() + value.len() + 4;
        self.path.len() + self.headers.iter().map(header).sum::<usize>()
    }

    pub fn new(method: &str, path: &str) -> Self {
        Self {
            method: method.to_owned(),
            path: path.as_bytes().to_vec(),
            headers: Vec::new(),
            body: Vec::new(),
            cut: 0,
        }
    }

    /// Sets a header, in place of what was said before.
    pub fn header(mut self, name: &str, value: impl Into<Vec<u8>>) -> Self {
        self.headers.retain(|(each, _)| !each.eq_ignore_ascii_case(name));
        self.headers.push((name.to_owned(), value.into()));
        self
    }

    pub fn without(mut self, name: &str) -> Self {
        self.headers.retain(|(each, _)| !each.eq_ignore_ascii_case(name));
        self
    }

    pub fn body(mut self, kind: &str, body: Vec<u8>) -> Self {
        self = self.header("content-type", kind);
        self.body = body;
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = format!("{} ", self.method).into_bytes();
        bytes.extend(&self.path);
        bytes.extend(b" HTTP/1.1\r\nconnection: close\r\n");
        for (name, value) in &self.headers {
            bytes.extend(name.as_bytes());
            bytes.extend(b": ");
            // Two lines would be two headers, and that is another test's subject.
            bytes.extend(value.iter().filter(|byte| !matches!(byte, b'\r' | b'\n')));
            bytes.extend(b"\r\n");
        }
        if !self.body.is_empty() || self.method != "GET" {
            bytes.extend(format!("content-length: {}\r\n", self.body.len()).bytes());
        }
        bytes.extend(b"\r\n");
        bytes.extend(&self.body[..self.body.len().saturating_sub(self.cut)]);
        bytes
    }
}

/// What came back.
#[derive(Debug)]
pub struct Got {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Got {
    pub fn header(&self, name: &str) -> &str {
        let found = self.headers.iter().find(|(each, _)| each == name);
        found.map_or("", |(_, value)| value)
    }
}

/// Sends it and waits for the answer; none where the server hung up without one.
///
/// # Panics
/// When the answer does not end in time, or is no HTTP.
pub async fn send(url: &str, sent: &Sent) -> Option<Got> {
    let told = tokio::time::timeout(PATIENCE, exchange(url, sent)).await;
    told.unwrap_or_else(|_| panic!("no end of an answer to {} {:?}", sent.method, sent.path))
}

async fn exchange(url: &str, sent: &Sent) -> Option<Got> {
    let address = url.strip_prefix("http://").unwrap();
    let stream = TcpStream::connect(address).await.unwrap();
    let (mut read, mut write) = stream.into_split();
    let bytes = sent.bytes();
    let cut = sent.cut > 0;
    // The server may answer before it has read everything, so both go on at once.
    let writing = tokio::spawn(async move {
        let _ = write.write_all(&bytes).await;
        let _ = write.flush().await;
        if cut {
            let _ = write.shutdown().await;
        }
        write
    });
    let mut answer = Vec::new();
    let mut some = vec![0; 16 * 1024];
    loop {
        match read.read(&mut some).await {
            Ok(0) | Err(_) => break,
            Ok(many) => answer.extend(&some[..many]),
        }
        // A stream of events has no end.
        if head_of(&answer).is_some_and(|head| head.contains("text/event-stream")) {
            break;
        }
    }
    writing.abort();
    parse(&answer)
}

fn head_of(answer: &[u8]) -> Option<String> {
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n")?;
    Some(String::from_utf8_lossy(&answer[..end]).into_owned())
}

fn parse(answer: &[u8]) -> Option<Got> {
    let head = head_of(answer)?;
    let mut lines = head.split("\r\n");
    let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
        .collect();
    let rest = &answer[head.len() + 4..];
    let chunked = headers
        .iter()
        .any(|(name, value)| name == "transfer-encoding" && value.eq_ignore_ascii_case("chunked"));
    let body = if chunked { unchunk(rest) } else { rest.to_vec() };
    Some(Got { status, headers, body: String::from_utf8_lossy(&body).into_owned() })
}

fn unchunk(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let length = String::from_utf8_lossy(&rest[..end]);
        let Ok(length) = usize::from_str_radix(length.trim(), 16) else { break };
        let from = end + 2;
        if length == 0 || rest.len() < from + length + 2 {
            break;
        }
        body.extend(&rest[from..from + length]);
        rest = &rest[from + length + 2..];
    }
    body
}
