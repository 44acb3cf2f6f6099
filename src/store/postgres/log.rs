//! What the server writes into its own log.
//!
//! Statements go to the server with their values beside them. A server that is set to log
//! both has everybody's answers in its log, each with its second, and nothing that is
//! deleted here is deleted there. Only its owner can change that: so it is said.

use sqlx::PgConnection;
use std::collections::BTreeMap;

/// Warns if statements are logged with their values. A server that cannot be asked is not
/// asked again.
pub(super) async fn warn_of_answers(connection: &mut PgConnection, at: &str) {
    let found: Result<Vec<(String, String)>, _> = sqlx::query_as(
        "SELECT name, setting FROM pg_settings WHERE name LIKE 'log\\_%' OR name LIKE 'auto\\_explain.%' OR name LIKE 'pgaudit.%'",
    )
    .fetch_all(connection)
    .await;
    let Ok(found) = found else { return };
    let settings = reasons(&found.into_iter().collect()).join(", ");
    if !settings.is_empty() {
        tracing::warn!(
            database = at,
            settings,
            "the database server writes statements with their values into its log, so answers are in it, each with its second, and stay there: docs/operations.md, PostgreSQL, says how to keep them out"
        );
    }
}

/// The settings because of which values are in the log.
fn reasons(settings: &BTreeMap<String, String>) -> Vec<&'static str> {
    let is = |name: &str, words: &[&str]| {
        settings.get(name).is_some_and(|setting| words.contains(&setting.as_str()))
    };
    // Not there, or set to anything but these.
    let differs = |name: &str, from: &[&str]| !is(name, from);
    let set = |name: &str, from: &[&str]| settings.contains_key(name) && differs(name, from);
    let mut reasons = Vec::new();
    if differs("log_parameter_max_length", &["0"]) {
        if is("log_statement", &["mod", "all"]) {
            reasons.push("log_statement");
        }
        if set("log_min_duration_statement", &["-1"]) {
            reasons.push("log_min_duration_statement");
        }
        let some = set("log_statement_sample_rate", &["0"]);
        if some && set("log_min_duration_sample", &["-1"]) {
            reasons.push("log_min_duration_sample");
        }
        if set("log_transaction_sample_rate", &["0"]) {
            reasons.push("log_transaction_sample_rate");
        }
    }
    let explained = set("auto_explain.log_min_duration", &["-1"]);
    if explained && differs("auto_explain.log_parameter_max_length", &["0"]) {
        reasons.push("auto_explain.log_min_duration");
    }
    if is("pgaudit.log_parameter", &["on"]) && set("pgaudit.log", &["none", ""]) {
        reasons.push("pgaudit.log_parameter");
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: [(&str, &str); 6] = [
        ("log_statement", "none"),
        ("log_min_duration_statement", "-1"),
        ("log_min_duration_sample", "-1"),
        ("log_statement_sample_rate", "1"),
        ("log_transaction_sample_rate", "0"),
        ("log_parameter_max_length", "-1"),
    ];

    fn with(changed: &[(&str, &str)]) -> Vec<&'static str> {
        let pairs = USUAL.iter().chain(changed);
        reasons(&pairs.map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn what_puts_values_into_the_log_is_named_and_nothing_else() {
        assert_eq!(with(&[]), [""; 0]);
        assert_eq!(with(&[("log_statement", "ddl")]), [""; 0]);
        assert_eq!(with(&[("log_statement", "mod")]), ["log_statement"]);
        assert_eq!(
            with(&[("log_statement", "all"), ("log_min_duration_statement", "0")]),
            ["log_statement", "log_min_duration_statement"]
        );
        assert_eq!(with(&[("log_min_duration_sample", "9")]), ["log_min_duration_sample"]);
        let none = ("log_statement_sample_rate", "0");
        assert_eq!(with(&[("log_min_duration_sample", "9"), none]), [""; 0]);
        assert_eq!(
            with(&[("log_transaction_sample_rate", "0.1")]),
            ["log_transaction_sample_rate"]
        );
        let short = ("log_parameter_max_length", "0");
        assert_eq!(with(&[("log_statement", "all"), short]), [""; 0]);
        let explained = ("auto_explain.log_min_duration", "0");
        assert_eq!(with(&[explained, short]), ["auto_explain.log_min_duration"]);
        assert_eq!(with(&[explained, ("auto_explain.log_parameter_max_length", "0")]), [""; 0]);
        let audited = [("pgaudit.log", "write"), ("pgaudit.log_parameter", "on")];
        assert_eq!(with(&audited), ["pgaudit.log_parameter"]);
        assert_eq!(with(&[("pgaudit.log", "write"), ("pgaudit.log_parameter", "off")]), [""; 0]);
    }
}
