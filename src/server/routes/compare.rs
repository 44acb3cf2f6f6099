//! Two to four teams side by side, compared among all that the coach may see.

use super::exports;
use crate::advice;
use crate::catalogue::Catalogue;
use crate::charts::{self, Caption, Chart, Table, words};
use crate::components::TableData;
use crate::days;
use crate::disclosure::{self, Cell, Compared, Figure, Released};
use crate::pages::coach::{ComparePage, Found, Pick, Picker, SmallRadar, compare};
use crate::server::board::{Shared, Standing};
use crate::server::context::Context;
use crate::server::drawing::chart_view;
use crate::server::error::AppError;
use crate::server::led::round_path;
use crate::server::render::Page;
use crate::store::TeamId;
use axum::extract::{Path, RawQuery};
use axum::response::Response;
use std::collections::BTreeSet;

/// How many teams stand side by side.
const FEWEST: usize = 2;
const MOST: usize = 4;

/// What is asked for: a query in which `team` may come several times.
#[derive(Debug, Default)]
struct Wanted {
    organisation: String,
    quarter: String,
    group: String,
    teams: BTreeSet<String>,
    /// Whether the form was sent, and not only the page opened.
    sent: bool,
}

impl Wanted {
    fn parse(query: Option<&str>) -> Self {
        let mut wanted = Self::default();
        for (name, value) in form_urlencoded::parse(query.unwrap_or_default().as_bytes()) {
            match &*name {
                "organisation" => wanted.organisation = value.into_owned(),
                "quarter" => wanted.quarter = value.into_owned(),
                "group" => wanted.group = value.into_owned(),
                "team" => {
                    wanted.teams.insert(value.into_owned());
                }
                "show" => wanted.sent = true,
                _ => {}
            }
        }
        wanted
    }
}

/// Teams that were picked, out of all that may be seen.
struct Picked {
    shared: Shared,
    /// Their places among the teams with a round.
    places: Vec<usize>,
    /// What is wrong with the choice.
    fault: Option<String>,
}

impl Picked {
    /// # Errors
    /// [`AppError::NotFound`] when one of the teams does not share with this coach,
    /// or there is no such team.
    async fn load(context: &Context, wanted: &Wanted) -> Result<Self, AppError> {
        let shared = Shared::load(context, &wanted.organisation, &wanted.quarter).await?;
        let (mut places, mut without) = (Vec::new(), Vec::new());
        for id in &wanted.teams {
            let id: TeamId = id.parse().map_err(|_| AppError::NotFound)?;
            if let Some(place) = shared.seen.iter().position(|each| each.team.id == id) {
                places.push(place);
            } else {
                let silent = shared.silent.iter().find(|each| each.team.id == id);
                without.push(silent.ok_or(AppError::NotFound)?.team.name.clone());
            }
        }
        // By name, whatever the order in the address.
        places.sort_unstable();
        let fault = match (without.first(), wanted.teams.len()) {
            (Some(name), _) => Some(format!(
                "{name} has no report in this quarter or the one before. Pick another team, or another quarter."
            )),
            (None, 0) if !wanted.sent => None,
            (None, 0) => Some("Pick two to four teams; none is picked yet.".to_owned()),
            (None, 1) => Some("Pick at least one more team: it takes two to compare.".to_owned()),
            (None, FEWEST..=MOST) => None,
            (None, many) => Some(format!(
                "Four teams are as many as can be read side by side, and {many} are picked. Please leave some out."
            )),
        };
        Ok(Self { shared, places, fault })
    }

    /// The teams, once there are two to four.
    fn teams(&self) -> Option<Vec<&Standing>> {
        let teams = self.places.iter().filter_map(|place| self.shared.seen.get(*place));
        (self.fault.is_none() && self.places.len() >= FEWEST).then(|| teams.collect())
    }

    /// Their places and names.
    fn named<'a>(&self, teams: &[&'a Standing]) -> Vec<(usize, &'a str)> {
        self.places.iter().copied().zip(teams.iter().map(|each| each.team.name.as_str())).collect()
    }

    /// The query with which the files are of the same teams.
    fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("organisation", self.shared.organisation.id.as_str());
        query.append_pair("quarter", &self.shared.quarter);
        for place in &self.places {
            if let Some(each) = self.shared.seen.get(*place) {
                query.append_pair("team", each.team.id.as_str());
            }
        }
        format!("?{}", query.finish())
    }
}

