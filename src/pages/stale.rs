//! When a form began with something else than what is stored now: both are shown, and the
//! person chooses.

use crate::catalogue::{Answer, Answers, Catalogue};
use crate::components::{DataTable, PageHead, TableData};
use leptos::prelude::*;

/// The page's title.
pub const TITLE: &str = "What is stored has changed since you opened this form";

/// What the page compares.
#[derive(Debug, Clone)]
pub struct Stale {
    /// The answer page's path, `/answer/{round}`.
    pub action: String,
    /// What is stored now; none if it was withdrawn.
    pub stored: Option<Answers>,
    /// What this form holds.
    pub sent: Answers,
    /// The edition of what is stored now.
    pub edition: String,
}

/// The page.
pub fn stale(stale: Stale, catalogue: &'static Catalogue) -> impl IntoView {
    let Stale { action, stored, sent, edition } = stale;
    let receipt = format!("{action}/receipt");
    let (lead, keep, replace) = if stored.is_some() {
        (
            "Nothing has been replaced yet. You may have sent answers in another tab, or somebody else did on this device. Choose what counts.",
            "Keep what is stored",
            "Replace it with this form",
        )
    } else {
        (
            "Nothing has been stored yet. The answers that this form was to replace were withdrawn meanwhile, perhaps in another tab. Choose what counts.",
            "Leave nothing stored",
            "Store this form",
        )
    };
    let hidden: Vec<_> = sent
        .iter()
        .filter(|(_, answer)| *answer != Answer::Blank)
        .map(|(id, answer)| {
            view! { <input type="hidden" name=id.as_str() value=answer.as_str() autocomplete="off"/> }
        })
        .collect();
    let comparison = stored.map(|stored| comparison(&stored, &sent, catalogue));
    view! {
        <PageHead kicker="Please choose" title=TITLE lead=lead/>
        {comparison}
        <form method="post" action=action class="actions">
            <input type="hidden" name="step" value="review"/>
            <input type="hidden" name="edition" value=edition autocomplete="off"/>
            {hidden}
            <a class="button" href=receipt>{keep}</a>
            <button class="button" type="submit" name="go" value="submit">{replace}</button>
            <button class="button quiet" type="submit" name="go" value="review">"Look at this form again"</button>
        </form>
    }
}

fn comparison(
    stored: &Answers,
    sent: &Answers,
    catalogue: &'static Catalogue,
) -> impl IntoView + use<> {
    let rows = stored
        .iter()
        .zip(sent.iter())
        .filter(|((_, stored), (_, sent))| stored != sent)
        .map(|((id, stored), (_, sent))| {
            let statement = catalogue.pattern(id).statement.clone();
            vec![statement, in_words(stored).to_owned(), in_words(sent).to_owned()]
        })
        .collect();
    let columns = ["Statement", "Stored", "This form"].map(str::to_owned).to_vec();
    let given = format!(
        "Stored are answers to {} statements; this form has {}.",
        stored.given(),
        sent.given()
    );
    view! {
        <p>{given}</p>
        <DataTable caption="Where the two differ" table=TableData { columns, rows }/>
    }
}

const fn in_words(answer: Answer) -> &'static str {
    match answer {
        Answer::Blank => "No answer",
        Answer::CantJudge => "I can\u{2019}t judge this",
        Answer::Point(point) => point.word(),
    }
}
