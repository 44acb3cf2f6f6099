//! The teams of an organisation, as its administrator sees them.

use super::{GroupLine, TeamLine};
use crate::components::Empty;
use leptos::prelude::*;

/// The teams, with what can be done to each.
pub fn team_list(teams: Vec<TeamLine>, groups: &[GroupLine], id: &str) -> AnyView {
    if teams.is_empty() {
        return view! { <Empty title="No team yet"><p>"Add the first one below: you get a link for its facilitator."</p></Empty> }.into_any();
    }
    let lines: Vec<_> = teams
        .into_iter()
        .map(|team| {
            view! {
                <li>
                    <span class="what">
                        {team.name.clone()} " "
                        <small class="muted">{if team.shares { "shares with coaches" } else { "does not share with coaches" }}</small>
                    </span>
                    <span class="acts">
                        {put_into_group(&team, groups, id)}
                        {team.reissue.map(|action| view! {
                            <form method="post" action=action>
                                <button class="button quiet" type="submit">"New facilitator link"</button>
                            </form>
                        })}
                        <a class="button quiet" href=team.delete aria-label=format!("Delete {}", team.name)>"Delete\u{2026}"</a>
                    </span>
                </li>
            }
        })
        .collect();
    view! { <ul class="lines">{lines}</ul> }.into_any()
}

/// Puts a team into a group; nothing where there is no group.
pub fn put_into_group(team: &TeamLine, groups: &[GroupLine], id: &str) -> Option<AnyView> {
    if groups.is_empty() {
        return None;
    }
    let field = format!("{id}-{}", team.put.rsplit('/').nth(1).unwrap_or_default());
    let options: Vec<_> = groups
        .iter()
        .map(|group| {
            let here = team.group.as_ref() == Some(&group.id);
            view! { <option value=group.id.clone() selected=here>{group.name.clone()}</option> }
        })
        .collect();
    Some(
        view! {
            <form method="post" action=team.put.clone() class="inline">
                <label class="visually-hidden" for=field.clone()>{format!("Group of {}", team.name)}</label>
                <select name="group" id=field>
                    <option value="" selected=team.group.is_none()>"no group"</option>
                    {options}
                </select>
                <button class="button quiet" type="submit" aria-label=format!("Put {} into the group", team.name)>"Put"</button>
            </form>
        }
        .into_any(),
    )
}
