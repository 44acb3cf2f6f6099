//! A server that does nothing, to know what the machine can do at most: it reads the
//! survey's form, or answers with a page of 30 KiB that it has already.

use axum::Router;
use axum::body::Bytes;
use axum::extract::Form;
use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use std::io::Write as _;

/// The page's length in bytes.
const PAGE: usize = 30 * 1024;

/// Reads a form and says that it was read.
async fn read(Form(fields): Form<Vec<(String, String)>>) -> StatusCode {
    if fields.len() > 18 { StatusCode::NO_CONTENT } else { StatusCode::UNPROCESSABLE_ENTITY }
}

async fn page() -> impl IntoResponse {
    static TEXT: [u8; PAGE] = [b'a'; PAGE];
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], Bytes::from_static(&TEXT))
}

/// Runs until the process is ended; says where first.
pub async fn serve() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    println!("ready: http://{}", listener.local_addr().unwrap());
    std::io::stdout().flush().unwrap();
    let app = Router::new().route("/form", post(read)).route("/page", get(page));
    axum::serve(listener, app).await.unwrap();
}
