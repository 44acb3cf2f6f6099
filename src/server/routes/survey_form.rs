//! The survey's form as it arrives: checked every time, never stored on the way.

use crate::catalogue::{Answer, Answers, PatternId};
use crate::pages::survey::{AFRESH, Step};
use crate::server::ballot::Edition;
use crate::server::fields::{Faults, Fields};

/// What a person wants to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Go {
    /// Look at another section, or at the review.
    To(Step),
    /// Send it in.
    Submit,
}

/// The form, read.
#[derive(Debug, Clone)]
pub struct SurveyForm {
    /// What was chosen and could be read.
    pub answers: Answers,
    /// The section from which it came.
    pub step: Step,
    /// What to do next.
    pub go: Go,
    /// What could not be read, by statement.
    pub faults: Faults,
    /// What was stored when this form was opened.
    pub edition: Edition,
}

impl SurveyForm {
    /// Reads the fields. What is wrong is noted; everything else is kept. Of a form that is
    /// to start afresh nothing is, but which state of what is stored it began with.
    #[must_use]
    pub fn read(fields: &Fields) -> Self {
        let mut form = Self {
            answers: Answers::default(),
            step: Step::parse(fields.text("step")).unwrap_or(Step::FIRST),
            go: Go::To(Step::FIRST),
            faults: Faults::default(),
            edition: Edition::read(fields.text("edition")),
        };
        if fields.text("go") == AFRESH {
            return form;
        }
        form.go = match fields.text("go") {
            "submit" => Go::Submit,
            name => Go::To(Step::parse(name).unwrap_or(form.step)),
        };
        let mut foreign = false;
        for (name, value) in fields.iter() {
            if matches!(name, "step" | "go" | "edition") {
                continue;
            }
            let Ok(pattern) = name.parse::<PatternId>() else {
                foreign = true;
                continue;
            };
            match Answer::parse(value) {
                Ok(answer) => form.answers.set(pattern, answer),
                Err(_) => form.faults.add(name, "This is not one of the answers. Choose one of the five, or \u{201c}I can\u{2019}t judge this\u{201d}."),
            }
        }
        if foreign {
            // Said once: a form may hold thousands of them.
            form.faults.add("", "The form holds a statement that is not in this survey. Reload the page and try again.");
        }
        if form.go == Go::Submit && form.faults.is_empty() && form.answers.given() == 0 {
            form.faults.add(
                "",
                "Nothing is chosen yet. Answer at least one statement, or close this page.",
            );
        }
        form
    }

    /// The section to show: with the first fault, else the one asked for.
    #[must_use]
    pub fn shown(&self) -> Step {
        let faulty = self.faults.list().iter().find_map(|(at, _)| at.parse::<PatternId>().ok());
        match (faulty, self.go) {
            (Some(pattern), _) => Step::Section(pattern.dimension()),
            (None, Go::To(step)) => step,
            (None, Go::Submit) => Step::Review,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{DimensionId, Point};
    use proptest::prelude::*;

    fn read(body: &str) -> SurveyForm {
        SurveyForm::read(&Fields::parse(body.as_bytes()).unwrap())
    }

    #[test]
    fn answers_travel_from_step_to_step() {
        let form = read("step=customer&go=structure&heroics=4&big-batches=%3F");
        assert!(form.faults.is_empty());
        assert_eq!(form.answers.get(PatternId::Heroics), Answer::Point(Point::Extremely));
        assert_eq!(form.answers.get(PatternId::BigBatches), Answer::CantJudge);
        assert_eq!(form.shown(), Step::Section(DimensionId::Structure));
    }

    #[test]
    fn a_bad_answer_is_named_at_its_statement_and_the_others_are_kept() {
        let form = read("step=review&go=submit&heroics=5&big-batches=1");
        assert!(form.faults.at("heroics").is_some());
        assert_eq!(form.shown(), Step::Section(DimensionId::People));
        assert_eq!(form.answers.get(PatternId::BigBatches), Answer::Point(Point::Slightly));
        assert_eq!(form.answers.get(PatternId::Heroics), Answer::Blank);
    }

    #[test]
    fn a_form_that_starts_afresh_is_empty_and_at_its_first_section() {
        let form = read("step=people&go=afresh&edition=none&heroics=4&big-batches=7&x=1");
        assert_eq!((form.answers.given(), form.shown()), (0, Step::FIRST));
        assert!(form.faults.is_empty());
        assert_eq!(form.edition, Edition::Nothing);
        let began = "a".repeat(16);
        let form = read(&format!("go=afresh&edition={began}&heroics=4"));
        assert_eq!(form.edition, Edition::read(&began));
    }

    #[test]
    fn an_unknown_statement_is_a_fault() {
        assert!(!read("go=submit&heroics=1&no-such-thing=1").faults.is_empty());
        let many = (0..5_000).fold(String::new(), |all, number| all + "&a" + &number.to_string());
        assert_eq!(read(&format!("heroics=1{many}")).faults.list().len(), 1, "it is said once");
    }

    #[test]
    fn nothing_at_all_cannot_be_submitted_but_one_answer_can() {
        assert!(!read("go=submit").faults.is_empty());
        assert!(read("go=submit&heroics=0").faults.is_empty());
    }

    proptest! {
        #[test]
        fn whatever_is_read_as_an_answer_was_sent_as_one(
            name in prop::sample::select(PatternId::ALL.to_vec()),
            value in "[^\\p{C}\u{FFFD}]{0,4}",
        ) {
            let body = form_urlencoded::Serializer::new(String::new()).append_pair(name.as_str(), &value).finish();
            let form = read(&body);
            prop_assert_eq!(form.answers.get(name).as_str(), if form.faults.is_empty() { value.as_str() } else { "" });
        }
    }
}
