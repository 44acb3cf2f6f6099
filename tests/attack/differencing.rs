//! A leader, a coach, a member of a team and readers of share links put their heads together
//! over what is shown of many teams, and take away what they know of some.

use crate::dice::Dice;
use crate::leaks::{found, release_as_before};
use crate::support::{START, TestApp, add_team, holder, organisation, sealed};
use andon::catalogue::{Answer, Answers, DimensionId, PatternId, Point};
use andon::clock::DAY;
use andon::measure::delivery::{Counted, Hours};
use andon::store::{Organisation, Role, RoundId, TeamId};
use reqwest::StatusCode;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// In the fourth quarter of 2025.
const LAST_QUARTER: i64 = START - 100 * DAY;

struct World {
    app: TestApp,
    of: Organisation,
    teams: Vec<TeamId>,
    rounds: Vec<RoundId>,
    /// In which teams which statements are present.
    present: Vec<BTreeSet<PatternId>>,
}

/// Teams of which the first `sharing` share with coaches; each pattern is present in a team
/// or it is not, plainly.
async fn world(teams: usize, sharing: usize, dice: &mut Dice) -> World {
    let app = TestApp::start().await;
    app.set_up("Acme", 5).await;
    let of = organisation(&app, "Acme").await;
    let mut world = World { app, of, teams: Vec::new(), rounds: Vec::new(), present: Vec::new() };
    for place in 0..teams {
        let shares = place < sharing;
        let team = add_team(&world.app.store, &world.of.id, &format!("Team {place}"), shares).await;
        let mut answers = Answers::default();
        let mut present = BTreeSet::new();
        for id in PatternId::ALL {
            // Some statements are in nearly every team, some in hardly any.
            let is = dice.below(18) < id.index() || dice.below(3) == 0;
            answers.set(id, Answer::Point(Point::ALL[if is { 3 } else { 1 }]));
            if is {
                present.insert(id);
            }
        }
        let people = vec![answers; 6];
        world.rounds.push(sealed(&world.app.store, &team, &people, LAST_QUARTER).await);
        world.teams.push(team);
        world.present.push(present);
    }
    world
}

async fn json(world: &World) -> Value {
    let leader = holder(&world.app, &world.of.id, None, Role::Leader).await;
    let page = leader.get("/leadership/leadership.json").await;
    if page.status() == StatusCode::NOT_FOUND {
        return Value::Null;
    }
    serde_json::from_str(&page.text().await).unwrap()
}

/// Between which counts a shown one lies.
fn between_counts(shown: &Value, of: u64) -> (u64, u64) {
    let count = &shown["teams"];
    if let Some(most) = count["fewer_than"].as_u64() {
        (0, most - 1)
    } else if let Some(least) = count["at_least"].as_u64() {
        (least, of)
    } else {
        let exactly = count["exactly"].as_u64().unwrap();
        (exactly, exactly)
    }
}

/// For how many statements those who know these teams can say of every other team whether
/// the pattern is present there.
async fn named(world: &World, known: &BTreeSet<usize>) -> usize {
    let shown = json(world).await;
    let pools = world.app.store.released_pools(&world.of.id).await.unwrap();
    let mut named = 0;
    for id in PatternId::ALL {
        let Some(pool) = pools.iter().find(|pool| pool.dimension == id.dimension()) else {
            continue;
        };
        let behind: BTreeSet<usize> = pool
            .rounds
            .iter()
            .filter(|round| round.counted)
            .map(|round| world.rounds.iter().position(|own| *own == round.round).unwrap())
            .collect();
        let dimension = &shown["period"]["dimensions"][id.dimension().index()]["shown"];
        let place = id.dimension().patterns().into_iter().position(|each| each == id).unwrap();
        let item = &dimension["items"][place];
        let others = behind.difference(known).count() as u64;
        let own = behind.intersection(known);
        let own = own.filter(|team| world.present[**team].contains(&id)).count() as u64;
        let all = behind.len() as u64;
        let mut ranges = Vec::new();
        if item["prevalence"]["shown"].is_object() {
            assert_eq!(item["prevalence"]["shown"]["of"], all);
            ranges.push(between_counts(&item["prevalence"]["shown"], all));
        }
        match item["systemic"]["shown"].as_str() {
            Some("systemic") => ranges.push((all.div_ceil(2), all)),
            Some(_) => ranges.push((0, all.div_ceil(2) - 1)),
            None => {}
        }
        let low = ranges.iter().map(|(low, _)| *low).max().unwrap_or(0).saturating_sub(own);
        let high = ranges.iter().map(|(_, high)| *high).min().unwrap_or(all);
        let high = high.saturating_sub(own).min(others);
        if others > 0 && (high == 0 || low >= others) {
            named += 1;
        }
    }
    named
}

#[tokio::test]
async fn no_count_says_of_another_team_whether_it_has_a_pattern() {
    let mut dice = Dice::new(11);
    let mut shown = 0;
    for (teams, sharing) in [(9, 0), (9, 6), (12, 1), (16, 3), (22, 11)] {
        let world = world(teams, sharing, &mut dice).await;
        let coach: BTreeSet<usize> = (0..sharing).collect();
        assert_eq!(named(&world, &coach).await, 0, "{sharing} of {teams} share");
        for member in sharing..teams {
            let known = coach.iter().copied().chain([member]).collect();
            assert_eq!(named(&world, &known).await, 0, "with a member of {member}");
        }
        assert_eq!(found(&world.app).await, []);
        let items = json(&world).await.to_string();
        shown += items.matches("\"exactly\"").count()
            + items.matches("\"at_least\"").count()
            + items.matches("\"fewer_than\"").count();
    }
    assert!(shown > 20, "something is shown all the same: {shown}");
}

