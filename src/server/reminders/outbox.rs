//! Sends what waits. Each message was queued in the transaction of what it tells, so
//! none is lost when the server stops; one whose sending was cut off is sent again, and
//! then the receiver knows it by its id.

use super::message::{Message, headers, tame};
use super::post::{Answer, NoAnswer, Sender};
use super::target::Target;
use crate::days;
use crate::kata::State;
use crate::server::error::AppError;
use crate::server::led::round_path;
use crate::server::state::AppState;
use crate::store::{Delivery, DeliveryState, Due, RoundId, RoundState, Team, Told, Webhook};
use axum::http::StatusCode;
use std::time::Duration;
use tokio::task::JoinSet;

/// How often it is looked whether something waits that nobody has announced.
const EVERY: Duration = Duration::from_secs(2);
/// How many messages are under way at once: a slow receiver holds up one place.
const AT_ONCE: usize = 8;
/// How long messages under way are waited for when the server stops, so that one that has
/// arrived is not sent again.
const AT_THE_END: Duration = Duration::from_secs(5);
/// After how many seconds a message that was being sent counts as not sent. Longer than
/// sending may take.
const UNDER_WAY: i64 = 60;
/// How often a message is tried.
pub const ATTEMPTS: u32 = 8;
/// How many seconds lie between the first and the second attempt; then four times as
/// many each time.
const FIRST_PAUSE: i64 = 30;
/// The longest time between two attempts, in seconds. All eight take about a day.
const LONGEST_PAUSE: i64 = 12 * 3600;

/// Sends until `stop`.
pub async fn run(app: AppState) {
    let sender = Sender::new(app.settings.reach.clone());
    let mut under_way = JoinSet::new();
    loop {
        if let Err(error) = start_due(&app, &sender, &mut under_way).await {
            tracing::error!(cause = %error, "looking for messages that are due");
        }
        tokio::select! {
            Some(_) = under_way.join_next() => {}
            () = tokio::time::sleep(EVERY) => {}
            () = app.outbox.notified() => {}
            () = app.stop.cancelled() => break,
        }
    }
    let all = async { while under_way.join_next().await.is_some() {} };
    // What is cut off is sent again after the next start.
    let _ = tokio::time::timeout(AT_THE_END, all).await;
}

async fn start_due(
    app: &AppState,
    sender: &Sender,
    under_way: &mut JoinSet<()>,
) -> Result<(), AppError> {
    // Whoever is done makes room.
    while under_way.try_join_next().is_some() {}
    let room = u32::try_from(AT_ONCE.saturating_sub(under_way.len())).unwrap_or_default();
    if room == 0 {
        return Ok(());
    }
    let now = app.now();
    for delivery in app.store.take_due(room, now, now + UNDER_WAY).await? {
        let (app, sender) = (app.clone(), sender.clone());
        under_way.spawn(async move {
            if let Err(error) = send(&app, &sender, &delivery).await {
                tracing::error!(cause = %error, "sending a message; it will be tried again");
            }
        });
    }
    Ok(())
}

/// Sends one message and writes down what came of it.
async fn send(app: &AppState, sender: &Sender, delivery: &Delivery) -> Result<(), AppError> {
    let store = &app.store;
    let Some(webhook) = store.webhook_by_id(&delivery.webhook).await? else { return Ok(()) };
    let Some(message) = compose(app, &webhook, delivery).await? else {
        let status = "Not sent: by then it was no longer so.";
        return Ok(store.delivery_tried(&delivery.id, DeliveryState::GivenUp, status).await?);
    };
    let body = message.body().map_err(|error| AppError::Internal(error.to_string()))?;
    let answer = match Target::parse(&webhook.url, &app.settings.reach) {
        Ok(target) => {
            let headers = headers(&webhook.secret, &body, app.now());
            sender.post(&target, headers, body).await
        }
        Err(_) => Err(NoAnswer::Inner),
    };
    let status = words(&answer);
    // Never the address: whoever knows it can write to that chat.
    tracing::info!(event = delivery.told.as_str(), attempt = delivery.attempts, %status, "sent a message");
    if is_gone(&answer) {
        return Ok(store.disable_webhook(&webhook.id, &status, app.now()).await?);
    }
    let state = next_state(&answer, delivery.attempts, app.now(), jitter()?);
    Ok(store.delivery_tried(&delivery.id, state, &status).await?)
}

/// Whether the receiver says that it will never take a message again.
fn is_gone(answer: &Result<Answer, NoAnswer>) -> bool {
    answer.is_ok_and(|answer| answer.status == StatusCode::GONE)
}

