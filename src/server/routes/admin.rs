//! Administration: teams, access links, the organisation itself.

use super::links::describe;
use super::people;
use super::setup::minimum_group;
use crate::clock::DAY;
use crate::pages::admin::{GroupLine, LinkLine, Organisation, TeamLine, Typed, admin, ask_delete};
use crate::pages::links::{FreshLinks, fresh_links};
use crate::pages::round::{Question, question};
use crate::server::access::new_link;
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::fields::{Faults, Fields};
use crate::server::names::Name;
use crate::server::render::Page;
use crate::store::{Link, LinkId, NewLink, OrganisationId, Role, Secret, StoreError, Team, TeamId};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};

/// `GET /admin`
pub async fn show(context: Context) -> Result<Response, AppError> {
    page(&context, None).await
}

/// The page; `typed` is what went wrong in the forms of one organisation.
pub(super) async fn page(
    context: &Context,
    typed: Option<(&OrganisationId, Typed)>,
) -> Result<Response, AppError> {
    let mut organisations = Vec::new();
    for id in context.administers() {
        let mut typed_here = Typed::default();
        if let Some((at, typed)) = &typed
            && *at == id
        {
            typed_here = typed.clone();
        }
        organisations.extend(load(context, id, typed_here).await?);
    }
    if organisations.is_empty() {
        return Err(AppError::NotFound);
    }
    let wrong = typed.is_some();
    Ok(Page::new("Administration").wrong(wrong).render(context, move || admin(organisations)).await)
}

async fn load(
    context: &Context,
    id: &OrganisationId,
    typed: Typed,
) -> Result<Option<Organisation>, AppError> {
    let store = &context.app.store;
    let Some(organisation) = store.organisation(id).await? else { return Ok(None) };
    let base = format!("/admin/{id}");
    let signing_in = store.provider_links(id).await?;
    let (people, mut links): (Vec<Link>, Vec<Link>) =
        store.links(id).await?.into_iter().partition(|link| signing_in.contains(&link.id));
    links.retain(|link| link.role != Role::Reader && link.is_valid(context.app.now()));
    let has_link = |team: &TeamId| {
        links.iter().any(|link| link.role == Role::Facilitator && link.team.as_ref() == Some(team))
    };
    let teams = store.teams(id).await?;
    let groups = store.groups(id).await?;
    let zone = &context.app.settings.zone;
    let (tomorrow, year) = (context.app.now() + DAY, context.app.now() + 365 * DAY);
    let last = context.app.now() + 730 * DAY;
    Ok(Some(Organisation {
        days: [tomorrow, year, last].map(|at| zone.day(at).to_string()),
        groups: groups
            .into_iter()
            .map(|group| GroupLine {
                teams: teams.iter().filter(|team| team.group.as_ref() == Some(&group.id)).count(),
                base: format!("{base}/groups/{}", group.id),
                id: group.id.to_string(),
                name: group.name,
            })
            .collect(),
        name: organisation.name,
        minimum_group: organisation.minimum_group,
        teams: teams
            .into_iter()
            .map(|team| TeamLine {
                delete: format!("{base}/teams/{}/delete", team.id),
                reissue: (!has_link(&team.id)).then(|| format!("{base}/teams/{}/link", team.id)),
                put: format!("{base}/teams/{}/group", team.id),
                group: team.group.map(String::from),
                shares: team.shares,
                name: team.name,
            })
            .collect(),
        links: links
            .iter()
            .map(|link| LinkLine {
                label: link.label.clone(),
                about: describe(context, link),
                reissue: Some(format!("{base}/links/{}/reissue", link.id)),
                revoke: format!("{base}/links/{}/revoke", link.id),
            })
            .collect(),
        people: people::lines(context, &base, &people),
        base,
        typed,
    }))
}

/// `POST /admin/{organisation}/teams`
pub async fn add_team(
    context: Context,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let id = context.administered(&id)?;
    let mut faults = Faults::default();
    let name = faults.take("team", Name::parse(fields.text("team")));
    if let Some(name) = &name
        && context.app.store.teams(id).await?.iter().any(|team| team.name == name.as_str())
    {
        faults.add("team", "There is a team of this name already.");
    }
    let (Some(name), true) = (name, faults.is_empty()) else {
        let team = fields.typed("team", 200);
        let typed = Typed { team, faults: faults.list(), ..Typed::default() };
        return page(&context, Some((id, typed))).await;
    };
    let now = context.app.now();
    let (link, secret) =
        new_link(Role::Facilitator, format!("Facilitator of {}", name.as_str()), now)?;
    let team = context.app.store.add_team(id, name.as_str(), link.clone(), now).await?;
    context.did(id, Role::Admin, Some(&team), "added the team {team}").await?;
    Ok(shown_once(&context, format!("{} is added", name.as_str()), &link, &secret).await)
}

