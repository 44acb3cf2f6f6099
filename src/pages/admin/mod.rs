//! Administration: teams, access links, the minimum group.

mod delete;
mod groups;
mod import;
mod links;
mod log;
mod people;
mod teams;

pub use delete::ask_delete;
pub use import::{DryRun, ImportForm, Standing, dry_run, import_form, import_standing};
pub use log::log;
pub use people::PersonLine;

use crate::components::{ErrorSummary, Field, PageHead};
use groups::group_list;
use leptos::prelude::*;
use links::{invitation, link_list};
use people::people_list;
use teams::team_list;

/// One organisation that this browser administers.
#[derive(Debug, Clone)]
pub struct Organisation {
    /// Its path, `/admin/{id}`.
    pub base: String,
    /// Its name.
    pub name: String,
    /// Its minimum group.
    pub minimum_group: u8,
    /// Its groups.
    pub groups: Vec<GroupLine>,
    /// Its teams.
    pub teams: Vec<TeamLine>,
    /// The first, the suggested and the last day until which an invitation can hold.
    pub days: [String; 3],
    /// Its access links that hold.
    pub links: Vec<LinkLine>,
    /// The people who sign in through the identity provider.
    pub people: Vec<PersonLine>,
    /// What was typed into its forms, and what is wrong with it.
    pub typed: Typed,
}

/// What was typed into one of the forms.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    /// A new team's name.
    pub team: String,
    /// A new group's name.
    pub group: String,
    /// A group's new name, after its id.
    pub renamed: Option<(String, String)>,
    /// An invitation: for whom, until when, to what.
    pub invite: Option<[String; 3]>,
    /// The organisation's new name.
    pub name: Option<String>,
    /// The new minimum group.
    pub minimum_group: Option<String>,
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
}

/// A group in the list.
#[derive(Debug, Clone)]
pub struct GroupLine {
    /// Its id.
    pub id: String,
    /// Its path, `/admin/{organisation}/groups/{id}`.
    pub base: String,
    /// Its name.
    pub name: String,
    /// How many teams are in it.
    pub teams: usize,
}

/// A line of the log.
#[derive(Debug, Clone)]
pub struct DeedLine {
    /// "3 March 2026".
    pub day: String,
    /// What is written on the access link.
    pub who: String,
    /// "added the team Payments".
    pub what: String,
}

/// A team in the list.
#[derive(Debug, Clone)]
pub struct TeamLine {
    /// Its name.
    pub name: String,
    /// The group that it belongs to.
    pub group: Option<String>,
    /// Where it is put into a group.
    pub put: String,
    /// Whether it shares with coaches.
    pub shares: bool,
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
    }
}

fn organisation(organisation: Organisation, alone: bool) -> impl IntoView {
    let Organisation { base, name, minimum_group, groups, teams, days, links, people, typed } =
        organisation;
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
            {team_list(teams, &groups, &id("put", &base))}
            <form method="post" action=format!("{base}/teams") class="form">
                <Field name="team" id=id("team", &base) label="Add a team" value=typed.team.clone() error=fault("team") maxlength="80" autocomplete="off" required=true/>
                <div class="actions"><button class="button primary" type="submit">"Add the team"</button></div>
            </form>
        </section>
        <section>
            <h2>"Groups"</h2>
            <p class="muted">"Divisions or value streams. Coaches can look at one of them at a time."</p>
            {group_list(groups, &typed)}
            <form method="post" action=format!("{base}/groups") class="form">
                <Field name="group" id=id("group", &base) label="Add a group" value=typed.group.clone() error=fault("group") maxlength="80" autocomplete="off" required=true/>
                <div class="actions"><button class="button" type="submit">"Add the group"</button></div>
            </form>
        </section>
        <section>
            <h2>"Access links"</h2>
            <p class="muted">"Each link is a key. Reissuing makes a new one and revokes the old one."</p>
            {link_list(links)}
            {people_list(people)}
            <details open=open("label") || open("until") || open("role")>
                <summary>"Invite a coach or a leader"</summary>
                {invitation(&base, &id, days, &typed)}
            </details>
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
            <div class="actions">
                <a class="button quiet" href=format!("{base}/import")>"Import past rounds"</a>
                <a class="button quiet" href=format!("{base}/log")>"What was done, and by whom"</a>
                <a class="button quiet" href=format!("{base}/delete")>"Delete the organisation\u{2026}"</a>
            </div>
        </section>
    }
}
