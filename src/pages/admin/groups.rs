//! The groups of an organisation.

use super::{GroupLine, Typed};
use crate::components::{Empty, Field};
use leptos::prelude::*;

/// The groups, with what can be done to each.
pub fn group_list(groups: Vec<GroupLine>, typed: &Typed) -> AnyView {
    if groups.is_empty() {
        return view! { <Empty title="No group yet"><p>"Groups are optional. Add one when teams belong together."</p></Empty> }.into_any();
    }
    let lines: Vec<_> = groups
        .into_iter()
        .map(|group| {
            let field = format!("group-{}", group.id);
            let fault =
                typed.faults.iter().find(|(at, _)| *at == field).map(|(_, message)| message.clone());
            let wrong = fault.is_some();
            let value = typed
                .renamed
                .as_ref()
                .filter(|(id, _)| *id == group.id)
                .map_or_else(|| group.name.clone(), |(_, name)| name.clone());
            let count = if group.teams == 1 { "1 team".to_owned() } else { format!("{} teams", group.teams) };
            view! {
                <li>
                    <span class="what">{group.name.clone()} <small class="muted">{count}</small></span>
                    <span class="acts">
                        <details open=wrong>
                            <summary>"Rename"<span class="visually-hidden">{format!(" {}", group.name)}</span></summary>
                            <form method="post" action=format!("{}/rename", group.base) class="form">
                                <Field name="name" id=field label="New name" value=value error=fault maxlength="80" autocomplete="off" required=true/>
                                <div class="actions"><button class="button" type="submit">"Rename"</button></div>
                            </form>
                        </details>
                        <form method="post" action=format!("{}/delete", group.base)>
                            <button class="button quiet" type="submit" aria-label=format!("Delete the group {}; its teams stay", group.name)>"Delete"</button>
                        </form>
                    </span>
                </li>
            }
        })
        .collect();
    view! { <ul class="lines">{lines}</ul> }.into_any()
}
