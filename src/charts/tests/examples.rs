//! The charts that the tests look at.

use crate::catalogue::{Answer, Answers, Catalogue, DIMENSIONS, PATTERNS, Point};
use crate::charts::dots::{Dots, Group, Mark, Row};
use crate::charts::heat::{self, Heat, Spot};
use crate::charts::paint::Shape;
use crate::charts::radar::{Axis, Radar, Series};
use crate::charts::{
    Caption, Chart, Kind, Marker, MarkerKind, compare_dots, dot_plot, heat_map, history, radar,
};
use crate::days::Month;
use crate::disclosure::{self, Band, Board, BoardTeam, Cell, Reason, Released, Report};
use crate::measure::Tally;
use crate::measure::delivery::{Counted, Hours, Signal};

pub const NOW: &str = "This round, 3 March 2026";
pub const BEFORE: &str = "Round before, 24 November 2025";

/// A chart and what it is an example of.
pub struct Example {
    pub name: &'static str,
    pub chart: Chart,
}

/// One of everything that a chart may have to show.
pub fn all() -> Vec<Example> {
    let (now, before, gaps) = (full(), earlier(), with_gaps());
    let (nothing, ends) = (nothing_shown(), extremes());
    let own = disclosure::own_view(&person(OWN));
    let example = |name, chart| Example { name, chart };
    vec![
        example("radar_full", radar_of(&now, None)),
        example("radar_two_rounds", radar_of(&now, Some(&before))),
        example("radar_gaps", radar_of(&gaps, None)),
        example("radar_gaps_in_both", radar_of(&gaps, Some(&other_gaps()))),
        example("radar_nothing_shown", radar_of(&nothing, None)),
        example("radar_extremes", radar_of(&ends, Some(&now))),
        example(
            "radar_own",
            radar(&disclosure::own_radar(&own), catalogue(), &caption("What you see")),
        ),
        example("radar_long", long_radar()),
        example("dots_full", dots_of(&now)),
        example("dots_gaps", dots_of(&gaps)),
        example("dots_nothing_shown", dots_of(&nothing)),
        example("dots_extremes", dots_of(&ends)),
        example(
            "dots_own",
            dot_plot(&disclosure::own_dots(&own), catalogue(), &caption("What you see")),
        ),
        example("dots_long", long_dots()),
        example("trend_full", trend_of(&[(0, &before), (98, &now), (133, &gaps), (231, &ends)])),
        example("trend_marked", trend_marked()),
        example("signal_plain", signal_of(Signal::LeadTime, &[])),
        example("signal_marked", signal_of(Signal::ChangeFailureRate, &signal_markers())),
        example("signal_one", one_month()),
        example("signal_long", long_signal()),
        example("trend_one", trend_of(&[(0, &now)])),
        example("trend_nothing_shown", trend_of(&[(0, &nothing), (28, &nothing)])),
        example("trend_long", long_trend(&now)),
        example("heat_full", heat_of(&board_full())),
        example("heat_gaps", heat_of(&board_gaps())),
        example("heat_nothing_shown", heat_of(&board_of(&[team("Ledger", None, vec![], few())]))),
        example("heat_empty", heat_of(&board_of(&[]))),
        example("heat_long", long_heat()),
        example("compare_full", compare_of(&[(0, "Ledger"), (3, "Search"), (5, "Delivery")])),
        example("compare_gaps", compare_of(&[(8, "Mobile app"), (1, "Payments")])),
        example("compare_too_few", compare_too_few()),
        example("compare_long", long_compare()),
    ]
}

pub fn named(name: &str) -> Chart {
    let found = all().into_iter().find(|example| example.name == name);
    found.expect("there is an example of that name").chart
}

pub fn catalogue() -> &'static Catalogue {
    Catalogue::builtin().expect("the built-in catalogue is sound")
}

pub fn caption(title: &str) -> Caption {
    Caption { title: title.to_owned(), desc: "What it shows, in a sentence.".to_owned() }
}

pub fn radar_of(current: &Released<Report>, previous: Option<&Released<Report>>) -> Chart {
    let released = disclosure::radar((NOW, current), previous.map(|report| (BEFORE, report)));
    radar(&released, catalogue(), &caption("Changes wait, and people agree why"))
}

