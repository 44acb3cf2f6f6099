//! What works here: practices over many teams, for coaches and leadership.

use super::others::others;
use crate::catalogue::{Catalogue, DimensionId};
use crate::components::{Empty, PageHead};
use crate::disclosure::Released;
use crate::disclosure::works::{Line, TEAMS_IN_A_LINE};
use crate::prose::capitalised;
use leptos::prelude::*;

/// A line of the table.
#[derive(Debug, Clone)]
pub struct WorksLine {
    /// What it is about.
    pub name: String,
    /// The quarter in which it was counted last, written out.
    pub quarter: String,
    /// The counts.
    pub line: Released<Line>,
}

/// An experiment that a team has kept; for coaches alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The team's name.
    pub team: String,
    /// The experiment's title.
    pub title: String,
    /// The practice that it draws on; empty for one of the team's own making.
    pub practice: String,
    /// Its page.
    pub href: String,
    /// The day on which it was kept, written out.
    pub on: String,
}

/// The page.
#[derive(Debug, Clone)]
pub struct WorksPage {
    /// The organisation's name.
    pub organisation: String,
    /// Its id.
    pub id: String,
    /// `/coach` or `/leadership`: the page it belongs to, and its path.
    pub above: &'static str,
    /// Other organisations that the browser may look at, by id and name.
    pub others: Vec<(String, String)>,
    /// Practices by name, then dimensions, then the rest.
    pub lines: Vec<WorksLine>,
    /// What single teams have kept, by practice; none for leadership.
    pub kept: Option<Vec<Kept>>,
    /// The day on which the present quarter is counted, written out.
    pub next: String,
}

/// What a line is about, in words.
#[must_use]
pub fn about_dimension(id: DimensionId, catalogue: &Catalogue) -> String {
    format!("Other practices: {}", catalogue.dimension(id).name)
}

/// What the last line is about.
pub const REST: &str = "All other practices";

