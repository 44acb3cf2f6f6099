//! Administration: teams, access links, the minimum group.

use crate::components::{DataTable, Empty, ErrorSummary, Field, PageHead, TableData};
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
    /// Its groups.
    pub groups: Vec<GroupLine>,
    /// Its teams.
    pub teams: Vec<TeamLine>,
    /// The first, the suggested and the last day until which an invitation can hold.
    pub days: [String; 3],
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
    /// A new group's name.
    pub group: String,
    /// A group's new name, after its id.
    pub renamed: Option<(String, String)>,
    /// An invitation: role, for whom, until when.
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
        {super::team::sign_out()}
    }
}

fn organisation(organisation: Organisation, alone: bool) -> impl IntoView {
    let Organisation { base, name, minimum_group, groups, teams, days, links, typed } =
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
            <p class="muted">"Divisions or value streams. Leadership sees figures over groups of teams, never over a single team."</p>
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
            <details open=open("role") || open("label") || open("until")>
                <summary>"Invite a coach or leadership"</summary>
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
                <a class="button quiet" href=format!("{base}/log")>"What was done, and by whom"</a>
                <a class="button quiet" href=format!("{base}/delete")>"Delete the organisation\u{2026}"</a>
            </div>
        </section>
    }
}

/// A link for somebody who looks and changes nothing.
fn invitation(
    base: &str,
    id: &dyn Fn(&str, &str) -> String,
    days: [String; 3],
    typed: &Typed,
) -> impl IntoView + use<> {
    let fault = |field: &str| {
        typed.faults.iter().find(|(at, _)| at == field).map(|(_, message)| message.clone())
    };
    let [first, suggested, last] = days;
    let [role, label, until] =
        typed.invite.clone().unwrap_or_else(|| ["coach".to_owned(), String::new(), suggested]);
    let options: Vec<_> = [
        ("coach", "Coach: sees each team that shares with coaches"),
        ("leader", "Leadership: sees figures over many teams, no single team"),
    ]
    .into_iter()
    .map(|(value, words)| {
        let at = id(&format!("role-{value}"), base);
        view! {
            <div class="choice">
                <input id=at.clone() type="radio" name="role" value=value checked=role == value/>
                <label for=at>{words}</label>
            </div>
        }
    })
    .collect();
    let wrong = fault("role").map(|message| view! { <p class="error">{message}</p> });
    view! {
        <form method="post" action=format!("{base}/invite") class="form">
            <fieldset id=id("role", base)>
                <legend>"For"</legend>
                {options}
                {wrong}
            </fieldset>
            <Field name="label" id=id("label", base) label="Who it is for" hint="A name or a role; it stands in the list above and in the log" value=label error=fault("label") maxlength="80" autocomplete="off" required=true/>
            <Field name="until" id=id("until", base) label="Holds until" kind="date" min=first max=last value=until error=fault("until") required=true/>
            <div class="actions"><button class="button" type="submit">"Make the link"</button></div>
        </form>
    }
}

fn group_list(groups: Vec<GroupLine>, typed: &Typed) -> AnyView {
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

/// What was done, and by whom.
pub fn log(organisation: String, lines: Vec<DeedLine>, most: u32) -> impl IntoView {
    let body = if lines.is_empty() {
        view! { <Empty title="Nothing yet"><p>"What is done here from now on is written down."</p></Empty> }.into_any()
    } else {
        let rows = lines.into_iter().map(|line| vec![line.day, line.who, line.what]).collect();
        let columns = ["Day", "With the link", "What"].map(str::to_owned).to_vec();
        view! { <DataTable caption="What was done" quiet_caption=true table=TableData { columns, rows }/> }.into_any()
    };
    view! {
        <PageHead
            kicker=organisation
            title="What was done, and by whom"
            lead=format!("The last {most} things that were done with access links. Nothing that respondents do is written down.")
        />
        {body}
        <div class="actions"><a class="button quiet" href="/admin">"Back to administration"</a></div>
    }
}

fn team_list(teams: Vec<TeamLine>, groups: &[GroupLine], id: &str) -> AnyView {
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
fn put_into_group(team: &TeamLine, groups: &[GroupLine], id: &str) -> Option<AnyView> {
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
