//! Serving the site's own files: style sheet, islands, icons. The program holds them,
//! compressed ([`site`](crate::site)); whoever works on them can have it serve a folder
//! instead.
//!
//! Ranges, encodings and conditions are read by a library (`tower_http`'s `ServeDir`). What is
//! here is where it reads the files from, their names, and how long browsers may keep them.

mod embedded;

use super::state::AppState;
use super::tagged::{self, Tag};
use crate::site::{File, ICONS};
use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::Router;
use embedded::Embedded;
use leptos::config::LeptosOptions;
use std::path::Path;
use tower::ServiceBuilder;
use tower_http::services::ServeDir;
use tower_http::services::fs::{Backend, TokioBackend};

/// The folder of what is built. The names in it change with what is in the files.
const BUILT: &str = "pkg";
/// Files of these names may be kept for ever.
const FOR_EVER: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");

/// What the built files are called.
#[derive(Debug, Clone)]
pub struct Assets {
    /// Address of the style sheet.
    pub stylesheet: String,
    /// What Leptos needs to know to load the islands.
    pub leptos: LeptosOptions,
}

impl Assets {
    /// Reads the name that the build gave to style sheet, script and WebAssembly, which holds
    /// a digest of the three: from the folder, or without one from what the program holds.
    #[must_use]
    pub fn find(folder: Option<&Path>, held: &[File]) -> Self {
        let named = folder.map_or_else(|| named_among(held), named_in);
        let name = named.unwrap_or_else(|| "andon".to_owned());
        let stylesheet = format!("/{BUILT}/{name}.css");
        Self { stylesheet, leptos: LeptosOptions::builder().output_name(name).build() }
    }
}

/// Whether a built site is among these files.
#[must_use]
pub fn holds_site(files: &[File]) -> bool {
    named_among(files).is_some()
}

fn named_among(files: &[File]) -> Option<String> {
    files.iter().find_map(|file| {
        file.path.strip_prefix(BUILT)?.strip_prefix('/')?.strip_suffix(".css").map(str::to_owned)
    })
}

fn named_in(folder: &Path) -> Option<String> {
    let built = std::fs::read_dir(folder.join(BUILT)).ok()?;
    built
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .find_map(|name| name.strip_suffix(".css").map(str::to_owned))
}

/// The routes of the files.
pub fn routes(app: &AppState) -> Router<AppState> {
    match &app.settings.site {
        Some(folder) => served_from(folder, &TokioBackend),
        None => served_from(Path::new(""), &Embedded(app.settings.files)),
    }
}

fn served_from<S, B>(folder: &Path, backend: &B) -> Router<S>
where
    S: Clone + Send + Sync + 'static,
    B: Backend,
{
    let files = |path| {
        let files = ServeDir::with_backend(path, backend.clone());
        files.append_index_html_on_directories(false).precompressed_br().precompressed_gzip()
    };
    let built = ServiceBuilder::new()
        .layer(middleware::from_fn(short_names))
        .map_response(|response| found(response, FOR_EVER))
        .service(files(folder.join(BUILT)));
    let kept = ServiceBuilder::new()
        .map_response(|response| found(response, A_DAY))
        .service(files(folder.to_owned()));
    ICONS
        .iter()
        .fold(Router::new().nest_service(&format!("/{BUILT}"), built), |router, icon| {
            router.route_service(&format!("/{}", icon.path), kept.clone())
        })
        .layer(
            ServiceBuilder::new()
                .layer(middleware::from_fn(head))
                .layer(middleware::from_fn(tagged::tag))
                .map_request(whole),
        )
}

/// Answers `HEAD` by reading the file, since it is tagged by its bytes, and leaves them out.
async fn head(mut request: Request, next: Next) -> Response {
    if request.method() != Method::HEAD {
        return next.run(request).await;
    }
    *request.method_mut() = Method::GET;
    next.run(request).await.map(|_| Body::empty())
}

/// Asks for the file whatever its time: two versions may have been built in the same second,
/// and the program does not know when. Whoever has it already is known by its tag.
fn whole(mut request: Request) -> Request {
    for condition in [
        header::IF_MODIFIED_SINCE,
        header::IF_UNMODIFIED_SINCE,
        header::IF_NONE_MATCH,
        header::IF_MATCH,
    ] {
        request.headers_mut().remove(condition);
    }
    request
}

