//! What may be shown of rounds that coaches looked at before. Sealed rounds never
//! change, so what the gate released of two of them holds for good.

use crate::disclosure::Course;
use crate::store::RoundId;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How many are kept at most: some kilobytes each.
const MOST: usize = 2000;

/// A round, and the one before it.
pub type Key = (RoundId, Option<RoundId>);

/// What was released lately. Whether somebody may see it is decided elsewhere, each
/// time anew.
#[derive(Debug, Clone, Default)]
pub struct Courses(Arc<Mutex<HashMap<Key, Course>>>);

impl Courses {
    /// What was released of these rounds, or what `release` makes of them; none where
    /// the gate holds everything back.
    pub fn get_or(&self, key: Key, release: impl FnOnce() -> Option<Course>) -> Option<Course> {
        let kept = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(course) = kept().get(&key) {
            return Some(course.clone());
        }
        // Without the lock: others need not wait for the arithmetic.
        let course = release()?;
        let mut kept = kept();
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(key, course.clone());
        Some(course)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::{Answer, Answers, Point};
    use crate::disclosure::release_course;
    use crate::measure::Tally;

    fn course(point: usize) -> Option<Course> {
        let answers = vec![Answers::new([Answer::Point(Point::ALL[point]); 18]); 6];
        release_course(None, (&Tally::of(&answers, true), 5))
    }

    #[test]
    fn a_course_is_released_once_and_kept_with_its_rounds() {
        let courses = Courses::default();
        let (round, before) = (RoundId::random().unwrap(), RoundId::random().unwrap());
        let first = courses.get_or((round.clone(), None), || course(1)).unwrap();
        let again = courses.get_or((round.clone(), None), || course(3)).unwrap();
        assert_eq!(first.report, again.report, "the first one is kept");
        let other = courses.get_or((round, Some(before)), || course(3)).unwrap();
        assert_ne!(first.report, other.report, "another round before is another course");
        assert!(courses.get_or((RoundId::random().unwrap(), None), || None).is_none());
    }

    #[test]
    fn it_does_not_grow_for_ever() {
        let courses = Courses::default();
        let one = course(2);
        for _ in 0..MOST + 10 {
            courses.get_or((RoundId::random().unwrap(), None), || one.clone());
        }
        assert!(courses.0.lock().unwrap().len() <= MOST);
    }
}
