//! Imports that are under way: they go on in the background, and their page asks how
//! far they are.
//!
//! What is remembered here is how far an import is and how it ended, for a quarter of
//! an hour, in memory. Whether it went in is said by the log: the line there is
//! written in the same transaction.

use super::aside::aside;
use super::context::Context;
use super::error::AppError;
use super::leadership::decide_all;
use crate::config::Zone;
use crate::import::{self, Existing, Known, Plan, Row, Shown, Target};
use crate::score::{Fault, Sheet};
use crate::store::{
    DeedId, History, Import, ImportTeam, ImportedRound, OrganisationId, Role, StoreError, tally_of,
};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// How long the end of an import is remembered, in seconds.
const REMEMBERED: i64 = 15 * 60;
/// How often an import is planned anew because something else was stored meanwhile.
const TRIES: usize = 5;
/// How long whoever starts an import waits for its end before seeing how far it is.
const AT_ONCE: Duration = Duration::from_millis(900);

/// How far an import is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// So many rounds are in, of so many; none of them counts before the last one is.
    Adding(usize, usize),
    /// All of it is in.
    Done,
    /// Nothing is in: what was there has changed since the table was shown.
    Changed,
    /// Nothing is in: the database refused.
    Refused,
}

/// The imports of this process.
#[derive(Clone, Default)]
pub struct Imports(Arc<Mutex<HashMap<DeedId, Job>>>);

/// An import that was started.
#[derive(Clone)]
struct Job {
    organisation: OrganisationId,
    started_at: i64,
    progress: watch::Receiver<Progress>,
}

/// What was confirmed.
pub struct Confirmed {
    /// To which organisation it goes.
    pub organisation: OrganisationId,
    /// What was sent.
    pub sheet: Sheet,
    /// What was shown.
    pub shown: Shown,
    /// Whether score lists are kept of rounds with fewer than 8 answers.
    pub keep_lists: bool,
}

impl Imports {
    /// Starts an import and waits a moment for its end. Gives its id.
    ///
    /// # Errors
    /// When the operating system has no random numbers.
    pub async fn start(&self, context: &Context, what: Confirmed) -> Result<DeedId, AppError> {
        let id = DeedId::random()?;
        let (sender, mut progress) = watch::channel(Progress::Adding(0, 0));
        let job = Job {
            organisation: what.organisation.clone(),
            started_at: context.app.now(),
            progress: progress.clone(),
        };
        self.all().insert(id.clone(), job);
        tokio::spawn(run(context.clone(), what, id.clone(), sender));
        let ended = progress.wait_for(|now| !matches!(now, Progress::Adding(..)));
        let _ = tokio::time::timeout(AT_ONCE, ended).await;
        Ok(id)
    }

    /// How far an import of this organisation is; none where this process does not
    /// know (any more).
    #[must_use]
    pub fn progress(&self, organisation: &OrganisationId, id: &DeedId) -> Option<Progress> {
        let all = self.all();
        let job = all.get(id).filter(|job| job.organisation == *organisation)?;
        let progress = job.progress.borrow().clone();
        // One that ended without a word has died.
        let dead = job.progress.has_changed().is_err() && matches!(progress, Progress::Adding(..));
        Some(if dead { Progress::Refused } else { progress })
    }

    /// Forgets imports that were started long ago and have ended.
    pub fn forget_old(&self, now: i64) {
        self.all().retain(|_, job| {
            job.progress.has_changed().is_ok() || now - job.started_at < REMEMBERED
        });
    }

