//! What `andon score` prints, held against other software, the app's own gate and
//! the README's schema.

#![allow(clippy::format_push_string, reason = "tests may be slow")]

use super::*;
use crate::catalogue::PatternId;
use crate::measure::vectors::{assert_close, at, numbers};
use serde_json::Value;

fn header() -> String {
    format!("team,round,{}\n", PatternId::ALL.map(PatternId::as_str).join(","))
}

fn scored(text: &str, minimum_group: u8) -> Value {
    let sheet = read(text.as_bytes()).unwrap();
    let options =
        Options { gate: Gate::new(minimum_group).unwrap(), exactness: Exactness::WhileQuick };
    serde_json::to_value(score(&sheet, options).unwrap()).unwrap()
}

/// A file of people, all of whom give one answer to everything.
fn file(rounds: &[(&str, &str, &[&str])]) -> String {
    let mut text = header();
    for (team, round, people) in rounds {
        for answer in *people {
            text += &format!("{team},{round}{}\n", format!(",{answer}").repeat(18));
        }
    }
    text
}

fn f(value: &Value, path: &str) -> f64 {
    value.pointer(path).and_then(Value::as_f64).unwrap_or_else(|| panic!("no number at {path}"))
}

#[test]
fn teams_compare_as_r_compares_them() {
    let mut text = header();
    let teams = at("/inputs/eight_teams_dim/teams");
    for (team, people) in teams.as_object().unwrap() {
        for person in people.as_array().unwrap() {
            let answers: Vec<String> =
                person.as_array().unwrap().iter().map(ToString::to_string).collect();
            text += &format!("{team},1,{}{}\n", answers.join(","), ",".repeat(15));
        }
    }
    let scored = scored(&text, 1);
    let first = &scored["between"][0]["dimensions"][0];
    assert_close(f(first, "/icc1"), f(&at("/R/eight_teams_dim/multilevel"), "/ICC1"));
    assert_close(f(first, "/icc2"), f(&at("/R/eight_teams_dim/multilevel"), "/ICC2"));
    let by = at("/R/eight_teams_dim/metafor_pooledMSW/PM");
    // metafor stops its search for τ² earlier than we do.
    let near = |ours: f64, theirs: f64| assert!((ours - theirs).abs() < 1e-6, "{ours} {theirs}");
    near(f(first, "/tau2"), f(&by, "/tau2"));
    near(f(first, "/mean"), f(&by, "/mu"));
    let shrunk = numbers("/R/eight_teams_dim/metafor_pooledMSW/PM/blup");
    let raw = numbers("/R/eight_teams_dim/raw_team_mean");
    for (place, (shrunk, raw)) in shrunk.iter().zip(raw).enumerate() {
        near(f(first, &format!("/scores/{place}/shrunk")), *shrunk);
        assert_close(f(first, &format!("/scores/{place}/strength")), raw);
    }
    assert_eq!(first["told_apart"], true);
    // What nobody judged is said to be so.
    assert_eq!(scored["teams"][0]["rounds"][0]["items"][17]["withheld"], "nobody judged it");
}

#[test]
fn changes_are_tested_as_r_and_scipy_test_them() {
    let text = file(&[
        ("A", "1", &["0", "0", "1", "1"]),
        ("A", "2", &["3", "4", "4", "4"]),
        ("B", "1", &["0", "1", "0", "2"]),
        ("B", "2", &["1", "2", "2", "3", "4"]),
    ]);
    let scored = scored(&text, 1);
    for (team, name) in [(0, "disjoint_two_sample"), (1, "small_two_sample")] {
        let change = &scored["teams"][team]["changes"][0];
        let p = at(&format!("/R/{name}/coin/mean_perm_exact_two_sided")).as_f64().unwrap();
        for path in ["/overall/p", "/dimensions/3/p", "/items/7/p"] {
            assert_close(f(change, path), p);
        }
        assert_eq!(change["overall"]["method"], "exact");
    }
    let delta = at("/python/small_two_sample/statsmodels 0.15.0/cliffs_delta").as_f64().unwrap();
    assert_close(f(&scored, "/teams/1/changes/0/overall/cliffs_delta"), delta);
    assert_eq!(scored["teams"][0]["changes"][0]["overall"]["verdict"], "clearly worse");
    assert_eq!(scored["teams"][1]["changes"][0]["overall"]["verdict"], "cannot tell");
}