/// Where a message stands after so many attempts.
fn next_state(
    answer: &Result<Answer, NoAnswer>,
    attempts: u32,
    now: i64,
    jitter: f64,
) -> DeliveryState {
    let asked = match answer {
        Ok(answer) if answer.status.is_success() => return DeliveryState::Delivered,
        // It would only lead there again.
        Err(NoAnswer::Inner) => return DeliveryState::GivenUp,
        Ok(answer) => answer.retry_after.unwrap_or_default(),
        Err(_) => 0,
    };
    if attempts >= ATTEMPTS {
        return DeliveryState::GivenUp;
    }
    let asked = i64::from(asked).min(LONGEST_PAUSE);
    DeliveryState::Waiting(now + pause(attempts, jitter).max(asked))
}

/// How many seconds to wait after so many attempts; `jitter` is 0 to 1 and makes it up
/// to a fifth shorter or longer, so that receivers that come back are not run over.
fn pause(attempts: u32, jitter: f64) -> i64 {
    let times = 4_i64.saturating_pow(attempts.saturating_sub(1));
    let pause = FIRST_PAUSE.saturating_mul(times).min(LONGEST_PAUSE);
    #[expect(clippy::cast_possible_truncation, reason = "at most 14.4 hours in seconds")]
    let varied = (pause as f64 * (0.8 + 0.4 * jitter.clamp(0.0, 1.0))) as i64;
    varied
}

/// A random number from 0 to 1.
fn jitter() -> Result<f64, getrandom::Error> {
    Ok(f64::from(getrandom::u32()?) / f64::from(u32::MAX))
}

/// What came of an attempt, for the log that the facilitator sees. Nothing of what the
/// receiver wrote is in it.
fn words(answer: &Result<Answer, NoAnswer>) -> String {
    let answer = match answer {
        Ok(answer) => answer,
        Err(why) => return why.to_string(),
    };
    let number = answer.status.as_u16();
    if answer.status.is_success() {
        format!("The receiver took it (it answered {number}).")
    } else if is_gone(&Ok(*answer)) {
        "The receiver says that it is gone (it answered 410).".to_owned()
    } else if answer.status.is_redirection() {
        format!(
            "The receiver points elsewhere (it answered {number}). Andon does not follow: enter the address to which it points."
        )
    } else {
        format!("The receiver did not take it (it answered {number}).")
    }
}

/// What a message says now; none if there is nothing to say any more.
async fn compose(
    app: &AppState,
    webhook: &Webhook,
    delivery: &Delivery,
) -> Result<Option<Message>, AppError> {
    let Some(team) = app.store.team(&webhook.team).await? else { return Ok(None) };
    let said = match delivery.told {
        Told::RoundOpened | Told::RoundClosed => about_round(app, webhook, &team, delivery).await?,
        Told::ReviewDue | Told::StepDue => about_due(app, &team, delivery).await?,
        Told::Test => Some(Said {
            path: format!("/teams/{}/reminders", team.id),
            sentence: Box::new(|team| {
                format!("This is a test: messages of {team} in Andon arrive here.")
            }),
        }),
    };
    Ok(said.map(|said| {
        let url = format!("{}{}", origin(app, webhook), said.path);
        Message::new(delivery.told, &delivery.id, &team.name, url, delivery.made_at, said.sentence)
    }))
}

/// A sentence for a chat, and where it leads.
struct Said {
    path: String,
    sentence: Sentence,
}

/// Makes a sentence of the team's name.
type Sentence = Box<dyn FnOnce(&str) -> String + Send>;

/// How people reach Andon: as configured, or else as whoever set the webhook up did.
fn origin<'a>(app: &'a AppState, webhook: &'a Webhook) -> &'a str {
    app.settings.public_url.as_ref().map_or(webhook.origin.as_str(), |url| url.as_str())
}

/// What there is to say of a review or a step, if it is still due on that day.
async fn about_due(
    app: &AppState,
    team: &Team,
    delivery: &Delivery,
) -> Result<Option<Said>, AppError> {
    let Some(due) = Due::parse(&delivery.about) else { return Ok(None) };
    let Some(experiment) = app.store.experiment(&due.experiment).await? else { return Ok(None) };
    let (day, title) = (days::written(due.on), tame(&experiment.plan.title));
    let is_due = match due.step {
        None => experiment.state == State::Running && experiment.plan.review_on == Some(due.on),
        Some(place) => {
            let steps = app.store.steps(&due.experiment).await?;
            matches!(experiment.state, State::Running | State::Reviewing)
                && steps
                    .get(place)
                    .is_some_and(|step| step.done_on.is_none() && step.due_on == due.on)
        }
    };
    let sentence: Sentence = match due.step {
        None => Box::new(move |team| {
            format!("{team}: the review of the experiment \u{201c}{title}\u{201d} is due on {day}:")
        }),
        Some(_) => Box::new(move |team| {
            format!(
                "{team}: a step of the experiment \u{201c}{title}\u{201d} is due on {day}. What have you learned?"
            )
        }),
    };
    Ok(is_due.then(|| Said {
        path: format!("/teams/{}/experiments/{}", team.id, experiment.id),
        sentence,
    }))
}

