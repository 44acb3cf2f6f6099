use super::*;

fn team(persons: &[&str]) -> Vec<Answers> {
    persons.iter().map(|text| Answers::decode(text).expect("eighteen answers")).collect()
}

#[test]
fn every_answer_is_counted_where_it_belongs() {
    let tally = Tally::of(&team(&["0?-012012012012012", "4?1012012012012012"]), true);
    assert_eq!(tally.responses, 2);
    let [first, second, third] = DimensionId::Customer.patterns().map(|id| *tally.item(id));
    assert_eq!(first, ItemCounts { points: [1, 0, 0, 0, 1], cant_judge: 0, blank: 0 });
    assert_eq!(second, ItemCounts { points: [0; 5], cant_judge: 2, blank: 0 });
    assert_eq!(third, ItemCounts { points: [0, 1, 0, 0, 0], cant_judge: 0, blank: 1 });
    assert_eq!([first, second, third].map(|item| item.judged()), [2, 0, 1]);
    assert_eq!(tally.points_of(DimensionId::Customer), [first, second, third].map(|i| i.points));
}

#[test]
fn lists_hold_the_scores_that_exist_sorted() {
    let tally = Tally::of(&team(&["444444444444444444", "0??012012012012012"]), true);
    assert_eq!(tally.dimension(DimensionId::Customer), Some(&[24][..]));
    assert_eq!(tally.dimension(DimensionId::People), Some(&[6, 24][..]));
    assert_eq!(tally.overall(), Some(&[360, 1440][..]));
}

#[test]
fn a_team_that_keeps_no_lists_has_counts_alone() {
    let persons = team(&["444444444444444444", "0??012012012012012"]);
    let tally = Tally::of(&persons, false);
    assert_eq!(tally.lists, None);
    assert_eq!(tally.dimension(DimensionId::People), None);
    assert_eq!(tally.overall(), None);
    assert_eq!(tally.items, Tally::of(&persons, true).items);
}

#[test]
fn a_round_without_answers_is_an_empty_tally() {
    let tally = Tally::of(&[], true);
    assert_eq!(tally.responses, 0);
    assert_eq!(tally.overall(), Some(&[][..]));
    assert!(PatternId::ALL.into_iter().all(|id| tally.item(id).judged() == 0));
}

#[test]
fn counts_at_the_limit_of_their_type_do_not_overflow() {
    assert_eq!(ItemCounts { points: [u32::MAX; 5], ..ItemCounts::default() }.judged(), u32::MAX);
}