#[tokio::test]
async fn the_audit_names_a_count_that_says_how_the_unknown_teams_stand() {
    let world = world(9, 6, &mut Dice::new(12)).await;
    release_as_before(&world.app.store, &world.of.id, "2025-Q4", &world.rounds).await;
    // The attack works on what an earlier version released.
    assert!(named(&world, &(0..6).collect()).await > 0);
    let found = found(&world.app).await;
    let counts: Vec<_> = found
        .iter()
        .filter(|(who, _)| who.contains("coaches") && who.contains("how another team stands"))
        .collect();
    assert_eq!(counts.len(), DimensionId::ALL.len(), "{found:?}");
    for (_, exposed) in counts {
        let exposed: BTreeSet<&str> = exposed.iter().map(String::as_str).collect();
        assert_eq!(exposed, BTreeSet::from(["Team 6", "Team 7", "Team 8"]));
    }
}

#[tokio::test]
async fn a_second_report_is_not_given_out_when_two_readers_would_know_the_rest() {
    let world = world(4, 0, &mut Dice::new(13)).await;
    assert_eq!(json(&world).await["period"]["dimensions"][0]["shown"]["teams"], 4);
    let mut answered = Vec::new();
    for (team, round) in world.teams.iter().zip(&world.rounds).take(2) {
        let lead = holder(&world.app, &world.of.id, Some(team), Role::Facilitator).await;
        let path = format!("/teams/{team}/rounds/{round}/share");
        answered.push(lead.post(&path, &[]).await.status());
    }
    assert_eq!(answered, [StatusCode::OK, StatusCode::CONFLICT]);
    assert_eq!(found(&world.app).await, []);
    // Where two links were there first, the figure is not released.
    let world = world_with_links().await;
    assert_eq!(json(&world).await, Value::Null);
    assert_eq!(found(&world.app).await, []);
}

async fn world_with_links() -> World {
    let world = world(4, 0, &mut Dice::new(14)).await;
    for (team, round) in world.teams.iter().zip(&world.rounds).take(2) {
        let lead = holder(&world.app, &world.of.id, Some(team), Role::Facilitator).await;
        let path = format!("/teams/{team}/rounds/{round}/share");
        assert_eq!(lead.post(&path, &[]).await.status(), StatusCode::OK);
    }
    world
}

/// One month of lead times in the quarter before.
async fn lead_times(world: &World, hours: &[f64]) {
    for (team, hours) in world.teams.iter().zip(hours) {
        let counted = Counted { lead_time: Hours::new(*hours), ..Counted::default() };
        let month = "2025-11".parse().unwrap();
        world.app.store.keep_signals(&[(team, month, counted)]).await.unwrap();
    }
}

#[tokio::test]
async fn the_ninth_teams_band_stays_its_own() {
    let mut told = BTreeMap::new();
    for ninth in [1.0, 30.0, 200.0, 2000.0] {
        let world = world(9, 8, &mut Dice::new(15)).await;
        lead_times(&world, &[1.0, 1.0, 1.0, 30.0, 30.0, 30.0, 200.0, 200.0, ninth]).await;
        let shown = json(&world).await["signals"].clone();
        told.entry(shown.to_string()).or_insert_with(Vec::new).push(ninth);
        assert_eq!(found(&world.app).await, []);
    }
    assert_eq!(told.len(), 1, "whatever the ninth team entered, the same is told: {told:?}");
}

#[tokio::test]
async fn the_audit_names_the_ninth_teams_bands() {
    let world = world(9, 8, &mut Dice::new(16)).await;
    lead_times(&world, &[1.0, 1.0, 1.0, 30.0, 30.0, 30.0, 200.0, 200.0, 200.0]).await;
    // As an earlier version wrote it, which kept neither the teams nor a margin.
    let sql = format!(
        "INSERT INTO decided_signals (organisation_id, period) VALUES ('{0}', '2025-Q4'); INSERT INTO released_signals (organisation_id, period, signal, counts) VALUES ('{0}', '2025-Q4', 'lead-time', '3 3 3 0')",
        world.of.id
    );
    let mut direct = world.app.direct().await;
    for statement in sql.split("; ") {
        direct.run(statement).await.unwrap();
    }
    let found = found(&world.app).await;
    assert!(
        found.iter().any(|(who, exposed)| who.contains("coaches")
            && who.contains("how another team stands")
            && *exposed == ["Team 8"]),
        "{found:?}"
    );
}

#[tokio::test]
async fn teams_may_begin_to_share_as_long_as_counts_name_nobody() {
    let world = world(9, 0, &mut Dice::new(17)).await;
    lead_times(&world, &[1.0, 1.0, 1.0, 1.0, 30.0, 30.0, 30.0, 30.0, 30.0]).await;
    assert!(json(&world).await["signals"].to_string().contains("shown"));
    let mut answered = Vec::new();
    for team in &world.teams[..3] {
        let lead = holder(&world.app, &world.of.id, Some(team), Role::Facilitator).await;
        let answer = lead.post(&format!("/teams/{team}/sharing"), &[("shares", "yes")]).await;
        answered.push(answer.status());
    }
    // With two, a coach and a member would know three of nine, and a count in bands of four
    // would say too much of the other six.
    assert_eq!(answered, [StatusCode::SEE_OTHER, StatusCode::CONFLICT, StatusCode::CONFLICT]);
    assert_eq!(found(&world.app).await, []);
}