pub(super) async fn shown_once(
    context: &Context,
    title: String,
    link: &NewLink,
    secret: &Secret,
) -> Response {
    let fresh = FreshLinks {
        title,
        links: vec![context.fresh_link(link, secret)],
        next: ("Back to administration".to_owned(), "/admin".to_owned()),
    };
    Page::new("A new access link").render(context, move || fresh_links(fresh)).await
}

/// `POST /admin/{organisation}/rename`
pub async fn rename(
    context: Context,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let id = context.administered(&id)?;
    match Name::parse(fields.text("name")) {
        Ok(name) => {
            context.app.store.rename_organisation(id, name.as_str()).await?;
            context.did(id, Role::Admin, None, "renamed the organisation").await?;
            Ok(Redirect::to("/admin").into_response())
        }
        Err(fault) => {
            let typed = Typed {
                name: Some(fields.typed("name", 200)),
                faults: vec![("name".to_owned(), fault.to_string())],
                ..Typed::default()
            };
            page(&context, Some((id, typed))).await
        }
    }
}

/// `POST /admin/{organisation}/minimum`
pub async fn raise_minimum(
    context: Context,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let id = context.administered(&id)?;
    let fault = match minimum_group(fields.text("minimum_group")) {
        Err(fault) => fault.to_string(),
        Ok(number) => match context.app.store.raise_minimum_group(id, number).await {
            Ok(()) => {
                let what = format!("set the minimum group to {number}");
                context.did(id, Role::Admin, None, what).await?;
                return Ok(Redirect::to("/admin").into_response());
            }
            Err(StoreError::MinimumGroupLowered { .. }) => {
                "It can be raised, never lowered.".to_owned()
            }
            Err(other) => return Err(other.into()),
        },
    };
    let typed = Typed {
        minimum_group: Some(fields.typed("minimum_group", 20)),
        faults: vec![("minimum_group".to_owned(), fault)],
        ..Typed::default()
    };
    page(&context, Some((id, typed))).await
}

