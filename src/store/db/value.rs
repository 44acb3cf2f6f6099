//! What can be handed to a statement.

use sqlx::encode::Encode;
use sqlx::{Arguments, Type};

/// A value of one of the four kinds that columns have; a kind without a value is NULL.
#[derive(Clone)]
pub(in crate::store) enum Value {
    /// `TEXT`.
    Text(Option<String>),
    /// `BIGINT`.
    Number(Option<i64>),
    /// `BOOLEAN`.
    Truth(Option<bool>),
    /// `BLOB`, `BYTEA`.
    Bytes(Option<Vec<u8>>),
}

macro_rules! kinds {
    ($($from:ty => $kind:ident, |$it:ident| $value:expr;)*) => {
        $(impl From<$from> for Value {
            fn from($it: $from) -> Self {
                Self::$kind($value)
            }
        })*
    };
}

kinds! {
    &str => Text, |it| Some(it.to_owned());
    String => Text, |it| Some(it);
    &String => Text, |it| Some(it.clone());
    Option<&str> => Text, |it| it.map(str::to_owned);
    Option<String> => Text, |it| it;
    i64 => Number, |it| Some(it);
    Option<i64> => Number, |it| it;
    bool => Truth, |it| Some(it);
    &[u8] => Bytes, |it| Some(it.to_vec());
    Vec<u8> => Bytes, |it| Some(it);
    &[u8; 32] => Bytes, |it| Some(it.to_vec());
}

/// The values in the shape that one database's driver wants.
pub(super) fn arguments<A>(values: Vec<Value>) -> Result<A, sqlx::Error>
where
    A: Arguments,
    Option<String>: Encode<'static, A::Database> + Type<A::Database>,
    Option<i64>: Encode<'static, A::Database> + Type<A::Database>,
    Option<bool>: Encode<'static, A::Database> + Type<A::Database>,
    Option<Vec<u8>>: Encode<'static, A::Database> + Type<A::Database>,
{
    let mut arguments = A::default();
    arguments.reserve(values.len(), 0);
    for value in values {
        match value {
            Value::Text(text) => arguments.add(text),
            Value::Number(number) => arguments.add(number),
            Value::Truth(truth) => arguments.add(truth),
            Value::Bytes(bytes) => arguments.add(bytes),
        }
        .map_err(sqlx::Error::Encode)?;
    }
    Ok(arguments)
}
