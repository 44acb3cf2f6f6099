//! What is asked of every answer, whatever was sent; and the log beside it.

use super::stock::MARKUP;
use super::wire::{Got, Sent};
use proptest::test_runner::TestCaseError;
use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

/// Fails the case with a sentence.
macro_rules! claim {
    ($that:expr, $($told:tt)+) => {
        if !$that {
            return Err(TestCaseError::fail(format!($($told)+)));
        }
    };
}
pub(super) use claim;

/// How many bytes a request's head may have that is not refused for its size alone.
const LARGE_HEAD: usize = 12 * 1024;

/// Nothing of the server's own broke, and whoever asked is told something they can read,
/// in which nothing that was sent has become markup.
pub fn is_ours(sent: &Sent, got: &Got) -> Result<(), TestCaseError> {
    let path = String::from_utf8_lossy(&sent.path);
    let what = format!("{} {path:.200}: {}", sent.method, got.status);
    claim!(got.status < 500, "{what}: {:.2000}", got.body);
    if got.status == 431 && sent.head() > LARGE_HEAD {
        // Refused before anything of Andon's sees it.
        claim!(got.body.is_empty(), "{what}: {:.300}", got.body);
        return Ok(());
    }
    claim!(got.header("x-content-type-options") == "nosniff", "{what}: {:?}", got.headers);
    claim!(!got.header("content-security-policy").is_empty(), "{what}: {:?}", got.headers);
    let kind = got.header("content-type");
    if kind.starts_with("text/html") || kind.contains("svg") || kind.is_empty() {
        for markup in MARKUP {
            claim!(!got.body.contains(markup), "{what}: {markup} came back as it was sent");
        }
        claim!(!got.body.contains("<script>zqx"), "{what}: a script came back");
        claim!(!got.body.contains("<img src=zqx"), "{what}: an image came back");
    }
    if (300..400).contains(&got.status) && got.status != 304 {
        let there = got.header("location");
        claim!(there.starts_with('/') && !there.starts_with("//"), "{what}: leads to {there}");
    }
    if (400..500).contains(&got.status) && sent.method != "HEAD" {
        if path.starts_with("/api/") {
            claim!(kind == "application/problem+json", "{what}: {kind}");
            let problem: serde_json::Value = serde_json::from_str(&got.body)
                .map_err(|error| TestCaseError::fail(format!("{what}: {error}")))?;
            claim!(problem["status"] == got.status, "{what}: {problem}");
            for text in ["type", "title", "detail"] {
                let said = problem[text].as_str().unwrap_or_default();
                claim!(!said.is_empty(), "{what}: {problem}");
                claim!(!said.contains("zqx"), "{what}: {problem}");
            }
        } else {
            claim!(kind == "text/html; charset=utf-8", "{what}: {kind:?} {:.300}", got.body);
            claim!(got.body.contains("<h1"), "{what}: no page: {:.300}", got.body);
            claim!(got.body.contains("</html>"), "{what}: half a page");
        }
    }
    // A few kilobytes of garbage must not come back as megabytes.
    let page = kind.starts_with("text/html") || kind.contains("json");
    claim!(
        !page || got.body.len() < 600_000 + 4 * sent.body.len(),
        "{what}: {} bytes for {}",
        got.body.len(),
        sent.body.len()
    );
    Ok(())
}

/// What a browser makes of the text in a page.
pub fn unescaped(html: &str) -> String {
    html.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&#x27;", "'")
        .replace("&amp;", "&")
}

/// The log, from the first call on, and the panics beside it.
pub struct Log {
    text: Arc<Mutex<Vec<u8>>>,
    panics: Arc<Mutex<Vec<String>>>,
}

#[derive(Clone)]
struct Sink(Arc<Mutex<Vec<u8>>>);

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Listens to everything in this process.
    pub fn listen() -> &'static Self {
        static LOG: OnceLock<Log> = OnceLock::new();
        LOG.get_or_init(|| {
            let text = Arc::new(Mutex::new(Vec::new()));
            let sink = Sink(text.clone());
            tracing_subscriber::fmt()
                .with_ansi(false)
                .with_max_level(tracing::Level::INFO)
                .with_writer(move || sink.clone())
                .init();
            let panics: Arc<Mutex<Vec<String>>> = Arc::default();
            let (seen, usual) = (panics.clone(), std::panic::take_hook());
            std::panic::set_hook(Box::new(move |panic| {
                // This test's own complaints are not the server's.
                let here = panic.location().is_some_and(|at| at.file().starts_with("tests/"));
                if !here {
                    seen.lock().unwrap().push(panic.to_string());
                }
                usual(panic);
            }));
            Self { text, panics }
        })
    }

    /// Nothing in the server has panicked, and the log holds nothing that was sent: no
    /// address, no query, no secret, no text (P12).
    pub fn is_clean(&self, secrets: &[&str]) {
        let panics = self.panics.lock().unwrap();
        assert!(panics.is_empty(), "{panics:#?}");
        let text = String::from_utf8_lossy(&self.text.lock().unwrap()).into_owned();
        assert!(text.contains("answered"), "the log was heard: {text:.300}");
        // A request's number is made up, and may hold any three letters.
        let (first, rest) = text.split_once(" id=\"").unwrap();
        let rest = rest.split(" id=\"").map(|part| part.split_once('"').unwrap().1);
        let text: String = std::iter::once(first).chain(rest).collect();
        let sent = ["zqx", "passwd", "DROP TABLE", "organisation=", "127.0.0.1", "panic", "andon="];
        for word in sent.iter().chain(secrets) {
            let line = text.lines().find(|line| line.contains(word));
            assert!(line.is_none(), "{word}: {line:?}");
        }
    }
}
