//! Radars side by side, all of one size and on one scale.

use leptos::prelude::*;

/// A team's outline.
#[derive(Debug, Clone)]
pub struct SmallRadar {
    /// The team.
    pub team: String,
    /// Its report.
    pub report_href: String,
    /// The drawing, made by our own charts.
    pub svg: String,
    /// When its round closed, written out.
    pub about: String,
    /// Whether the round before is drawn too.
    pub two: bool,
}

/// Outlines in the order given, with one key for all.
pub fn radars(radars: Vec<SmallRadar>) -> impl IntoView {
    let two = radars.iter().any(|radar| radar.two);
    let items: Vec<_> = radars
        .into_iter()
        .map(|radar| {
            view! {
                <li>
                    <h3><a href=radar.report_href>{radar.team}</a></h3>
                    <p class="small muted">{radar.about}</p>
                    <div class="drawing" inner_html=radar.svg></div>
                </li>
            }
        })
        .collect();
    view! {
        {key(two)}
        <ul class="radars">{items}</ul>
    }
}

/// What is the same in all of them.
fn key(two: bool) -> impl IntoView {
    let outline = view! {
        <svg class="sample" viewBox="0 0 36 12" width="36" height="12" aria-hidden="true">
            <path class="s-series-1" d="M1 6h34" fill="none" stroke-width="2.2"/>
            <circle class="f-series-1" cx="18" cy="6" r="4.5"/>
        </svg>
    };
    let before = two.then(|| {
        view! {
            <li>
                <svg class="sample" viewBox="0 0 36 12" width="36" height="12" aria-hidden="true">
                    <path class="s-series-2" d="M1 6h34" fill="none" stroke-width="1.8" stroke-dasharray="6 4"/>
                    <path class="f-paper s-series-2" d="M18 .9 23.1 6 18 11.1 12.9 6z" stroke-width="1.6"/>
                </svg>
                " the round before"
            </li>
        }
    });
    view! {
        <ul class="shape-key small">
            <li>{outline}" the round that closed on the day above"</li>
            {before}
            <li>"Rings: health 25, 50, 75 and 100, which is best and outermost; 10 stands for 10 or less, 90 for 90 or more"</li>
            <li>"A hatched square at the end of an axis: too few answers to show"</li>
        </ul>
    }
}
