//! The program itself, over TLS: whom it trusts, and what its log never says.

use crate::process::Process;
use crate::receiver::{Receiver, connect, log_says, send_test, shown_once};
use crate::support::between;
use axum::http::Request;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use std::path::Path;
use std::sync::Arc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::PrivatePkcs8KeyDer;

/// A certificate authority of one's own.
struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Self { pem, issuer: Issuer::new(params, key) }
    }

    /// A receiver behind TLS with a certificate for `localhost`.
    async fn receiver(&self) -> Receiver {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(
                vec![certificate.der().clone()],
                PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
            )
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let receiver = Receiver::at(port, []);
        let router = receiver.router();
        tokio::spawn(async move {
            loop {
                let (stream, _) = listener.accept().await.unwrap();
                let Ok(stream) = acceptor.accept(stream).await else { continue };
                let router = router.clone();
                let service = TowerToHyperService::new(tower::service_fn(
                    move |request: Request<hyper::body::Incoming>| {
                        tower::ServiceExt::oneshot(router.clone(), request)
                    },
                ));
                tokio::spawn(
                    hyper::server::conn::http1::Builder::new()
                        .serve_connection(TokioIo::new(stream), service),
                );
            }
        });
        receiver
    }
}

/// The program as it is started on a server, with everything in its log.
fn start(folder: &Path, authorities: &str) -> Process {
    let trusted = folder.join("authorities.pem");
    std::fs::write(&trusted, authorities).unwrap();
    let settings = [
        ("RUST_LOG", "trace"),
        ("ANDON_RATE_LIMITS", "on"),
        ("SSL_CERT_FILE", trusted.to_str().unwrap()),
        ("ANDON_WEBHOOK_ALLOW", "127.0.0.0/8,::1"),
    ];
    Process::start(folder, &settings)
}

#[tokio::test]
async fn over_tls_a_receiver_has_to_be_who_it_says_and_no_secret_is_logged() {
    let (trusted, other) = (Authority::new(), Authority::new());
    let (good, bad) = (trusted.receiver().await, other.receiver().await);
    let folder = tempfile::tempdir().unwrap();
    let program = start(folder.path(), &trusted.pem);
    let lead = program.visitor();
    let form = [("organisation", "Acme"), ("team", "Payments"), ("minimum_group", "3")];
    let html = lead.post("/setup", &form).await.ok().await.text().await.unwrap();
    let access = shown_once(&html).rsplit('/').next().unwrap().to_owned();
    let team = format!("/teams/{}", between(&html, "href=\"/teams/", "\"").unwrap());

    let secret =
        connect(&lead, &team, &format!("https://localhost:{}/hooks/T0SECRETPATH", good.port)).await;
    send_test(&lead, &team).await;
    assert!(good.nth(1).await.is_signed_with(&secret));
    log_says(&lead, &team, "The receiver took it (it answered 200)").await;

    let other = format!("https://localhost:{}/hooks/T0OTHERPATH", bad.port);
    let page = format!("{team}/reminders");
    lead.post(&format!("{page}/webhook"), &[("url", &other), ("opened", "yes")]).await.leads_to();
    send_test(&lead, &team).await;
    log_says(&lead, &team, "certificate does not hold, so nothing was sent").await;
    assert!(bad.all().is_empty());

    let made = lead.post(&format!("{page}/calendar"), &[]).await.ok().await.text().await.unwrap();
    let calendar = between(&made, "/calendar/", ".ics").unwrap();
    let file = lead.get(&format!("/calendar/{calendar}.ics")).await.ok().await;
    assert!(file.text().await.unwrap().starts_with("BEGIN:VCALENDAR\r\n"));

    let log = program.log();
    assert!(log.contains("sent a message"), "{log}");
    for told in [access.as_str(), &secret, "T0SECRETPATH", "T0OTHERPATH", "/hooks/", &calendar] {
        let line = log.lines().find(|line| line.contains(told));
        assert!(line.is_none(), "{told}: {line:?}");
    }
}