/// Of a file that is there: for how long it may be kept, and that it is to be tagged. That
/// there is none may change with the next version.
fn found<B>(response: Response<B>, kept: HeaderValue) -> Response<B> {
    let mut response = response;
    let status = response.status();
    response.headers_mut().remove(header::LAST_MODIFIED);
    response.headers_mut().remove(header::ETAG);
    if status.is_success() {
        response.headers_mut().insert(header::CACHE_CONTROL, kept);
        response.extensions_mut().insert(Tag);
    }
    response
}

/// File systems take names of some 255 bytes, and to be asked for a longer one is an error
/// to them. We have built no such file.
async fn short_names(request: Request, next: Next) -> Response {
    const LONGEST: usize = 200;
    if request.uri().path().len() > LONGEST {
        return StatusCode::NOT_FOUND.into_response();
    }
    next.run(request).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::to_bytes;
    use axum::http::HeaderMap;
    use tower::ServiceExt as _;

    const FILES: &[File] = &[
        File { path: "favicon.svg", bytes: b"<svg/>" },
        File { path: "pkg/andon.abc.css", bytes: b"body { color: black }" },
        File { path: "pkg/andon.abc.css.br", bytes: b"as brotli" },
        File { path: "pkg/andon.abc.css.gz", bytes: b"as gzip" },
        File { path: "pkg/andon.abc_bg.wasm", bytes: b"\0asm" },
    ];
    const CSS: &str = "/pkg/andon.abc.css";

    struct Sent {
        status: StatusCode,
        headers: HeaderMap,
        body: Vec<u8>,
    }

    impl Sent {
        fn header(&self, name: header::HeaderName) -> &str {
            self.headers.get(name).map_or("", |value| value.to_str().unwrap())
        }
    }

    /// The same request to what the program holds, and to a folder with the same files.
    async fn ask(method: &str, path: &str, headers: &[(&str, &str)]) -> [Sent; 2] {
        let folder = tempfile::tempdir().unwrap();
        for file in FILES {
            let path = folder.path().join(file.path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, file.bytes).unwrap();
        }
        let program = served_from(Path::new(""), &Embedded(FILES));
        let beside = served_from(folder.path(), &TokioBackend);
        [send(program, method, path, headers).await, send(beside, method, path, headers).await]
    }

    async fn send(routes: Router, method: &str, path: &str, headers: &[(&str, &str)]) -> Sent {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let response = routes.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 1 << 20).await.unwrap().to_vec();
        Sent { status: parts.status, headers: parts.headers, body }
    }

    #[tokio::test]
    async fn a_file_is_sent_as_the_browser_takes_it_and_may_be_kept_for_ever() {
        for (accepts, encoding, body) in [
            ("br, gzip", "br", "as brotli"),
            ("gzip", "gzip", "as gzip"),
            ("br;q=0, gzip", "gzip", "as gzip"),
            ("identity", "", "body { color: black }"),
            ("zstd", "", "body { color: black }"),
        ] {
            for sent in ask("GET", CSS, &[("accept-encoding", accepts)]).await {
                assert_eq!(sent.status, StatusCode::OK, "{accepts}");
                assert_eq!(sent.header(header::CONTENT_ENCODING), encoding, "{accepts}");
                assert_eq!(String::from_utf8(sent.body.clone()).unwrap(), body);
                assert_eq!(sent.header(header::CONTENT_TYPE), "text/css");
                assert_eq!(sent.header(header::CACHE_CONTROL), FOR_EVER);
                assert_eq!(sent.header(header::VARY), "accept-encoding");
            }
        }
        for (path, kind) in
            [("/pkg/andon.abc_bg.wasm", "application/wasm"), ("/favicon.svg", "image/svg+xml")]
        {
            for sent in ask("GET", path, &[]).await {
                assert_eq!(sent.header(header::CONTENT_TYPE), kind);
            }
        }
        for sent in ask("GET", "/favicon.svg", &[]).await {
            assert_eq!(sent.header(header::CACHE_CONTROL), A_DAY);
        }
    }

    #[tokio::test]
    async fn who_has_a_file_already_is_not_sent_it_again() {
        let [plain, beside] = ask("GET", CSS, &[]).await;
        let tag = plain.header(header::ETAG).to_owned();
        assert!(tag.starts_with('"'), "{tag}");
        assert_eq!(tag, beside.header(header::ETAG));
        for sent in ask("GET", CSS, &[("if-none-match", &tag)]).await {
            assert_eq!(sent.status, StatusCode::NOT_MODIFIED);
            assert_eq!(sent.header(header::ETAG), tag);
            assert_eq!(sent.header(header::CACHE_CONTROL), FOR_EVER);
            assert!(sent.body.is_empty());
        }
        let asked = [("if-none-match", tag.as_str()), ("accept-encoding", "br")];
        for sent in ask("GET", CSS, &asked).await {
            assert_eq!(sent.status, StatusCode::OK, "other bytes, another tag");
        }
        for sent in ask("HEAD", CSS, &[]).await {
            assert_eq!(sent.status, StatusCode::OK);
            assert_eq!(sent.header(header::ETAG), tag);
            assert_eq!(sent.header(header::CONTENT_LENGTH), plain.body.len().to_string());
            assert!(sent.body.is_empty());
        }
        // When it was built is no condition: that of two versions can be the same.
        let tomorrow = [("if-modified-since", "Fri, 31 Dec 2100 00:00:00 GMT")];
        for sent in ask("GET", CSS, &tomorrow).await {
            assert_eq!(sent.status, StatusCode::OK);
            assert!(!sent.headers.contains_key(header::LAST_MODIFIED));
        }
        for sent in ask("GET", CSS, &[("range", "bytes=5-9")]).await {
            assert_eq!(sent.status, StatusCode::PARTIAL_CONTENT);
            assert_eq!(sent.body, b"{ col");
        }
    }

    #[tokio::test]
    async fn what_is_not_there_is_not_found_and_nobody_remembers_that() {
        let long = format!("/pkg/{}", "a".repeat(5_000));
        for path in [
            "/pkg/andon.css",
            "/pkg/",
            "/pkg/.",
            "/pkg/../favicon.svg",
            "/pkg/%2e%2e/favicon.svg",
            "/pkg//etc/passwd",
            "/pkg/andon.abc.css/",
            "/robots.txt",
            &long,
        ] {
            for sent in ask("GET", path, &[]).await {
                assert_eq!(sent.status, StatusCode::NOT_FOUND, "{path}");
                assert!(!sent.headers.contains_key(header::CACHE_CONTROL), "{path}");
            }
        }
        for sent in ask("POST", CSS, &[]).await {
            assert_eq!(sent.status, StatusCode::METHOD_NOT_ALLOWED);
        }
    }

    #[tokio::test]
    async fn the_program_holds_the_icons_and_the_built_files_have_one_name() {
        for name in ICONS.iter().map(|icon| icon.path) {
            let routes = served_from(Path::new(""), &Embedded(ICONS));
            let sent = send(routes, "GET", &format!("/{name}"), &[]).await;
            assert_eq!(sent.status, StatusCode::OK, "{name}");
            assert!(!sent.body.is_empty());
        }
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Assets::find(Some(folder.path()), ICONS).stylesheet, "/pkg/andon.css");
        std::fs::create_dir(folder.path().join("pkg")).unwrap();
        for ending in [".css", ".css.br", ".css.gz", ".js", "_bg.wasm"] {
            std::fs::write(folder.path().join(format!("pkg/andon.abc{ending}")), "").unwrap();
        }
        let assets = Assets::find(Some(folder.path()), ICONS);
        assert_eq!(assets.stylesheet, CSS);
        assert_eq!(assets.leptos.output_name.as_ref(), "andon.abc");
        assert_eq!(assets.leptos.site_pkg_dir.as_ref(), BUILT);
        assert_eq!(Assets::find(None, FILES).stylesheet, CSS);
        assert!(holds_site(FILES) && !holds_site(ICONS));
    }
}