pub fn dots_of(report: &Released<Report>) -> Chart {
    let released = disclosure::dot_plot(report);
    dot_plot(&released, catalogue(), &caption("Approval by committee holds the team back most"))
}

/// A history of rounds on these days.
pub fn trend_of(rounds: &[(i32, &Released<Report>)]) -> Chart {
    let brief = |day: i32| {
        format!("{} 2026", ["Jan", "Apr", "Sep", "Nov"][day.unsigned_abs() as usize % 4])
    };
    let round = |(day, report): &(i32, &Released<Report>)| {
        let name = format!("day {day} of 2026");
        (disclosure::Day { name, brief: brief(*day), number: *day }, (*report).clone())
    };
    let rounds: Vec<_> = rounds.iter().map(round).collect();
    history(&disclosure::history(&rounds), &caption("Health has gone up and down"), &[])
}

/// A start or a review.
pub fn marker(day: i32, kind: MarkerKind, words: &str) -> Marker {
    Marker { day, kind, words: words.to_owned() }
}

/// Two rounds with experiments between, on one day and after the last round.
fn trend_marked() -> Chart {
    let long = "Standard changes <without> the board & its chair, decided by those who run it";
    marked(&[
        marker(20_110, MarkerKind::Started, "One board for incidents"),
        marker(20_014, MarkerKind::Started, "=Smaller batches, \"by Friday\""),
        marker(20_042, MarkerKind::Reviewed, "=Smaller batches, \"by Friday\""),
        marker(20_042, MarkerKind::Started, long),
    ])
}

/// Two rounds with these markers.
pub fn marked(markers: &[Marker]) -> Chart {
    let round = |number, report, brief: &str| {
        let name = format!("day {number}");
        (disclosure::Day { name, brief: brief.to_owned(), number }, report)
    };
    let rounds = [round(20_000, earlier(), "Oct 2024"), round(20_098, full(), "Jan 2025")];
    history(&disclosure::history(&rounds), &caption("Health has gone up"), markers)
}

/// Half a year of one signal, with a month that nobody entered.
fn signal_of(signal: Signal, markers: &[Marker]) -> Chart {
    let months: Vec<_> =
        [(1, 40, 9, 61.5), (2, 44, 7, 48.0), (3, 51, 6, 47.25), (5, 49, 2, 30.0), (6, 72, 1, 8.75)]
            .map(|(month, deployments, failed, lead)| counted(month, deployments, failed, lead))
            .to_vec();
    let released = disclosure::signal_course(&months, signal);
    crate::charts::signal(&released, &caption("Changes arrive sooner"), markers)
}

fn counted(month: u8, deployments: u32, failed: u32, lead: f64) -> (Month, Counted) {
    let (deployments, failed) = (Some(deployments), Some(failed));
    let counted =
        Counted { deployments, failed, lead_time: Hours::new(lead), ..Counted::default() };
    (format!("2026-{month:02}").parse().expect("a month"), counted)
}

fn signal_markers() -> [Marker; 2] {
    [
        marker(20_520, MarkerKind::Started, "Smaller batches"),
        marker(20_570, MarkerKind::Reviewed, "Smaller batches"),
    ]
}

fn one_month() -> Chart {
    let released = disclosure::signal_course(&[counted(3, 0, 0, 1.0)], Signal::DeploymentFrequency);
    crate::charts::signal(&released, &caption("A beginning"), &[])
}

/// Two years of large numbers.
fn long_signal() -> Chart {
    let last: Month = "2026-03".parse().expect("a month");
    let months: Vec<_> = std::iter::successors(Some(last), |month| Some(month.before()))
        .take(40)
        .enumerate()
        .map(|(place, month)| {
            let deployments = u32::try_from(100_000 - place * 37).ok();
            (month, Counted { deployments, ..Counted::default() })
        })
        .collect();
    let released = disclosure::signal_course(&months, Signal::DeploymentFrequency);
    crate::charts::signal(&released, &caption("Many"), &[])
}

/// Ten years of rounds, one every 28 days.
fn long_trend(report: &Released<Report>) -> Chart {
    let rounds: Vec<_> = (0..130).map(|round| (round * 28, report)).collect();
    trend_of(&rounds)
}

