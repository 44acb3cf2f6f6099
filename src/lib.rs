//! Andon: a self-hosted web app with which an organisation finds its own DevOps
//! anti-patterns, agrees on what to change, tries the change as a small
//! experiment, and sees whether it worked.
//!
//! # The map
//!
//! | room | what it knows | target |
//! |---|---|---|
//! | [`catalogue`] | what is asked and what is suggested | both |
//! | [`components`], [`pages`] | how a page is put together | both, rendered on the server |
//! | [`islands`] | the few pieces that run in the browser | both |
//! | `measure` | what answers say: pure arithmetic | server |
//! | `disclosure` | what may be shown to whom: the only maker of `Released<T>` | server |
//! | `advice` | what to say first, talk about and try, from released figures only | server |
//! | `charts` | pictures of released figures | server |
//! | `kata` | the states of an experiment, its moves and what each asks | server |
//! | `store` | what is kept, in a file or on a database server, and how it is destroyed | server |
//! | `server` | requests, sessions, signing in, forms, headers, tasks, health, metrics | server |
//! | `score` | what a file of raw answers says (`andon score`) | server |
//! | `import` | what would become of a file of past rounds | server |
//! | `demo` | a made-up company, from a seed: nobody ever said it | server |
//! | `command`, `config`, `clock`, `days`, `prose`, `site` | the command line, settings, time, turns of phrase, the site's files in the program | server |
//!
//! Knowledge points one way: `pages → advice → disclosure → measure → catalogue`,
//! and `server → pages, disclosure, store`. `store` knows no HTTP and no pages;
//! `measure` and `charts` know no store. Data flows one way too: a form becomes a
//! typed value at the edge, is stored, counted on sealing, released by the gate,
//! and shown.
//!
//! `advice` is a room of its own, beside the plan's list: suggestions and findings
//! are worked out from released figures alone, so they cannot say more than the
//! page shows (P7), and the types make sure of it.

#![recursion_limit = "512"]

#[cfg(feature = "ssr")]
pub mod advice;
pub mod catalogue;
#[cfg(feature = "ssr")]
pub mod charts;
#[cfg(feature = "ssr")]
pub mod clock;
#[cfg(feature = "ssr")]
pub mod command;
pub mod components;
#[cfg(feature = "ssr")]
pub mod config;
#[cfg(feature = "ssr")]
pub mod days;
#[cfg(feature = "ssr")]
pub mod demo;
#[cfg(feature = "ssr")]
pub mod disclosure;
#[cfg(feature = "ssr")]
pub mod import;
pub mod islands;
#[cfg(feature = "ssr")]
pub mod kata;
#[cfg(feature = "ssr")]
pub mod measure;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod prose;
#[cfg(feature = "ssr")]
pub mod score;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod site;
#[cfg(feature = "ssr")]
pub mod store;

/// The browser's entry point: called once, before the islands come to life.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_islands();
}
