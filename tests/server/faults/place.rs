//! The program on a database of its own that outlives it.

use crate::database::{Database, Direct};
use crate::process::Process;
use crate::support::{OpenRound, Visitor, between, text};
use andon::clock::{Clock as _, DAY, SystemClock};
use std::path::Path;
use tempfile::TempDir;

/// How many rounds are open.
const ROUNDS: usize = 4;
/// The largest roster.
const ROSTER: u16 = 500;

/// Where a program is started again and again.
pub struct Place {
    folder: TempDir,
    pub database: Database,
}

impl Place {
    pub fn new(database: Database) -> Self {
        Self { folder: tempfile::tempdir().unwrap(), database }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Starts the program.
    pub fn start(&self) -> Process {
        let (name, value) = match &self.database {
            Database::File(folder) => ("ANDON_DATA", folder.path().display().to_string()),
            Database::Server(rented) => ("ANDON_DATABASE_URL", rented.url()),
        };
        let settings = [(name, value.as_str()), ("ANDON_DATABASE_WAIT", "1"), ("RUST_LOG", "warn")];
        Process::start(self.folder.path(), &settings)
    }

    pub async fn direct(&self) -> Direct {
        self.database.direct().await
    }
}

/// Teams, each with an open round and whoever leads it.
pub struct Rounds {
    pub open: Vec<OpenRound>,
    leads: Vec<Visitor>,
}

impl Rounds {
    pub async fn open(program: &Process) -> Self {
        let (mut open, mut leads) = (Vec::new(), Vec::new());
        let day = andon::config::Zone(jiff::tz::TimeZone::UTC).day(SystemClock.now() + 7 * DAY);
        for number in 0..ROUNDS {
            let lead = program.visitor();
            let name = format!("Acme {number}");
            let form =
                [("organisation", name.as_str()), ("team", "Payments"), ("minimum_group", "3")];
            let page = lead.post("/setup", &form).await.ok().await.text().await.unwrap();
            let team = format!("/teams/{}", between(&page, "href=\"/teams/", "\"").unwrap());
            open.push(lead.open_round(&team, ROSTER, &day.to_string()).await);
            leads.push(lead);
        }
        Self { open, leads }
    }

    /// Those who lead them, at a server that was started again.
    pub fn moved_to(&mut self, program: &Process) {
        for lead in &mut self.leads {
            *lead = lead.at(&program.url);
        }
    }

    /// The count that a round's page shows.
    pub async fn count(&self, round: usize) -> usize {
        let page = text(&self.leads[round], &self.open[round].path).await;
        let count = between(&page, "class=\"count\"", "have answered").unwrap();
        let count = between(&count, "<strong>", "</strong>").unwrap();
        count.chars().filter(char::is_ascii_digit).collect::<String>().parse().unwrap()
    }

    /// Closes a round and gives its report.
    pub async fn close(&self, round: usize) -> String {
        self.leads[round].close(&self.open[round]).await.leads_to();
        text(&self.leads[round], &self.open[round].path).await
    }

    pub fn lead(&self, round: usize) -> &Visitor {
        &self.leads[round]
    }
}
