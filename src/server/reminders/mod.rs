//! Reminders without mail: a team's calendar, and messages to its chat.
//!
//! `calendar` writes the days · `target` is an address that somebody typed, `reach`
//! says which addresses may be connected to, `post` sends to one of them · `message`
//! says what a message holds, `outbox` sends what waits in the database and tries
//! again.
//!
//! What leaves the server in this way are days, names of teams and links: never a
//! score, never how many answered, never anything that somebody wrote in an answer.

pub mod calendar;
pub mod message;
pub mod outbox;
pub mod post;
pub mod reach;
pub mod target;
