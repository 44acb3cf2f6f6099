//! No request makes the database read a table from one end to the other.
//!
//! Every statement that the site runs for its pages, files, forms and interface is
//! listened to, and the database is asked how it would find the rows. A server is made to
//! believe that each table has a million of them, ten to each value, and told to read none
//! whole if it can help it, because with the few rows of a test it would; so what it still
//! reads whole, it could not read otherwise.

use crate::database::{Database, Direct};
use crate::garbage::forms::FORMS;
use crate::garbage::grounds::{Fresh, Grounds, Who};
use crate::garbage::spoiled::good;
use crate::garbage::wire::send;
use crate::garbage::{Bent, addresses, ready, request, settled};
use crate::support::{START, add_team, around, sealed};
use andon::store::Secret;
use sqlx::{AssertSqlSafe, Row as _};
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};
use tracing::field::{Field, Visit};
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use tracing_subscriber::util::SubscriberInitExt as _;

/// What may be read whole: what the database says of it, and why.
const WHOLE: [(&str, &str); 8] = [
    ("VALUES CLAUSE", "the rows that the statement itself brings"),
    ("CONSTANT ROW", "no table at all"),
    ("open_rounds_by_closing_day", "an index of the rounds that are open"),
    ("one_current_round_for_each_team", "an index of the rounds that are not over"),
    ("deliveries_that_wait", "an index of the messages that wait"),
    ("rounds_with_bytes_to_clean", "an index of the rounds that were closed just now"),
    ("bytes_owed", "what was deleted just now"),
    ("organisations", "an installation has a handful, and its roles are looked for in all of them"),
];

/// The same for one statement, by its beginning.
const WHOLE_FOR: [(&str, &str); 3] = [
    (
        "DELETE FROM sessions WHERE NOT EXISTS",
        "of all sessions, those that open nothing any more, when an organisation is deleted",
    ),
    (
        "DELETE FROM open_responses WHERE round_id IN",
        "when an organisation is deleted; that there are ten to each value cannot be said of an empty table",
    ),
    (
        "SELECT team_id, created_at FROM calendar_links WHERE secret_hash",
        "the server has two indexes to choose from, and the one it takes seems to have one row here",
    ),
];

/// Addresses that nobody opens here: what is done there, or which file it has to be.
const SHUT: [(&str, &str); 12] = [
    ("/answer/{round}/forget", "sent as a form"),
    ("/answer/{round}/start", "sent as a form"),
    ("/answer/{round}/withdraw", "sent as a form"),
    ("/demo", "sent as a form"),
    ("/signed-out", "nobody came through a provider"),
    ("/signin", "there is no provider"),
    ("/signin/callback", "there is no provider"),
    ("/signout", "sent as a form"),
    ("/theme", "sent as a form"),
    ("/pkg/{file}", "a file"),
    ("/favicon.svg", "a file"),
    ("/{file}", "a file"),
];

/// What `{file}` is called, by the end of the address before it; `radar.csv` elsewhere.
const FILES: [(&str, &str); 3] = [
    ("/coach/", "board.csv"),
    ("/compare/", "dots.csv?organisation={organisation}&team={team}&team={other}"),
    ("/signals/", "signals.csv"),
];

/// So many rows on each page of a table: a server counts the pages itself.
const MANY_ROWS: &str = "UPDATE pg_class SET reltuples = 1000000, relpages = 1 WHERE relnamespace = CAST('public' AS regnamespace)";
const WISHES: &str = "SET plan_cache_mode = force_generic_plan; SET enable_seqscan = off; SET enable_hashjoin = off; SET enable_mergejoin = off";

/// No statement has more values than this.
const MOST_VALUES: usize = 65_535;

/// What was heard.
#[derive(Clone, Default)]
struct Heard(Arc<Mutex<BTreeSet<String>>>);

impl<S: tracing::Subscriber> Layer<S> for Heard {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "andon::sql" {
            event.record(&mut Sql(self));
        }
    }
}

struct Sql<'h>(&'h Heard);

impl Visit for Sql<'_> {
    fn record_str(&mut self, _: &Field, sql: &str) {
        self.0.0.lock().unwrap().insert(sql.to_owned());
    }

    fn record_debug(&mut self, _: &Field, _: &dyn std::fmt::Debug) {}
}

