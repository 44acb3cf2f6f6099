//! What a `COMMIT` that did not end well means.

/// Why a transaction did not end well.
#[derive(Debug)]
pub(in crate::store) enum CommitError {
    /// It was refused: nothing was changed.
    Refused(sqlx::Error),
    /// The database was told to commit, and what it made of that was not heard.
    Unknown(sqlx::Error),
}

impl CommitError {
    pub(super) fn of(error: sqlx::Error) -> Self {
        let settled = match &error {
            sqlx::Error::Database(answer) => {
                answer.code().is_none_or(|code| !leaves_open(code.as_ref()))
            }
            // A wire that was cut, or an answer that made no sense.
            _ => false,
        };
        if settled { Self::Refused(error) } else { Self::Unknown(error) }
    }
}

/// Whether a database that answers a `COMMIT` with this code may have done it all the same.
fn leaves_open(code: &str) -> bool {
    if let (5, Some(class)) = (code.len(), code.get(..2)) {
        // A server whose connections are failing or being ended by somebody, or one of many
        // that has not heard from the others ("statement completion unknown").
        matches!(class, "08" | "57") || code == "40003"
    } else {
        // An SQLite file. Where its log could not be brought to the disk, it may be found
        // there after a crash. But where the log could not be written, it lacks its end: that
        // is what is written last.
        const IO: u32 = 10;
        const IO_WRITE: u32 = IO | (3 << 8);
        code.parse().is_ok_and(|code: u32| code & 0xff == IO && code != IO_WRITE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_told_from_silence() {
        // A constraint, a serialization failure, a deadlock; a constraint of SQLite's, its
        // full disk, its waiting in vain, and a log that cannot be written.
        for code in ["23505", "40001", "40P01", "53100", "2067", "13", "5", "261", "778"] {
            assert!(!leaves_open(code), "{code}");
        }
        // The server is stopped, the waiting for a standby is ended, a relative that cannot
        // tell; SQLite cannot bring to the disk what it has written.
        for code in ["57P01", "57014", "08006", "08007", "40003", "10", "1034", "1290"] {
            assert!(leaves_open(code), "{code}");
        }
        let cut = sqlx::Error::Io(std::io::ErrorKind::UnexpectedEof.into());
        assert!(matches!(CommitError::of(cut), CommitError::Unknown(_)));
        assert!(matches!(CommitError::of(sqlx::Error::WorkerCrashed), CommitError::Unknown(_)));
    }
}
