//! What is due on a day, for teams that want to be told.

use super::db::query_as;
use super::deliveries::queue;
use super::{ExperimentId, Result, Store, StoreError, Told};
use jiff::civil::Date;

/// What a message about something due is about: the experiment, the day, and for a step
/// its place in the log. The day is in it because days are moved: then it is due again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    /// The experiment.
    pub experiment: ExperimentId,
    /// The day.
    pub on: Date,
    /// Which step; none for a review.
    pub step: Option<usize>,
}

impl Due {
    /// As it stands in a message's row.
    #[must_use]
    pub fn text(&self) -> String {
        let Self { experiment, on, step } = self;
        match step {
            Some(step) => format!("{experiment} {on} {step}"),
            None => format!("{experiment} {on}"),
        }
    }

    /// Reads what [`Due::text`] wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        let (experiment, on) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
        let step = parts.next().map(str::parse).transpose().ok()?;
        parts.next().is_none().then_some(Self { experiment, on, step })
    }
}

impl Store {
    /// Queues a message for everything that is due on this day, where the team wants
    /// it and has not been told yet: reviews of running experiments, and steps of
    /// those under way that nobody has looked at. Says how many.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn tell_due(&self, day: Date, now: i64) -> Result<usize> {
        let reviews: Vec<(String, String)> = query_as(
            "SELECT w.team_id, e.id FROM webhooks w JOIN experiments e ON e.team_id = w.team_id WHERE w.on_due AND w.disabled_at IS NULL AND e.state = 'running' AND e.review_on = $1 AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.webhook_id = w.id AND d.event = 'review-due' AND d.about = e.id || ' ' || $1)",
        )
        .bind(day.to_string())
        .fetch_all(&self.readers)
        .await?;
        let steps: Vec<(String, String, i64)> = query_as(
            "SELECT w.team_id, e.id, s.place FROM webhooks w JOIN experiments e ON e.team_id = w.team_id JOIN experiment_steps s ON s.experiment_id = e.id WHERE w.on_due AND w.disabled_at IS NULL AND e.state IN ('running', 'reviewing') AND s.done_on IS NULL AND s.due_on = $1 AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.webhook_id = w.id AND d.event = 'step-due' AND d.about = e.id || ' ' || $1 || ' ' || CAST(s.place AS TEXT))",
        )
        .bind(day.to_string())
        .fetch_all(&self.readers)
        .await?;
        if reviews.is_empty() && steps.is_empty() {
            return Ok(0);
        }
        let due = |experiment: String, place: Option<i64>| -> Result<String> {
            const UNREADABLE: StoreError = StoreError::Unreadable("experiment");
            let experiment = experiment.try_into().map_err(|_| UNREADABLE)?;
            let step = place.map(usize::try_from).transpose().map_err(|_| UNREADABLE)?;
            Ok(Due { experiment, on: day, step }.text())
        };
        let mut queued = 0;
        let mut tx = self.write().await?;
        for (team, experiment) in reviews {
            let about = due(experiment, None)?;
            queued += usize::from(queue(&mut tx, &team, Told::ReviewDue, &about, now).await?);
        }
        for (team, experiment, place) in steps {
            let about = due(experiment, Some(place))?;
            queued += usize::from(queue(&mut tx, &team, Told::StepDue, &about, now).await?);
        }
        tx.commit().await?;
        Ok(queued)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn what_is_due_reads_back_and_nothing_else_does() {
        let experiment = ExperimentId::random().unwrap();
        for step in [None, Some(0), Some(12)] {
            let due = Due { experiment: experiment.clone(), on: date(2026, 3, 31), step };
            assert_eq!(Due::parse(&due.text()), Some(due));
        }
        for bad in ["", "x 2026-03-31", &format!("{experiment}"), &format!("{experiment} x")] {
            assert_eq!(Due::parse(bad), None, "{bad}");
        }
        assert_eq!(Due::parse(&format!("{experiment} 2026-03-31 1 2")), None);
    }
}
