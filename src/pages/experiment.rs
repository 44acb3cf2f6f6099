//! An experiment, as pages show it.

use super::words;
use crate::catalogue::Experiment;
use leptos::prelude::*;

/// Everything about an experiment below its title: what it rests on, the first
/// step, what to count, and where to read more.
pub fn experiment_body(experiment: &'static Experiment) -> impl IntoView {
    let alignments: Vec<&str> =
        experiment.alignments.iter().map(|each| words::alignment(*each)).collect();
    view! {
        <p class="facts">
            {format!(
                "{} \u{b7} {} \u{b7} review after {} days",
                words::kind(experiment.kind),
                words::effort(experiment.effort),
                experiment.review_after,
            )}
        </p>
        <p class="hypothesis">{experiment.hypothesis.as_str()}</p>
        <dl class="plan">
            <dt>"First step"</dt>
            <dd>{experiment.first_step.as_str()}</dd>
            {experiment
                .stop_doing
                .as_deref()
                .map(|stop| view! { <dt>"Leadership stops"</dt><dd>{stop}</dd> })}
            <dt>"What to count"</dt>
            <dd>{experiment.measure.as_str()}</dd>
            <dt>"It worked if"</dt>
            <dd>{experiment.target.as_str()}</dd>
        </dl>
        <p class="source">
            {format!("Practice: {}. Serves {}.", experiment.practice, words::list(&alignments))}
            {experiment.source.as_deref().map(|source| format!(" Read more: {source}."))}
        </p>
    }
}
