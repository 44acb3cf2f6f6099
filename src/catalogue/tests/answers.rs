//! Answers and ids survive being written down and read back.

use crate::catalogue::*;
use proptest::prelude::*;

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        Just(Answer::Blank),
        Just(Answer::CantJudge),
        prop::sample::select(Point::ALL.to_vec()).prop_map(Answer::Point),
    ]
}

proptest! {
    #[test]
    fn a_set_of_answers_is_read_back_as_it_was_written(answers in prop::array::uniform18(answer())) {
        let answers = Answers::new(answers);
        prop_assert_eq!(answers.encode().len(), PATTERNS);
        prop_assert_eq!(Answers::decode(&answers.encode()), Ok(answers));
    }

    #[test]
    fn any_other_text_is_refused(text in any::<String>()) {
        if let Ok(answers) = Answers::decode(&text) {
            prop_assert_eq!(answers.encode(), text);
        }
    }

    #[test]
    fn a_changed_answer_changes_nothing_else(
        answers in prop::array::uniform18(answer()), place in 0..PATTERNS, new in answer(),
    ) {
        let before = Answers::new(answers);
        let mut after = before;
        after.set(PatternId::ALL[place], new);
        for (id, answer) in after.iter() {
            prop_assert_eq!(answer, if id.index() == place { new } else { before.get(id) });
        }
    }
}

#[test]
fn an_answer_is_one_of_seven_texts() {
    for text in ["", "?", "0", "1", "2", "3", "4"] {
        assert_eq!(Answer::parse(text).map(Answer::as_str), Ok(text));
    }
    for text in ["5", "-1", "00", " 1", "1 ", "??", "\u{661}", "-"] {
        assert_eq!(Answer::parse(text), Err(BadAnswer::NotAnAnswer), "{text}");
    }
}

#[test]
fn too_few_or_too_many_answers_are_refused() {
    assert_eq!(Answers::decode(&"0".repeat(PATTERNS - 1)), Err(BadAnswer::WrongCount));
    assert_eq!(Answers::decode(&"0".repeat(PATTERNS + 1)), Err(BadAnswer::WrongCount));
    assert_eq!(Answers::decode(&"5".repeat(PATTERNS)), Err(BadAnswer::NotAnAnswer));
}

#[test]
fn only_eighteen_equal_points_count_as_all_equal() {
    assert!(Answers::new([Answer::Point(Point::NotAtAll); PATTERNS]).all_equal());
    assert!(!Answers::new([Answer::CantJudge; PATTERNS]).all_equal());
    assert!(!Answers::default().all_equal());
    let mut nearly = Answers::new([Answer::Point(Point::Slightly); PATTERNS]);
    nearly.set(PatternId::Heroics, Answer::Blank);
    assert!(!nearly.all_equal());
    assert_eq!(nearly.given(), PATTERNS - 1);
}

#[test]
fn ids_are_read_back_and_know_their_place() {
    for id in PatternId::ALL {
        assert_eq!(id.as_str().parse(), Ok(id));
        assert_eq!(PatternId::ALL[id.index()], id);
        assert!(id.dimension().patterns().contains(&id));
    }
    for id in DimensionId::ALL {
        assert_eq!(id.as_str().parse(), Ok(id));
        assert!(id.patterns().iter().all(|pattern| pattern.dimension() == id));
    }
    let error = "heroes".parse::<PatternId>().unwrap_err();
    assert_eq!(error.to_string(), "there is no anti-pattern called “heroes” in the catalogue");
}