/// How it ended in a part of a line's teams: "changed or dropped".
#[must_use]
pub fn either(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// The page.
pub fn works(page: WorksPage) -> impl IntoView {
    let WorksPage { organisation, id, above, others: other, lines, kept, next } = page;
    let path = if above == "/coach" { "/coach/works" } else { "/leadership/works" };
    let back =
        if above == "/coach" { "the coach\u{2019}s board" } else { "leadership\u{2019}s page" };
    let query = format!("?organisation={id}");
    let title = match lines.len() {
        0 => "What works here cannot be told yet".to_owned(),
        _ => "What many teams have tried, and how it went".to_owned(),
    };
    let body = if lines.is_empty() {
        view! {
            <Empty title="Fewer than nine teams have tried the same">
                <p>{format!("A line stands on at least {TEAMS_IN_A_LINE} teams that share with coaches and have started an experiment. Teams begin from their reports: \u{201c}Try this\u{201d}.")}</p>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            {table(lines)}
            <ul class="files" aria-label="Files of this table">
                {["csv", "json"].map(|kind| {
                    let href = format!("{path}.{kind}{query}");
                    view! { <li><a href=href>{kind.to_uppercase()}<span class="visually-hidden">" of what works here"</span></a></li> }
                })}
            </ul>
        }
        .into_any()
    };
    view! {
        <article class="wide works">
            <PageHead
                kicker=organisation
                title=title
                lead="Teams that tried a practice, how it ended, and what their next round said. Not what the practice did: that cannot be seen from here."
            />
            {body}
            {kept.map(experiments)}
            <section aria-labelledby="reading">
                <h2 id="reading">"Why this is no proof"</h2>
                <p>"Who tries what is no accident: teams try something where it hurts, and where they have the room to. What is unusually bad tends to be less bad the next time, also if nobody does anything. And other things happen in the same weeks. So take a line as a reason to ask those teams, and not as a reason to prescribe what they did."</p>
                <p>{format!("Teams that share with coaches count, each once in a line, with its last experiment in it. \u{201c}Clearly better\u{201d} and its like are the verdict of the team\u{2019}s own report on the anti-pattern, or else on its dimension, from the last round before the start to the next one. A part of fewer than three teams joins its neighbour. A line changes only when at least three teams stand differently in it, so lines may be of different quarters. The present quarter is counted on {next}. ")}<a href="/method#works">"The method"</a>", "<a href="/privacy#works">"who could learn what"</a>"."</p>
                <p><a href=format!("{above}{query}")>{format!("Back to {back}")}</a></p>
            </section>
            {others(path, &other)}
        </article>
    }
}

fn table(lines: Vec<WorksLine>) -> impl IntoView {
    let rows: Vec<_> = lines
        .into_iter()
        .map(|WorksLine { name, quarter, line }| {
            let ended: Vec<_> = line
                .ended
                .iter()
                .map(|part| {
                    let words: Vec<&str> = part.how.iter().map(|each| each.words()).collect();
                    share(part.teams, line.teams, &words)
                })
                .collect();
            let said: Vec<_> = line
                .said
                .iter()
                .map(|part| {
                    let words: Vec<&str> = part.what.iter().map(|each| each.words()).collect();
                    share(part.teams, line.teams, &words)
                })
                .collect();
            view! {
                <tr>
                    <th scope="row">{name}<small class="muted">{format!("Up to the end of the {quarter}")}</small></th>
                    <td class="number">{line.teams}</td>
                    <td><ul class="parts">{ended}</ul></td>
                    <td><ul class="parts">{said}</ul></td>
                </tr>
            }
        })
        .collect();
    view! {
        <div class="table-frame" role="region" tabindex="0" aria-label="Practices, and how they went">
            <table class="data works-table">
                <caption class="small">"Teams that have tried it. Parts of fewer than three teams are joined."</caption>
                <thead>
                    <tr>
                        <th scope="col">"Practice"</th>
                        <th scope="col">"Teams"</th>
                        <th scope="col">"How it ended"</th>
                        <th scope="col">"What their next round said"</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// A part of a line's teams: a bar, the count and the words. A line of one part has
/// nothing to tell apart.
fn share(teams: u32, of: u32, words: &[&str]) -> AnyView {
    if teams == of {
        return view! { <li class="muted">"Too much alike to be told in parts"</li> }.into_any();
    }
    let width = (teams * 100 / of.max(1)).to_string();
    let words = either(words);
    view! {
        <li>
            <svg class="share" viewBox="0 0 100 10" aria-hidden="true" preserveAspectRatio="none">
                <rect class="share-all" x="0" y="4" width="100" height="2"/>
                <rect class="share-range" x="0" y="2" width=width height="6"/>
            </svg>
            <span><strong>{teams}</strong>" "{words}</span>
        </li>
    }
    .into_any()
}

/// What single teams have kept: a coach may look at each.
fn experiments(kept: Vec<Kept>) -> impl IntoView {
    let lines: Vec<_> = kept
        .into_iter()
        .map(|Kept { team, title, practice, href, on }| {
            let about = if practice.is_empty() { "of their own making".to_owned() } else { practice };
            view! {
                <li>
                    <span class="what"><a href=href>{title}</a><small>{format!("{team}, kept on {on}")}</small></span>
                    <span class="small muted">{capitalised(&about)}</span>
                </li>
            }
        })
        .collect();
    let body = if lines.is_empty() {
        view! {
            <Empty title="Nothing has been kept yet">
                <p>"An experiment stands here once a team that shares has made it its normal way of working."</p>
            </Empty>
        }
        .into_any()
    } else {
        view! { <ul class="lines">{lines}</ul> }.into_any()
    };
    view! {
        <section aria-labelledby="kept">
            <h2 id="kept">"What single teams have kept"</h2>
            <p>"Their boards say how they went about it. Ask them before you send somebody else there."</p>
            {body}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joined_parts_read_as_either() {
        assert_eq!(either(&["kept"]), "kept");
        assert_eq!(either(&["changed", "dropped"]), "changed or dropped");
        assert_eq!(either(&["kept", "changed", "dropped"]), "kept, changed or dropped");
        assert_eq!(either(&[]), "");
    }
}