/// `POST /admin/{organisation}/teams/{team}/link`: a link for a team that has none left.
pub async fn team_link(
    context: Context,
    Path((id, team)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let id = context.administered(&id)?;
    let team = own_team(&context, id, &team).await?;
    let now = context.app.now();
    let (link, secret) = new_link(Role::Facilitator, format!("Facilitator of {}", team.name), now)?;
    context.app.store.add_link(id, Some(&team.id), None, link.clone(), now).await?;
    let what = "made a link for the facilitator of {team}";
    context.did(id, Role::Admin, Some(&team.id), what).await?;
    Ok(shown_once(&context, format!("A new link for {}", team.name), &link, &secret).await)
}

/// `POST /admin/{organisation}/links/{link}/reissue`
pub async fn reissue(
    context: Context,
    Path((id, link)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let id = context.administered(&id)?;
    let old = own_link(&context, id, &link).await?;
    if people::is_person(&context, id, &old.id).await? {
        return Err(AppError::Conflict(
            "This is somebody who signs in through the identity provider. Nobody has a link for them, so there is none to replace.".to_owned(),
        ));
    }
    let now = context.app.now();
    let (link, secret) = new_link(old.role, old.label.clone(), now)?;
    context.app.store.replace_link(&old.id, link.clone(), now).await?;
    let what = format!("reissued a link: {}", named(&old));
    context.did(id, Role::Admin, old.team.as_ref(), what).await?;
    let page = shown_once(&context, format!("A new link: {}", old.label), &link, &secret).await;
    // Whoever replaces a link that this browser uses must not be locked out by it.
    if context.links.iter().any(|held| held.id == old.id) {
        return Ok((context.signed_in(&[link.id]).await?, page).into_response());
    }
    Ok(page)
}

/// `POST /admin/{organisation}/links/{link}/revoke`
pub async fn revoke(
    context: Context,
    Path((id, link)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let id = context.administered(&id)?;
    let link = own_link(&context, id, &link).await?;
    let person = people::is_person(&context, id, &link.id).await?;
    if context.links.iter().any(|held| held.id == link.id) && link.role == Role::Admin {
        return Err(AppError::Conflict(if person {
            "This is you. Another administrator can shut you out.".to_owned()
        } else {
            "This is the link that you are using. Reissue it instead, or let another administrator revoke it.".to_owned()
        }));
    }
    context.app.store.revoke_link(&link.id, context.app.now()).await?;
    let what = if person {
        format!("shut out: {}", people::named(link.role))
    } else {
        format!("revoked a link: {}", named(&link))
    };
    context.did(id, Role::Admin, link.team.as_ref(), what).await?;
    Ok(Redirect::to("/admin").into_response())
}

/// What the log calls a link; a team's name is not written into it.
fn named(link: &Link) -> String {
    match link.role {
        Role::Facilitator => "facilitator of {team}".to_owned(),
        Role::Reader => "reader of a report of {team}".to_owned(),
        Role::Admin | Role::Coach | Role::Leader => link.label.clone(),
    }
}

async fn own_link(context: &Context, id: &OrganisationId, link: &str) -> Result<Link, AppError> {
    let link: LinkId = link.parse().map_err(|_| AppError::NotFound)?;
    let links = context.app.store.links(id).await?;
    links
        .into_iter()
        .find(|own| own.id == link && own.is_valid(context.app.now()))
        .ok_or(AppError::NotFound)
}

pub(super) async fn own_team(
    context: &Context,
    id: &OrganisationId,
    team: &str,
) -> Result<Team, AppError> {
    let team: TeamId = team.parse().map_err(|_| AppError::NotFound)?;
    context
        .app
        .store
        .team(&team)
        .await?
        .filter(|team| team.organisation == *id)
        .ok_or(AppError::NotFound)
}

/// `GET /admin/{organisation}/teams/{team}/delete`
pub async fn ask_delete_team(
    context: Context,
    Path((id, team)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let id = context.administered(&id)?;
    let team = own_team(&context, id, &team).await?;
    let ask = Question {
        team: "Administration".to_owned(),
        title: format!("Delete {}?", team.name),
        lead: "Its name, its access links and any open round go, and so do the results of its closed rounds: nobody can open its reports any more. What leadership was told of several teams together stays as it was. For that, Andon remembers without a name when the team\u{2019}s rounds were, how many people answered, and which of those figures they stand in.".to_owned(),
        warning: None,
        action: format!("/admin/{id}/teams/{}/delete", team.id),
        yes: "Delete the team".to_owned(),
        dangerous: true,
        back: "/admin".to_owned(),
    };
    Ok(Page::new(format!("Delete {}?", team.name)).render(&context, move || question(ask)).await)
}

/// `POST /admin/{organisation}/teams/{team}/delete`
pub async fn delete_team(
    context: Context,
    Path((id, team)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, AppError> {
    let id = context.administered(&id)?;
    let team = own_team(&context, id, &team).await?;
    if !fields.ticked("sure") {
        return Ok(Redirect::to(&format!("/admin/{id}/teams/{}/delete", team.id)).into_response());
    }
    context.app.forgetting(context.app.store.delete_team(&team.id, context.app.now())).await?;
    context.did(id, Role::Admin, Some(&team.id), "deleted the team {team}").await?;
    Ok(Redirect::to("/admin").into_response())
}

/// `GET /admin/{organisation}/delete`
pub async fn ask_delete_organisation(
    context: Context,
    Path(id): Path<String>,
) -> Result<Response, AppError> {
    let id = context.administered(&id)?;
    delete_page(&context, id, String::new(), None).await
}

/// `POST /admin/{organisation}/delete`
pub async fn delete_organisation(
    context: Context,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let id = context.administered(&id)?;
    let organisation = context.app.store.organisation(id).await?.ok_or(AppError::NotFound)?;
    if fields.text("name").trim() != organisation.name {
        let typed = fields.typed("name", 200);
        return delete_page(
            &context,
            id,
            typed,
            Some("This is not the organisation\u{2019}s name.".to_owned()),
        )
        .await;
    }
    context.app.forgetting(context.app.store.delete_organisation(id)).await?;
    Ok(Redirect::to("/").into_response())
}

async fn delete_page(
    context: &Context,
    id: &OrganisationId,
    typed: String,
    fault: Option<String>,
) -> Result<Response, AppError> {
    let organisation = context.app.store.organisation(id).await?.ok_or(AppError::NotFound)?;
    let wrong = fault.is_some();
    let base = format!("/admin/{id}");
    Ok(Page::new(format!("Delete {}?", organisation.name))
        .wrong(wrong)
        .render(context, move || ask_delete(organisation.name, base, typed, fault))
        .await)
}
