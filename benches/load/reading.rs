//! The report of a sealed round and the survey, in a database that holds little else and
//! in one of 50,000 rounds. A report is asked for once after each start, when nothing of it
//! is kept, and again and again.

use crate::client::{Ask, Client, Run, load};
use crate::database::file_in;
use crate::figures::{Figures, grouped, median, milliseconds};
use crate::grounds::{self, Open, Report};
use crate::scale::{self, REPORTS};
use crate::served::Served;
use crate::submitting::{CLIENTS, TIME, TURNS};
use andon::store::Store;
use hyper::StatusCode;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// A database that is served, with reports and a survey.
struct House<'f> {
    folder: &'f Path,
    server: Served,
    /// What is asked for reports, each by whoever leads its team.
    reports: Arc<[Ask]>,
    length: usize,
    survey: Ask,
}

impl<'f> House<'f> {
    async fn new(folder: &'f Path, reports: &[Report], open: &Open) -> Self {
        let server = Served::andon(folder, None);
        let mut client = Client::connect(&server.address).await;
        let (mut asks, mut length) = (Vec::new(), 0);
        for Report { path, lead } in reports {
            let key = Ask::page(&format!("/k/{}", lead.as_str()), "");
            let session = client.ask(key).await.cookie();
            let ask = Ask::page(path, &session);
            // The first time that anybody sees it at all is told apart by a line that is
            // written.
            let got = client.ask(ask.clone()).await;
            assert_eq!(got.status, StatusCode::OK, "{path}");
            length = got.body.len();
            asks.push(ask);
        }
        let (path, ballot) = open.join(&mut client).await;
        let survey = Ask::page(&path, &ballot);
        Self { folder, server, reports: asks.into(), length, survey }
    }

    /// Each report once, after a new start: nothing of them is kept.
    async fn unseen(&mut self) -> Duration {
        self.server.stop();
        self.server = Served::andon(self.folder, None);
        let (reports, next) = (self.reports.clone(), AtomicUsize::new(0));
        let next = move || reports.get(next.fetch_add(1, Ordering::Relaxed)).cloned();
        load(&self.server.address, 1, Duration::MAX, StatusCode::OK, next).await.median()
    }

    /// One report again and again.
    async fn report(&self, clients: usize) -> Run {
        page(&self.server, &self.reports[0], clients).await
    }

    async fn survey(&self) -> Duration {
        page(&self.server, &self.survey, 1).await.median()
    }
}

async fn page(server: &Served, ask: &Ask, clients: usize) -> Run {
    let ask = ask.clone();
    load(&server.address, clients, TIME, StatusCode::OK, move || Some(ask.clone())).await
}

fn of(times: Vec<Duration>) -> Duration {
    Duration::from_secs_f64(median(times.iter().map(Duration::as_secs_f64).collect()))
}

const AMONG: &str = "among 50,000 rounds of 1,000,000 answers";

pub async fn measure(figures: &mut Figures) {
    eprintln!("Reading");
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&file_in(folder.path())).await.unwrap();
    let (organisation, _) = grounds::organisation(&store).await;
    let reports = grounds::reports(&store, &organisation, REPORTS).await;
    let open = grounds::open(&store, 1).await;
    store.close().await;
    let mut small = House::new(folder.path(), &reports, &open[0]).await;

    let large = tempfile::tempdir().unwrap();
    let made = scale::generate_for(large.path()).await;
    let mut large = House::new(large.path(), &made.reports, &made.open).await;

    let reference = Served::reference();
    let bare = Ask::page("/page", "");
    let (mut together, mut of_nothing, mut alone) = (Vec::new(), Vec::new(), Vec::new());
    let (mut first, mut first_of_many) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        first.push(small.unseen().await);
        first_of_many.push(large.unseen().await);
        of_nothing.push(page(&reference, &bare, CLIENTS).await.rate());
        together.push(small.report(CLIENTS).await.rate());
        alone.push(small.report(1).await.median());
    }
    let length = format!("{} bytes, not compressed", grouped(small.length as f64));
    let unseen = "Report that nobody has opened since the start, one client, median";
    let first = of(first);
    figures.time(unseen, first, &length, Duration::from_millis(2));
    figures.note("The same report again, one client, median", milliseconds(of(alone)));
    let of_nothing = ("a fixed page of 30 KiB", median(of_nothing));
    let rate = median(together);
    figures.share("Report, 32 clients", rate, of_nothing, 0.05);
    if let Some((_, most)) = small.server.memory() {
        figures.memory("Memory at most, reading", most, "", 120.0);
    }
    let few = format!("among {} rounds", 2 * REPORTS);
    let what = format!("Report that nobody has opened since the start, {AMONG}");
    figures.times(&what, of(first_of_many), (&few, first), 1.1);
    let (mut survey, mut survey_of_many) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        survey.push(small.survey().await);
        survey_of_many.push(large.survey().await);
    }
    let (survey, survey_of_many) = (of(survey), of(survey_of_many));
    figures.times(&format!("Survey, first view, {AMONG}"), survey_of_many, (&few, survey), 1.1);
    if let Some((rests, _)) = large.server.memory() {
        figures.note("Memory among 50,000 rounds", format!("{rests:.0} MiB"));
    }
    figures.note("Survey, one client, median", milliseconds(survey));
}
