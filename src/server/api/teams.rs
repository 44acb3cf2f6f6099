//! `GET /api/v1/teams`: the teams that an access link may see.

use super::Named;
use super::bearer::Bearer;
use super::document::{BadRequest, Refusals};
use super::paging::{Asked, PagingParameters, answer_part};
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::store::{Link, Role, Team as Stored};
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

/// A team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Team {
    /// Its id, as addresses hold it.
    pub id: String,
    /// Its name. Names may change, ids do not.
    pub name: String,
    /// The group that it belongs to.
    pub group: Option<Named>,
    /// Whether it shares its reports with coaches.
    pub shares: bool,
    /// Its rounds; none for administrators, who see no results.
    #[schema(format = "uri")]
    pub rounds: Option<String>,
}

/// A part of the list of teams.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Teams {
    /// The teams, by name.
    pub data: Vec<Team>,
    /// The address of the next part; null after the last one.
    #[schema(format = "uri")]
    pub next: Option<String>,
}

/// The teams that this access link may see
///
/// Facilitators see their own team, coaches those that share with coaches, administrators
/// the names of all. Leaders and readers see none: the list is empty.
#[utoipa::path(
    get,
    path = "/api/v1/teams",
    operation_id = "teams",
    params(PagingParameters),
    responses(
        (status = 200, description = "A part of the list.", body = Teams),
        BadRequest,
        Refusals,
    )
)]
pub async fn list(
    Bearer { context, link }: Bearer,
    Asked(paging): Asked,
) -> Result<Response, AppError> {
    let paging = paging?;
    let store = &context.app.store;
    let mut teams = store.teams(&link.organisation).await?;
    teams.retain(|team| is_listed(&context, &link, team));
    let groups = store.groups(&link.organisation).await?;
    let start =
        paging.after().map_or(0, |after| teams.partition_point(|team| *key(team) <= *after));
    let part = paging.cut(&context, teams, start, key);
    let data = part.entries.into_iter().map(|team| {
        let group = groups.iter().find(|group| Some(&group.id) == team.group.as_ref());
        let rounds = (link.role != Role::Admin)
            .then(|| context.absolute(&format!("/api/v1/teams/{}/rounds", team.id)));
        Team {
            id: team.id.to_string(),
            name: team.name,
            group: group.map(|group| Named::new(&group.id, group.name.clone())),
            shares: team.shares,
            rounds,
        }
    });
    let body = Teams { data: data.collect(), next: part.next };
    answer_part(&body, body.next.as_deref())
}

fn is_listed(context: &Context, link: &Link, team: &Stored) -> bool {
    context.is_facilitator(&team.id)
        || context.coaches(team)
        || context.administers().any(|of| *of == link.organisation)
}

/// Sorts as the store lists teams: by name, then by id. No name holds the sign
/// between the two, and no sign in a name is smaller.
fn key(team: &Stored) -> String {
    format!("{}\u{1}{}", team.name.to_lowercase(), team.id)
}