/// What there is to say of a round that has opened or closed.
async fn about_round(
    app: &AppState,
    webhook: &Webhook,
    team: &Team,
    delivery: &Delivery,
) -> Result<Option<Said>, AppError> {
    let Ok(id) = delivery.about.parse::<RoundId>() else { return Ok(None) };
    let Some(round) = app.store.round(&id).await? else { return Ok(None) };
    let path = round_path(&team.id, &round.id);
    let said = match (delivery.told, round.state) {
        (Told::RoundOpened, RoundState::Open) => {
            let day = days::written(app.settings.zone.last_day(round.closes_at));
            match round.join_token.filter(|_| webhook.wishes.join_link) {
                Some(token) => Said {
                    path: format!("/join/{token}"),
                    sentence: Box::new(move |team| {
                        format!(
                            "A round of {team} is open until the end of {day}. Answering takes about four minutes, and nobody sees who said what:"
                        )
                    }),
                },
                None => Said {
                    path,
                    sentence: Box::new(move |team| {
                        format!(
                            "A round of {team} is open until the end of {day}. The facilitator has the link with which to join, and finds it here:"
                        )
                    }),
                },
            }
        }
        (Told::RoundClosed, RoundState::Sealed) => Said {
            path,
            sentence: Box::new(|team| {
                format!(
                    "The round of {team} has closed, and the report is ready. The facilitator can open it:"
                )
            }),
        },
        (Told::RoundClosed, RoundState::TooFew) => Said {
            path,
            sentence: Box::new(|team| {
                format!(
                    "The round of {team} has closed with too few answers for a report. They were destroyed unseen. There is a guide for a conversation instead:"
                )
            }),
        },
        (Told::RoundClosed, RoundState::Discarded) => Said {
            path: format!("/teams/{}", team.id),
            sentence: Box::new(|team| {
                format!(
                    "The round of {team} was discarded. Its answers were destroyed unseen, and a new round can be opened:"
                )
            }),
        },
        // The round went on while the message waited.
        _ => return Ok(None),
    };
    Ok(Some(said))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(status: u16, retry_after: Option<u32>) -> Answer {
        Answer { status: StatusCode::from_u16(status).unwrap(), retry_after }
    }

    #[test]
    fn eight_attempts_take_about_a_day() {
        let pauses: Vec<i64> = (1..ATTEMPTS).map(|attempts| pause(attempts, 0.5)).collect();
        assert_eq!(pauses, [30, 120, 480, 1920, 7680, 30_720, 43_200]);
        let hours = pauses.iter().sum::<i64>() as f64 / 3600.0;
        assert!((20.0..28.0).contains(&hours), "{hours}");
        assert_eq!((pause(1, 0.0), pause(1, 1.0)), (24, 36));
        assert_eq!(pause(u32::MAX, 1.0), 51_840);
    }

    #[test]
    fn what_was_not_taken_waits_longer_each_time_and_is_given_up_in_the_end() {
        use DeliveryState::{Delivered, GivenUp, Waiting};
        for (answer, attempts, expected) in [
            (Ok(answered(200, None)), 1, Delivered),
            (Ok(answered(204, None)), 8, Delivered),
            (Ok(answered(500, None)), 1, Waiting(1030)),
            (Ok(answered(404, None)), 2, Waiting(1120)),
            (Ok(answered(302, None)), 3, Waiting(1480)),
            (Ok(answered(500, None)), 8, GivenUp),
            (Ok(answered(429, Some(90))), 1, Waiting(1090)),
            (Ok(answered(429, Some(1))), 1, Waiting(1030)),
            (Ok(answered(503, Some(u32::MAX))), 1, Waiting(1000 + LONGEST_PAUSE)),
            (Ok(answered(429, Some(90))), 8, GivenUp),
            (Err(NoAnswer::Slow), 1, Waiting(1030)),
            (Err(NoAnswer::Unreachable), 8, GivenUp),
            (Err(NoAnswer::Inner), 1, GivenUp),
        ] {
            assert_eq!(
                next_state(&answer, attempts, 1000, 0.5),
                expected,
                "{answer:?}, {attempts}"
            );
        }
    }
}
