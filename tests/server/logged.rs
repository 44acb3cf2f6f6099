//! A database server that writes answers into its own log is told of.

use crate::database::Database;
use crate::process::Process;
use std::time::Duration;

#[tokio::test]
async fn a_database_server_that_logs_answers_is_told_of_at_the_start() {
    const WARNING: &str = "writes statements with their values into its log";
    let database = Database::server();
    let Database::Server(rented) = &database else { panic!("it is on the server") };
    let mut boss = rented.cluster().boss(rented.name()).await;
    let folder = tempfile::tempdir().unwrap();
    let mut told = 0;
    for (settings, because) in [
        (&[][..], None),
        (&["log_min_duration_statement = 0"], Some("log_min_duration_statement")),
        (&["log_parameter_max_length = 0"], None),
    ] {
        for setting in settings {
            let sql = format!("ALTER DATABASE {} SET {setting}", rented.name());
            sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&mut boss).await.unwrap();
        }
        let url = rented.url();
        let mut process = Process::start(folder.path(), &[("ANDON_DATABASE_URL", &url)]);
        // Only then does it listen to being told to stop.
        process.visitor().get("/healthz").await.ok().await;
        process.terminate();
        assert!(process.ended(Duration::from_secs(30)).await.success());
        let log = process.log();
        told += usize::from(because.is_some());
        assert_eq!(log.matches(WARNING).count(), told, "{log}");
        assert!(because.is_none_or(|setting| log.contains(setting)), "{log}");
        assert!(!log.contains(rented.cluster().password()));
    }
}