/// Somebody who could not judge a dimension and an item more.
const OWN: [u8; PATTERNS] = [0, 1, 2, 4, 4, 4, 3, 9, 3, 9, 9, 1, 0, 0, 0, 0, 1, 0];

/// A person who chose these points; anything but 0–4 is "can't judge".
fn person(points: [u8; PATTERNS]) -> Answers {
    Answers::new(points.map(|point| {
        Point::ALL.get(usize::from(point)).map_or(Answer::CantJudge, |point| Answer::Point(*point))
    }))
}

pub fn report(people: usize, answer: impl Fn(usize, usize) -> u8) -> Released<Report> {
    let answers: Vec<_> =
        (0..people).map(|p| person(std::array::from_fn(|i| answer(p, i)))).collect();
    disclosure::release(&Tally::of(&answers, true), 5).expect("the round reaches its minimum group")
}

/// How strong each anti-pattern is in the examples, in catalogue order.
const STRENGTHS: [u8; PATTERNS] = [1, 2, 1, 3, 2, 3, 1, 1, 2, 3, 4, 3, 0, 1, 2, 1, 2, 0];

fn around(middle: u8, p: usize) -> u8 {
    match p % 3 {
        0 => middle,
        1 => middle.saturating_sub(1),
        _ => (middle + 1).min(4),
    }
}

fn full() -> Released<Report> {
    report(9, |p, i| around(STRENGTHS[i], p + i))
}

fn earlier() -> Released<Report> {
    report(7, |p, i| around(STRENGTHS[PATTERNS - 1 - i], p))
}

/// Nobody could judge the third dimension, few the last item of the fifth.
fn with_gaps() -> Released<Report> {
    report(9, |p, i| match i {
        6..9 if p > 1 => 9,
        14 if p > 3 => 9,
        _ => around(STRENGTHS[i], p),
    })
}

fn other_gaps() -> Released<Report> {
    report(9, |p, i| match i {
        0..3 | 6..9 if p > 1 => 9,
        _ => around(2, p + i),
    })
}

/// Five people answered, but none of the items was judged by all of them.
fn nothing_shown() -> Released<Report> {
    report(5, |p, i| if p == i % 5 || p == (i + 1) % 5 { 9 } else { 2 })
}

fn extremes() -> Released<Report> {
    report(12, |_, i| if i / 3 % 2 == 0 { 0 } else { 4 })
}

/// A radar of anything.
pub fn radar_with(caption: &Caption, names: &[String], series: Vec<Series>) -> Chart {
    let axes = names.iter().map(|name| Axis { short: name.clone(), name: name.clone() });
    Chart::new(Kind::Radar(Radar { axes: axes.collect(), series }), caption)
}

/// A dot plot of anything, three rows to a group.
pub fn dots_with(caption: &Caption, names: &[String], marks: &[Cell<Mark>]) -> Chart {
    let groups = names.chunks(3).zip(marks.chunks(3)).map(|(names, marks)| Group {
        name: names.first().cloned().unwrap_or_default(),
        rows: names
            .iter()
            .zip(marks)
            .map(|(name, mark)| Row { name: name.clone(), mark: *mark, shape: Shape::default() })
            .collect(),
    });
    Chart::new(Kind::Dots(Dots { groups: groups.collect() }), caption)
}

/// As long as the catalogue lets the name of an axis be, and as wide, with the
/// longest words below.
fn long_radar() -> Chart {
    let names = [
        "WWWWWWWWWWWWWWWW",
        "Responsibilities",
        "MMMMMMM MMMMMMMM",
        "Zusammenarbeiten",
        "Wwwwwwww wwwwwww",
        "Responsibilities",
    ];
    assert_eq!(names.len(), DIMENSIONS);
    let series = |name: &str, points: [Cell<u8>; DIMENSIONS]| Series {
        name: name.to_owned(),
        points: points.to_vec(),
    };
    let few = Cell::Withheld(Reason::FewerThan(10));
    let shown = Cell::Shown(90);
    radar_with(
        &caption(
            "A finding that goes on and on, through people, craft, structure, flow, change and learning, until the reader has forgotten how it began",
        ),
        &names.map(str::to_owned),
        vec![
            series(
                "This round of the team with the long name, which closed on Wednesday, 30 September 2026",
                [few, shown, few, Cell::Shown(10), few, shown],
            ),
            series(
                "The round before it, of the same team, which closed on Wednesday, 24 December 2025",
                [shown, few, few, Cell::Shown(10), shown, few],
            ),
        ],
    )
}

