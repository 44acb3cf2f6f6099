//! The database of every earlier version: it opens with everything that was in it, and its
//! tables are those of a new one.
//!
//! What an earlier version left is made anew each time: its steps of the migrations, with
//! the rows of a house in which every table has some, as far as there was room for them.

use super::support::{DAY, House, NOW, answer, link_with, receipt};
use crate::database::{Cluster, Database, Direct, file_in};
use andon::catalogue::Answers;
use andon::measure::Tally;
use andon::store::{
    Board, ClosedBy, Closing, LinkId, Role, RoundId, RoundState, Secret, Store, TeamId,
};
use sqlx::migrate::Migrator;
use sqlx::{ConnectOptions as _, Connection as _, PgConnection};

static FILE: Migrator = sqlx::migrate!("migrations/sqlite");

fn server() -> Migrator {
    let mut migrator = sqlx::migrate!("migrations/postgres");
    migrator.set_locking(false);
    migrator
}

fn last() -> i64 {
    FILE.iter().map(|step| step.version).max().unwrap()
}

/// A row for each table that the house has none in; `$team` and the like stand for ids.
const MORE: [&str; 27] = [
    "INSERT INTO bytes_owed (id) VALUES ('$round')",
    "INSERT INTO released_reports (round_id, minimum_group, people, shown, coaches) VALUES ('$round', 5, '5', '1111111111111111111111111', TRUE)",
    "INSERT INTO groups (id, organisation_id, name, created_at) VALUES ('$group', '$organisation', 'Birds', 1)",
    "INSERT INTO released_pools (id, organisation_id, period, group_id, dimension, sums) VALUES ('pool', '$organisation', '2026-Q1', '$group', 'customer', '3 0 1')",
    "INSERT INTO released_pool_rounds (pool_id, round_id) VALUES ('pool', '$round')",
    "INSERT INTO notes (link_id, team_id, text) VALUES ('$link', '$team', 'Ask how it went.')",
    "INSERT INTO deeds (id, organisation_id, done_at, role, link_id, team_id, what) VALUES ('deed', '$organisation', 2, 'facilitator', '$link', '$team', 'opened a round of {team}')",
    "INSERT INTO decided_periods (organisation_id, period) VALUES ('$organisation', '2026-Q1')",
    "INSERT INTO experiments (id, organisation_id, team_id, state, title, hypothesis, target, current_state, first_step, measure, owner, proposed_on, started_on, edition) VALUES ('$experiment', '$organisation', '$team', 'running', 'Talk first', 'h', 't', 'c', 'f', 'm', 'AB', '2026-03-01', '2026-03-02', 2)",
    "INSERT INTO experiment_moves (experiment_id, place, made_on, move, answer) VALUES ('$experiment', 0, '2026-03-02', 'start', 'One call.')",
    "INSERT INTO experiment_steps (experiment_id, place, made_on, what, expected, obstacle, due_on, actual, learned) VALUES ('$experiment', 0, '2026-03-02', 'Call', 'e', 'o', '2026-03-09', '', '')",
    "INSERT INTO signals (team_id, month, deployments, failed) VALUES ('$team', '2026-02', 12, 1)",
    "INSERT INTO decided_signals (organisation_id, period) VALUES ('$organisation', '2026-Q1')",
    "INSERT INTO released_signals (organisation_id, period, signal, counts) VALUES ('$organisation', '2026-Q1', 'lead-time', '3 0 3 0')",
    "INSERT INTO released_signal_teams (organisation_id, period, signal, team_id) VALUES ('$organisation', '2026-Q1', 'lead-time', '$team')",
    "INSERT INTO calendar_links (id, team_id, secret_hash, created_at) SELECT 'calendar', '$team', secret_hash, 3 FROM links WHERE id = '$link'",
    "INSERT INTO webhooks (id, team_id, url, secret, origin, on_opened, on_closed, on_due, join_link, created_at) VALUES ('$webhook', '$team', 'https://chat.example/h', 's', 'https://andon.example', TRUE, FALSE, TRUE, FALSE, 4)",
    "INSERT INTO deliveries (id, webhook_id, event, about, made_at, state, attempts, tried_at, status) VALUES ('$delivery', '$webhook', 'round-opened', '$open', 5, 'delivered', 1, 6, 'The receiver took it.')",
    "INSERT INTO cords (team_id, pattern, pulled_on) VALUES ('$team', 'heroics', '2026-03-01')",
    "INSERT INTO cord_counts (organisation_id, pattern, at_least) VALUES ('$organisation', 'heroics', 3)",
    "INSERT INTO cord_count_teams (organisation_id, pattern, team_id) VALUES ('$organisation', 'heroics', '$team')",
    "INSERT INTO decisions (organisation_id, pattern, number, decision, words, decided_on) VALUES ('$organisation', 'heroics', 1, 'not-now', 'In May.', '2026-03-02')",
    "INSERT INTO decided_works (organisation_id, quarter) VALUES ('$organisation', '2026-Q1')",
    "INSERT INTO work_lines (organisation_id, quarter, line) VALUES ('$organisation', '2026-Q1', 'all')",
    "INSERT INTO work_line_teams (organisation_id, quarter, line, team_id, outcome, afterwards) VALUES ('$organisation', '2026-Q1', 'all', '$team', 'kept', 'better')",
    "INSERT INTO provider_links (link_id, account_hash) SELECT '$link', secret_hash FROM links WHERE id = '$link'",
    "UPDATE teams SET group_id = '$group', shares = TRUE",
];

