//! Administration: teams, access links, the minimum group.

use crate::components::{Empty, ErrorSummary, Field, PageHead};
use leptos::prelude::*;

/// One organisation that this browser administers.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// Its path, `/admin/{id}`.
    pub base: String,
    /// Its name.
    pub name: String,
    /// Its minimum group.
    pub minimum_group: u8,
    /// Its teams.
    pub teams: Vec<TeamLine>,
    /// Its access links that hold.
    pub links: Vec<LinkLine>,
    /// What was typed into its forms, and what is wrong with it.
    pub typed: Typed,
}

/// What was typed into one of the forms.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// A new team's name.
    pub team: String,
    /// The organisation's new name.
    pub name: Option<String>,
    /// The new minimum group.
    pub minimum_group: Option<String>,
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
}

/// A team in the list.
#[derive(Debug, Clone)]
pub struct TeamLine {
    /// Its name.
    pub name: String,
    /// The page that asks before deleting it.
    pub delete: String,
    /// Where a new facilitator's link is asked for; none while one is in the list below.
    pub reissue: Option<String>,
}

/// An access link in the list.
#[derive(Debug, Clone)]
pub struct LinkLine {
    /// "Facilitator of Payments".
    pub label: String,
    /// "used last on 3 March 2026, holds until …".
    pub about: String,
    /// Where to reissue it.
    pub reissue: Option<String>,
    /// Where to revoke it.
    pub revoke: String,
}

/// The page.
pub fn admin(organisations: Vec<Organisation>) -> impl IntoView {
    let alone = organisations.len() == 1;
    let sections: Vec<_> =
        organisations.into_iter().map(|each| organisation(each, alone)).collect();
    view! {
        {sections}
        {super::team::sign_out()}
    }
}

fn organisation(organisation: Organisation, alone: bool) -> impl IntoView {
    let Organisation { base, name, minimum_group, teams, links, typed } = organisation;
    // Where a page holds several organisations, ids must still be unique.
    let id = move |field: &str, base: &str| {
        if alone {
            field.to_owned()
        } else {
            format!("{field}-{}", base.rsplit('/').next().unwrap_or_default())
        }
    };
    let fault = |field: &str| {
        typed.faults.iter().find(|(at, _)| at == field).map(|(_, message)| message.clone())
    };
    let faults: Vec<_> =
        typed.faults.iter().map(|(field, message)| (id(field, &base), message.clone())).collect();
    let open = |field: &str| fault(field).is_some();
    view! {
        <PageHead
            kicker="Administration"
            title=name.clone()
            lead="Here you add teams and hand out access links. Results are not shown here: they belong to the teams."
        />
        <ErrorSummary errors=faults/>
        <section>
            <h2>"Teams"</h2>
            {team_list(teams)}
            <form method="post" action=format!("{base}/teams") class="form">
                <Field name="team" id=id("team", &base) label="Add a team" value=typed.team.clone() error=fault("team") maxlength="80" autocomplete="off" required=true/>
                <div class="actions"><button class="button primary" type="submit">"Add the team"</button></div>
            </form>
        </section>
        <section>
            <h2>"Access links"</h2>
            <p class="muted">"Each link is a key. Reissuing makes a new one and revokes the old one."</p>
            {link_list(links)}
        </section>
        <section>
            <h2>"Organisation"</h2>
            <details open=open("minimum_group")>
                <summary>{format!("Minimum group: {minimum_group}")}</summary>
                <form method="post" action=format!("{base}/minimum") class="form">
                    <Field name="minimum_group" id=id("minimum_group", &base) label="New minimum group"
                        hint="It can be raised up to 10, never lowered. It holds for rounds that are opened from then on."
                        kind="number" min=minimum_group.to_string() max="10" inputmode="numeric"
                        value=typed.minimum_group.clone().unwrap_or_else(|| minimum_group.to_string()) error=fault("minimum_group") required=true/>
                    <div class="actions"><button class="button" type="submit">"Raise it"</button></div>
                </form>
            </details>
            <details open=open("name")>
                <summary>"Rename the organisation"</summary>
                <form method="post" action=format!("{base}/rename") class="form">
                    <Field name="name" id=id("name", &base) label="New name" value=typed.name.clone().unwrap_or(name) error=fault("name") maxlength="80" autocomplete="organization" required=true/>
                    <div class="actions"><button class="button" type="submit">"Rename"</button></div>
                </form>
            </details>
            <div class="actions"><a class="button quiet" href=format!("{base}/delete")>"Delete the organisation\u{2026}"</a></div>
        </section>
    }
}

fn team_list(teams: Vec<TeamLine>) -> AnyView {
    if teams.is_empty() {
        return view! { <Empty title="No team yet"><p>"Add the first one below: you get a link for its facilitator."</p></Empty> }.into_any();
    }
    let lines: Vec<_> = teams
        .into_iter()
        .map(|team| {
            view! {
                <li>
                    <span class="what">{team.name.clone()}</span>
                    <span class="acts">
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

fn link_list(links: Vec<LinkLine>) -> AnyView {
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

/// The question before an organisation is deleted, with its name to be typed.
pub fn ask_delete(
    name: String,
    base: String,
    typed: String,
    fault: Option<String>,
) -> impl IntoView {
    let faults: Vec<_> = fault.iter().map(|message| ("name".to_owned(), message.clone())).collect();
    view! {
        <PageHead
            kicker="Administration"
            title=format!("Delete {name}?")
            lead="Everything goes: its teams, rounds, reports and access links, down to the bytes in the database file. Nothing can bring it back, except a backup."
        />
        <ErrorSummary errors=faults/>
        <form method="post" action=format!("{base}/delete") class="form">
            <Field name="name" label="Type the name of the organisation to go on" value=typed error=fault autocomplete="off" required=true/>
            <div class="actions">
                <button class="button danger" type="submit">"Delete everything"</button>
                <a class="button quiet" href="/admin">"No, go back"</a>
            </div>
        </form>
    }
}