fn long_dots() -> Chart {
    let long = |number: usize| {
        format!(
            "Responsibilities number {number} that everybody has and nobody takes, today or tomorrow"
        )
    };
    let wide = "WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW".to_owned();
    let names: Vec<_> =
        (0..PATTERNS).map(|i| if i % 4 == 3 { wide.clone() } else { long(i) }).collect();
    let mark = |i: usize| match i % 5 {
        0 => Cell::Withheld(Reason::ProtectsAnother),
        1 => Cell::Withheld(Reason::FewerThan(10)),
        2 => shown(90, Some((10, 90))),
        3 => shown(10, Some((10, 10))),
        _ => shown(50, None),
    };
    let marks: Vec<_> = (0..PATTERNS).map(mark).collect();
    dots_with(&caption("Long"), &names, &marks)
}

pub fn shown(at: u8, interval: Option<(u8, u8)>) -> Cell<Mark> {
    let coded = at <= 10 || at >= 90;
    Cell::Shown(Mark { at, coded, interval, answers: Some(Band::EightToEleven(8)) })
}

/// A team of a board: its answers in the round before (none: there was none) and now.
pub struct Team {
    name: String,
    group: Option<&'static str>,
    before: Vec<Answers>,
    now: Vec<Answers>,
}

fn team(name: &str, group: Option<&'static str>, before: Vec<Answers>, now: Vec<Answers>) -> Team {
    Team { name: name.to_owned(), group, before, now }
}

/// So many people, who answer around a strength that moves with the dimension.
fn people(count: usize, strength: u8) -> Vec<Answers> {
    let of = |p: usize, i: usize| around((strength + u8::from(i / 3 % 3 == 1)).min(4), p + i);
    (0..count).map(|p| person(std::array::from_fn(|i| of(p, i)))).collect()
}

/// So many people with all sorts of healths.
fn mixed(count: usize) -> Vec<Answers> {
    (0..count).map(|p| person(STRENGTHS.map(|middle| around(middle, p)))).collect()
}

/// Five people, none of whose items was judged by all of them.
fn few() -> Vec<Answers> {
    let of = |p: usize, i: usize| if p == i % 5 || p == (i + 1) % 5 { 9 } else { 2 };
    (0..5).map(|p| person(std::array::from_fn(|i| of(p, i)))).collect()
}

/// Nobody could judge the first dimension, few the last item of the fifth.
fn partly(count: usize) -> Vec<Answers> {
    let of = |p: usize, i: usize| match i {
        0..3 if p > 1 => 9,
        14 if p > 3 => 9,
        _ => around(STRENGTHS[i], p),
    };
    (0..count).map(|p| person(std::array::from_fn(|i| of(p, i)))).collect()
}

pub fn board_of(teams: &[Team]) -> Released<Board> {
    let tally = |answers: &[Answers]| Tally::of(answers, true);
    let released: Vec<_> = teams
        .iter()
        .map(|team| {
            let now = tally(&team.now);
            let report = disclosure::release(&now, 5).expect("it reaches its minimum group");
            (report, disclosure::release_change((&tally(&team.before), 5), (&now, 5)))
        })
        .collect();
    let rows: Vec<_> = teams
        .iter()
        .zip(&released)
        .map(|(team, (report, change))| BoardTeam {
            id: &team.name,
            name: &team.name,
            group: team.group,
            report,
            change: change.as_ref(),
        })
        .collect();
    disclosure::board(&rows)
}

/// Every step of the scale, both changes, and a team without a round before.
pub fn board_full() -> Released<Board> {
    let (pay, shop) = (Some("Payments and ledgers"), Some("Shop"));
    board_of(&[
        team("Delivery", shop, people(14, 4), people(14, 1)),
        team("Ledger", pay, people(12, 0), people(12, 3)),
        team("Mobile app", shop, mixed(9), mixed(9)),
        team("Payments", pay, vec![], people(7, 1)),
        team("Search", None, people(8, 0), people(13, 0)),
        team("Warehouse and returns", shop, people(9, 4), people(20, 4)),
    ])
}

