//! One real set among invented ones: whoever leads a round, or administers an organisation,
//! arranges that everything but the victim's answers is known. Nothing can prevent that, so
//! the promise is that the victim's own pages say so at each step.

use crate::support::{Team, TestApp, Visitor, answers, between, day, organisation, text};

/// The leader sends all sets but one.
#[tokio::test]
async fn invented_sets_show_in_the_numbers_that_the_victim_sees() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 5).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let victim = app.visitor();
    let join = text(&victim, &format!("/join/{}", round.token)).await;
    assert!(join.contains("0 of 5 invited people have answered so far."));
    assert!(join.contains("Whoever leads this round can answer several times."));
    assert!(join.contains("that person could work out yours"));
    let receipt = victim.answer(&round, &answers(7)).await.leads_to();
    assert!(text(&victim, &receipt).await.contains("1 of 5 invited people"));
    for _ in 1..5 {
        app.visitor().answer(&round, &answers(0)).await.leads_to();
    }
    let told = text(&victim, &receipt).await;
    assert!(told.contains("5 of 5 invited people"), "{told}");
    assert!(told.contains("If that is more than your team"), "{told}");
    // A colleague who has not answered yet hears that there is no room.
    let colleague = text(&app.visitor(), &format!("/join/{}", round.token)).await;
    assert!(colleague.contains("No room for more answers"));
}

/// The roster is raised, so that a whole team answers and invented sets fit in too.
#[tokio::test]
async fn a_roster_cannot_be_raised_in_silence() {
    let app = TestApp::start().await;
    let (lead, team) = app.set_up("Acme", 5).await;
    let round = lead.open_round(&team.path, 5, &day(2)).await;
    let victim = app.visitor();
    let receipt = victim.answer(&round, &answers(7)).await.leads_to();
    let raise = async |roster| {
        lead.post(&format!("{}/roster", round.path), &[("roster", roster)]).await.leads_to();
    };
    // In small steps, the first of them before anybody looks.
    for roster in ["6", "9", "12"] {
        raise(roster).await;
        let said = format!("It was raised from 5 to {roster} after this round had been opened.");
        for (who, page) in [
            (&victim, receipt.clone()),
            (&victim, round.answer.clone()),
            (&app.visitor(), format!("/join/{}", round.token)),
        ] {
            assert!(text(who, &page).await.contains(&said), "{page}");
        }
    }
}

/// Somebody's answers are the difference between two rounds with and without them.
#[tokio::test]
async fn a_second_team_for_the_same_people_is_told_of_on_both_join_pages() {
    let app = TestApp::start().await;
    let (lead, first) = app.set_up("Acme", 3).await;
    let acme = organisation(&app, "Acme").await.id;
    let second = add(&lead, &format!("/admin/{acme}/teams"), "Night shift").await;
    let one = lead.open_round(&first.path, 6, &day(2)).await;
    let other = lead.open_round(&second.path, 6, &day(2)).await;
    for round in [&one, &other] {
        let join = text(&app.visitor(), &format!("/join/{}", round.token)).await;
        assert!(join.contains("today and has never had a report before"), "{join}");
        assert!(join.contains("One other team here has asked people"), "{join}");
        assert!(join.contains("can give away what a single person said"), "{join}");
    }
    // Whoever opens the second one is warned before.
    let third = add(&lead, &format!("/admin/{acme}/teams"), "payments-2").await;
    let form = text(&lead, &third.path).await;
    assert!(form.contains("The same people may be asked twice"), "{form}");
}

async fn add(lead: &Visitor, to: &str, name: &str) -> Team {
    let page = lead.post(to, &[("team", name)]).await.text().await;
    let facilitator = format!("/k/{}", between(&page, "/k/", "<").unwrap());
    let path = lead.get(&facilitator).await.leads_to();
    Team { path, admin: String::new(), facilitator }
}
