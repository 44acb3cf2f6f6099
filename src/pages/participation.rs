//! What everybody who answers is shown about the round itself: how many have answered, how
//! many are invited and whether that was changed, since when the team exists, and whether
//! the same people may have been asked elsewhere (P15). Statements are marked as on the privacy page (see
//! `super::privacy`).

use crate::components::{Mark, Notice, NoticeKind, PageHead};
use leptos::prelude::*;

/// How many have answered and how many are invited, as of one page view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Participation {
    /// How many sets of answers are stored.
    pub answered: u32,
    /// How many people are invited now, 3–500.
    pub invited: u16,
    /// How many were invited when the round opened, if that was raised afterwards.
    pub opened_for: Option<u16>,
}

impl Participation {
    /// Whether no further person's answers can be stored.
    #[must_use]
    pub fn is_full(self) -> bool {
        self.answered >= u32::from(self.invited)
    }

    fn in_words(self) -> String {
        let Self { answered, invited, .. } = self;
        format!("{answered} of {invited} invited people have answered so far.")
    }
}

/// Why the same people may be asked twice within 28 days, as far as that can be known
/// without knowing who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Overlap {
    /// Another team with almost the same name has asked.
    SameName,
    /// A team that had asked was deleted, and this one is new.
    DeletedTeam,
    /// So many other teams have asked, and this team or they are new.
    NewTeam(usize),
}

impl Overlap {
    /// The sentence.
    #[must_use]
    pub fn in_words(self) -> String {
        match self {
            Self::SameName => "Another team here with almost the same name has asked people within the last 28 days.".to_owned(),
            Self::DeletedTeam => "A team that had asked people within the last 28 days was deleted, and this team is new.".to_owned(),
            Self::NewTeam(1) => "One other team here has asked people within the last 28 days, and it or this one is new.".to_owned(),
            Self::NewTeam(others) => format!("{others} other teams here have asked people within the last 28 days, and they or this one are new."),
        }
    }

    /// Whether it is rare enough among ordinary teams to be a warning.
    const fn warns(self) -> bool {
        matches!(self, Self::SameName | Self::DeletedTeam)
    }
}

/// Everything that the join page says of a round and its team.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The numbers.
    pub participation: Participation,
    /// Since when the team exists and when it last had a report.
    pub age: String,
    /// Why the same people may be asked twice.
    pub overlaps: Vec<Overlap>,
}

/// The section of the join page.
pub fn asked(asked: Asked) -> impl IntoView {
    let Asked { participation, age, overlaps } = asked;
    view! {
        <section aria-labelledby="asked">
            <h2 id="asked">"Who is asked"</h2>
            {participation.is_full().then(|| full_notice(participation))}
            {raised(participation)}
            <p data-promise="numbers-for-respondents">{participation.in_words()}</p>
            <p data-promise="age-of-team">{age}</p>
            {twice(overlaps, BEFORE_ANSWERING)}
            <p data-plain="">
                "Whoever leads this round can answer several times. If all answers but yours were made up by one person, that person could work out yours. So trust this round as far as you trust whoever leads it, and compare these numbers with your team."
            </p>
        </section>
    }
}

/// The rule, for whoever is asked.
const BEFORE_ANSWERING: &str = "Nobody should be asked in two rounds within 28 days: the difference between two reports can give away what a single person said. If another round has asked you, talk to whoever leads this one before you answer.";

/// The rule, for whoever opens a round.
pub const BEFORE_OPENING: &str = "Nobody should be asked in two rounds within 28 days: the difference between two reports can give away what a single person said. If another round has asked your people, wait, or take that round as one team.";

/// What is said where the same people may be asked twice, and the `rule`, which is always
/// said.
pub fn twice(overlaps: Vec<Overlap>, rule: &'static str) -> impl IntoView {
    let (loud, quiet): (Vec<_>, Vec<_>) = overlaps.into_iter().partition(|it| it.warns());
    let loud = (!loud.is_empty()).then(|| {
        let lines: Vec<_> = loud
            .into_iter()
            .map(|it| view! { <p data-promise="asked-twice">{it.in_words()}</p> })
            .collect();
        view! {
            <Notice kind=NoticeKind::Warning title="The same people may be asked twice">
                {lines}
            </Notice>
        }
    });
    let quiet: Vec<_> = quiet
        .into_iter()
        .map(|it| view! { <p data-promise="asked-twice">{it.in_words()}</p> })
        .collect();
    view! {
        {loud}
        {quiet}
        <p data-plain="">{rule}</p>
    }
}

/// The numbers on the receipt and on the survey's first view. `full` says that this person's
/// answers will find no room.
pub fn standing(participation: Participation, full: bool) -> impl IntoView {
    view! {
        {full.then(|| full_notice(participation))}
        {raised(participation)}
        <p class="muted" data-promise="numbers-for-respondents">
            {participation.in_words()} " If that is more than your team, ask for the round to be discarded."
        </p>
    }
}

fn raised(participation: Participation) -> Option<impl IntoView> {
    let Participation { invited, opened_for, .. } = participation;
    opened_for.map(|before| view! {
        <Notice kind=NoticeKind::Warning title="The number of people invited has changed">
            <p data-promise="raised-openly">{format!("It was raised from {before} to {invited} after this round had been opened. If you do not know why, ask whoever leads the round.")}</p>
        </Notice>
    })
}

fn full_notice(participation: Participation) -> impl IntoView {
    let invited = participation.invited;
    view! {
        <Notice kind=NoticeKind::Warning title="No room for more answers">
            <p data-promise="told-at-start">{format!("As many people have answered as were invited ({invited}). If you have answered from this browser, you can still open, change or withdraw your answers. If you have not, ask whoever leads the round to raise the number.")}</p>
        </Notice>
    }
}

/// The title of [`no_room`].
pub const NO_ROOM: &str = "As many have answered as were invited";

/// The page at *Start* for whoever comes when the roster is full.
pub fn no_room(participation: Participation, join: String) -> impl IntoView {
    let invited = participation.invited;
    view! {
        <PageHead
            kicker="You have not lost anything"
            title=NO_ROOM
            lead=format!("This round was opened for a certain number of people, and {invited} have answered. So yours could not be stored, and we say so before you begin.")
            mark=Mark::Promise("told-at-start")
        />
        <h2>"What you can do"</h2>
        <ul>
            <li data-plain="">"Ask whoever leads the round to raise the number of people invited. Then press Start again."</li>
            <li data-plain="">"If your team has fewer people than that, somebody answered more than once: ask for the round to be discarded."</li>
            <li data-plain="">"If you have answered already, you can change that only in the browser in which you did."</li>
        </ul>
        <div class="actions"><a class="button" href=join>"Back to the invitation"</a></div>
    }
}
