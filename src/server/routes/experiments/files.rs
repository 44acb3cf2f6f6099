//! A board as files: everything on it as data, and a table for a spreadsheet.

use super::Desk;
use crate::charts::Table;
use crate::server::api;
use crate::server::error::AppError;
use crate::server::routes::exports;
use axum::response::Response;

/// `GET …/experiments/experiments.csv`: a line for each step, and one for an experiment
/// without any.
pub async fn csv(desk: Desk) -> Result<Response, AppError> {
    let experiments = all(&desk).await?;
    let columns = [
        "state",
        "title",
        "pattern",
        "hypothesis",
        "target",
        "where we began",
        "measure",
        "who sees to it",
        "proposed",
        "started",
        "review",
        "ended",
        "our judgement",
        "why",
        "step",
        "in the way",
        "what",
        "expected",
        "begun",
        "due",
        "done",
        "happened",
        "learned",
    ];
    let mut rows = Vec::new();
    for each in experiments {
        let pattern = each.pattern.map_or("", crate::catalogue::PatternId::as_str);
        let judged = each.judgement;
        let said = judged.as_ref().map_or("", |judged| judged.judgement.as_str());
        let head = [
            each.state.as_str(),
            &each.title,
            pattern,
            &each.hypothesis,
            &each.target,
            &each.current,
            &each.measure,
            &each.owner,
            &each.proposed_on,
            each.started_on.as_deref().unwrap_or_default(),
            each.review_on.as_deref().unwrap_or_default(),
            each.ended_on.as_deref().unwrap_or_default(),
            said,
            judged.as_ref().map_or("", |judged| &judged.note),
        ]
        .map(str::to_owned);
        if each.steps.is_empty() {
            let mut row = head.to_vec();
            row.resize(columns.len(), String::new());
            rows.push(row);
        }
        for (number, step) in (1..).zip(each.steps) {
            let mut row = head.to_vec();
            row.push(i32::to_string(&number));
            row.extend([
                step.obstacle,
                step.what,
                step.expected,
                step.begun_on,
                step.due_on,
                step.done_on.unwrap_or_default(),
                step.actual,
                step.learned,
            ]);
            rows.push(row);
        }
    }
    let table = Table { columns: columns.map(str::to_owned).to_vec(), rows };
    exports::attachment(exports::CSV, &name(&desk, "csv"), table.csv().into_bytes())
}

/// `GET …/experiments/experiments.json`
pub async fn json(desk: Desk) -> Result<Response, AppError> {
    let body = exports::pretty(&all(&desk).await?)?;
    exports::attachment(exports::JSON, &name(&desk, "json"), body)
}

async fn all(desk: &Desk) -> Result<Vec<api::Experiment>, AppError> {
    let experiments = desk.context.app.store.experiments(&desk.board).await?;
    api::with_logs(&desk.context, experiments).await
}

fn name(desk: &Desk, ending: &str) -> String {
    format!("andon-{}-experiments.{ending}", desk.today())
}
