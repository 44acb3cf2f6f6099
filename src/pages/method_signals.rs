//! The method page's part on delivery signals.

use crate::components::{DataTable, TableData};
use crate::disclosure::counts::{ROOM, TEAMS_TO_COUNT};
use crate::measure::delivery::{BANDS, Signal, band_words};
use leptos::prelude::*;

/// The section.
pub fn delivery() -> impl IntoView {
    view! {
        <section aria-labelledby="signals">
            <h2 id="signals">"Delivery signals"</h2>
            <p>"Answers tell what people see; delivery signals tell what arrived. A team counts them for itself, month by month, or lets a program send them. They stand beside its charts with the starts and reviews of its experiments, so that it can ask: does what we try reach those who use what we make?"</p>
            <p>"They are for alignment, not for punishment. They are no target: whoever is paid for a number will get the number. They say nothing about a person, teams do different work, and no page sets one team against another on them. Two things that move together need not have anything to do with each other."</p>
            <DataTable caption="How each signal is made" table=formulas()/>
            <p>"Andon keeps the counts and the two medians, and works the rates out from them, so that a rate cannot disagree with its counts. What a team does not know stays empty, and empty is not 0: a chart has a gap there. A month\u{2019}s days have 24 hours each."</p>
            <p>
                {format!("Leadership is told how many teams lie in which band in a quarter, from {TEAMS_TO_COUNT} teams on; a band with fewer than {ROOM}, or than a third of the teams, joins its neighbour; where somebody knows how some of the teams stand, bands are wider still, or nothing is told. The bands are ours, to find one\u{2019}s way by. They are no grades.")}
            </p>
            <details class="fine">
                <summary>"Bands, and how a quarter is counted"</summary>
                <DataTable caption="The bands of each signal" table=bands()/>
                <p>"A lower end belongs to its band. Counts are added up over those of a team\u{2019}s three months that know them, and a share is that of the sums: no mean of shares. Deployments are the mean of the months. Of the two medians the middle month counts, of two months the mean of both. A quarter without an incident lies in the first band of the time between failures. A quarter is counted once, two weeks after its end, so that its last month can be entered; later corrections do not change what was told."</p>
            </details>
            <details class="fine">
                <summary>"Source"</summary>
                <p>"Deployments, lead time, change failure rate and time to restore are the four key measures of Forsgren, Humble and Kim (2018), and of DORA\u{2019}s guide to software delivery performance metrics. Time between failures and the share of incidents that a change caused are added from everyday service management."</p>
            </details>
        </section>
    }
}

fn formulas() -> TableData {
    let row = |signal: Signal| {
        [signal.name(), signal.formula(), signal.unit()].map(str::to_owned).to_vec()
    };
    TableData {
        columns: ["Signal", "Formula", "Unit"].map(str::to_owned).to_vec(),
        rows: Signal::ALL.map(row).to_vec(),
    }
}

fn bands() -> TableData {
    let row = |signal: Signal| {
        let mut row = vec![signal.name().to_owned()];
        row.extend((0..BANDS).map(|band| band_words(signal, band, band)));
        row
    };
    TableData {
        columns: ["Signal", "First", "Second", "Third", "Fourth"].map(str::to_owned).to_vec(),
        rows: Signal::ALL.map(row).to_vec(),
    }
}
