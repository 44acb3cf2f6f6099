//! A round that has no report: draft, open, or ended without one.

use super::team::{RoundForm, round_form};
use crate::components::{ErrorSummary, Field, Notice, NoticeKind, PageHead};
use crate::islands::LiveCount;
use leptos::prelude::*;

/// An open round, as its facilitator sees it.
#[derive(Debug, Clone)]
pub struct OpenRound {
    /// The round's path.
    pub base: String,
    /// The team and its path.
    pub team: (String, String),
    /// How many have answered.
    pub count: u32,
    /// How many are invited.
    pub roster: u16,
    /// The minimum group.
    pub minimum_group: u8,
    /// For how many minutes the files have kept earlier versions of answers, if they do.
    pub history_held: Option<u64>,
    /// The last day to answer, written out.
    pub last_day: String,
    /// Whether it stays open once more because too few had answered.
    pub extended: bool,
    /// The whole address to hand round.
    pub join_url: String,
    /// The same as a QR code (SVG).
    pub qr: String,
    /// Three words.
    pub spoken_code: String,
    /// Where a spoken code is typed.
    pub code_url: String,
    /// The form to extend: what was typed, first and last day allowed.
    pub extend: (String, String, String),
    /// The form to raise the roster: what was typed.
    pub raise: String,
    /// What is wrong with one of the two, by field.
    pub faults: Vec<(String, String)>,
}

/// The page of an open round.
pub fn open_round(round: OpenRound) -> impl IntoView {
    let fault = |field: &str| {
        round.faults.iter().find(|(name, _)| name == field).map(|(_, message)| message.clone())
    };
    let base = &round.base;
    view! {
        <PageHead
            kicker=round.team.0.clone()
            title="The round is open"
            lead=format!("People can answer until the end of {}. Nothing but the count is shown until it closes.", round.last_day)
        />
        <ErrorSummary errors=round.faults.clone()/>
        {round.extended.then(|| view! {
            <Notice kind=NoticeKind::Warning title="Seven more days">
                <p>{format!("On its closing day the round had fewer than {} answers. It stays open once more. If there are still too few then, the answers are destroyed and nothing is shown.", round.minimum_group)}</p>
            </Notice>
        })}
        {round.history_held.map(history_notice)}
        <section aria-labelledby="answers">
            <h2 id="answers">"Answers so far"</h2>
            <LiveCount count=round.count roster=round.roster url=format!("{base}/live")/>
            <p class="muted">{format!("A report needs at least {}. If the count is higher than your team, somebody answered more than once: discard the round.", round.minimum_group)}</p>
        </section>
        <section aria-labelledby="invite" class="invite">
            <h2 id="invite">"Invite your team"</h2>
            <div class="invite-ways">
                <div>
                    <h3>"Send the link"</h3>
                    <p class="codebox" tabindex="0">{round.join_url.clone()}</p>
                    <h3>"Or say three words"</h3>
                    <p class="spoken">{round.spoken_code.clone()}</p>
                    <p class="muted">{format!("They are typed at {}.", round.code_url)}</p>
                </div>
                <figure class="qr">
                    <div inner_html=round.qr.clone()></div>
                    <figcaption>"Or show this code"</figcaption>
                </figure>
            </div>
        </section>
        <section aria-labelledby="close">
            <h2 id="close">"Close the round"</h2>
            <p>"It closes by itself at the end of its last day. Close it earlier when everybody has answered."</p>
            <div class="actions"><a class="button primary" href=format!("{base}/close")>"Close\u{2026}"</a></div>
        </section>
        <details open=!round.faults.is_empty()>
            <summary>"More time, more people, or start over"</summary>
            <form method="post" action=format!("{base}/extend") class="form">
                <Field name="closing_day" label="New closing day" hint="Later than now" value=round.extend.0.clone() kind="date"
                    min=round.extend.1.clone() max=round.extend.2.clone() error=fault("closing_day") required=true/>
                <div class="actions"><button class="button" type="submit">"Extend"</button></div>
            </form>
            <form method="post" action=format!("{base}/roster") class="form">
                <Field name="roster" label="How many people are invited now?" hint="It can be raised, not lowered. Everybody who answers is shown the old and the new number." value=round.raise.clone()
                    kind="number" min="3" max="500" inputmode="numeric" error=fault("roster") required=true/>
                <div class="actions"><button class="button" type="submit">"Raise the roster"</button></div>
            </form>
            <div class="actions"><a class="button quiet" href=format!("{base}/discard")>"Discard the round\u{2026}"</a></div>
        </details>
    }
}

/// What stands above everything on a round's page while the files keep what was deleted.
pub fn bytes_notice() -> impl IntoView {
    view! {
        <Notice kind=NoticeKind::Warning title="Deleted, but not yet out of the files">
            <p>"The single answers are deleted. But another program is reading the database, and until it ends, their bytes stay in the database\u{2019}s files. Andon tries again every half minute, and this notice goes when they are gone."</p>
        </Notice>
    }
}

/// What stands on an open round's page while the files keep earlier versions of it, for so
/// many minutes now.
fn history_notice(minutes: u64) -> impl IntoView {
    let long = match minutes {
        0 => "for less than a minute".to_owned(),
        1 => "for a minute".to_owned(),
        more => format!("for {more} minutes"),
    };
    view! {
        <Notice kind=NoticeKind::Warning title="The files keep an order at the moment">
            <p>{format!("Another program, perhaps a backup, has been reading the database {long}. Until it ends, the files on the server tell in which order answers come in, to whoever can read them. Andon clears that away as soon as it ends.")}</p>
        </Notice>
    }
}

/// The page of a draft.
pub fn draft_round(team: String, base: String, form: RoundForm) -> impl IntoView {
    view! {
        <PageHead kicker=team title="A round in draft" lead="Nobody can answer yet. Opening it makes the join link, the QR code and the spoken code."/>
        <ErrorSummary errors=form.faults.clone()/>
        {round_form(form, "Open now", "Save the draft")}
        <form method="post" action=format!("{base}/discard") class="actions">
            <button class="button quiet" type="submit">"Discard the draft"</button>
        </form>
    }
}

/// The question before closing or discarding.
#[derive(Debug, Clone)]
pub struct Question {
    /// The team.
    pub team: String,
    /// The heading.
    pub title: String,
    /// What will happen.
    pub lead: String,
    /// A warning, if what will happen cannot please.
    pub warning: Option<String>,
    /// Where *yes* posts to.
    pub action: String,
    /// What *yes* says.
    pub yes: String,
    /// Whether *yes* destroys something.
    pub dangerous: bool,
    /// Where *no* leads.
    pub back: String,
}

/// The page that asks.
pub fn question(question: Question) -> impl IntoView {
    view! {
        <PageHead kicker=question.team title=question.title lead=question.lead/>
        {question.warning.map(|warning| view! {
            <Notice kind=NoticeKind::Warning><p>{warning}</p></Notice>
        })}
        <form method="post" action=question.action class="actions">
            <button class=if question.dangerous { "button danger" } else { "button primary" } type="submit" name="sure" value="yes">
                {question.yes}
            </button>
            <a class="button quiet" href=question.back>"No, go back"</a>
        </form>
    }
}

/// The page of a round that was discarded.
pub fn discarded_round(team: String, team_path: String) -> impl IntoView {
    view! {
        <PageHead
            kicker=team
            title="This round was discarded"
            lead="Its answers were destroyed unseen. Nothing of them is kept and they count nowhere."
        />
        <div class="actions"><a class="button" href=team_path>"Back to the team"</a></div>
    }
}
