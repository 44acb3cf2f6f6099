//! What everybody who answers is shown about the round: numbers, changes, age, overlaps.

use crate::support::{
    START, Team, TestApp, Visitor, add_team, answers, around, between, day, organisation, sealed,
    text,
};
use andon::clock::DAY;
use andon::store::TeamId;
use reqwest::StatusCode;

fn id_of(team: &Team) -> TeamId {
    team.path.rsplit('/').next().unwrap().parse().unwrap()
}

/// One more team, as an administrator adds it; the visitor leads it from now on.
async fn one_more(app: &TestApp, lead: &Visitor, name: &str) -> Team {
    let id = organisation(app, "Acme").await.id;
    let page = lead.post(&format!("/admin/{id}/teams"), &[("team", name)]).await;
    let link = format!("/k/{}", between(&page.text().await, "/k/", "<").unwrap());
    let path = lead.get(&link).await.leads_to();
    Team { path, admin: String::new(), facilitator: link }
}

#[tokio::test]
async fn everybody_who_answers_sees_how_many_have_and_how_many_are_invited() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let join = format!("/join/{}", round.token);
    let line = |count: u32| format!("{count} of 5 invited people have answered so far.");
    assert!(text(&app.visitor(), &join).await.contains(&line(0)));
    for person in 0..3 {
        let visitor = app.visitor();
        visitor.start(&round).await;
        assert!(text(&visitor, &round.answer).await.contains(&line(person)), "the survey");
        let receipt = visitor.submit(&round, &answers(0)).await.leads_to();
        assert!(text(&visitor, &receipt).await.contains(&line(person + 1)), "the receipt");
        if person == 2 {
            visitor.post(&format!("{}/withdraw", round.answer), &[]).await.leads_to();
            assert!(text(&visitor, &receipt).await.contains(&line(2)), "after withdrawing");
        }
    }
    assert!(text(&app.visitor(), &join).await.contains(&line(2)));
}

#[tokio::test]
async fn a_raised_roster_is_shown_with_the_old_number() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 6, &day(2)).await;
    let join = format!("/join/{}", round.token);
    let person = app.visitor();
    let receipt = person.answer(&round, &answers(0)).await.leads_to();
    let raise = async |roster| {
        lead.post(&format!("{}/roster", round.path), &[("roster", roster)]).await.leads_to();
    };
    raise("6").await;
    assert!(!text(&person, &receipt).await.contains("It was raised"), "nothing was");
    for (roster, said) in [("8", "raised from 6 to 8"), ("9", "raised from 6 to 9")] {
        raise(roster).await;
        for page in [&receipt, &round.answer] {
            assert!(text(&person, page).await.contains(said), "{page}");
        }
        assert!(text(&app.visitor(), &join).await.contains(said), "the join page");
    }
    assert!(text(&lead, &round.path).await.contains("is shown the old and the new number"));
}

#[tokio::test]
async fn a_surplus_person_hears_it_at_start_and_not_after_eighteen_answers() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let round = lead.open_round(&team.path, 3, &day(2)).await;
    let (early, answered) = (app.visitor(), app.visitor());
    early.start(&round).await;
    answered.answer(&round, &answers(0)).await.leads_to();
    for person in 1..3 {
        app.visitor().answer(&round, &answers(person)).await.leads_to();
    }
    let join = text(&app.visitor(), &format!("/join/{}", round.token)).await;
    assert!(join.contains("No room for more answers"), "{join}");
    let start = format!("{}/start", round.answer);
    let token = [("token", &*round.token)];
    for visitor in [&app.visitor(), &early] {
        let refused = visitor.post(&start, &token).await;
        assert_eq!(refused.status(), StatusCode::CONFLICT);
        assert!(refused.0.headers().get("set-cookie").is_none());
        assert!(refused.text().await.contains("Ask whoever leads the round to raise the number"));
    }
    assert!(text(&early, &round.answer).await.contains("No room for more answers"));
    // Whoever has answered still finds the receipt.
    let there = answered.post(&start, &token).await.leads_to();
    assert_eq!(there, format!("{}/receipt", round.answer));
    assert!(!text(&answered, &round.answer).await.contains("No room for more answers"));
    lead.post(&format!("{}/roster", round.path), &[("roster", "4")]).await.leads_to();
    app.visitor().answer(&round, &answers(3)).await.leads_to();
}

