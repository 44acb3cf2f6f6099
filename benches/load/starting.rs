//! From nothing to the first page, and what a server holds when nobody asks.

use crate::client::{Ask, Client};
use crate::database::file_in;
use crate::figures::{Figures, median, milliseconds};
use crate::grounds;
use crate::served::Served;
use andon::store::Store;
use std::time::{Duration, Instant};

/// How often it is started.
const TIMES: usize = 9;

pub async fn measure(figures: &mut Figures) {
    eprintln!("Starting");
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&file_in(folder.path())).await.unwrap();
    let (of, _) = grounds::organisation(&store).await;
    grounds::reports(&store, &of, 1).await;
    store.close().await;
    let (mut own, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..TIMES {
        own.push(first(|| Served::andon(folder.path(), None), "/patterns").await);
        bare.push(first(Served::reference, "/page").await);
    }
    let (own, bare) = (median(own), median(bare));
    let bare = format!("a bare server: {}", milliseconds(Duration::from_secs_f64(bare)));
    let most = Duration::from_millis(150);
    figures.time("Start to first page", Duration::from_secs_f64(own), &bare, most);

    let (server, bare) = (Served::andon(folder.path(), None), Served::reference());
    Client::connect(&server.address).await.ask(Ask::page("/patterns", "")).await;
    Client::connect(&bare.address).await.ask(Ask::page("/page", "")).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    if let (Some((rests, _)), Some((bare, _))) = (server.memory(), bare.memory()) {
        let bare = format!("a bare server: {bare:.1} MiB");
        figures.memory("Memory at rest (RSS)", rests, &bare, 30.0);
    }
}

/// Seconds until the first page is there.
async fn first(start: impl FnOnce() -> Served, path: &str) -> f64 {
    let begun = Instant::now();
    let server = start();
    let got = Client::connect(&server.address).await.ask(Ask::page(path, "")).await;
    assert_eq!(got.status, 200);
    begun.elapsed().as_secs_f64()
}
