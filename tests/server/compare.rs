//! Two to four teams side by side.

use crate::support::{
    START, TestApp, Visitor, add_team, around, holder, organisation, sealed, text,
};
use andon::clock::DAY;
use andon::store::{OrganisationId, Role, TeamId};
use reqwest::StatusCode;

/// An organisation with this many teams that share, each with a round of nine people,
/// healthy, middling and struggling ones in turn; and its coach.
struct House {
    app: TestApp,
    of: OrganisationId,
    coach: Visitor,
    teams: Vec<TeamId>,
}

const NAMES: [&str; 9] =
    ["Anchor", "Beacon", "Cargo", "Dock", "Ebb", "Ferry", "Gale", "Hull", "Isle"];

async fn house(count: usize) -> House {
    let app = TestApp::start().await;
    let _ = app.set_up("Acme", 5).await;
    let of = organisation(&app, "Acme").await.id;
    let mut teams = Vec::new();
    for (place, name) in NAMES.iter().take(count).enumerate() {
        let team = add_team(&app.store, &of, name, true).await;
        sealed(&app.store, &team, &around(9, [0, 2, 4][place % 3]), START).await;
        teams.push(team);
    }
    app.clock.advance(DAY);
    let coach = holder(&app, &of, None, Role::Coach).await;
    House { app, of, coach, teams }
}

impl House {
    fn path(&self, page: &str, places: &[usize]) -> String {
        let teams: Vec<&str> = places.iter().map(|place| self.teams[*place].as_str()).collect();
        let teams = if teams.is_empty() { teams } else { [vec![""], teams].concat() };
        let teams = teams.join("&team=");
        format!("/coach/compare{page}?organisation={}{teams}", self.of)
    }
}

#[tokio::test]
async fn two_to_four_teams_stand_by_name_and_only_what_is_clear_is_marked() {
    let house = house(9).await;
    // Cargo first in the address: the page has them by name all the same.
    let page = text(&house.coach, &house.path("", &[2, 0])).await;
    assert!(page.contains("Anchor is clearly healthier and Cargo is clearly less healthy"));
    assert!(page.find(">Anchor</a>").unwrap() < page.find(">Cargo</a>").unwrap());
    assert!(page.contains("These teams differ more than chance would make them"));
    assert_eq!(page.matches("chart-small").count(), 2, "an outline each");
    assert!(page.contains("Show as table") && page.contains("ICC(1)"));
    let middling = text(&house.coach, &house.path("", &[1, 4])).await;
    assert!(middling.contains("None of these teams clearly stands out"));

    // The comparison is over all nine, so a team's figures are the same whoever is picked.
    let row = |csv: &str| csv.lines().find(|line| line.contains(",Anchor,")).unwrap().to_owned();
    let two = text(&house.coach, &house.path("/dots.csv", &[0, 2])).await;
    let four = text(&house.coach, &house.path("/dots.csv", &[0, 1, 3, 5])).await;
    assert_eq!(row(&two), row(&four));
    assert!(row(&two).ends_with(",healthier"), "{two}");
    let own = text(&house.coach, &house.path("/figures.csv", &[2, 0])).await;
    assert!(own.starts_with("Dimension,Anchor,Cargo\r\n"), "{own}");
    for file in ["/dots.svg", "/dots.png"] {
        let got = house.coach.get(&house.path(file, &[0, 1, 2, 3])).await;
        assert_eq!(got.status(), StatusCode::OK, "{file}");
    }
    let odd = house.coach.get(&house.path("/dots.exe", &[0, 1])).await;
    assert_eq!(odd.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn fewer_than_two_and_more_than_four_are_refused_kindly_and_stay_picked() {
    let house = house(9).await;
    let fresh = text(&house.coach, &house.path("", &[])).await;
    assert!(fresh.contains("Pick two to four.") && !fresh.contains("class=\"error\""));
    for (places, words) in [
        (&[][..], "none is picked yet"),
        (&[3], "it takes two to compare"),
        (&[0, 1, 2, 3, 4], "5 are picked"),
    ] {
        let path = format!("{}&show=yes", house.path("", places));
        let page = house.coach.get(&path).await;
        assert_eq!(page.status(), StatusCode::UNPROCESSABLE_ENTITY, "{places:?}");
        let page = page.text().await;
        assert!(page.contains(words) && page.contains("id=\"teams-error\""), "{page}");
        assert_eq!(page.matches(" checked").count(), places.len(), "the choice is kept");
        assert!(!page.contains("chart-small"));
        let file = house.coach.get(&house.path("/dots.csv", places)).await;
        assert_eq!(file.status(), StatusCode::NOT_FOUND);
    }
    // The same team twice is one team.
    let twice = house.coach.get(&house.path("", &[1, 1])).await;
    assert_eq!(twice.status(), StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn fewer_than_eight_teams_are_drawn_but_never_marked() {
    let house = house(7).await;
    let page = text(&house.coach, &house.path("", &[0, 2])).await;
    assert!(page.contains("With fewer than eight teams nothing can be said"));
    assert!(page.contains("What differs between these teams may be chance"));
    assert!(!page.contains("clearly healthier") && !page.contains("clearly less healthy"));
    assert_eq!(page.matches("chart-small").count(), 2, "their own answers are shown");
    let csv = text(&house.coach, &house.path("/dots.csv", &[0, 2])).await;
    assert!(csv.contains("too few teams to compare"), "{csv}");
}

#[tokio::test]
async fn a_team_that_does_not_share_is_as_if_it_did_not_exist() {
    let house = house(9).await;
    let _ = house.app.set_up("Other", 5).await;
    let other = organisation(&house.app, "Other").await.id;
    let foreign = add_team(&house.app.store, &other, "Foreign", true).await;
    sealed(&house.app.store, &foreign, &around(9, 2), START).await;
    let hidden = add_team(&house.app.store, &house.of, "Mole", false).await;
    sealed(&house.app.store, &hidden, &around(9, 2), START).await;
    let made_up = TeamId::random().unwrap();
    for (team, name) in [(&foreign, "Foreign"), (&hidden, "Mole"), (&made_up, "nobody")] {
        let path = format!("{}&team={team}", house.path("", &[0, 1]));
        assert_eq!(house.coach.get(&path).await.status(), StatusCode::NOT_FOUND, "{name}");
    }
    let path = format!("{}&team=x", house.path("", &[0, 1]));
    assert_eq!(house.coach.get(&path).await.status(), StatusCode::NOT_FOUND);
    assert!(!text(&house.coach, &house.path("", &[])).await.contains("Mole"));

    let pair = house.path("", &[0, 1]);
    assert_eq!(house.coach.get(&pair).await.status(), StatusCode::OK);
    house.app.store.set_sharing(&house.teams[1], false).await.unwrap();
    assert_eq!(house.coach.get(&pair).await.status(), StatusCode::NOT_FOUND, "hidden at once");
    assert!(!text(&house.coach, &house.path("", &[])).await.contains("Beacon"));

    // A team that shares and has nothing to show yet is known, and said to have nothing.
    let new = add_team(&house.app.store, &house.of, "Fresh", true).await;
    let page = house.coach.get(&format!("{}&team={new}", house.path("", &[0, 2]))).await;
    assert_eq!(page.status(), StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.text().await.contains("Fresh has no report"));
}