/// `GET /coach/compare`
pub async fn show(context: Context, RawQuery(query): RawQuery) -> Result<Response, AppError> {
    let wanted = Wanted::parse(query.as_deref());
    let picked = Picked::load(&context, &wanted).await?;
    let catalogue = context.app.catalogue;
    let found = picked.teams().map(|teams| {
        let compared = picked.shared.compared();
        let named = picked.named(&teams);
        let stands = advice::stands(&compared, &named, catalogue);
        let chart = dots(&compared, &named, stands.finding.clone(), catalogue);
        Found {
            dots: chart_view(&chart, "compare"),
            outlines: teams.iter().map(|each| outline(&context, each)).collect(),
            own: table_data(own_figures(&teams, catalogue)),
            reliability: table_data(reliability(&compared, catalogue)),
            effects: table_data(effects(&teams, catalogue)),
            query: picked.query(),
            finding: stands.finding,
            stands: stands.all,
            compared,
        }
    });
    let Picked { shared, fault, .. } = &picked;
    let (id, quarter) = (&shared.organisation.id, &shared.quarter);
    let page = ComparePage {
        organisation: shared.organisation.name.clone(),
        picker: Picker {
            organisation: id.to_string(),
            quarters: shared.quarters.iter().rev().cloned().collect(),
            quarter: quarter.clone(),
            groups: picks(shared, &wanted.teams),
            fault: fault.clone(),
            board: {
                let group = shared.group(&wanted.group).map(String::from).unwrap_or_default();
                format!("/coach?organisation={id}&group={group}&quarter={quarter}")
            },
        },
        found,
    };
    let title = match &page.found {
        None => "Compare teams".to_owned(),
        Some(found) => found.finding.clone(),
    };
    let wrong = page.picker.fault.is_some();
    Ok(Page::new(title).wrong(wrong).render(&context, move || compare(page, catalogue)).await)
}

/// `GET /coach/compare/{file}`: the same as a picture or a table.
pub async fn file(
    context: Context,
    Path(file): Path<String>,
    RawQuery(query): RawQuery,
) -> Result<Response, AppError> {
    let picked = Picked::load(&context, &Wanted::parse(query.as_deref())).await?;
    let teams = picked.teams().ok_or(AppError::NotFound)?;
    let catalogue = context.app.catalogue;
    let chart = || {
        let (compared, named) = (picked.shared.compared(), picked.named(&teams));
        let finding = advice::stands(&compared, &named, catalogue).finding;
        dots(&compared, &named, finding, catalogue)
    };
    let (kind, body) = match file.as_str() {
        "dots.svg" => (exports::SVG, chart().svg_file().into_bytes()),
        "dots.png" => (exports::PNG, chart().png()?),
        "dots.csv" => (exports::CSV, chart().table().csv().into_bytes()),
        "figures.csv" => (exports::CSV, own_figures(&teams, catalogue).csv().into_bytes()),
        _ => return Err(AppError::NotFound),
    };
    exports::attachment(kind, &format!("andon-{}-compared-{file}", picked.shared.quarter), body)
}

fn dots(
    compared: &Released<Vec<Compared>>,
    named: &[(usize, &str)],
    title: String,
    catalogue: &Catalogue,
) -> Chart {
    let desc = "Scores of the six dimensions with the interval in which each could plausibly lie; by name, no ranking.";
    charts::compare_dots(compared, named, catalogue, &Caption { title, desc: desc.to_owned() })
}

fn outline(context: &Context, each: &Standing) -> SmallRadar {
    let catalogue = context.app.catalogue;
    let day = days::written(context.app.settings.zone.day(each.round.closed_at));
    let caption = Caption {
        title: format!("{}: {}", each.team.name, advice::finding(each.report(), catalogue)),
        desc: "Health of the six dimensions.".to_owned(),
    };
    let drawn = charts::radar(&disclosure::radar((&day, each.report()), None), catalogue, &caption);
    SmallRadar {
        team: each.team.name.clone(),
        report_href: round_path(&each.team.id, &each.round.id),
        svg: drawn.svg_small(&format!("outline-{}", each.team.id)),
        about: day,
        two: false,
    }
}

