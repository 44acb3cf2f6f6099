//! Everything that an open round holds of what people said, as one value.
//!
//! Each change writes the value anew as a whole. It lists the sets in the order of their
//! receipts' hashes, which are random, and its length follows from how many there are, so
//! that neither the place of a set nor the length of the value says when it came. What the value was before
//! must not stay beside it either: see [`history`](super::history).
//!
//! # Layout, version 1
//!
//! | bytes | what |
//! |---|---|
//! | 1 | version of this layout: 1 |
//! | 1 | statements in a set, [`PATTERNS`] |
//! | 2 | how many sets there are, big-endian |
//! | [`SHIELD`] | zeros |
//! | (32 + statements) × places | SHA-256 of the receipt, then one character for each answer, in rising order of hashes; places without a set are zeros |
//!
//! There are [`FEWEST`] places, or twice as many as often as it takes: most rounds never
//! outgrow theirs, and whoever answers a large round early does not write all of it. (Values
//! that were written when an old database was brought up to date have as many as people were
//! invited.) The zeros in front fill that part of an
//! SQLite row that lies in the page it shares with other rounds: such pages are split and
//! merged when rounds open and close, and what is moved can leave a copy behind in a page's
//! gap. What follows lies in pages of its own, which are overwritten in place.

use crate::catalogue::{Answers, PATTERNS};
use crate::store::{Result, SecretHash, StoreError};

const VERSION: u8 = 1;
/// Version, statements, number of sets.
pub(super) const HEAD: usize = 4;
/// At least what SQLite keeps of a long row in a shared page of 4,096 bytes: 1,002 bytes
/// (<https://www.sqlite.org/fileformat2.html#b_tree_pages>).
const SHIELD: usize = 1_020;
const RECEIPT: usize = 32;
const PLACE: usize = RECEIPT + PATTERNS;
/// Places at least: with them, all that lies outside the shared page is one page.
const FEWEST: usize = 64;

const UNREADABLE: StoreError = StoreError::Unreadable("answers");

/// One person's answers and what they are filed under.
#[derive(Clone, PartialEq, Eq)]
struct Set {
    receipt: [u8; RECEIPT],
    answers: [u8; PATTERNS],
}

/// The sets of an open round, in rising order of their receipts' hashes.
#[derive(Clone, Default, PartialEq, Eq)]
pub(in crate::store) struct Sets(Vec<Set>);

impl Sets {
    /// How many there are.
    pub(in crate::store) const fn len(&self) -> usize {
        self.0.len()
    }

    /// The answers filed under a receipt.
    pub(in crate::store) fn get(&self, receipt: &SecretHash) -> Result<Option<Answers>> {
        self.place(receipt).ok().and_then(|at| self.0.get(at)).map(Set::answers).transpose()
    }

    /// Files answers under a receipt, in place of any that are there.
    pub(in crate::store) fn put(&mut self, receipt: &SecretHash, answers: &Answers) -> Result<()> {
        let text = answers.encode();
        let answers = text.as_bytes().try_into().map_err(|_| UNREADABLE)?;
        let set = Set { receipt: *receipt.as_bytes(), answers };
        match self.place(receipt) {
            Ok(at) => {
                if let Some(there) = self.0.get_mut(at) {
                    *there = set;
                }
            }
            Err(at) => self.0.insert(at, set),
        }
        Ok(())
    }

    /// Removes what is filed under a receipt. Whether there was something.
    pub(in crate::store) fn remove(&mut self, receipt: &SecretHash) -> bool {
        self.place(receipt).map(|at| self.0.remove(at)).is_ok()
    }

    /// All answers. Their order is that of the hashes and means nothing.
    pub(in crate::store) fn answers(&self) -> Result<Vec<Answers>> {
        self.0.iter().map(Set::answers).collect()
    }

    fn place(&self, receipt: &SecretHash) -> std::result::Result<usize, usize> {
        self.0.binary_search_by(|set| set.receipt.cmp(receipt.as_bytes()))
    }

    /// The value to store.
    pub(in crate::store) fn encode(&self) -> Result<Vec<u8>> {
        let statements = u8::try_from(PATTERNS).map_err(|_| UNREADABLE)?;
        let many = u16::try_from(self.len()).map_err(|_| UNREADABLE)?.to_be_bytes();
        let length = HEAD + SHIELD + places_for(self.len()) * PLACE;
        let mut value = Vec::with_capacity(length);
        value.extend([VERSION, statements]);
        value.extend(many);
        value.resize(HEAD + SHIELD, 0);
        for set in &self.0 {
            value.extend(set.receipt);
            value.extend(set.answers);
        }
        value.resize(length, 0);
        Ok(value)
    }