#[test]
fn agreement_and_intervals_are_those_of_other_software() {
    // Inputs on 1–5, brought to 0–4; one dimension's worth of items at a time.
    let people = crate::measure::vectors::answers("T5");
    let mut text = header();
    for person in &people {
        let cells: Vec<String> = person.iter().map(ToString::to_string).collect();
        text += &format!("A,1,{}\n", cells.join(","));
    }
    let scored = scored(&text, 1);
    let ad_m = numbers("/R/T5/ad_m_per_item");
    let r_wg = numbers("/R/T5/rwg_per_item");
    for (place, (ad_m, r_wg)) in ad_m.iter().zip(r_wg).enumerate() {
        let item = format!("/teams/0/rounds/0/items/{place}");
        assert_close(f(&scored, &format!("{item}/agreement/ad_m")), *ad_m);
        assert_close(f(&scored, &format!("{item}/agreement/r_wg")), r_wg);
    }
}

#[test]
fn with_a_minimum_group_everything_is_as_coarse_as_a_page() {
    let text = file(&[
        ("A", "1", &["0", "1", "1", "2", "3"]),
        ("A", "2", &["4", "4", "4", "4", "4", "4", "3"]),
        ("B", "1", &["0", "1", "1", "2"]),
    ]);
    let scored = scored(&text, 5);
    let round = &scored["teams"][0]["rounds"][0];
    assert_eq!(round["n"], serde_json::json!({ "at_least": 5, "at_most": 7 }));
    for figure in
        round["items"].as_array().unwrap().iter().chain(round["dimensions"].as_array().unwrap())
    {
        assert!(f(figure, "/health") % 5.0 == 0.0);
        assert!(figure["agreement"]["ad_m"].is_null() && figure["agreement"]["r_wg"].is_null());
    }
    assert!(round["items"][0]["agreement"].is_null(), "no word for an item below eight answers");
    let change = &scored["teams"][0]["changes"][0];
    assert_eq!(change["overall"]["verdict"], "clearly worse");
    assert!(change["overall"]["p"].is_null(), "no p below eight people");
    assert!(change["items"][0]["direction"].is_null(), "seven less five is fewer than five");
    let hidden = &scored["teams"][1]["rounds"][0];
    assert_eq!(hidden["withheld"], "fewer than 5 answers");
    assert!(hidden["n"].is_null() && hidden["items"].as_array().unwrap().is_empty());
}

#[test]
fn reliability_is_given_from_a_hundred_people_on_and_not_below() {
    let mut text = header();
    let by: Vec<Vec<u8>> = at("/inputs/eight_teams_dim/teams")
        .as_object()
        .unwrap()
        .values()
        .flat_map(|team| team.as_array().unwrap().clone())
        .map(|person| serde_json::from_value(person).unwrap())
        .collect();
    let lines = |text: &mut String, times: usize| {
        for person in by.iter().cycle().take(by.len() * times) {
            let cells: Vec<String> = person.iter().map(ToString::to_string).collect();
            *text += &format!("A,1,{}{}\n", cells.join(","), ",".repeat(15));
        }
    };
    lines(&mut text, 1);
    let few = scored(&text, 1);
    assert_eq!(few["reliability"]["withheld"], "fewer than 100 people in the file");
    lines(&mut text, 1);
    // α and ω do not change when everybody is there twice.
    let enough = scored(&text, 1);
    let first = &enough["reliability"]["dimensions"][0];
    assert_close(f(first, "/alpha"), f(&at("/R/eight_teams_dim/alpha"), "/raw"));
    assert!((f(first, "/omega") - f(&at("/R/eight_teams_dim/omega"), "/omega_total")).abs() < 1e-6);
    assert!(enough["reliability"]["dimensions"][1]["withheld"].is_string());
}

