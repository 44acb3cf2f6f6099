//! Groups of teams: divisions or value streams.

use super::admin;
use crate::pages::admin::Typed;
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::fields::{Faults, Fields};
use crate::server::names::Name;
use crate::store::{Group, GroupId, OrganisationId, Role};
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};

/// `POST /admin/{organisation}/groups`
pub async fn add(
    context: Context,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, AppError> {
    let id = context.administered(&id)?;
    match new_name(&context, id, fields.text("group"), "group").await? {
        Ok(name) => {
            context.app.store.add_group(id, name.as_str(), context.app.now()).await?;
            context
                .did(id, Role::Admin, None, format!("added the group {}", name.as_str()))
                .await?;
            Ok(back())
        }
        Err(faults) => {
            let group = fields.typed("group", 200);
            let typed = Typed { group, faults: faults.list(), ..Typed::default() };
            admin::page(&context, Some((id, typed))).await
        }
    }
}

/// `POST /admin/{organisation}/groups/{group}/rename`
pub async fn rename(
    context: Context,
    Path((id, group)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, AppError> {
    let id = context.administered(&id)?;
    let group = own_group(&context, id, &group).await?;
    let field = format!("group-{}", group.id);
    if fields.text("name").trim() == group.name {
        return Ok(back());
    }
    match new_name(&context, id, fields.text("name"), &field).await? {
        Ok(name) => {
            context.app.store.rename_group(&group.id, name.as_str()).await?;
            let what = format!("renamed the group {} to {}", group.name, name.as_str());
            context.did(id, Role::Admin, None, what).await?;
            Ok(back())
        }
        Err(faults) => {
            let renamed = Some((group.id.to_string(), fields.typed("name", 200)));
            let typed = Typed { renamed, faults: faults.list(), ..Typed::default() };
            admin::page(&context, Some((id, typed))).await
        }
    }
}

/// `POST /admin/{organisation}/groups/{group}/delete`: its teams then belong to none.
pub async fn delete(
    context: Context,
    Path((id, group)): Path<(String, String)>,
) -> Result<Response, AppError> {
    let id = context.administered(&id)?;
    let group = own_group(&context, id, &group).await?;
    context.app.forgetting(context.app.store.delete_group(&group.id)).await?;
    context.did(id, Role::Admin, None, format!("deleted the group {}", group.name)).await?;
    Ok(back())
}

/// `POST /admin/{organisation}/teams/{team}/group`: puts the team into a group, or none.
pub async fn put_team(
    context: Context,
    Path((id, team)): Path<(String, String)>,
    fields: Fields,
) -> Result<Response, AppError> {
    let id = context.administered(&id)?;
    let team = admin::own_team(&context, id, &team).await?;
    let group = match fields.text("group") {
        "" => None,
        chosen => Some(own_group(&context, id, chosen).await?),
    };
    context.app.store.put_into_group(&team.id, group.as_ref().map(|group| &group.id)).await?;
    let what = match &group {
        Some(group) => format!("put the team {{team}} into the group {}", group.name),
        None => "took the team {team} out of its group".to_owned(),
    };
    context.did(id, Role::Admin, Some(&team.id), what).await?;
    Ok(back())
}

async fn own_group(context: &Context, id: &OrganisationId, group: &str) -> Result<Group, AppError> {
    let group: GroupId = group.parse().map_err(|_| AppError::NotFound)?;
    let groups = context.app.store.groups(id).await?;
    groups.into_iter().find(|own| own.id == group).ok_or(AppError::NotFound)
}

/// A name that no other group of the organisation has, or what is wrong at `field`.
async fn new_name(
    context: &Context,
    id: &OrganisationId,
    typed: &str,
    field: &str,
) -> Result<Result<Name, Faults>, AppError> {
    let mut faults = Faults::default();
    let name = faults.take(field, Name::parse(typed));
    if let Some(name) = &name
        && context.app.store.groups(id).await?.iter().any(|group| group.name == name.as_str())
    {
        faults.add(field, "There is a group of this name already.");
    }
    Ok(match name {
        Some(name) if faults.is_empty() => Ok(name),
        _ => Err(faults),
    })
}

fn back() -> Response {
    Redirect::to("/admin").into_response()
}