    fn all(&self) -> std::sync::MutexGuard<'_, HashMap<DeedId, Job>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Runs an import to its end.
async fn run(context: Context, what: Confirmed, id: DeedId, sender: watch::Sender<Progress>) {
    let what = Arc::new(what);
    let ended = match add(&context, &what, &id, &sender).await {
        Ok(ended) => ended,
        Err(error) => {
            tracing::error!(cause = %error, "an import was undone");
            Progress::Refused
        }
    };
    sender.send_replace(ended);
}

async fn add(
    context: &Context,
    what: &Arc<Confirmed>,
    id: &DeedId,
    sender: &watch::Sender<Progress>,
) -> Result<Progress, AppError> {
    for _ in 0..TRIES {
        let Some(import) = prepare(context, what, id).await? else { return Ok(Progress::Changed) };
        let total = import.rounds.len();
        let added = |count| {
            sender.send_replace(Progress::Adding(count, total));
        };
        match context.app.store.import(&import, added).await {
            Ok(()) => {
                // Quarters that had no figures for lack of rounds may have some now.
                // The import stands all the same, and they are looked at again next quarter.
                if let Err(error) = decide_all(&context.app, &import.organisation).await {
                    tracing::error!(cause = %error, "counting quarters after an import");
                }
                return Ok(Progress::Done);
            }
            // Whether it matters is seen by planning again.
            Err(StoreError::Changed) => {}
            Err(StoreError::NotFound(_)) => return Ok(Progress::Changed),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(Progress::Changed)
}

/// Everything that is to be stored; none where it is not what was shown.
async fn prepare(
    context: &Context,
    what: &Arc<Confirmed>,
    id: &DeedId,
) -> Result<Option<Import>, AppError> {
    let app = &context.app;
    let Some(history) = app.store.history(&what.organisation).await? else { return Ok(None) };
    let (now, zone) = (app.now(), app.settings.zone.clone());
    let (from, against) = (Arc::clone(what), history.clone());
    let counted = aside(move || {
        let plan = plan(&from.sheet, &against, &zone, now).ok()?;
        if Shown::of(&plan) != from.shown {
            return None;
        }
        let round = |row| imported(row, &against, &zone, now, from.keep_lists);
        let rounds: Option<Vec<ImportedRound>> = plan.added().map(round).collect();
        Some((plan, rounds?))
    })
    .await?;
    let Some((plan, rounds)) = counted else { return Ok(None) };
    Ok(Some(Import {
        organisation: what.organisation.clone(),
        against: history,
        catalogue_version: app.catalogue.version().to_owned(),
        deed: context.deed(&what.organisation, Role::Admin, None, said(&plan)),
        new_teams: plan.new_teams,
        rounds,
        id: id.clone(),
    }))
}

fn imported(
    row: &Row,
    history: &History,
    zone: &Zone,
    now: i64,
    keep_lists: bool,
) -> Option<ImportedRound> {
    let answered = u16::try_from(row.answers.len()).ok()?;
    Some(ImportedRound {
        team: match row.target {
            Target::Known(place) => ImportTeam::Known(history.teams.get(place)?.id.clone()),
            Target::New(place) => ImportTeam::New(place),
        },
        roster: row.invited.unwrap_or(answered),
        // The last second of its day, so that it lies on that day; today is not over.
        closed_at: (zone.end_of(row.day).ok()? - 1).min(now),
        tally: tally_of(&row.answers, keep_lists),
    })
}

/// Plans what would happen to a file in an organisation with this history.
///
/// # Errors
/// What contradicts itself in the file.
pub fn plan(sheet: &Sheet, history: &History, zone: &Zone, now: i64) -> Result<Plan, Vec<Fault>> {
    let known = |team: &crate::store::TeamHistory| Known {
        name: team.name.clone(),
        sealed: team.sealed.iter().map(|(from, to)| (zone.day(*from), zone.day(*to))).collect(),
        open_since: team.open_since.map(|at| zone.day(at)),
    };
    let existing = Existing {
        minimum_group: history.minimum_group,
        teams: history.teams.iter().map(known).collect(),
    };
    import::plan(sheet, &existing, zone.day(now))
}

/// "imported 12 rounds of 5 teams".
pub fn said(plan: &Plan) -> String {
    format!(
        "imported {} of {}",
        counted(plan.added().count(), "round"),
        counted(plan.teams_added_to(), "team")
    )
}

/// "1 round", "2 rounds".
#[must_use]
pub fn counted(count: usize, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
