//! From groups to roles.

use super::person::Person;
use crate::config::{Grant, SignIn};
use crate::server::state::AppState;
use crate::store::{Organisation, ProviderRole, Result, Role};

/// The roles that a person's groups grant now. An entry that names no organisation
/// counts where there is exactly one; the demo's made-up company is none.
///
/// # Errors
/// When the database does not answer.
pub async fn granted(
    app: &AppState,
    settings: &SignIn,
    person: &Person,
) -> Result<Vec<ProviderRole>> {
    let only = only(app).await?;
    let mut roles: Vec<ProviderRole> = Vec::new();
    for grant in settings.grants.iter().filter(|grant| person.groups.contains(&grant.group)) {
        if let Some(role) = role(app, grant, only.as_ref(), person.name.as_deref()).await?
            && !roles.contains(&role)
        {
            roles.push(role);
        }
    }
    Ok(roles)
}

async fn only(app: &AppState) -> Result<Option<Organisation>> {
    let all = app.store.organisations().await?;
    let mut real = all.into_iter().filter(|organisation| !organisation.synthetic);
    Ok(real.next().filter(|_| real.next().is_none()))
}

async fn role(
    app: &AppState,
    grant: &Grant,
    only: Option<&Organisation>,
    name: Option<&str>,
) -> Result<Option<ProviderRole>> {
    let who = name.unwrap_or("without a name");
    if let Some(team) = &grant.team {
        let team = app.store.team(team).await?;
        return Ok(team.map(|team| ProviderRole {
            role: grant.role,
            label: format!("Facilitator of {}: {who}", team.name),
            organisation: team.organisation,
            team: Some(team.id),
        }));
    }
    let organisation =
        grant.organisation.clone().or_else(|| only.map(|organisation| organisation.id.clone()));
    let word = match grant.role {
        Role::Admin => "Administrator",
        Role::Coach => "Coach",
        Role::Leader => "Leader",
        Role::Facilitator | Role::Reader => return Ok(None),
    };
    Ok(organisation.map(|organisation| ProviderRole {
        role: grant.role,
        organisation,
        team: None,
        label: format!("{word}: {who}"),
    }))
}

/// Says in the log which entries grant nothing as things stand. They do not keep the
/// server from starting: teams and organisations come and go while it runs.
///
/// # Errors
/// When the database does not answer.
pub async fn check(app: &AppState, settings: &SignIn) -> Result<()> {
    let all = app.store.organisations().await?;
    let real = all.iter().filter(|organisation| !organisation.synthetic).count();
    for grant in settings.grants.iter() {
        let fault = match (&grant.team, &grant.organisation) {
            (Some(team), _) => {
                app.store.team(team).await?.is_none().then_some("there is no such team")
            }
            (None, Some(id)) => (!all.iter().any(|organisation| organisation.id == *id))
                .then_some("there is no such organisation"),
            (None, None) if real > 1 => Some(
                "there are several organisations: say which one, as in GROUP=ROLE@ORGANISATION",
            ),
            (None, None) => None,
        };
        if let Some(fault) = fault {
            let (group, role) = (&grant.group, grant.role.as_str());
            tracing::warn!(%group, role, "an entry of ANDON_OIDC_ROLES grants nothing: {fault}");
        }
    }
    Ok(())
}