#[tokio::test]
async fn a_team_says_since_when_it_exists_and_when_it_last_had_a_report() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let new = "Payments was set up in Andon today and has never had a report before.";
    assert!(text(&lead, &team.path).await.contains(new));
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let join = async |token: &str| text(&app.visitor(), &format!("/join/{token}")).await;
    assert!(join(&round.token).await.contains(new));
    for person in 0..3 {
        app.visitor().answer(&round, &answers(person)).await.leads_to();
    }
    lead.close(&round).await.leads_to();
    app.clock.advance(29 * DAY);
    let _ = lead.get(&team.facilitator).await;
    let old = "Payments was set up in Andon on 2 March 2026; its last round with a report closed on 2 March 2026.";
    assert!(text(&lead, &team.path).await.contains(old));
    let second = lead.open_round(&team.path, 5, &day(33)).await;
    let page = join(&second.token).await;
    assert!(page.contains(old), "{page}");
    assert!(page.contains("Whoever leads this round can answer several times."));
}

#[tokio::test]
async fn two_teams_for_the_same_people_are_told_of_each_other() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let first = lead.open_round(&team.path, 5, &day(2)).await;
    let other = one_more(&app, &lead, "Search").await;
    let join = async |token: &str| text(&app.visitor(), &format!("/join/{token}")).await;
    let told = "One other team here has asked people within the last 28 days";
    let rule = "Nobody should be asked in two rounds within 28 days";
    let page = join(&first.token).await;
    assert!(!page.contains(told) && page.contains(rule), "the other one has not asked yet");
    assert!(text(&lead, &other.path).await.contains(told), "the form for the second round");
    let second = lead.open_round(&other.path, 5, &day(2)).await;
    for token in [&first.token, &second.token] {
        assert!(join(token).await.contains(told));
    }
}

#[tokio::test]
async fn a_team_of_almost_the_same_name_and_one_made_anew_are_warned_of() {
    const WARNING: &str = "The same people may be asked twice";
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    sealed(&app.store, &id_of(&team), &around(3, 2), START).await;
    let again = one_more(&app, &lead, "Payments 2").await;
    let form = text(&lead, &again.path).await;
    assert!(form.contains(WARNING) && form.contains("almost the same name"), "{form}");
    let round = lead.open_round(&again.path, 5, &day(2)).await;
    let join = text(&app.visitor(), &format!("/join/{}", round.token)).await;
    assert!(join.contains(WARNING) && join.contains("almost the same name"), "{join}");

    app.store.delete_team(&id_of(&team), START).await.unwrap();
    let anew = one_more(&app, &lead, "Accounts").await;
    let draft = [("roster", "5"), ("closing_day", &*day(2)), ("do", "save")];
    let draft = lead.post(&format!("{}/rounds", anew.path), &draft).await.leads_to();
    let form = text(&lead, &draft).await;
    assert!(form.contains(WARNING) && form.contains("was deleted, and this team is new"), "{form}");
}

#[tokio::test]
async fn ordinary_teams_with_reports_are_not_warned_of_each_other() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 3).await;
    let acme = organisation(&app, "Acme").await.id;
    sealed(&app.store, &id_of(&team), &around(3, 2), START).await;
    for number in 1..=8 {
        let other = add_team(&app.store, &acme, &format!("Team {number}"), false).await;
        sealed(&app.store, &other, &around(3, 2), START + 20 * DAY).await;
    }
    app.clock.advance(29 * DAY);
    let _ = lead.get(&team.facilitator).await;
    assert!(!text(&lead, &team.path).await.contains("has asked people"));
    assert!(!text(&lead, &team.path).await.contains("have asked people"));
    let round = lead.open_round(&team.path, 5, &day(33)).await;
    let join = text(&app.visitor(), &format!("/join/{}", round.token)).await;
    assert!(!join.contains("have asked people") && !join.contains("asked twice"), "{join}");
}
