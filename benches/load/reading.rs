//! The report of a sealed round and the survey, in a database that holds little else and
//! in one of 50,000 rounds.

use crate::client::{Ask, Client, Run, load};
use crate::database::file_in;
use crate::figures::{Figures, grouped, median, milliseconds};
use crate::grounds;
use crate::scale;
use crate::served::Served;
use crate::submitting::{CLIENTS, TIME, TURNS};
use andon::store::{Secret, Store};
use hyper::StatusCode;
use std::path::Path;
use std::time::Duration;

/// A page of a server's, and who may see it.
struct Page {
    address: String,
    ask: Ask,
    length: usize,
}

impl Page {
    async fn new(server: &Served, path: &str, cookie: &str) -> Self {
        let ask = Ask::page(path, cookie);
        let got = Client::connect(&server.address).await.ask(ask.clone()).await;
        assert_eq!(got.status, StatusCode::OK, "{path}");
        Self { address: server.address.clone(), ask, length: got.body.len() }
    }

    async fn by(&self, clients: usize, time: Duration) -> Run {
        let ask = self.ask.clone();
        load(&self.address, clients, time, StatusCode::OK, move || Some(ask.clone())).await
    }
}

/// A server, its report and its survey.
struct House {
    server: Served,
    report: Page,
    survey: Page,
}

impl House {
    async fn new(folder: &Path, report: &str, lead: &Secret, open: &grounds::Open) -> Self {
        let server = Served::andon(folder, None);
        let mut client = Client::connect(&server.address).await;
        let key = Ask::page(&format!("/k/{}", lead.as_str()), "");
        let session = client.ask(key).await.cookie();
        let (path, ballot) = open.join(&mut client).await;
        Self {
            report: Page::new(&server, report, &session).await,
            survey: Page::new(&server, &path, &ballot).await,
            server,
        }
    }
}

pub async fn measure(figures: &mut Figures) {
    eprintln!("Reading");
    let small = tempfile::tempdir().unwrap();
    let store = Store::open(&file_in(small.path())).await.unwrap();
    let (report, lead) = grounds::sealed(&store).await;
    let open = grounds::open(&store, 1).await;
    store.close().await;
    let small = House::new(small.path(), &report, &lead, &open[0]).await;

    let large = tempfile::tempdir().unwrap();
    let made = scale::generate_for(large.path()).await;
    let large = House::new(large.path(), &made.report, &made.lead, &made.open).await;

    let reference = Served::reference();
    let bare = Page::new(&reference, "/page", "").await;
    let (mut alone, mut together, mut of_nothing) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..TURNS {
        of_nothing.push(bare.by(CLIENTS, TIME).await.rate());
        together.push(small.report.by(CLIENTS, TIME).await.rate());
        alone.push(small.report.by(1, TIME).await.median().as_secs_f64());
    }
    let alone = Duration::from_secs_f64(median(alone));
    let length = format!("{} bytes, not compressed", grouped(small.report.length as f64));
    figures.time("Report, one client, median", alone, &length, Duration::from_millis(2));
    let of_nothing = ("a fixed page of 30 KiB", median(of_nothing));
    let rate = median(together);
    figures.share("Report, 32 clients", rate, of_nothing, 0.05);
    if let Some((_, most)) = small.server.memory() {
        figures.memory("Memory at most, reading", most, "", 120.0);
    }
    for (name, pages) in [
        ("Report", [&small.report, &large.report]),
        ("Survey, first view", [&small.survey, &large.survey]),
    ] {
        let mut times = [Vec::new(), Vec::new()];
        for _ in 0..TURNS {
            for (page, times) in pages.iter().zip(&mut times) {
                times.push(page.by(1, TIME).await.median().as_secs_f64());
            }
        }
        let [of_one, of_many] = times.map(|times| Duration::from_secs_f64(median(times)));
        let what = format!("{name} among 50,000 rounds of 1,000,000 answers");
        figures.times(&what, of_many, ("with two rounds", of_one), 1.1);
    }
    if let Some((rests, _)) = large.server.memory() {
        figures.note("Memory among 50,000 rounds", format!("{rests:.0} MiB"));
    }
    figures
        .note("Survey, one client, median", milliseconds(small.survey.by(1, TIME).await.median()));
}
