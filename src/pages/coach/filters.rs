//! What the coach's pages are narrowed to, and how they are looked at.

use leptos::prelude::*;

/// What the board is narrowed to, and what else there is.
#[derive(Debug, Clone)]
pub struct Choices {
    /// Groups by id and name.
    pub groups: Vec<(String, String)>,
    /// The chosen one; empty for all.
    pub group: String,
    /// Quarters, newest first.
    pub quarters: Vec<String>,
    /// The chosen one.
    pub quarter: String,
    /// The organisation's id.
    pub organisation: String,
    /// Other organisations that the browser coaches, by id and name.
    pub others: Vec<(String, String)>,
}

impl Choices {
    /// The query with which another page or file is narrowed in the same way.
    pub fn query(&self) -> String {
        let Self { organisation, group, quarter, .. } = self;
        format!("?organisation={organisation}&group={group}&quarter={quarter}")
    }
}

/// The ways to look at a board: which one is here, and where the others are.
pub fn views(choices: &Choices, radars: bool) -> impl IntoView + use<> {
    let query = choices.query();
    let here = |this: bool| this.then_some("page");
    view! {
        <nav class="views" aria-label="Ways to look at these teams">
            <ul>
                <li><a href=format!("/coach{query}") aria-current=here(!radars)>"Heat map"</a></li>
                <li><a href=format!("/coach{query}&view=radars") aria-current=here(radars)>"Radars side by side"</a></li>
                <li><a href=format!("/coach/compare{query}")>"Compare two to four"</a></li>
            </ul>
        </nav>
    }
}

/// Group and quarter, as a plain form.
pub fn filters(choices: &Choices, radars: bool) -> impl IntoView + use<> {
    let Choices { groups, group, quarters, quarter, organisation, .. } = choices.clone();
    let all = group.is_empty();
    let group_options: Vec<_> =
        std::iter::once(option(String::new(), "All groups".to_owned(), all))
            .chain(groups.into_iter().map(|(id, name)| {
                let chosen = id == group;
                option(id, name, chosen)
            }))
            .collect();
    view! {
        <form method="get" action="/coach" class="filters">
            <input type="hidden" name="organisation" value=organisation/>
            {radars.then(|| view! { <input type="hidden" name="view" value="radars"/> })}
            <label for="group">"Group"</label>
            <select id="group" name="group">{group_options}</select>
            {quarter_choice(quarters, &quarter)}
            <button class="button" type="submit">"Show"</button>
        </form>
    }
}

/// The quarter up to whose end rounds are looked at.
pub fn quarter_choice(quarters: Vec<String>, chosen: &str) -> impl IntoView + use<> {
    let options: Vec<_> = quarters
        .into_iter()
        .map(|each| {
            let here = each == chosen;
            let label = each.replace('-', " ");
            option(each, label, here)
        })
        .collect();
    view! {
        <label for="quarter">"Up to the end of"</label>
        <select id="quarter" name="quarter">{options}</select>
    }
}

fn option(value: String, label: String, chosen: bool) -> impl IntoView {
    view! { <option value=value selected=chosen>{label}</option> }
}
