//! Charts: the radar, the dot plot and the history of a report, the heat map and
//! the comparison of a coach, drawn on the server by plotters.
//!
//! | file | subject |
//! |---|---|
//! | `radar`, `dots`, `trend`, `signal`, `heat`, `compare` | what each chart shows and where it stands |
//! | `around`, `rings`, `rows`, `course`, `months`, `time`, `heads`, `cells`, `legend`, `sheet` | places for words, so that none meet or are cut off |
//! | `markers` | experiments' starts and reviews on a course of time |
//! | `polar` | our polar coordinates for plotters |
//! | `surface`, `ink`, `paint`, `palette` | elements, styles, marks, colours |
//! | `backend`, `document`, `escape` | our SVG backend: classes, title, description |
//! | `bitmap`, `png`, `font` | pictures of pixels with the embedded font |
//! | `table`, `words` | the same numbers in words |
//!
//! A chart can only be made of a [`Released`] value, so it can show nothing that
//! the gate withheld. It comes in two forms for pages (`chart-narrow` and
//! `chart-wide`, of which the style sheet shows the one that fits), as an SVG
//! file, as a PNG and as a table.

mod around;
mod backend;
mod bitmap;
mod cells;
mod compare;
mod course;
mod document;
mod dots;
mod escape;
mod font;
mod heads;
mod heat;
mod ink;
mod legend;
mod markers;
mod months;
mod paint;
mod palette;
mod png;
mod polar;
mod radar;
mod rings;
mod rows;
mod sheet;
mod signal;
mod surface;
mod table;
#[cfg(test)]
mod tests;
mod time;
mod trend;
pub mod words;

pub use markers::{Marker, MarkerKind, marker_list};
pub use table::Table;

use crate::catalogue::Catalogue;
use crate::disclosure::{self, Board, Compared, Health, Released};
use document::Naming;
use sheet::Form;

/// What a chart says, in words: both are part of the drawing for people who hear
/// it instead of seeing it, and the title stands above it in files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    /// The finding as a heading, for example "Changes wait, people agree why".
    pub title: String,
    /// The finding in one or two sentences.
    pub desc: String,
}

/// Why a picture could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ChartError {
    /// The embedded font was refused.
    #[error("the embedded font could not be read")]
    Font,
    /// Drawing failed.
    #[error("the chart could not be drawn: {0}")]
    Draw(String),
    /// Encoding failed.
    #[error("the picture could not be encoded")]
    Encode(#[from] ::png::EncodingError),
}

/// A chart, ready to be drawn in any form.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    kind: Kind,
    title: String,
    desc: String,
}

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Radar(radar::Radar),
    Dots(dots::Dots),
    Trend(trend::Trend),
    Heat(heat::Heat),
    Compare(compare::Compare),
    Signal(signal::Course),
}

/// The radar of one or two rounds over the six dimensions.
#[must_use]
pub fn radar(
    released: &Released<disclosure::Radar>,
    catalogue: &Catalogue,
    caption: &Caption,
) -> Chart {
    Chart::new(Kind::Radar(radar::Radar::new(released, catalogue)), caption)
}

/// The dot plot of a round over the eighteen anti-patterns.
#[must_use]
pub fn dot_plot(
    released: &Released<disclosure::DotPlot>,
    catalogue: &Catalogue,
    caption: &Caption,
) -> Chart {
    Chart::new(Kind::Dots(dots::Dots::new(released, catalogue)), caption)
}

/// The history of a team over its rounds, with the starts and reviews of its
/// experiments.
#[must_use]
pub fn history(
    released: &Released<disclosure::History>,
    caption: &Caption,
    markers: &[Marker],
) -> Chart {
    let what = "Health over all dimensions";
    Chart::new(Kind::Trend(trend::Trend::new(released, what, "Round", markers)), caption)
}

/// One dimension of many teams, quarter by quarter.
#[must_use]
pub fn trend(
    released: &Released<disclosure::History>,
    dimension: &str,
    caption: &Caption,
) -> Chart {
    let what = format!("Health of {dimension} over all people");
    Chart::new(Kind::Trend(trend::Trend::new(released, &what, "Quarter", &[])), caption)
}

/// One delivery signal of a team, month by month, with the starts and reviews of its
/// experiments.
#[must_use]
pub fn signal(
    released: &Released<disclosure::SignalCourse>,
    caption: &Caption,
    markers: &[Marker],
) -> Chart {
    Chart::new(Kind::Signal(signal::Course::new(released, markers)), caption)
}

/// The heat map of teams by dimensions, in the order of the board.
#[must_use]
pub fn heat_map(released: &Released<Board>, catalogue: &Catalogue, caption: &Caption) -> Chart {
    Chart::new(Kind::Heat(heat::Heat::new(released, catalogue)), caption)
}

/// The whole board for a spreadsheet: a line for each team and dimension and,
/// below it, for each of the dimension's patterns, with intervals and bands.
#[must_use]
pub fn board_table(released: &Released<Board>, catalogue: &Catalogue) -> Table {
    heat::long_table(released, catalogue)
}

/// The step of a health on the scale of a heat map, 1 (dark, 10 or less) to 7
/// (bright, 90 or more), and whether words on it are pale. A page's own table is
/// coloured by the custom properties `--heat-1` to `--heat-7`, with words in
/// `--heat-pale` or `--heat-ink`.
#[must_use]
pub const fn heat_step(health: Health) -> (u8, bool) {
    let step = palette::Step::of(health.value());
    (step.number(), matches!(step.ink(), palette::Role::HeatPale))
}