#[test]
fn the_minimum_group_is_one_or_three_to_ten() {
    for wrong in [0, 2, 11, 255] {
        assert_eq!(Gate::new(wrong), Err(WrongGroup), "{wrong}");
    }
    assert_eq!(Gate::new(1), Ok(Gate::Lifted));
    assert_eq!(Gate::new(10), Ok(Gate::Minimum(10)));
}

#[test]
fn exactness_can_be_forced_and_says_when_it_does_not_fit() {
    let people: Vec<String> = (0..400).map(|p| (p % 5).to_string()).collect();
    let people: Vec<&str> = people.iter().map(String::as_str).collect();
    let text = file(&[("A", "1", &people), ("A", "2", &people[..392])]);
    let sheet = read(text.as_bytes()).unwrap();
    let with = |exactness| score(&sheet, Options { gate: Gate::Lifted, exactness });
    let exact = with(Exactness::Always(1 << 30)).unwrap();
    let quick = with(Exactness::WhileQuick).unwrap();
    let p = |scored: &Scored| {
        let overall = scored.teams[0].changes[0].overall.clone().unwrap();
        (overall.p.unwrap(), overall.method.unwrap())
    };
    let ((exact, how), (near, _)) = (p(&exact), p(&quick));
    assert_eq!(how, crate::measure::permutation::Method::Exact);
    assert!((exact - near).abs() < 1e-3, "{exact} {near}");
    assert!(with(Exactness::Always(10)).is_err());
}

/// Ten teams, two rounds, some gaps.
fn lively() -> String {
    let mut text = header();
    for team in 0..10_usize {
        for round in 1..=2_usize {
            for person in 0..5 + (team + round) % 9 {
                text += &format!("Team {team},2026-Q{round}");
                for item in 0..18_usize {
                    let n = team * 7 + round * 5 + person * 3 + item * (person + 1);
                    text += match n % 17 {
                        0 => ",?",
                        1 => ",",
                        _ => [",0", ",1", ",2", ",3", ",4"][(n / 3 + team / 3) % 5],
                    };
                }
                text.push('\n');
            }
        }
    }
    text
}

#[test]
fn the_readme_describes_what_is_printed() {
    let readme = include_str!("../../README.md");
    let start = readme.find("```json\n{\n  \"$schema\"").expect("the README holds the schema") + 8;
    let end = readme[start..].find("```").expect("it ends") + start;
    let schema: Value = serde_json::from_str(&readme[start..end]).expect("it is JSON");
    let validator = jsonschema::validator_for(&schema).expect("it is a schema");
    for (text, minimum_group) in [
        (lively(), 1),
        (lively(), 5),
        (lively(), 10),
        (file(&[("A", "1", &["0"])]), 1),
        (file(&[("A", "1", &["0"])]), 5),
    ] {
        let scored = scored(&text, minimum_group);
        let errors: Vec<String> = validator
            .iter_errors(&scored)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(errors.is_empty(), "{minimum_group}: {errors:#?}");
    }
    assert!(!validator.is_valid(&serde_json::json!({ "teams": 1 })), "it says something");
}

#[test]
fn tables_line_up_and_hold_every_team() {
    for minimum_group in [1, 5] {
        let sheet = read(lively().as_bytes()).unwrap();
        let options =
            Options { gate: Gate::new(minimum_group).unwrap(), exactness: Exactness::WhileQuick };
        let text = table(&score(&sheet, options).unwrap());
        for team in 0..10 {
            assert!(text.contains(&format!("Team {team}, round 2026-Q1")));
            assert!(text.contains(&format!("Team {team}, from round 2026-Q1 to 2026-Q2")));
        }
        assert!(text.contains("Teams side by side, round 2026-Q2"));
        assert!(text.lines().all(|line| line.trim_end() == line));
    }
}
