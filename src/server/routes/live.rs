//! The count of answers as a stream of server-sent events.

use crate::server::error::AppError;
use crate::server::led::Led;
use crate::store::RoundState;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures::{StreamExt, stream};
use std::convert::Infallible;

/// `GET /teams/{team}/rounds/{round}/live`: the count now, and again whenever it
/// changes; then, when the round closes, an event `closed`.
pub async fn stream(Led { context, round, .. }: Led) -> Result<Response, AppError> {
    if round.state != RoundState::Open {
        return Ok(Sse::new(stream::once(async { Ok::<_, Infallible>(closed()) })).into_response());
    }
    let (store, stop) = (&context.app.store, context.app.stop.clone());
    let mut counts =
        context.app.counts.watch(store, &round.id, store.response_count(&round.id).await?);
    counts.mark_changed();
    let changes = stream::unfold(Some(counts), |counts| async move {
        let mut counts = counts?;
        if counts.changed().await.is_err() {
            return Some((Ok::<_, Infallible>(closed()), None));
        }
        let count = *counts.borrow_and_update();
        Some((Ok(Event::default().data(count.to_string())), Some(counts)))
    });
    // A stream that nobody ends would keep the server from stopping.
    let events = changes.take_until(async move { stop.cancelled().await });
    Ok(Sse::new(events).keep_alive(KeepAlive::default()).into_response())
}

fn closed() -> Event {
    Event::default().event("closed").data("closed")
}
