//! The start page: what Andon is, what it promises, and three ways in.

use super::sign_in::Way;
use leptos::prelude::*;

/// Who may set up an organisation on this server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SetupState {
    /// Anyone.
    Open,
    /// Whoever has the token that the server printed.
    NeedsToken,
    /// Nobody.
    Closed,
}

/// The page's title.
#[must_use]
pub fn title() -> String {
    "See what holds the work back".to_owned()
}

/// The page.
pub fn start(setup: SetupState, sign_in: Option<Way>) -> impl IntoView {
    view! {
        <div class="hero wide">
            <div class="hero-words">
                <h1>"See what holds the work back. Try one small thing. Look again."</h1>
                <p class="lead">
                    "Andon asks a team about eighteen habits that get in the way of good software delivery. It shows where people see them, where they see things differently, and which small experiments could help."
                </p>
                <p>
                    "Answering takes about four minutes, on a phone if you like, without an account. When the round closes, the single answers are counted and destroyed. Only then is anything shown."
                </p>
                {doors(setup, sign_in)}
            </div>
            <div class="specimen" aria-hidden="true">{specimen()}</div>
        </div>
        {how_it_goes()}
        {promises()}
        <section aria-labelledby="name">
            <h2 id="name">"Why the name"</h2>
            <p>
                "On a Toyota line hangs a cord, the andon. Anyone who sees trouble may pull it. The line stops, people come to help, and the cause is removed for good. Nobody is blamed for pulling it."
            </p>
            <p>
                "The eighteen "<a href="/patterns">"anti-patterns"</a>
                " and more than sixty experiments are open to read, and so is "
                <a href="/method">"how every figure is made"</a>"."
            </p>
        </section>
    }
}

fn doors(setup: SetupState, sign_in: Option<Way>) -> impl IntoView {
    let set_up = match setup {
        SetupState::Open => view! {
            <li>
                <a class="button" href="/setup">"Set up a team"</a>
                <span>"Two names and one number, and your first round can open."</span>
            </li>
        }
        .into_any(),
        SetupState::NeedsToken => view! {
            <li>
                <a class="button" href="/setup">"Set up a team"</a>
                <span>"You need the token that the server printed when it started."</span>
            </li>
        }
        .into_any(),
        SetupState::Closed => view! {
            <li class="muted">
                <span>"New teams are set up by whoever runs this server. Ask them for an access link."</span>
            </li>
        }
        .into_any(),
    };
    view! {
        <ul class="doors">
            <li>
                <a class="button primary" href="/try">"Try it alone"</a>
                <span>"The whole survey and your own result. Nothing is stored on the server."</span>
            </li>
            {set_up}
            {(setup == SetupState::Open).then(|| view! {
                <li>
                    <form method="post" action="/demo"><button class="button" type="submit">"Open the demo"</button></form>
                    <span>"A made-up company of 40 teams over two years, as its coach sees it."</span>
                </li>
            })}
            <li>
                <a class="button" href="/join">"Join a round"</a>
                <span>"With the three words that your team was told."</span>
            </li>
            {sign_in.map(|way| view! {
                <li>
                    <a class="button" href=way.path>{way.label}</a>
                    <span>"For facilitators, coaches, leaders and administrators. To answer, nobody signs in."</span>
                </li>
            })}
        </ul>
    }
}

/// A made-up report in miniature. It is an ornament: the words beside it say
/// what a report holds, so it is hidden from screen readers.
fn specimen() -> impl IntoView {
    view! {
        <p class="specimen-note">"A report, in small. The figures are made up."</p>
        <p class="specimen-finding">"Changes wait, and people do not agree why."</p>
        <svg class="specimen-radar" viewBox="0 0 240 220">
            <path class="ring" d="M120 22l76 44v88l-76 44-76-44V66z"/>
            <path class="ring" d="M120 66l38 22v44l-38 22-38-22V88z"/>
            <path class="ring" d="M120 110V22M120 110l76-44M120 110l76 44M120 110v88M120 110l-76 44M120 110L44 66"/>
            <path class="before" d="M120 66l42 20v48l-42 2-30-9-12-41z"/>
            <path class="now" d="M120 48l53 31 5 65-58 10-23-31-26-41z"/>
            <g class="now-dots">
                <circle cx="120" cy="48" r="4"/>
                <circle cx="173" cy="79" r="4"/>
                <circle cx="178" cy="144" r="4"/>
                <circle cx="120" cy="154" r="4"/>
                <circle cx="97" cy="123" r="4"/>
                <circle cx="71" cy="82" r="4"/>
            </g>
        </svg>
        <svg class="specimen-dots" viewBox="0 0 240 66">
            <path class="ring" d="M0 11h240M0 33h240M0 55h240"/>
            <path class="now" d="M28 11h66M70 33h96M120 55h84"/>
            <g class="now-dots">
                <circle cx="58" cy="11" r="5"/>
                <circle cx="112" cy="33" r="5"/>
                <circle cx="168" cy="55" r="5"/>
            </g>
        </svg>
        <p class="specimen-talk"><span>"Talk first"</span>" Approval by committee"</p>
        <p class="specimen-talk"><span>"Try next"</span>" Let a colleague approve small changes"</p>
    }
}

fn how_it_goes() -> impl IntoView {
    view! {
        <section aria-labelledby="how">
            <h2 id="how">"How a round goes"</h2>
            <ol class="steps">
                <li>
                    <h3>"Somebody opens it"</h3>
                    <p>"They say how many people are invited and until when, and share a link, a QR code or three spoken words."</p>
                </li>
                <li>
                    <h3>"Everybody answers alone"</h3>
                    <p>"Eighteen statements, each with five points from \u{201c}not at all\u{201d} to \u{201c}extremely\u{201d}, and \u{201c}can\u{2019}t judge\u{201d} for when you can\u{2019}t. You may change or withdraw your answers until the close."</p>
                </li>
                <li>
                    <h3>"It closes"</h3>
                    <p>"The answers are counted, and every single set is destroyed. If fewer people answered than the minimum, usually five, nothing is shown at all."</p>
                </li>
                <li>
                    <h3>"The team talks, and tries something"</h3>
                    <p>"One sentence that says the most important thing, two charts, what to talk about first, and up to three experiments, each with a first step of at most two weeks."</p>
                </li>
            </ol>
        </section>
    }
}

fn promises() -> impl IntoView {
    view! {
        <section aria-labelledby="promises">
            <h2 id="promises">"What it promises"</h2>
            <dl class="promises">
                <dt>"No names"</dt>
                <dd>"An answer is stored without name, time, address or device. There is no list of who has answered."</dd>
                <dt>"No single answers"</dt>
                <dd>"Nothing is shown before the close, and no figure ever stands on fewer people than the minimum."</dd>
                <dt>"No league table"</dt>
                <dd>"Andon does not rank teams, and it is no tool to punish with."</dd>
                <dt>"No false certainty"</dt>
                <dd>"Every figure comes with what it could plausibly be, and \u{201c}too few answers to tell\u{201d} is a result."</dd>
            </dl>
            <p>
                "No program can promise everything. What this one cannot protect you from is said just as openly on the "
                <a href="/privacy">"privacy page"</a>"."
            </p>
        </section>
    }
}
