//! Pages: Leptos views that render on the server, one file a page. Each takes
//! plain data and asks nobody for more.

pub mod admin;
pub mod api;
pub mod coach;
pub mod cords;
pub mod document;
pub mod error;
pub mod experiment;
pub mod experiments;
pub mod guide;
pub mod join;
pub mod leadership;
pub mod links;
pub mod method;
mod method_signals;
mod others;
pub mod own_result;
pub mod participation;
pub mod pattern;
pub mod patterns;
pub mod privacy;
pub mod receipt;
pub mod reminders;
pub mod report;
pub mod round;
pub mod setup;
pub mod sign_in;
pub mod signals;
pub mod sources;
pub mod stale;
pub mod start;
pub mod survey;
pub mod team;
pub mod words;
pub mod works;
