//! Delivery signals of many teams: how many lie in which band, and never which.

use crate::charts::words;
use crate::components::Empty;
use crate::disclosure::{Bands, Cell, CountBand, Released};
use crate::measure::delivery::{BANDS, Signal, band_words};
use leptos::prelude::*;

/// A quarter as it is shown: its name, and each signal.
#[derive(Debug, Clone)]
pub struct DeliveryQuarter {
    /// The quarter, written out.
    pub name: String,
    /// Each signal with its bands, or why they are not told.
    pub signals: Vec<(Signal, Released<Cell<Bands>>)>,
}

/// How many quarters are shown: a year. Files hold all of them.
const SHOWN: usize = 4;

/// The section: the newest quarter in sight, those before it folded away. `next` is the
/// day from which on the quarter after it is counted.
pub fn section(quarters: Vec<DeliveryQuarter>, next: &str) -> impl IntoView + use<> {
    let mut quarters = quarters.into_iter().take(SHOWN);
    let needed = format!(
        "It takes at least nine teams that have entered the same signal for months of one quarter. The next quarter is counted on {next}, so that its last month can still be entered."
    );
    let once = format!(
        "A quarter is counted once, two weeks after its end, and does not change afterwards. The next one is counted on {next}."
    );
    let body = match quarters.next() {
        None => view! {
            <Empty title="Nothing to tell yet">
                <p>{needed}</p>
            </Empty>
        }
        .into_any(),
        Some(newest) => {
            let earlier: Vec<_> = quarters
                .map(|quarter| {
                    let name = quarter.name.clone();
                    view! { <details><summary>{name}</summary>{table(quarter)}</details> }
                })
                .collect();
            view! {
                {table(newest)}
                {earlier}
                <p class="muted">{once}</p>
            }
            .into_any()
        }
    };
    view! {
        <section aria-labelledby="delivery">
            <h2 id="delivery">"How teams deliver"</h2>
            <p>"Delivery signals that teams count for themselves, as numbers of teams in bands. They are for alignment, not for punishment: no team can be seen, and the bands are marks to find one\u{2019}s way by, not targets. A band with fewer than three teams is joined to its neighbour. "<a href="/method#signals">"How they are made"</a>"."</p>
            {body}
        </section>
    }
}

fn table(quarter: DeliveryQuarter) -> impl IntoView {
    let label = format!("Teams in bands of delivery signals, {}", quarter.name);
    let rows: Vec<_> = quarter
        .signals
        .into_iter()
        .map(|(signal, bands)| {
            let cells = match &*bands {
                Cell::Shown(bands) => bands
                    .bands
                    .iter()
                    .map(|each| band(signal, *each))
                    .collect::<Vec<_>>()
                    .into_any(),
                Cell::Withheld(reason) => {
                    let why = words::reason(*reason);
                    view! { <td colspan=BANDS.to_string() class="hatched">{why}</td> }.into_any()
                }
            };
            view! { <tr><th scope="row">{signal.name()}</th>{cells}</tr> }
        })
        .collect();
    view! {
        <div class="table-frame" role="region" tabindex="0" aria-label=label>
            <table class="data spread delivery">
                <caption class="small">{quarter.name}</caption>
                <thead>
                    <tr>
                        <th scope="col">"Signal"</th>
                        <th scope="colgroup" colspan=BANDS.to_string()>"Teams in each band"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

fn band(signal: Signal, band: CountBand) -> impl IntoView {
    let colspan = band.joins().to_string();
    view! {
        <td colspan=colspan class="band">
            {band.teams}" teams "<small class="muted">{band_words(signal, band.first, band.last)}</small>
        </td>
    }
}
