//! After submitting: what is stored now, and how to change it. Statements are marked as on
//! the privacy page (see `super::privacy`).

use super::participation::{Participation, standing};
use crate::components::{Mark, Notice, NoticeKind, PageHead};
use crate::islands::DraftsGone;
use leptos::prelude::*;

/// What the receipt says.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// The answer page's path, `/answer/{round}`.
    pub base: String,
    /// Whether answers are stored under this receipt.
    pub stored: bool,
    /// The last day to change them, written out.
    pub last_day: String,
    /// The name of the draft that is not needed any more.
    pub draft: String,
    /// How many have answered.
    pub participation: Participation,
}

/// The receipt's page.
pub fn receipt(receipt: Receipt) -> impl IntoView {
    let Receipt { base, stored, last_day, draft, participation } = receipt;
    if stored {
        view! {
            <DraftsGone draft=draft/>
            <PageHead
                kicker="Thank you"
                title="Your answers are stored"
                lead=format!("Until the end of {last_day} you can change or withdraw them, from this browser only.")
                mark=Mark::Promise("change-and-withdraw receipt-opens-alone")
            />
            <section class="promise" aria-labelledby="kept">
                <h2 id="kept">"What is stored about you now"</h2>
                <ul>
                    <li data-promise="nothing-beside-the-answers">"Your eighteen answers, filed under a number that only this browser knows."</li>
                    <li data-promise="nothing-beside-the-answers">"No name, no time, no address, no device, and no place in an order. What the server\u{2019}s files could still tell, and for how long, is said on the "<a href="/privacy#files">"privacy page"</a> "."</li>
                </ul>
                <p data-promise="sets-destroyed">"When the round closes, everybody\u{2019}s answers are counted together and each single set is destroyed. The report then comes from whoever leads the round."</p>
            </section>
            {standing(participation, false)}
            <div class="actions">
                <a class="button" href=base.clone()>"Change my answers"</a>
                <form method="post" action=format!("{base}/withdraw")>
                    <button class="button quiet" type="submit">"Withdraw my answers"</button>
                </form>
            </div>
            {forget(&base)}
        }
        .into_any()
    } else {
        view! {
            <DraftsGone draft=draft/>
            <PageHead
                kicker="Nothing is stored"
                title="None of your answers are stored"
                lead=format!("If you had sent some before, they are deleted. Until the end of {last_day} you may answer once more from this browser.")
                mark=Mark::Promise("change-and-withdraw")
            />
            {standing(participation, participation.is_full())}
            <div class="actions">
                <a class="button primary" href=base.clone()>"Answer again"</a>
            </div>
            {forget(&base)}
        }
        .into_any()
    }
}

fn forget(base: &str) -> impl IntoView {
    view! {
        <section aria-labelledby="forget">
            <h2 id="forget">"Is this a shared device?"</h2>
            <p data-promise="forget-me">"This browser holds the key to your answers. Let it forget the key, and nobody can open or change them from here, you included. Stored answers still count."</p>
            <form method="post" action=format!("{base}/forget")>
                <button class="button quiet" type="submit">"Forget me on this device"</button>
            </form>
        </section>
    }
}

/// After *Forget me on this device*.
pub fn forgotten() -> impl IntoView {
    view! {
        <DraftsGone draft=String::new()/>
        <PageHead
            kicker="Done"
            title="This device has forgotten you"
            lead="The key to your answers and any draft are gone from this browser. Stored answers still count, and nobody can trace them to you from here."
            mark=Mark::Promise("forget-me")
        />
        <div class="actions"><a class="button" href="/">"Start page"</a></div>
    }
}

/// Why an answer page cannot be opened or an answer was not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotStored {
    /// The round is closed; it was closed before anything was sent.
    Closed,
    /// The round closed between opening the page and submitting.
    ClosedMeanwhile,
    /// This browser holds no ballot of the round.
    NoBallot,
    /// The ballot was not used within a day.
    Expired,
}

impl NotStored {
    /// The page's title.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Closed => "This round is closed",
            Self::ClosedMeanwhile => "The round closed before you submitted",
            Self::NoBallot => "This browser has not started here",
            Self::Expired => "Too much time has passed",
        }
    }
}

/// The page that says so, plainly.
pub fn not_stored(why: NotStored) -> impl IntoView {
    let (kicker, mark, lead) = match why {
        NotStored::Closed => (
            "Nothing is open here",
            Mark::Promise("sets-destroyed results-appear-once"),
            "Answers that came in before are counted and the single sets are destroyed. No more are taken. The report comes from whoever leads the round.",
        ),
        NotStored::ClosedMeanwhile => (
            "Your answers were not stored",
            Mark::Promise("not-stored-is-said"),
            "It closed between opening this page and sending your answers. Nothing of what you just sent was kept. If you had submitted before, those earlier answers count as they were.",
        ),
        NotStored::NoBallot => (
            "Your answers were not stored",
            Mark::Promise("receipt-opens-alone"),
            "To answer, open the join link again and press Start. If you have answered already, you can change that only in the browser in which you did.",
        ),
        NotStored::Expired => (
            "Your answers were not stored",
            Mark::Promise("ballot-for-a-day draft-in-the-browser"),
            "You pressed Start more than a day ago and did not submit. Open the join link and press Start again: with JavaScript on, what you chose is still kept in this browser.",
        ),
    };
    view! {
        <PageHead kicker=kicker title=why.title() lead=lead mark=mark/>
        {(why == NotStored::ClosedMeanwhile).then(|| view! {
            <Notice kind=NoticeKind::Warning title="What you can do">
                <p data-plain="">"Tell whoever leads the round. The next one is open to you like to everybody else."</p>
            </Notice>
        })}
        <div class="actions">
            <a class="button" href="/join">"Join with a spoken code"</a>
            <a class="button quiet" href="/">"Start page"</a>
        </div>
    }
}