fn board_gaps() -> Released<Board> {
    board_of(&[
        team("Delivery", None, vec![], partly(9)),
        team("Ledger", None, people(9, 4), people(9, 1)),
        team("Search", None, vec![], few()),
    ])
}

/// As many teams as a coach may have, by name.
pub fn board_large(teams: usize) -> Released<Board> {
    let teams: Vec<_> = (0..teams)
        .map(|n| {
            let name = format!("Team {n:03}, which has a name");
            let strength = u8::try_from(n % 5).expect("below 5");
            team(&name, Some("Group"), people(10, 4 - strength), people(10, strength))
        })
        .collect();
    board_of(&teams)
}

pub fn heat_of(board: &Released<Board>) -> Chart {
    heat_map(board, catalogue(), &caption("Where teams would like a hand"))
}

/// A heat map of anything.
pub fn heat_with(caption: &Caption, names: &[String], rows: Vec<heat::Row>) -> Chart {
    let columns = names.iter().map(|name| heat::Column { short: name.clone(), name: name.clone() });
    Chart::new(Kind::Heat(Heat { columns: columns.collect(), rows }), caption)
}

fn long_heat() -> Chart {
    use crate::disclosure::{Since, Verdict};
    let names = [
        "WWWWWWWWWWWWWWWW",
        "Responsibilities",
        "MMMMMMM MMMMMMMM",
        "Zusammenarbeiten",
        "Wwwwwwww wwwwwww",
        "Responsibilities",
    ];
    let verdict = |verdict| Some(Cell::Shown(Since::Verdict(verdict)));
    let cells = vec![
        Spot { health: Cell::Shown(10), since: verdict(Verdict::ClearlyWorse) },
        Spot { health: Cell::Shown(90), since: verdict(Verdict::ClearlyBetter) },
        Spot { health: Cell::Withheld(Reason::FewerThan(10)), since: None },
        Spot { health: Cell::Withheld(Reason::ProtectsAnother), since: None },
        Spot { health: Cell::Withheld(Reason::PartWithheld), since: None },
        Spot { health: Cell::Shown(50), since: verdict(Verdict::CannotTell) },
    ];
    let row = |team: &str, group: Option<&str>| heat::Row {
        team: team.to_owned(),
        group: group.map(str::to_owned),
        cells: cells.clone(),
    };
    let long = "The team with the long name that nobody has ever said in one breath, not even once";
    let rows = vec![
        row(long, None),
        row(long, Some("The division for everything that has no division of its own")),
        row(&"W".repeat(60), Some(&"W".repeat(60))),
        row("", None),
    ];
    heat_with(&caption("Long"), &names.map(str::to_owned), rows)
}

/// Nine teams, the last of which lacks two dimensions.
fn compared() -> Released<Vec<disclosure::Compared>> {
    let mut tallies: Vec<_> =
        [3_u8, 1, 2, 0, 4, 2, 1, 3].map(|s| Tally::of(&people(6 + usize::from(s), s), true)).into();
    tallies.push(Tally::of(&partly(9), true));
    let rounds: Vec<_> = tallies.iter().map(|tally| (tally, 5)).collect();
    disclosure::compare(&rounds)
}

fn compare_of(teams: &[(usize, &str)]) -> Chart {
    compare_dots(&compared(), teams, catalogue(), &caption("Teams that could help each other"))
}

fn compare_too_few() -> Chart {
    let tally = Tally::of(&people(6, 2), true);
    let released = disclosure::compare(&[(&tally, 5), (&tally, 5)]);
    compare_dots(&released, &[(0, "A"), (1, "B")], catalogue(), &caption("Too few"))
}

fn long_compare() -> Chart {
    let long = "The team with the long name that nobody has ever said in one breath, not even once";
    let wide = "W".repeat(60);
    compare_of(&[(8, long), (0, &wide), (4, "C"), (3, long), (2, "not drawn")])
}