/// Two to four teams side by side on each dimension, by scores drawn towards the
/// common mean. Each team comes with its place among the rounds that were given
/// to [`disclosure::compare`] and its name, in the order in which it is drawn;
/// more than four are not drawn.
#[must_use]
pub fn compare_dots(
    released: &Released<Vec<Compared>>,
    teams: &[(usize, &str)],
    catalogue: &Catalogue,
    caption: &Caption,
) -> Chart {
    Chart::new(Kind::Compare(compare::Compare::new(released, teams, catalogue)), caption)
}

impl Chart {
    fn new(kind: Kind, caption: &Caption) -> Self {
        let spoken = match &kind {
            Kind::Radar(radar) => radar.spoken(),
            Kind::Dots(dots) => dots.spoken(),
            Kind::Trend(trend) => trend.spoken(),
            Kind::Heat(heat) => heat.spoken(),
            Kind::Compare(compare) => compare.spoken(),
            Kind::Signal(signal) => signal.spoken(),
        };
        let desc = format!("{} {spoken}", caption.desc.trim());
        Self { kind, title: caption.title.trim().to_owned(), desc: desc.trim().to_owned() }
    }

    /// The chart for a page: an element with both forms, of which
    /// `style/charts.css` shows the one that fits. Ids inside begin with `id`,
    /// which the page chooses so that no two charts share one. It holds no style
    /// and no script.
    #[must_use]
    pub fn svg_inline(&self, id: &str) -> String {
        let narrow = self.svg(Form::Narrow, id);
        let wide = self.svg(Form::Wide, id);
        format!("<div class=\"chart-fit\">{narrow}{wide}</div>")
    }

    /// A radar about 220 pixels wide, to stand beside others on the same scale:
    /// without a key, and with the names of its axes alone. All of them are of one
    /// size, whatever their figures. A trend is made as small, and without its key too, and so is a signal.
    /// (Other charts come in their narrow form.)
    #[must_use]
    pub fn svg_small(&self, id: &str) -> String {
        match self.kind {
            Kind::Radar(_) | Kind::Trend(_) | Kind::Signal(_) => self.svg(Form::Small, id),
            _ => self.svg(Form::Narrow, id),
        }
    }

    /// The chart as a file of its own: with its title, a background and its own
    /// colours, light or dark as the reader's device is set.
    #[must_use]
    pub fn svg_file(&self) -> String {
        self.svg(Form::File, self.class())
    }

    /// The chart as a picture, 1600 pixels wide (less where it would be very high),
    /// in the light theme, with its title and its key.
    ///
    /// # Errors
    /// [`ChartError`] where the font, the drawing or the encoding fails.
    pub fn png(&self) -> Result<Vec<u8>, ChartError> {
        match &self.kind {
            Kind::Radar(radar) => png::png(&radar.plan(Form::File, &self.title), &self.title),
            Kind::Dots(dots) => png::png(&dots.plan(Form::File, &self.title), &self.title),
            Kind::Trend(trend) => png::png(&trend.plan(Form::File, &self.title), &self.title),
            Kind::Heat(heat) => png::png(&heat.plan(Form::File, &self.title), &self.title),
            Kind::Compare(compare) => png::png(&compare.plan(Form::File, &self.title), &self.title),
            Kind::Signal(signal) => png::png(&signal.plan(Form::File, &self.title), &self.title),
        }
    }

    /// The same numbers in words.
    #[must_use]
    pub fn table(&self) -> Table {
        match &self.kind {
            Kind::Radar(radar) => radar.table(),
            Kind::Dots(dots) => dots.table(),
            Kind::Trend(trend) => trend.table(),
            Kind::Heat(heat) => heat.table(),
            Kind::Compare(compare) => compare.table(),
            Kind::Signal(signal) => signal.table(),
        }
    }

    const fn class(&self) -> &'static str {
        match self.kind {
            Kind::Radar(_) => "chart-radar",
            Kind::Dots(_) => "chart-dots",
            Kind::Trend(_) => "chart-trend",
            Kind::Heat(_) => "chart-heat",
            Kind::Compare(_) => "chart-compare",
            Kind::Signal(_) => "chart-signal",
        }
    }

    fn svg(&self, form: Form, id: &str) -> String {
        let naming = Naming { id, title: &self.title, desc: &self.desc };
        match &self.kind {
            Kind::Radar(radar) => {
                document::svg(&radar.plan(form, &self.title), form, self.class(), &naming)
            }
            Kind::Dots(dots) => {
                document::svg(&dots.plan(form, &self.title), form, self.class(), &naming)
            }
            Kind::Trend(trend) => {
                document::svg(&trend.plan(form, &self.title), form, self.class(), &naming)
            }
            Kind::Heat(heat) => {
                document::svg(&heat.plan(form, &self.title), form, self.class(), &naming)
            }
            Kind::Compare(compare) => {
                document::svg(&compare.plan(form, &self.title), form, self.class(), &naming)
            }
            Kind::Signal(signal) => {
                document::svg(&signal.plan(form, &self.title), form, self.class(), &naming)
            }
        }
    }
}
