//! Access links: those that hold, and the form for a new one.

use super::{LinkLine, Typed};
use crate::components::{Empty, Field};
use leptos::prelude::*;

/// The form for a coach's or a leader's link.
pub fn invitation(
    base: &str,
    id: &dyn Fn(&str, &str) -> String,
    days: [String; 3],
    typed: &Typed,
) -> impl IntoView + use<> {
    let fault = |field: &str| {
        typed.faults.iter().find(|(at, _)| at == field).map(|(_, message)| message.clone())
    };
    let [first, suggested, last] = days;
    let [label, until, role] =
        typed.invite.clone().unwrap_or_else(|| [String::new(), suggested, String::new()]);
    let (role_id, leads) = (id("role", base), role == "leader");
    view! {
        <form method="post" action=format!("{base}/invite") class="form">
            <p>"A coach sees each team that has chosen to share with coaches. A leader sees figures over many teams, and no single team. Neither can change anything."</p>
            <div class="field">
                <label for=role_id.clone()>"What it opens"</label>
                <select id=role_id name="role">
                    <option value="coach" selected=!leads>"The coach\u{2019}s board"</option>
                    <option value="leader" selected=leads>"Leadership\u{2019}s page"</option>
                </select>
            </div>
            <Field name="label" id=id("label", base) label="Who it is for" hint="A name or a role; it stands in the list above and in the log" value=label error=fault("label") maxlength="80" autocomplete="off" required=true/>
            <Field name="until" id=id("until", base) label="Holds until" kind="date" min=first max=last value=until error=fault("until") required=true/>
            <div class="actions"><button class="button" type="submit">"Make the link"</button></div>
        </form>
    }
}

/// The links that hold.
pub fn link_list(links: Vec<LinkLine>) -> AnyView {
    if links.is_empty() {
        return view! { <Empty title="No access link holds"><p>"Whoever runs the server can make one with the command line."</p></Empty> }.into_any();
    }
    let lines: Vec<_> = links
        .into_iter()
        .map(|link| {
            let (reissue, revoke) = (format!("Reissue: {}", link.label), format!("Revoke: {}", link.label));
            view! {
                <li>
                    <span class="what">{link.label} <small class="muted">{link.about}</small></span>
                    <span class="acts">
                        {link.reissue.map(|action| view! {
                            <form method="post" action=action>
                                <button class="button quiet" type="submit" aria-label=reissue>"Reissue"</button>
                            </form>
                        })}
                        <form method="post" action=link.revoke>
                            <button class="button quiet" type="submit" aria-label=revoke>"Revoke"</button>
                        </form>
                    </span>
                </li>
            }
        })
        .collect();
    view! { <ul class="lines">{lines}</ul> }.into_any()
}
