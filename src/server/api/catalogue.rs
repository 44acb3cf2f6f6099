//! `GET /api/v1/catalogue`: what the figures are about.

use super::answer_all;
use super::document::Unguarded;
use crate::catalogue::{DimensionId, Locus, PatternId, Signal};
use crate::server::error::AppError;
use crate::server::state::AppState;
use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use utoipa::ToSchema;

/// The questions of this version of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Catalogue {
    /// Its version. A round keeps the version that was asked.
    pub version: String,
    /// The six dimensions, in the order in which everything lists them.
    pub dimensions: Vec<Dimension>,
}

/// A dimension: three anti-patterns under one heading.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Dimension {
    /// Its id, the same in every version.
    pub id: DimensionId,
    /// Its heading.
    pub name: String,
    /// The same where there is little room.
    pub short: String,
    /// What it looks at.
    pub about: String,
    /// Its anti-patterns.
    pub patterns: Vec<Pattern>,
}

/// An anti-pattern.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Pattern {
    /// Its id, the same in every version.
    pub id: PatternId,
    /// Its name.
    pub name: String,
    /// The statement that people judge.
    pub statement: String,
    /// Its opposite.
    pub healthy: String,
    /// What one sees at three points of the scale.
    pub anchors: Anchors,
    /// What harm it does.
    pub why: String,
    /// Who is able to change it.
    pub locus: Locus,
    /// The delivery measures that it tends to hurt.
    pub signals: Vec<Signal>,
    /// Questions for a team that disagrees about it.
    pub conversation: Vec<String>,
}

/// What one sees at three points of the scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Anchors {
    /// Where there is none of it.
    pub none: String,
    /// Where there is some of it.
    pub some: String,
    /// Where it is strong.
    pub strong: String,
}

impl From<&crate::catalogue::Catalogue> for Catalogue {
    fn from(catalogue: &crate::catalogue::Catalogue) -> Self {
        let pattern = |id: PatternId| {
            let pattern = catalogue.pattern(id);
            let anchors = &pattern.anchors;
            Pattern {
                id,
                name: pattern.name.clone(),
                statement: pattern.statement.clone(),
                healthy: pattern.healthy.clone(),
                anchors: Anchors {
                    none: anchors.none.clone(),
                    some: anchors.some.clone(),
                    strong: anchors.strong.clone(),
                },
                why: pattern.why.clone(),
                locus: pattern.locus,
                signals: pattern.signals.clone(),
                conversation: pattern.conversation.to_vec(),
            }
        };
        let dimension = |id: DimensionId| {
            let dimension = catalogue.dimension(id);
            Dimension {
                id,
                name: dimension.name.clone(),
                short: dimension.short.clone(),
                about: dimension.about.clone(),
                patterns: id.patterns().map(pattern).to_vec(),
            }
        };
        Self {
            version: catalogue.version().to_owned(),
            dimensions: DimensionId::ALL.map(dimension).to_vec(),
        }
    }
}

/// What the figures are about
///
/// The dimensions and anti-patterns with their ids, names and statements. Anyone may read it.
#[utoipa::path(
    get,
    path = "/api/v1/catalogue",
    operation_id = "catalogue",
    security(()),
    responses(
        (status = 200, description = "The catalogue.", body = Catalogue),
        Unguarded,
    )
)]
pub async fn show(State(app): State<AppState>) -> Result<Response, AppError> {
    answer_all(&Catalogue::from(app.catalogue))
}