/// Everybody asks for everything, and every form is sent once as it should be.
async fn use_all(grounds: &mut Grounds) {
    let url = grounds.app.url.clone();
    let page = reqwest::get(format!("{url}/api/openapi.json")).await.unwrap();
    let document = page.json().await.unwrap();
    // Comparing takes two.
    let (store, of) = (&grounds.app.store, &grounds.own.of.id);
    let other = add_team(store, of, "Other", true).await;
    sealed(store, &other, &around(9, 2), START).await;
    let calendar = Secret::random().unwrap();
    store.make_calendar_link(&grounds.own.team, &calendar.hash(), START).await.unwrap();
    let mut shut = BTreeSet::new();
    for (method, path) in addresses(&document).into_iter().filter(|(method, _)| method == "GET") {
        let mut opened = false;
        for who in [Who::Admin, Who::Lead, Who::Coach, Who::Leader, Who::Person, Who::Stranger] {
            let mut ready = grounds.ready(&path, who, Fresh::Nothing).await;
            if path == "/k/{token}" {
                // A browser that has a session already would be given another one.
                ready.cookie = String::new();
                ready.put("token", grounds.own.facilitator.secret.clone());
            }
            if path == "/calendar/{file}" {
                ready.put("file", format!("{}.ics", calendar.as_str()));
            }
            ready.put("other", other.to_string());
            for (before, file) in FILES {
                if path.ends_with(&format!("{before}{{file}}")) {
                    ready.put("file", ready.fill(file));
                }
            }
            let at = (method.clone(), path.clone());
            let sent = request(grounds, &ready, &at, &Bent::straight(who));
            opened |= send(&url, &sent).await.is_some_and(|got| got.status < 400);
        }
        if !opened {
            shut.insert(path);
        }
    }
    // There is none to look at; but on a server, another process may have it.
    shut.remove("/admin/{organisation}/import/{job}");
    let known: BTreeSet<String> = SHUT.iter().map(|(path, _)| (*path).to_owned()).collect();
    assert_eq!(shut, known);
    for form in FORMS {
        let ready = ready(grounds, form).await;
        let got = send(&url, &good(form, &ready, &url)).await.unwrap();
        assert!(got.status < 400, "{}: {}", form.path, got.status);
        settled(&url, &ready.cookie, &got).await;
    }
}

/// What a database would read from one end to the other to run a statement.
async fn read_whole(direct: &mut Direct, sql: &str) -> Vec<String> {
    match direct {
        Direct::Sqlite(connection) => {
            let explain = AssertSqlSafe(format!("EXPLAIN QUERY PLAN {sql}"));
            let steps: Vec<(i64, i64, i64, String)> =
                sqlx::query_as(explain).fetch_all(connection).await.unwrap();
            let steps = steps.into_iter().map(|(.., step)| step);
            steps.filter(|step| step.starts_with("SCAN ")).collect()
        }
        Direct::Postgres(connection) => {
            let values =
                (1..=MOST_VALUES).take_while(|number| sql.contains(&format!("${number}"))).count();
            let values = vec!["NULL"; values].join(", ");
            let values = if values.is_empty() { values } else { format!("({values})") };
            let explain = format!(
                "PREPARE found AS {sql}; EXPLAIN (COSTS OFF) EXECUTE found{values}; DEALLOCATE found"
            );
            let rows = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_all(connection).await;
            let rows = rows.unwrap_or_else(|error| panic!("{sql}: {error}"));
            let lines: Vec<String> = rows.iter().map(|row| row.get(0)).collect();
            let next = lines.iter().skip(1).map(String::as_str).chain([""]);
            lines
                .iter()
                .zip(next)
                // An index that is asked for no value is read whole, too.
                .filter(|(line, next)| {
                    let index = line.contains("Index") && line.contains("Scan");
                    line.contains("Seq Scan") || index && !next.contains("Index Cond")
                })
                .map(|(line, _)| line.trim().to_owned())
                .collect()
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_request_reads_a_table_from_end_to_end() {
    let heard = Heard::default();
    tracing_subscriber::registry().with(heard.clone()).init();
    let mut grounds = Grounds::build().await;
    heard.0.lock().unwrap().clear();
    use_all(&mut grounds).await;
    let statements = std::mem::take(&mut *heard.0.lock().unwrap());
    assert!(statements.len() > 200, "{} statements were heard", statements.len());
    let mut direct = grounds.app.direct().await;
    if let Database::Server(rented) = &grounds.app.database {
        for table in direct.tables().await {
            let distinct = direct.columns(&table).await.into_iter();
            let distinct = distinct.map(|column| format!("ALTER {column} SET (n_distinct = -0.1)"));
            let sql = format!("ALTER TABLE {table} {}", distinct.collect::<Vec<_>>().join(", "));
            direct.run(&sql).await.unwrap();
        }
        direct.run("ANALYZE").await.unwrap();
        let mut boss = rented.cluster().boss(rented.name()).await;
        sqlx::raw_sql(MANY_ROWS).execute(&mut boss).await.unwrap();
        direct.run(WISHES).await.unwrap();
    }
    let mut whole = Vec::new();
    for sql in &statements {
        let word = sql.split_whitespace().next().unwrap();
        if !["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"].contains(&word) {
            continue;
        }
        for step in read_whole(&mut direct, sql).await {
            let known = WHOLE.iter().any(|(what, _)| step.contains(what));
            if !known && !WHOLE_FOR.iter().any(|(begins, _)| sql.starts_with(begins)) {
                whole.push(format!("{step}\n    {sql}"));
            }
        }
    }
    assert!(whole.is_empty(), "{} of {}\n{}", whole.len(), statements.len(), whole.join("\n"));
}
