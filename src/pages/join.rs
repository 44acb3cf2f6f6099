//! From an invitation to the first card: what is asked, how long it takes, and
//! exactly what is stored. Statements are marked as on the privacy page (see
//! `super::privacy`).

use super::participation::{Asked, asked};
use crate::components::{ErrorSummary, Field, Mark, Notice, NoticeKind, PageHead};
use leptos::prelude::*;

/// What the first screen says.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Where *Start* posts to.
    pub action: String,
    /// The join token, sent along with *Start*.
    pub token: String,
    /// Who asks.
    pub organisation: String,
    /// Whose round it is.
    pub team: String,
    /// The last day to answer, written out.
    pub last_day: String,
    /// Whether the round had too few answers on its day and stays open once more.
    pub extended: bool,
    /// The round's minimum group.
    pub minimum_group: u8,
    /// Who is asked, and how many have answered.
    pub asked: Asked,
}

/// The first screen of a round.
pub fn invitation(invitation: Invitation) -> impl IntoView {
    let Invitation {
        action,
        token,
        organisation,
        team,
        last_day,
        extended,
        minimum_group,
        asked: who,
    } = invitation;
    view! {
        <PageHead
            kicker=organisation
            title=format!("How does work really go in {team}?")
            lead="Eighteen short statements. For each you say how much of it you see. It takes about four minutes, on any device, without an account."
            mark=Mark::Promise("no-account")
        />
        {extended.then(|| view! {
            <Notice kind=NoticeKind::Info title="Seven more days">
                <p data-promise="seven-more-days too-few-destroyed">"Too few answers had come in on the first closing day. The round stays open once more; after that, if there are still too few, the answers are destroyed unseen."</p>
            </Notice>
        })}
        <section class="promise" aria-labelledby="stored">
            <h2 id="stored">"What is stored"</h2>
            <ul>
                <li data-promise="nothing-beside-the-answers">"Your eighteen answers, without name, time, address or device."</li>
                <li data-promise="change-and-withdraw sets-destroyed">"Until the round closes they are kept one set for each person, so that you can change or withdraw yours. On closing they are counted and each set is destroyed."</li>
                <li data-promise="no-figure-below-minimum">{format!("Results are shown only if at least {minimum_group} people answer, and no figure ever stands on fewer than that.")}</li>
            </ul>
            <p data-plain="">
                "What that cannot protect you from is said openly on the "
                <a href="/privacy">"privacy page"</a> "."
            </p>
        </section>
        {asked(who)}
        <form method="post" action=action class="actions">
            <input type="hidden" name="token" value=token/>
            <button class="button primary" type="submit">"Start"</button>
        </form>
        <p class="muted" data-promise="closes-on-its-day">{format!("Open until the end of {last_day}.")}</p>
    }
}

/// The page where a spoken code is typed.
pub fn ask_code(typed: String, fault: Option<String>) -> impl IntoView {
    let faults = fault.iter().map(|message| ("code".to_owned(), message.clone())).collect();
    view! {
        <PageHead
            kicker="Join a round"
            title="Type the three words"
            lead="Whoever leads the round reads them out. Capitals and hyphens do not matter."
            mark=Mark::Plain
        />
        <ErrorSummary errors=faults/>
        <form method="post" action="/join" class="form">
            <Field
                name="code"
                label="Spoken code"
                hint="Three words, such as river lamp cousin"
                value=typed
                error=fault
                maxlength="80"
                autocomplete="off"
                required=true
            />
            <div class="actions"><button class="button primary" type="submit">"Go on"</button></div>
        </form>
    }
}
