//! Two tabs and a shared tablet: no form replaces what it has not seen, and nobody goes on
//! with somebody else's draft.

use crate::support::{OpenRound, TestApp, Visitor, answers, day, edition, fields, text};
use andon::catalogue::{Answer, Answers, PatternId, Point};
use reqwest::StatusCode;

async fn round(app: &TestApp) -> (Visitor, OpenRound) {
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    (lead, round)
}

/// One statement is answered.
fn one_answer() -> Answers {
    let mut one = Answers::default();
    one.set(PatternId::Heroics, Answer::Point(Point::Extremely));
    one
}

/// The answers that the page shows to the person in its hidden fields or as chosen.
fn given(html: &str, answers: &Answers) -> bool {
    answers
        .iter()
        .filter(|(_, answer)| *answer != Answer::Blank)
        .all(|(id, answer)| html.contains(&format!("name=\"{id}\" value=\"{}\"", answer.as_str())))
}

#[tokio::test]
async fn a_tab_that_was_opened_before_asks_instead_of_replacing_eighteen_answers_by_one() {
    let app = TestApp::start().await;
    let (_, round) = round(&app).await;
    let id = round.answer.rsplit('/').next().unwrap().parse().unwrap();
    let person = app.visitor();
    person.start(&round).await;
    let (first, second) = (
        edition(&text(&person, &round.answer).await),
        edition(&text(&person, &round.answer).await),
    );
    assert_eq!((first.as_str(), &first), ("none", &second));
    person.submit_with(&round, &answers(0), &first).await.leads_to();
    // Its steps carry the edition with which it began.
    let mut step = fields(&one_answer(), "people");
    step.push(("edition".to_owned(), second.clone()));
    let step: Vec<(&str, &str)> = step.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let html = person.post(&round.answer, &step).await.ok().await.text().await.unwrap();
    assert_eq!(edition(&html), "none");
    let asked = person.submit_with(&round, &one_answer(), &second).await;
    assert_eq!(asked.status(), StatusCode::CONFLICT);
    let page = asked.text().await;
    assert!(page.contains("Nothing has been replaced yet"), "{page}");
    assert!(page.contains("Stored are answers to 18 statements; this form has 1."), "{page}");
    assert!(given(&page, &one_answer()), "nothing typed is lost: {page}");
    assert!(page.contains("Keep what is stored") && page.contains("Replace it with this form"));
    let stored = shown(&person, &round).await;
    assert!(given_checked(&stored, &answers(0)), "nothing was replaced");
    // Whoever looks at the form again has it whole, and it now knows what is stored.
    let mut look = fields(&one_answer(), "review");
    look.push(("edition".to_owned(), edition(&page)));
    let look: Vec<(&str, &str)> = look.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let html = person.post(&round.answer, &look).await.ok().await.text().await.unwrap();
    assert_eq!(html.matches(" checked").count(), 1);
    person.submit_with(&round, &one_answer(), &edition(&html)).await.leads_to();
    assert!(given_checked(&shown(&person, &round).await, &one_answer()), "it was replaced");
    assert_eq!(app.store.response_count(&id).await.unwrap(), 1);
}

async fn shown(person: &Visitor, round: &OpenRound) -> String {
    text(person, &round.answer).await
}

/// Whether exactly these answers are chosen in the form.
fn given_checked(html: &str, answers: &Answers) -> bool {
    let chosen = |id: PatternId, answer: Answer| {
        html.contains(&format!("name=\"{id}\" value=\"{}\" checked", answer.as_str()))
    };
    html.matches(" checked").count() == answers.given()
        && answers.iter().all(|(id, answer)| answer == Answer::Blank || chosen(id, answer))
}

#[tokio::test]
async fn the_same_answers_sent_twice_are_no_conflict_whatever_they_began_with() {
    let app = TestApp::start().await;
    let (_, round) = round(&app).await;
    let person = app.visitor();
    person.start(&round).await;
    person.submit(&round, &answers(0)).await.leads_to();
    person.submit(&round, &answers(0)).await.leads_to();
    let before = edition(&shown(&person, &round).await);
    person.submit_with(&round, &answers(1), &before).await.leads_to();
    person.submit_with(&round, &answers(1), &before).await.leads_to();
    let made_up = person.submit_with(&round, &answers(2), "aaaaaaaaaaaaaaaa").await;
    assert_eq!(made_up.status(), StatusCode::CONFLICT);
    assert!(given_checked(&shown(&person, &round).await, &answers(1)));
}

#[tokio::test]
async fn a_form_that_was_to_replace_withdrawn_answers_asks_too() {
    let app = TestApp::start().await;
    let (_, round) = round(&app).await;
    let id = round.answer.rsplit('/').next().unwrap().parse().unwrap();
    let person = app.visitor();
    person.answer(&round, &answers(0)).await.leads_to();
    let before = edition(&shown(&person, &round).await);
    person.post(&format!("{}/withdraw", round.answer), &[]).await.leads_to();
    let asked = person.submit_with(&round, &answers(1), &before).await;
    assert_eq!(asked.status(), StatusCode::CONFLICT);
    let page = asked.text().await;
    assert!(page.contains("were withdrawn meanwhile") && page.contains("Store this form"));
    assert_eq!(app.store.response_count(&id).await.unwrap(), 0);
    person.submit_with(&round, &answers(1), &edition(&page)).await.leads_to();
    assert_eq!(app.store.response_count(&id).await.unwrap(), 1);
}

#[tokio::test]
async fn whoever_finds_a_draft_can_begin_with_an_empty_form_without_javascript() {
    let app = TestApp::start().await;
    let (_, round) = round(&app).await;
    let person = app.visitor();
    person.start(&round).await;
    let block = |html: &str| {
        let tag = crate::support::between(html, "<p data-afresh", ">").unwrap();
        !tag.contains("hidden")
    };
    assert!(!block(&shown(&person, &round).await), "there is nothing to remove yet");
    let step = fields(&answers(0), "structure");
    let step: Vec<(&str, &str)> = step.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let html = person.post(&round.answer, &step).await.ok().await.text().await.unwrap();
    assert!(block(&html) && html.contains("Begin with an empty form"), "{html}");
    let afresh = fields(&answers(0), "afresh");
    let afresh: Vec<(&str, &str)> = afresh.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    let html = person.post(&round.answer, &afresh).await.ok().await.text().await.unwrap();
    assert_eq!(html.matches(" checked").count(), 0);
    assert!(html.contains("0 of 18 answered") && !block(&html));
    person.submit(&round, &one_answer()).await.leads_to();
    // Of answers that are stored, the device is told to forget.
    let html = shown(&person, &round).await;
    assert!(!html.contains("data-afresh"));
    assert!(html.contains(&format!("{}/receipt#forget", round.answer)), "{html}");
}