/// A database of this version with something in every table.
struct Full {
    database: Database,
    team: TeamId,
    link: LinkId,
    session: Secret,
    /// A round with these answers, and one that was sealed from these.
    open: (RoundId, Vec<Answers>),
    sealed: (RoundId, Tally),
}

impl Full {
    async fn new(database: Database) -> Self {
        let house = House::on(database, 5).await;
        let (store, team) = (&house.store, house.team.clone());
        let sealed = house.open_round(8, true, NOW - 100 * DAY).await;
        let said = answer_at(store, &sealed, 5, NOW - 99 * DAY).await;
        store.close_round(&sealed, ClosedBy::Facilitator, NOW - 98 * DAY).await.unwrap();
        let open = house.open_round(9, true, NOW).await;
        let given = answer(store, &open, 0, 6).await;
        let (secret, session) = (Secret::random().unwrap(), Secret::random().unwrap());
        let link = link_with(Role::Facilitator, &secret);
        let id = link.id.clone();
        store.add_link(&house.organisation, Some(&team), None, link, NOW).await.unwrap();
        store.create_session(&session.hash(), std::slice::from_ref(&id), NOW + DAY).await.unwrap();
        store.close().await;

        let mut direct = house.database.direct().await;
        for sql in MORE {
            let mut sql = sql.to_owned();
            for (name, id) in [
                ("$organisation", house.organisation.as_str()),
                ("$team", team.as_str()),
                ("$round", sealed.as_str()),
                ("$open", open.as_str()),
                ("$link", id.as_str()),
                ("$group", "eeeeeeeeeeeeeeeeeeeeeeeeea"),
                ("$experiment", "bbbbbbbbbbbbbbbbbbbbbbbbba"),
                ("$webhook", "cccccccccccccccccccccccccq"),
                ("$delivery", "ddddddddddddddddddddddddda"),
            ] {
                sql = sql.replace(name, id);
            }
            direct.run(&sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
        }
        direct.close().await;
        let (open, sealed) = ((open, given), (sealed, Tally::of(&said, true)));
        Self { database: house.database, team, link: id, session, open, sealed }
    }

    /// What people said in the open round, as rows of the table of before version 13.
    fn response_rows(&self, earlier: &Direct) -> Vec<String> {
        let (round, given) = &self.open;
        let row = |(person, answers): (usize, &Answers)| {
            let hash = data_encoding::HEXLOWER.encode(receipt(person).as_bytes());
            let hash = match earlier {
                Direct::Sqlite(_) => format!("X'{hash}'"),
                Direct::Postgres(_) => format!("decode('{hash}', 'hex')"),
            };
            format!("'{round}', {hash}, '{}'", answers.encode())
        };
        given.iter().enumerate().map(row).collect()
    }

    /// Puts every row of this house into a database of an earlier version.
    async fn move_into(&self, earlier: &mut Direct) {
        let mut here = self.database.direct().await;
        let mut waiting = Vec::new();
        for table in earlier.tables().await {
            let rows = if table == "responses" {
                self.response_rows(earlier)
            } else {
                rows(&mut here, &table, &earlier.columns(&table).await).await
            };
            assert!(!rows.is_empty(), "there is nothing in {table}: add a row for it");
            let names = earlier.columns(&table).await.join(", ");
            // It is there with its table.
            if table != "write_turn" {
                let rows = rows.join("), (");
                waiting.push(format!("INSERT INTO {table} ({names}) VALUES ({rows})"));
            }
        }
        // What points to others comes after them.
        while !waiting.is_empty() {
            let before = waiting.len();
            let mut refused = Vec::new();
            for sql in waiting {
                if earlier.run(&sql).await.is_err() {
                    refused.push(sql);
                }
            }
            assert!(refused.len() < before, "none of these finds a place: {refused:?}");
            waiting = refused;
        }
        here.close().await;
    }
}

async fn answer_at(store: &Store, round: &RoundId, people: usize, now: i64) -> Vec<Answers> {
    let mut dice = crate::dice::Dice::new(7);
    let given = dice.people(people);
    for (person, answers) in given.iter().enumerate() {
        store.submit(round, &receipt(100 + person), answers, None, now).await.unwrap();
    }
    given
}

/// A table's rows as SQL would write their values.
async fn rows(direct: &mut Direct, table: &str, columns: &[String]) -> Vec<String> {
    let quoted: Vec<_> = columns.iter().map(|name| direct.quoted(name)).collect();
    let mut rows =
        direct.texts(&format!("SELECT {} FROM {table}", quoted.join(" || ', ' || "))).await;
    rows.sort();
    rows
}

/// Every table with its columns, and its rows in those columns.
type Contents = Vec<(String, Vec<String>, Vec<String>)>;

async fn contents(direct: &mut Direct) -> Contents {
    let mut all = Vec::new();
    for table in direct.tables().await {
        let columns = direct.columns(&table).await;
        let rows = rows(direct, &table, &columns).await;
        all.push((table, columns, rows));
    }
    all
}

/// Everything that the tables are made of, and which steps made them.
async fn schema(direct: &mut Direct) -> Vec<String> {
    let sql = match direct {
        Direct::Sqlite(_) => {
            "SELECT type || ' ' || name || ' ' || COALESCE(sql, '') FROM sqlite_master UNION ALL SELECT version || ' ' || quote(checksum) FROM _sqlx_migrations ORDER BY 1"
        }
        Direct::Postgres(_) => {
            "SELECT CAST(attrelid AS regclass) || ' ' || attname || ' ' || format_type(atttypid, atttypmod) || ' ' || attnotnull || ' ' || COALESCE(attstattarget, -1) || ' ' || COALESCE(pg_get_expr(adbin, adrelid), '') FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attnum > 0 AND attrelid IN (SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = CAST('public' AS regnamespace)) UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL SELECT CAST(conrelid AS regclass) || ' ' || pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = CAST('public' AS regnamespace) UNION ALL SELECT version || ' ' || encode(checksum, 'hex') FROM _sqlx_migrations ORDER BY 1"
        }
    };
    direct.texts(sql).await
}

/// What an earlier version has left.
async fn left_by(version: i64, kind: &Database, full: &Full) -> Database {
    let database = match kind {
        Database::File(_) => {
            let database = Database::file();
            let options = sqlx::sqlite::SqliteConnectOptions::new()
                .filename(file_in(database.folder().unwrap()))
                .create_if_missing(true)
                .journal_mode(sqlx::sqlite::SqliteJournalMode::Wal)
                .pragma("application_id", "1097753711");
            let mut connection = options.connect().await.unwrap();
            FILE.run_to(version, &mut connection).await.unwrap();
            connection.close().await.unwrap();
            database
        }
        Database::Server(_) => {
            let rented = Cluster::shared().rent_empty();
            let mut connection = PgConnection::connect(&rented.url()).await.unwrap();
            server().run_to(version, &mut connection).await.unwrap();
            connection.close().await.unwrap();
            Database::Server(rented)
        }
    };
    let mut direct = database.direct().await;
    full.move_into(&mut direct).await;
    direct.close().await;
    database
}

#[tokio::test]
async fn every_earlier_versions_database_opens_with_all_that_was_in_it() {
    let new = Database::new();
    new.open().await.close().await;
    let expected = schema(&mut new.direct().await).await;
    let full = Full::new(Database::new()).await;
    // A server takes longer over it, so there it is every third.
    let step = if let Database::File(_) = new { 1 } else { 3 };
    for version in (1..=last()).rev().step_by(step) {
        let database = left_by(version, &new, &full).await;
        let mut direct = database.direct().await;
        let before = contents(&mut direct).await;
        direct.close().await;

        let store = database.open().await;
        let mut direct = database.direct().await;
        assert_eq!(schema(&mut direct).await, expected, "from version {version}");
        for (table, columns, had) in before {
            // Its rows are now in a value for each round (`can_be_read`), and their bytes owed.
            if table == "responses" {
                continue;
            }
            let mut has = rows(&mut direct, &table, &columns).await;
            if table == "bytes_owed" && version < 13 {
                has.retain(|row| !row.contains("0013_open_responses"));
            }
            assert_eq!(has, had, "{table}, from version {version}");
        }
        // The same once more changes nothing.
        let now = contents(&mut direct).await;
        database.open().await.close().await;
        assert_eq!(contents(&mut direct).await, now, "version {version} opened twice");
        direct.close().await;
        can_be_read(&store, &full, version).await;
        store.close().await;
    }
}

/// What nobody wrote down before version 14 is inferred.
#[tokio::test]
async fn rounds_and_teams_that_an_earlier_version_imported_are_known_as_such() {
    let new = Database::new();
    let full = Full::new(Database::new()).await;
    for imported in [false, true] {
        let database = left_by(12, &new, &full).await;
        let mut direct = database.direct().await;
        if imported {
            for sql in [
                "UPDATE rounds SET opened_at = closed_at, closes_at = closed_at WHERE state = 'sealed'",
                "INSERT INTO deeds (id, organisation_id, done_at, role, what) SELECT 'import', organisation_id, created_at, 'admin', 'imported 1 round of 1 team' FROM teams",
            ] {
                assert!(direct.run(sql).await.unwrap() > 0);
            }
        }
        direct.close().await;
        let store = database.open().await;
        let of = store.organisations().await.unwrap().remove(0).id;
        let rounds = store.imported_rounds(&of).await.unwrap();
        let teams = store.imported_teams(&of).await.unwrap();
        if imported {
            assert_eq!((rounds, teams), (vec![full.sealed.0.clone()], vec![full.team.clone()]));
        } else {
            assert!(rounds.is_empty() && teams.is_empty());
        }
        store.close().await;
    }
}

/// What was there when this version was the latest is there, and rounds go on.
async fn can_be_read(store: &Store, full: &Full, version: i64) {
    let since = |first: i64| usize::from(version >= first);
    let (open, given) = &full.open;
    for (person, answers) in given.iter().enumerate() {
        let read = store.answers_of(open, &receipt(person)).await.unwrap();
        assert_eq!(read.as_ref(), Some(answers));
    }
    let (sealed, tally) = &full.sealed;
    assert_eq!(store.tally(sealed).await.unwrap().as_ref(), Some(tally));
    let links = store.session(&full.session.hash(), NOW).await.unwrap();
    assert_eq!(links.iter().map(|link| &link.id).collect::<Vec<_>>(), [&full.link]);
    let team = store.team(&full.team).await.unwrap().unwrap();
    assert_eq!((team.name.as_str(), team.shares), ("Falcons", version >= 3));
    let rounds = store.rounds(&full.team).await.unwrap();
    let states: Vec<_> = rounds.iter().map(|round| round.state).collect();
    assert!(states.len() == 2 && states.contains(&RoundState::Sealed), "{states:?}");
    let board = Board::Team(full.team.clone());
    assert_eq!(store.experiments(&board).await.unwrap().len(), since(5));
    assert_eq!(store.signals(&full.team).await.unwrap().len(), since(6));
    let webhook = store.webhook(&full.team).await.unwrap();
    assert_eq!(webhook.iter().count(), since(7));
    if let Some(webhook) = webhook {
        assert_eq!(store.deliveries(&webhook.id).await.unwrap().len(), 1);
    }

    let closing = store.close_round(open, ClosedBy::Facilitator, NOW + 2).await.unwrap();
    assert_eq!(closing, Closing::Sealed);
    assert_eq!(store.tally(open).await.unwrap(), Some(Tally::of(given, true)));
}
