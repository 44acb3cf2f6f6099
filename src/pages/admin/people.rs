//! People who sign in through the identity provider: nobody has a link for them, and
//! what they may do is decided there. Here they can only be shut out and let in again.

use leptos::prelude::*;

/// Somebody in one role.
#[derive(Debug, Clone)]
pub struct PersonLine {
    /// "Coach: Ada Example".
    pub label: String,
    /// "with Example AG, used last on 3 March 2026".
    pub about: String,
    /// Whether an administrator has shut them out.
    pub shut_out: bool,
    /// Where to shut them out, or to let them in again.
    pub action: String,
}

/// The list, if there is anybody.
pub fn people_list(people: Vec<PersonLine>) -> Option<impl IntoView> {
    if people.is_empty() {
        return None;
    }
    let lines: Vec<_> = people
        .into_iter()
        .map(|person| {
            let word = if person.shut_out { "Let in again" } else { "Shut out" };
            let label = format!("{word}: {}", person.label);
            view! {
                <li>
                    <span class="what">{person.label} <small class="muted">{person.about}</small></span>
                    <span class="acts">
                        <form method="post" action=person.action>
                            <button class="button quiet" type="submit" aria-label=label>{word}</button>
                        </form>
                    </span>
                </li>
            }
        })
        .collect();
    Some(view! {
        <h3>"People of the identity provider"</h3>
        <p class="muted">"They sign in with their account and hold no link, so there is nothing to reissue. The groups of the identity provider decide what they may do; whoever is shut out here stays out whatever groups they are in."</p>
        <ul class="lines">{lines}</ul>
    })
}