    /// Reads what [`Sets::encode`] wrote.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`] for any other version or number of statements, a length
    /// that does not fit, or hashes out of order.
    pub(in crate::store) fn decode(value: &[u8]) -> Result<Self> {
        let many = len_of(value)?;
        let places = value.get(HEAD + SHIELD..).ok_or(UNREADABLE)?.chunks_exact(PLACE);
        if !places.remainder().is_empty() || places.len() < many {
            return Err(UNREADABLE);
        }
        let sets: Vec<Set> = places.take(many).map(Set::read).collect::<Result<_>>()?;
        let rising = sets.is_sorted_by(|one, next| one.receipt < next.receipt);
        if rising { Ok(Self(sets)) } else { Err(UNREADABLE) }
    }
}

/// How many places there are for so many sets.
fn places_for(sets: usize) -> usize {
    sets.next_power_of_two().max(FEWEST)
}

/// How many sets a value holds, from its first [`HEAD`] bytes.
pub(super) fn len_of(value: &[u8]) -> Result<usize> {
    match value.first_chunk() {
        Some(&[VERSION, statements, high, low]) if usize::from(statements) == PATTERNS => {
            Ok(usize::from(u16::from_be_bytes([high, low])))
        }
        _ => Err(UNREADABLE),
    }
}

impl Set {
    fn read(place: &[u8]) -> Result<Self> {
        let (receipt, answers) = place.split_at_checked(RECEIPT).ok_or(UNREADABLE)?;
        Ok(Self {
            receipt: receipt.try_into().map_err(|_| UNREADABLE)?,
            answers: answers.try_into().map_err(|_| UNREADABLE)?,
        })
    }

    fn answers(&self) -> Result<Answers> {
        let text = std::str::from_utf8(&self.answers).map_err(|_| UNREADABLE)?;
        Answers::decode(text).map_err(|_| UNREADABLE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn answers() -> impl Strategy<Value = Answers> {
        "[0-4?-]{18}".prop_map(|text| Answers::decode(&text).unwrap())
    }

    proptest! {
        #[test]
        fn whatever_the_order_of_changes_the_value_is_that_of_what_is_there(
            changes in prop::collection::vec((0_u8..120, prop::option::of(answers())), 0..400),
        ) {
            let (mut sets, mut there) = (Sets::default(), BTreeMap::new());
            for (person, change) in changes {
                let receipt = SecretHash::of(&person.to_string());
                if let Some(given) = change {
                    sets.put(&receipt, &given).unwrap();
                    there.insert(receipt, given);
                } else {
                    let removed = sets.remove(&receipt);
                    prop_assert_eq!(removed, there.remove(&receipt).is_some());
                }
            }
            let value = sets.encode().unwrap();
            let mut afresh = Sets::default();
            for (receipt, given) in &there {
                afresh.put(receipt, given).unwrap();
            }
            prop_assert_eq!(&value, &afresh.encode().unwrap());
            let places = if there.len() > 64 { 128 } else { 64 };
            prop_assert_eq!(value.len(), HEAD + SHIELD + places * PLACE);
            let read = Sets::decode(&value).unwrap();
            prop_assert_eq!(read.len(), there.len());
            prop_assert_eq!(len_of(&value[..HEAD]).unwrap(), there.len());
            prop_assert_eq!(read.answers().unwrap(), there.values().copied().collect::<Vec<_>>());
            for (receipt, given) in &there {
                prop_assert_eq!(read.get(receipt).unwrap(), Some(*given));
            }
        }

        #[test]
        fn what_was_not_written_here_is_unreadable(value in prop::collection::vec(any::<u8>(), 0..2_000)) {
            prop_assert!(Sets::decode(&value).is_err());
        }
    }

    #[test]
    fn another_version_or_number_of_statements_or_order_is_unreadable() {
        let mut sets = Sets::default();
        for person in ["a", "b"] {
            sets.put(&SecretHash::of(person), &Answers::default()).unwrap();
        }
        let good = sets.encode().unwrap();
        assert!(Sets::decode(&good).is_ok());
        for spoil in [
            |value: &mut Vec<u8>| value[0] = 2,
            |value: &mut Vec<u8>| value[1] += 1,
            |value: &mut Vec<u8>| value[3] = 65,
            |value: &mut Vec<u8>| value.truncate(value.len() - 1),
            |value: &mut Vec<u8>| value[HEAD + SHIELD..].rotate_left(PLACE),
        ] {
            let mut bad = good.clone();
            spoil(&mut bad);
            assert!(matches!(Sets::decode(&bad), Err(StoreError::Unreadable("answers"))));
        }
    }
}
