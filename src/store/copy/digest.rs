//! What a table's rows are, in one number, whatever order they come in.

use crate::store::db::Value;
use data_encoding::HEXLOWER;
use sha2::{Digest as _, Sha256};

/// Collects rows.
#[derive(Default)]
pub(super) struct Digest(Vec<[u8; 32]>);

impl Digest {
    pub(super) fn add(&mut self, row: &[Value]) {
        let mut hash = Sha256::new();
        for value in row {
            // Kind and length first, so that no two rows are written alike.
            let (kind, bytes): (u8, Option<Vec<u8>>) = match value {
                Value::Text(text) => (1, text.as_ref().map(|text| text.as_bytes().to_vec())),
                Value::Number(number) => (2, number.map(|number| number.to_be_bytes().to_vec())),
                Value::Truth(truth) => (3, truth.map(|truth| vec![u8::from(truth)])),
                Value::Bytes(bytes) => (4, bytes.clone()),
            };
            hash.update([kind, u8::from(bytes.is_some())]);
            let bytes = bytes.unwrap_or_default();
            hash.update((bytes.len() as u64).to_be_bytes());
            hash.update(&bytes);
        }
        self.0.push(hash.finalize().into());
    }

    pub(super) const fn rows(&self) -> u64 {
        self.0.len() as u64
    }

    pub(super) fn finish(mut self) -> String {
        self.0.sort_unstable();
        let mut hash = Sha256::new();
        for row in self.0 {
            hash.update(row);
        }
        HEXLOWER.encode(&hash.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(rows: &[Vec<Value>]) -> String {
        let mut digest = Digest::default();
        for row in rows {
            digest.add(row);
        }
        digest.finish()
    }

    #[test]
    fn order_does_not_matter_and_everything_else_does() {
        let row = |text: &str, number: Option<i64>| vec![text.into(), number.into()];
        let both = [row("a", Some(1)), row("b", None)];
        let turned = [row("b", None), row("a", Some(1))];
        assert_eq!(of(&both), of(&turned));
        for other in [
            vec![row("a", Some(1))],
            vec![row("a", Some(1)), row("b", Some(0))],
            vec![row("a", Some(1)), row("b", None), row("b", None)],
            vec![row("ab", Some(1)), row("", None)],
        ] {
            assert_ne!(of(&both), of(&other));
        }
        assert_ne!(of(&[vec!["a".into(), "b".into()]]), of(&[vec!["ab".into(), "".into()]]));
    }
}
