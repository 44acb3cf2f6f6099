//! The end of a report: other rounds, files, share links, how to read it.

use super::{ChartView, Sharing, figures};
use crate::charts::words;
use crate::components::{ChartFigure, ChartLink, Empty};
use crate::disclosure::Report;
use crate::pages::team::{RoundLine, round_lines};
use leptos::prelude::*;

/// Health from round to round, and the team's other rounds.
pub fn history(
    past: Vec<RoundLine>,
    trend: Option<ChartView>,
    base: &str,
) -> impl IntoView + use<> {
    let mut links = figures::files(base, "history");
    links.push(ChartLink { label: "JSON".to_owned(), href: format!("{base}/history.json") });
    let chart = trend.map(|trend| {
        view! {
            <section aria-labelledby="history">
                <h2 id="history">"Round by round"</h2>
                <ChartFigure
                    svg=trend.svg
                    table=trend.table
                    caption="Health over all dimensions, from 0 to 100, with the range in which the truth could plausibly lie. A line between two dots is no proof of a change: the verdict above is."
                    links=links
                />
            </section>
        }
    });
    let body = if past.is_empty() {
        view! {
            <Empty title="This is the first round">
                <p>"The next one can open 28 days after this one has closed. Until then, try something."</p>
            </Empty>
        }
        .into_any()
    } else {
        round_lines(past).into_any()
    };
    view! {
        {chart}
        <section aria-labelledby="rounds" class="no-print">
            <h2 id="rounds">"Other rounds"</h2>
            {body}
        </section>
    }
}

/// Files, paper, and links for others.
pub fn take_along(base: &str, sharing: Option<Sharing>) -> impl IntoView + use<> {
    let csv = format!("{base}/report.csv");
    let json = format!("{base}/report.json");
    let zip = format!("{base}/charts.zip");
    view! {
        <section aria-labelledby="along" class="no-print">
            <h2 id="along">"Take it along"</h2>
            <p>
                "All figures of this page: "<a href=csv>"CSV, for spreadsheets"</a>" or "
                <a href=json>"JSON, for programs"</a>
                ". The charts for slides, as pictures with their tables: "<a href=zip>"ZIP"</a>
                ". Programs can fetch all of it by themselves: "<a href="/api">"how"</a>
                ". Your browser\u{2019}s print command makes a clean report on A4, with the charts and their tables."
            </p>
            {sharing.map(|sharing| share(base, sharing))}
        </section>
    }
}

fn share(base: &str, sharing: Sharing) -> impl IntoView + use<> {
    let lines: Vec<_> = sharing
        .links
        .into_iter()
        .map(|link| {
            let revoke = format!("{base}/share/{}/revoke", link.id);
            let named = format!("Revoke the link: {}", link.about);
            view! {
                <li>
                    <span class="what">{link.about}</span>
                    <form class="acts" method="post" action=revoke>
                        <button class="button quiet" type="submit" aria-label=named>"Revoke"</button>
                    </form>
                </li>
            }
        })
        .collect();
    let none = lines.is_empty();
    view! {
        <h3 id="share">"Let others read it"</h3>
        <p>"A share link opens this one report, to read only: also whether it has clearly changed since the round before, but no figure of that round. Whoever has it can read, so ask the team first. You can revoke it at any time."</p>
        {(!none).then(|| view! { <ul class="lines">{lines}</ul> })}
        {none.then(|| view! { <p class="muted">"No share link holds at the moment."</p> })}
        <form class="actions" method="post" action=format!("{base}/share")>
            <button class="button" type="submit">"Make a share link"</button>
        </form>
    }
}

/// How to read the figures, in a few lines.
pub fn reading(report: &Report) -> impl IntoView + use<> {
    let k = report.minimum_group;
    let answers = words::band(report.answers);
    view! {
        <section aria-labelledby="reading">
            <h2 id="reading">"How to read this"</h2>
            <ul>
                <li>"Health 100 means that nobody sees any of it, 0 that everybody sees it extremely. Figures are rounded, statements more than dimensions, and more where fewer people answered."</li>
                <li>"Where the truth \u{201c}could plausibly lie\u{201d} is meant at 95 in 100. Figures whose ranges overlap a good deal may well be the same."</li>
                <li>{format!("{answers} people answered, and the minimum for any figure is {k}. Where fewer judged something, the page says so and shows no figure.")}</li>
                {(!report.lists_kept)
                    .then(|| {
                        view! {
                            <li>"The team chose to keep no lists of scores, so later rounds cannot be tested for change."</li>
                        }
                    })}
            </ul>
            <p>
                "More about "<a href="/method">"how the figures are made"</a>" and about "
                <a href="/privacy">"what is stored"</a>"."
            </p>
        </section>
    }
}
