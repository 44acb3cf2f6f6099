//! Which of several organisations a browser looks at.

use super::context::Context;
use super::error::AppError;
use crate::store::{Organisation, OrganisationId};

impl Context {
    /// The organisation that is asked for among those that the browser may look at,
    /// or the first of them where nothing is asked for.
    ///
    /// # Errors
    /// [`AppError::NotFound`] where there is no such.
    pub async fn chosen<'a>(
        &self,
        among: impl Iterator<Item = &'a OrganisationId>,
        wanted: &str,
    ) -> Result<Organisation, AppError> {
        let mut among = among;
        let id = among
            .find(|id| wanted.is_empty() || id.as_str() == wanted)
            .ok_or(AppError::NotFound)?;
        self.app.store.organisation(id).await?.ok_or(AppError::NotFound)
    }

    /// The others among them, by id and name.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn others<'a>(
        &self,
        among: impl Iterator<Item = &'a OrganisationId>,
        here: &OrganisationId,
    ) -> Result<Vec<(String, String)>, AppError> {
        let mut others = Vec::new();
        for id in among.filter(|id| *id != here) {
            if let Some(other) = self.app.store.organisation(id).await? {
                others.push((id.to_string(), other.name));
            }
        }
        Ok(others)
    }
}
