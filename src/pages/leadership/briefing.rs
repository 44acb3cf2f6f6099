//! One sheet of A4 for a meeting: what is systemic, what to do, how it stands.

use super::figures::in_teams;
use super::systemic::IN_FULL;
use crate::advice::Systemic;
use crate::catalogue::{Catalogue, DimensionId};
use crate::charts::words;
use crate::components::{DataTable, PageHead, TableData};
use crate::disclosure::Released;
use crate::disclosure::pooled::Period;
use leptos::prelude::*;

/// What the sheet says.
#[derive(Debug, Clone)]
pub struct Briefing {
    /// The organisation's name.
    pub organisation: String,
    /// The quarter, written out.
    pub quarter: String,
    /// The most important thing, in one sentence.
    pub finding: String,
    /// The figures.
    pub period: Released<Period>,
    /// Those of the quarter before, where there are some, with its name.
    pub before: Option<(String, Released<Period>)>,
    /// What is systemic, with experiments.
    pub systemic: Vec<Systemic>,
    /// The radar, made by our own charts.
    pub radar: String,
    /// The way back.
    pub back: String,
}

/// The sheet.
pub fn briefing(page: Briefing, catalogue: &'static Catalogue) -> impl IntoView {
    let Briefing { organisation, quarter, finding, period, before, systemic, radar, back } = page;
    let kicker = format!("{organisation} \u{b7} {quarter} \u{b7} {} teams", period.teams());
    let entries: Vec<_> = systemic
        .iter()
        .take(IN_FULL)
        .map(|each| view! { <li>{entry(each, catalogue)}</li> })
        .collect();
    let more = systemic.len().saturating_sub(IN_FULL);
    let table = table(&period, before.as_ref(), catalogue);
    view! {
        <article class="sheet briefing">
            <PageHead kicker=kicker title=finding/>
            <p class="actions no-print"><a class="button quiet" href=back>"Back to the whole page"</a>" "<span class="muted">"Print this page: it fits on one sheet."</span></p>
            <div class="briefing-figures">
                <div class="drawing" inner_html=radar></div>
                <DataTable caption="Health of the six dimensions over all people, 0 to 100" table=table/>
            </div>
            <section aria-labelledby="systemic">
                <h2 id="systemic">{if entries.is_empty() { "Nothing is systemic" } else { "What only leadership can change" }}</h2>
                {(!entries.is_empty()).then(|| view! { <ol class="experiments">{entries}</ol> })}
                {(more > 0).then(|| view! { <p class="small">{format!("{more} more are systemic; the whole page names them.")}</p> })}
            </section>
            <p class="small muted">"Each team counts once, with its last round of two quarters, and each person alike. Present means: judged at the middle of the scale or stronger, on average. Systemic means: present in at least half of at least five teams. Ranges say where a figure could plausibly lie. No figure here is about a single team, and none should be asked for."</p>
        </article>
    }
}

fn entry(systemic: &Systemic, catalogue: &'static Catalogue) -> impl IntoView + use<> {
    let pattern = catalogue.pattern(systemic.item.id);
    let teams = in_teams(&systemic.item).map(|words| format!(" ({words})"));
    let experiment = systemic.experiment.as_deref().and_then(|id| catalogue.experiment(id));
    view! {
        <h3>{pattern.name.as_str()}<span class="muted">{teams}</span></h3>
        {experiment.map(|experiment| view! {
            <p><strong>"Try: "</strong>{experiment.title.as_str()}". "{experiment.first_step.as_str()}</p>
            {experiment.stop_doing.as_deref().map(|stop| view! { <p><strong>"Stop: "</strong>{stop}</p> })}
        })}
    }
}

fn table(
    period: &Period,
    before: Option<&(String, Released<Period>)>,
    catalogue: &Catalogue,
) -> TableData {
    let mut columns =
        vec!["Dimension".to_owned(), "Health".to_owned(), "Plausible range".to_owned()];
    columns.extend(before.map(|(name, _)| name.clone()));
    let row = |id: DimensionId| {
        let mut row = vec![catalogue.dimension(id).name.clone()];
        match period.dimension(id) {
            Some(pooled) => row.extend([
                pooled.figure.health.to_string(),
                pooled.figure.interval.map_or_else(String::new, |ends| {
                    words::interval(ends.low.value(), ends.high.value())
                }),
            ]),
            None => row.extend(["not shown".to_owned(), String::new()]),
        }
        row.extend(before.map(|(_, before)| {
            before
                .dimension(id)
                .map_or_else(|| "not shown".to_owned(), |pooled| pooled.figure.health.to_string())
        }));
        row
    };
    TableData { columns, rows: DimensionId::ALL.into_iter().map(row).collect() }
}
