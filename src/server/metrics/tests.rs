//! What is shown, and when.

use super::*;

const NOON: i64 = 1_772_452_800;

fn text(metrics: &Metrics, now: i64) -> String {
    metrics.text(None, &[], now).unwrap()
}

fn answer(metrics: &Metrics, area: Area, route: &str, status: StatusCode) {
    let took = Duration::from_millis(3);
    metrics.answered(area, route, &Method::POST, status, took);
}

#[test]
fn what_respondents_do_stands_still_for_an_hour() {
    let metrics = Metrics::new(NOON);
    let before = text(&metrics, NOON);
    answer(&metrics, Area::Answering, "/answer/{round}", StatusCode::SEE_OTHER);
    answer(&metrics, Area::Everybody, "/pkg", StatusCode::OK);
    metrics.submitted(Submission::Accepted);
    metrics.slowed_down(Action::Submit);
    let strip = |text: String| -> Vec<String> {
        let own = |line: &&str| !line.starts_with("andon_uptime") && !line.starts_with("process");
        text.lines().filter(own).map(str::to_owned).collect()
    };
    for later in [0, 1, HELD_FOR - 1, -5] {
        assert_eq!(strip(text(&metrics, NOON + later)), strip(before.clone()), "{later}");
    }
    let after = text(&metrics, NOON + HELD_FOR);
    assert!(after.contains("andon_submissions_total{outcome=\"accepted\"} 1"), "{after}");
    assert!(after.contains("route=\"/answer/{round}\",method=\"POST\",status=\"3xx\"} 1"));
    // The next one has to wait its own hour.
    metrics.submitted(Submission::Accepted);
    assert!(text(&metrics, NOON + 2 * HELD_FOR - 1).contains("outcome=\"accepted\"} 1"));
    assert!(text(&metrics, NOON + 2 * HELD_FOR).contains("outcome=\"accepted\"} 2"));
}

#[test]
fn a_clock_that_was_far_ahead_holds_nothing_back_for_years() {
    let metrics = Metrics::new(NOON);
    text(&metrics, NOON + 3_650 * 86_400);
    metrics.submitted(Submission::Accepted);
    // It is right again: from here on an hour counts, and not less.
    for later in [0, HELD_FOR - 1] {
        assert!(text(&metrics, NOON + later).contains("outcome=\"accepted\"} 0"), "{later}");
    }
    assert!(text(&metrics, NOON + HELD_FOR).contains("outcome=\"accepted\"} 1"));
}

#[test]
fn an_error_of_the_server_is_counted_at_once_whoever_met_it() {
    let metrics = Metrics::new(NOON);
    answer(&metrics, Area::Answering, "/answer/{round}", StatusCode::INTERNAL_SERVER_ERROR);
    let text = text(&metrics, NOON);
    assert!(text.contains("andon_http_server_errors_total 1"), "{text}");
    assert!(!text.contains("/answer"), "{text}");
}

#[test]
fn other_requests_are_counted_by_route_method_and_class() {
    let metrics = Metrics::new(NOON);
    answer(&metrics, Area::Keys, "/teams/{team}", StatusCode::OK);
    answer(&metrics, Area::Keys, "/teams/{team}", StatusCode::CREATED);
    answer(&metrics, Area::Quiet, "/healthz", StatusCode::OK);
    metrics.slowed_down(Action::SignIn);
    let under_way = metrics.under_way();
    let first = text(&metrics, NOON);
    for line in [
        "andon_http_requests_total{route=\"/teams/{team}\",method=\"POST\",status=\"2xx\"} 2",
        "andon_http_request_duration_seconds_bucket{le=\"0.005\",route=\"/teams/{team}\",method=\"POST\"} 2",
        "andon_rate_limited_total{action=\"sign-in\"} 1",
        "andon_http_under_way 1",
    ] {
        assert!(first.contains(line), "{line}\n{first}");
    }
    assert!(!first.contains("healthz") && first.ends_with("# EOF\n"));
    drop(under_way);
    assert!(text(&metrics, NOON).contains("andon_http_under_way 0"));
}

#[test]
fn made_up_methods_are_one() {
    for word in ["BREW", "PROPFIND", "TRACE"] {
        assert_eq!(method_name(&word.parse().unwrap()), "other");
    }
}
