//! Two to four teams side by side: for each dimension the health of each team,
//! drawn towards the common mean, with the interval in which it could plausibly
//! lie.
//!
//! The teams stand in the order in which they come, the same under every
//! dimension. Each has its own row with its name and its own mark, so that no
//! colour is needed to tell them apart.

use super::dots::{Dots, Group, Mark, Row};
use super::legend::{Entry, Sample};
use super::paint::Shape;
use super::rows;
use super::sheet::Form;
use super::table::Table;
use super::words;
use crate::catalogue::Catalogue;
use crate::disclosure::{Cell, Compared, Reason, Stand, TeamScore};

/// What is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compare {
    /// The teams' names, in the order in which they are drawn.
    pub teams: Vec<String>,
    /// A group for each dimension, with a row for each team.
    pub dots: Dots,
    /// For each row of each group, on which side of all teams it clearly is.
    pub stands: Vec<Option<Stand>>,
    /// How many teams were compared at most, the drawn ones among them.
    pub among: usize,
}

impl Compare {
    /// Picks these teams (place and name) from what the gate released.
    #[must_use]
    pub fn new(released: &[Compared], teams: &[(usize, &str)], catalogue: &Catalogue) -> Self {
        let teams: Vec<_> = teams.iter().copied().zip(Shape::ALL).collect();
        let mut stands = Vec::with_capacity(released.len() * teams.len());
        let group = |compared: &Compared| {
            let row = |((place, name), shape): &((usize, &str), Shape)| {
                let score = score(compared, *place);
                stands.push(score.shown().and_then(|score| score.mark));
                Row { name: (*name).to_owned(), mark: score.map(mark), shape: *shape }
            };
            let rows = teams.iter().map(row).collect();
            Group { name: catalogue.dimension(compared.id).name.clone(), rows }
        };
        let dots = Dots { groups: released.iter().map(group).collect() };
        Self {
            teams: teams.iter().map(|((_, name), _)| (*name).to_owned()).collect(),
            dots,
            stands,
            among: released.iter().map(|compared| compared.teams).max().unwrap_or(0),
        }
    }

    /// Finds the place of everything.
    #[must_use]
    pub fn plan(&self, form: Form, title: &str) -> rows::Plan<'_> {
        self.dots.plan_with(form, title, &self.key())
    }

    /// The same figures in words, one row for each dimension and team.
    #[must_use]
    pub fn table(&self) -> Table {
        let columns = [
            "Dimension",
            "Team",
            "Health, drawn towards the mean",
            "Could plausibly lie between",
            "Than the teams taken together",
        ];
        let rows = self
            .dots
            .groups
            .iter()
            .flat_map(|group| group.rows.iter().map(move |row| (group.name.as_str(), row)));
        let rows = rows.zip(&self.stands).map(|((dimension, row), stand)| {
            let (health, ends) = match row.mark {
                Cell::Shown(mark) => (mark.words(), mark.interval),
                Cell::Withheld(reason) => (words::reason(reason), None),
            };
            let stand = match (row.mark.shown(), stand) {
                (None, _) => "",
                (Some(_), None) => "cannot tell",
                (Some(_), Some(stand)) => stand.words(),
            };
            vec![
                dimension.to_owned(),
                row.name.clone(),
                health,
                ends.map_or_else(String::new, |(low, high)| words::interval(low, high)),
                stand.to_owned(),
            ]
        });
        Table { columns: columns.map(str::to_owned).to_vec(), rows: rows.collect() }
    }

    /// Who is compared and what is lacking, for who hears it.
    #[must_use]
    pub fn spoken(&self) -> String {
        let all = self.dots.rows().count();
        let shown = self.dots.marks().count();
        let missing = if shown == all {
            String::new()
        } else {
            format!(" {} of {all} have no figure.", all - shown)
        };
        format!(
            "{} on {} dimensions: health drawn towards the mean of {} teams, 100 is best.{missing} The table has every figure.",
            self.teams.join(", "),
            self.dots.groups.len(),
            self.among
        )
    }

    /// What the key below the plot says.
    fn key(&self) -> Vec<Entry> {
        if self.dots.marks().next().is_none() {
            // No mark to explain: each row says why.
            return Vec::new();
        }
        let mut key: Vec<Entry> = self
            .teams
            .iter()
            .zip(Shape::ALL)
            .map(|(name, shape)| Entry { sample: Sample::Shape(shape), words: name.clone() })
            .collect();
        let words = format!(
            "Health, 100 is best, and the range it could plausibly lie in. Each figure is drawn towards the mean of {} teams, the more so the fewer people stand behind it.",
            self.among
        );
        key.push(Entry { sample: Sample::None, words });
        key.extend(self.dots.remark());
        key
    }
}

/// A team's score, or why there is none.
fn score(compared: &Compared, place: usize) -> Cell<TeamScore> {
    match &compared.scores {
        Cell::Shown(scores) => {
            let score = scores.teams.get(place).copied().flatten();
            score.map_or(Cell::Withheld(Reason::NotCompared), Cell::Shown)
        }
        Cell::Withheld(reason) => Cell::Withheld(*reason),
    }
}

const fn mark(score: TeamScore) -> Mark {
    let at = score.health.value();
    Mark {
        at,
        coded: words::is_coded(at),
        interval: Some((score.interval.low.value(), score.interval.high.value())),
        answers: None,
    }
}
