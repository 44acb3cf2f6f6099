//! `andon health`: asks the server on this machine how it is, for containers that have no
//! other program to ask with.

use super::CommandError;
use crate::config::{HealthArgs, ServeArgs};
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use http_body_util::{BodyExt as _, Limited};
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;
use tokio::net::TcpStream;

/// The longest that all of it may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// How much of an answer is read, in bytes.
const ENOUGH: usize = 4096;

/// Asks, prints what was answered, and fails unless all is well.
///
/// # Errors
/// [`CommandError::Usage`] with what is wrong.
pub async fn health(serve: &ServeArgs, args: &HealthArgs) -> Result<(), CommandError> {
    let address = reachable(serve.listen);
    let path = if args.alive { "/healthz" } else { "/readyz" };
    let cannot = |why: String| CommandError::Usage(format!("{address}: {why}"));
    let (status, said) = tokio::time::timeout(PATIENCE, ask(address, path))
        .await
        .map_err(|_| cannot("no answer within 5 seconds".to_owned()))?
        .map_err(|error| cannot(error.to_string()))?;
    if status == StatusCode::OK {
        println!("{said}");
        return Ok(());
    }
    Err(cannot(said))
}

/// Where a server that listens everywhere can be reached from here.
fn reachable(listen: SocketAddr) -> SocketAddr {
    let address = match listen.ip() {
        IpAddr::V4(Ipv4Addr::UNSPECIFIED) => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(Ipv6Addr::UNSPECIFIED) => Ipv6Addr::LOCALHOST.into(),
        other => other,
    };
    SocketAddr::new(address, listen.port())
}

async fn ask(
    address: SocketAddr,
    path: &str,
) -> Result<(StatusCode, String), Box<dyn std::error::Error + Send + Sync>> {
    let stream = TcpStream::connect(address).await?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await?;
    let connection = tokio::spawn(connection);
    let request =
        Request::get(path).header(header::HOST, address.to_string()).body(Body::empty())?;
    let response = sender.send_request(request).await?;
    let status = response.status();
    let body = Limited::new(response.into_body(), ENOUGH).collect().await?.to_bytes();
    connection.abort();
    Ok((status, String::from_utf8_lossy(&body).trim().to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_that_listens_everywhere_is_asked_on_this_machine() {
        for (listen, asked) in [
            ("0.0.0.0:3000", "127.0.0.1:3000"),
            ("[::]:3000", "[::1]:3000"),
            ("192.0.2.1:80", "192.0.2.1:80"),
        ] {
            assert_eq!(reachable(listen.parse().unwrap()).to_string(), asked);
        }
    }
}
