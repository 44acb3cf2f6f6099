//! The texts that are built in: all rules kept, and a few that only people would notice.

use crate::catalogue::*;

fn builtin() -> &'static Catalogue {
    Catalogue::builtin().unwrap_or_else(|error| panic!("{error}"))
}

/// Every text of the catalogue with the id of its entry.
fn texts() -> Vec<(&'static str, &'static str)> {
    let mut texts = Vec::new();
    for d in builtin().dimensions() {
        texts.extend([&d.name, &d.short, &d.about].map(|text| (d.id.as_str(), text.as_str())));
    }
    for p in builtin().patterns() {
        let a = &p.anchors;
        let [one, two] = &p.conversation;
        texts.extend(
            [&p.name, &p.statement, &p.healthy, &a.none, &a.some, &a.strong, &p.why, one, two]
                .map(|text| (p.id.as_str(), text.as_str())),
        );
    }
    for e in builtin().experiments() {
        texts.extend(
            [&e.title, &e.hypothesis, &e.first_step, &e.target, &e.measure, &e.practice]
                .map(|text| (e.id.as_str(), text.as_str())),
        );
        texts.extend(
            e.source.iter().chain(&e.stop_doing).map(|text| (e.id.as_str(), text.as_str())),
        );
    }
    texts
}

#[test]
fn the_builtin_catalogue_keeps_every_rule() {
    assert_eq!(builtin().version(), "andon-1");
    assert_eq!(builtin().dimensions().len(), DIMENSIONS);
    assert_eq!(builtin().patterns().len(), PATTERNS);
    assert!(builtin().experiments().len() >= 60);
}

#[test]
fn every_id_leads_to_its_own_entry() {
    for id in DimensionId::ALL {
        assert_eq!(builtin().dimension(id).id, id);
    }
    for id in PatternId::ALL {
        assert_eq!(builtin().pattern(id).id, id);
        assert!(builtin().experiments_for(id).all(|experiment| experiment.pattern == id));
    }
    for experiment in builtin().experiments() {
        assert_eq!(builtin().experiment(&experiment.id), Some(experiment));
    }
    assert_eq!(builtin().experiment("no-such-experiment"), None);
    let by_pattern: usize =
        PatternId::ALL.iter().map(|id| builtin().experiments_for(*id).count()).sum();
    assert_eq!(by_pattern, builtin().experiments().len());
}

#[test]
fn every_pattern_offers_a_small_step_that_teams_can_take_by_themselves() {
    for id in PatternId::ALL {
        let own = builtin()
            .experiments_for(id)
            .filter(|e| e.kind != ExperimentKind::Leadership && e.effort == Effort::Small);
        assert!(own.count() > 0, "{id}");
    }
}

#[test]
fn no_two_entries_say_the_same() {
    let mut seen = std::collections::HashMap::new();
    for (entry, text) in texts() {
        // Practices, sources and short labels may well be shared.
        if text.chars().count() > 20 && text.ends_with(['.', '?']) {
            assert_eq!(seen.insert(text, entry), None, "{entry}: {text}");
        }
    }
    let titles: std::collections::HashSet<_> =
        builtin().experiments().iter().map(|experiment| &experiment.title).collect();
    assert_eq!(titles.len(), builtin().experiments().len());
}

#[test]
fn the_texts_are_spelt_the_british_way_and_set_with_curly_quotes() {
    let american = [
        "behavior",
        "center",
        "color",
        "favor",
        "fulfill",
        "program ",
        "organiz",
        "prioritiz",
        "optimiz",
        "recogniz",
        "summariz",
        "specializ",
        "analyz",
        "standardiz",
        "minimiz",
        "maximiz",
        "realiz",
    ];
    for (entry, text) in texts() {
        // A book's title is spelt as on its cover.
        let lower = text.replace("The Fearless Organization", "").to_lowercase();
        for word in american {
            assert!(!lower.contains(word), "{entry}: {word} in \u{201c}{text}\u{201d}");
        }
        assert!(!text.contains(['\'', '"']), "{entry}: a straight quote in \u{201c}{text}\u{201d}");
    }
}

#[test]
fn the_review_comes_when_the_time_that_the_hypothesis_names_is_over() {
    let small = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
    ];
    for e in builtin().experiments() {
        // The span that counts stands after ", then"; "within two days" before it is a habit.
        let (_, after) = e.hypothesis.split_once(", then ").unwrap();
        let (_, span) = after.split_once(" within ").unwrap();
        let mut words = span.split_whitespace();
        let (number, unit) = (words.next().unwrap(), words.next().unwrap());
        let number = small
            .iter()
            .position(|word| *word == number)
            .map_or_else(|| number.parse().ok(), |place| u16::try_from(place + 1).ok());
        let days = match unit.trim_end_matches(',') {
            "days" => 1,
            "week" | "weeks" => 7,
            "month" | "months" => 30,
            other => panic!("{}: {other} is not a span of time", e.id),
        };
        let span = number.unwrap_or_else(|| panic!("{}: no number of {unit}", e.id)) * days;
        let in_time = span..=span + 7;
        assert!(in_time.contains(&e.review_after), "{}: {in_time:?}, {}", e.id, e.review_after);
    }
}
