//! A large database: 50,000 sealed rounds in which 1,000,000 people have answered.

use crate::database::file_in;
use crate::grounds::{self, Open, Report, link, past};
use andon::clock::{Clock as _, SystemClock};
use andon::store::{Role, Store};
use std::path::Path;
use std::time::Instant;

const TEAMS: usize = 6250;
const ROUNDS: usize = 8;
const PEOPLE: usize = 20;
/// Of how many teams reports are read.
pub const REPORTS: usize = 300;
/// How many rounds are written at once.
const TOGETHER: usize = 2000;

/// What is in it to be asked for.
pub struct Made {
    /// Reports of teams in the middle, as in the small database.
    pub reports: Vec<Report>,
    pub open: Open,
}

/// Makes it in a folder, and says where it is.
pub async fn generate(folder: &Path) {
    let made = generate_for(folder).await;
    println!("{}", file_in(folder).display());
    let Report { path, lead } = &made.reports[0];
    println!("a report: {path} through /k/{}", lead.as_str());
}

pub async fn generate_for(folder: &Path) -> Made {
    let begun = Instant::now();
    let store = Store::open(&file_in(folder)).await.unwrap();
    let (of, first) = grounds::organisation(&store).await;
    let (now, mut teams) = (SystemClock.now(), vec![first]);
    for number in 1..TEAMS {
        let name = format!("Team {number}");
        teams.push(store.add_team(&of, &name, link(Role::Facilitator).0, now).await.unwrap());
        if number.is_multiple_of(1000) {
            eprintln!("    {number} of {TEAMS} teams");
        }
    }
    let mut rounds = Vec::with_capacity(TOGETHER);
    let mut reports = Vec::new();
    for (number, team) in teams.iter().enumerate() {
        if number == TEAMS / 2 {
            reports = grounds::reports(&store, &of, REPORTS).await;
        }
        rounds.extend((0..ROUNDS).map(|ago| past(team, number, ago, PEOPLE)));
        if rounds.len() >= TOGETHER || number + 1 == TEAMS {
            store.add_past_rounds(&rounds).await.unwrap();
            rounds.clear();
        }
    }
    let open = grounds::open(&store, 1).await.remove(0);
    store.close().await;
    let size = std::fs::metadata(file_in(folder)).unwrap().len() >> 20;
    let (rounds, answers) = (TEAMS * ROUNDS, TEAMS * ROUNDS * PEOPLE);
    let took = begun.elapsed().as_secs();
    eprintln!("    {rounds} rounds, {answers} answers: {size} MiB, made in {took} s");
    Made { reports, open }
}