/// Teams that can be picked, group by group as groups are named, then those in none.
fn picks(shared: &Shared, chosen: &BTreeSet<String>) -> Vec<(String, Vec<Pick>)> {
    let of = |group: Option<&_>| -> Vec<Pick> {
        let teams = shared.seen.iter().map(|each| &each.team);
        teams
            .filter(|team| team.group.as_ref() == group)
            .map(|team| Pick {
                id: team.id.to_string(),
                name: team.name.clone(),
                chosen: chosen.contains(team.id.as_str()),
            })
            .collect()
    };
    let groups = shared.groups.iter().map(|group| (group.name.clone(), of(Some(&group.id))));
    let mut picks: Vec<_> = groups.chain([(String::new(), of(None))]).collect();
    picks.retain(|(_, teams)| !teams.is_empty());
    picks
}

/// A row for each dimension, a column for each team: what its own report says.
fn own_figures(teams: &[&Standing], catalogue: &Catalogue) -> Table {
    let figure = |figure: &Figure| {
        let range = figure.interval.map_or_else(String::new, |interval| {
            format!(" ({})", words::interval(interval.low.value(), interval.high.value()))
        });
        format!("{}{range}", figure.health)
    };
    by_dimension(teams, catalogue, |each, place| {
        match each.report().dimensions.get(place)?.figure {
            Cell::Shown(shown) => Some(figure(&shown)),
            Cell::Withheld(reason) => Some(words::reason(reason)),
        }
    })
}

/// Cliff's δ of each team since its round before, where it may be told.
fn effects(teams: &[&Standing], catalogue: &Catalogue) -> Table {
    by_dimension(teams, catalogue, |each, place| {
        let Some(change) = each.change() else { return Some("no round before".to_owned()) };
        match change.dimensions.get(place)?.change {
            Cell::Shown(judged) => Some(judged.evidence.map_or_else(
                || "too few answers".to_owned(),
                |evidence| fraction(i32::from(evidence.delta_tenths), 10),
            )),
            Cell::Withheld(reason) => Some(words::reason(reason)),
        }
    })
}

fn by_dimension(
    teams: &[&Standing],
    catalogue: &Catalogue,
    cell: impl Fn(&Standing, usize) -> Option<String>,
) -> Table {
    let names = teams.iter().map(|each| each.team.name.clone());
    let columns = std::iter::once("Dimension".to_owned()).chain(names).collect();
    let row = |(place, name): (usize, &str)| {
        let cells = teams.iter().map(|each| cell(each, place).unwrap_or_default());
        std::iter::once(name.to_owned()).chain(cells).collect()
    };
    let dimensions = catalogue.dimensions().iter().map(|dimension| dimension.name.as_str());
    Table { columns, rows: dimensions.enumerate().map(row).collect() }
}

/// How well teams can be told apart on each dimension.
fn reliability(compared: &[Compared], catalogue: &Catalogue) -> Table {
    let columns = ["Dimension", "Teams", "ICC(1)", "ICC(2)", "Can be told apart"];
    let row = |row: &Compared| {
        let hundredths = |value: i16| fraction(i32::from(value), 100);
        let rest = match &row.scores {
            Cell::Shown(scores) => [
                hundredths(scores.icc1_hundredths),
                scores.icc2_hundredths.map_or_else(String::new, hundredths),
                if scores.told_apart { "yes" } else { "no" }.to_owned(),
            ],
            Cell::Withheld(reason) => [String::new(), String::new(), words::reason(*reason)],
        };
        let name = catalogue.dimension(row.id).name.clone();
        [name, row.teams.to_string()].into_iter().chain(rest).collect()
    };
    Table { columns: columns.map(str::to_owned).to_vec(), rows: compared.iter().map(row).collect() }
}

/// "−0.35", of so many parts.
fn fraction(value: i32, parts: i32) -> String {
    let sign = if value < 0 { "\u{2212}" } else { "" };
    let digits = if parts == 100 { 2 } else { 1 };
    let value = value.abs();
    format!("{sign}{}.{:0digits$}", value / parts, value % parts)
}

fn table_data(Table { columns, rows }: Table) -> TableData {
    TableData { columns, rows }
}
