//! A PostgreSQL server for one run of the tests.
//!
//! Every test may be a process of its own, so the server belongs to their parent, the
//! test runner: the first test that needs it makes a folder that is named after the
//! runner, a server in it, and a watchdog that takes both away when the runner has gone
//! (or after an hour, should that never be noticed). The others wait for its file
//! `ready`. Nothing of it outlives the run, and nothing is installed or configured.
//!
//! Passwords are asked for, because trust on loopback would let everybody on this
//! machine act as the server's user; they go over in the clear, because what is usual
//! costs a connection thousands of hashes, which a debug build notices. Andon's own user
//! is no superuser, as it should be in earnest. Texts are sorted as people sort them
//! (ICU's English), not by their bytes as SQLite does: what relies on bytes shows.

#![allow(dead_code, reason = "each of the two test programs uses its part")]

use andon::store::{Secret, Store};
use sqlx::{AssertSqlSafe, Connection as _, PgConnection};
use std::fs;
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long a server may take to start, and others may wait for it.
const PATIENCE: Duration = Duration::from_mins(2);
/// The user that owns all databases.
const USER: &str = "andon";
/// Whose copies the databases of the tests are.
const TEMPLATE: &str = "andon_template";
const SETTINGS: &str = "listen_addresses = '127.0.0.1'\nsynchronous_commit = on\nmax_connections = 400\nshared_buffers = 128MB\nmax_wal_size = 256MB\nlog_min_messages = warning\n";

/// For whom nothing has to survive a loss of power.
const FLEETING: &str = "fsync = off\nfull_page_writes = off\n";

/// How a server is stopped.
#[derive(Debug, Clone, Copy)]
pub enum Stop {
    /// Everybody is sent away, and everything is written down.
    Fast,
    /// All its processes end at once: they have no time to write anything.
    AtOnce,
}

/// A server.
pub struct Cluster {
    folder: PathBuf,
    port: u16,
    password: String,
}

impl Cluster {
    /// The one of this run.
    pub fn shared() -> &'static Self {
        static SHARED: OnceLock<Cluster> = OnceLock::new();
        SHARED.get_or_init(|| {
            let runner = std::os::unix::process::parent_id();
            // The number of a process may have been another's before.
            let started =
                said(Command::new("ps").args(["-o", "lstart=", "-p", &runner.to_string()]));
            let since: String = started.chars().filter(char::is_ascii_digit).collect();
            let folder = std::env::temp_dir().join(format!("andon-postgres-{runner}-{since}"));
            match make_private(&folder) {
                Ok(()) => {
                    let made = std::panic::catch_unwind(|| Self::make(&folder, runner, FLEETING));
                    if let Err(cause) = made {
                        let _ = fs::write(folder.join("failed"), b"");
                        std::panic::resume_unwind(cause);
                    }
                }
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => panic!("{}: {error}", folder.display()),
            }
            Self::wait_for(&folder)
        })
    }

    /// One of a single test's own, to be killed as it likes. It ends with this process.
    pub fn of_its_own() -> Self {
        Self::alone_with(FLEETING)
    }

    /// The same, with every commit written through to the disk.
    pub fn that_survives() -> Self {
        Self::alone_with("")
    }

    fn alone_with(settings: &str) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let (process, number) = (std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
        let folder = std::env::temp_dir().join(format!("andon-postgres-own-{process}-{number}"));
        make_private(&folder).unwrap();
        Self::make(&folder, process, settings);
        Self::wait_for(&folder)
    }

    fn make(folder: &Path, runner: u32, more: &str) {
        let programs = programs();
        let owner = owner(folder);
        let data = folder.join("data");
        let password = Secret::random().unwrap().as_str().to_owned();
        let password_file = folder.join("password");
        make_private(&data).unwrap();
        make_private(&folder.join("done")).unwrap();
        fs::write(&password_file, &password).unwrap();
        if let Some((user, group)) = owner {
            for path in [folder, &data, &password_file] {
                std::os::unix::fs::chown(path, Some(user), Some(group)).unwrap();
            }
        }
        watch(folder, &data, runner);

        let mut initdb = as_user(&programs.join("initdb"), folder, owner);
        initdb.args(["--username=postgres", "--auth=password", "--encoding=UTF8", "--locale=C"]);
        initdb.args(["--locale-provider=icu", "--icu-locale=en", "--no-sync", "--no-instructions"]);
        initdb.arg("--pwfile").arg(&password_file).arg("--pgdata").arg(&data);
        ran(&mut initdb);
        let settings = data.join("postgresql.conf");
        let old = fs::read_to_string(&settings).unwrap();
        let socket = format!("unix_socket_directories = '{}'\n", folder.display());
        fs::write(&settings, old + SETTINGS + more + &socket).unwrap();

        let mut cluster = Self { folder: folder.to_owned(), port: 0, password };
        cluster.start();
        alone(async || cluster.furnish().await);
        // Only whoever may read the folder may know; and the file appears at once.
        let draft = folder.join("draft");
        fs::write(&draft, format!("{} {}", cluster.port, cluster.password)).unwrap();
        fs::rename(draft, folder.join("ready")).unwrap();
    }

    fn wait_for(folder: &Path) -> Self {
        let since = Instant::now();
        while since.elapsed() < PATIENCE && !folder.join("failed").exists() {
            if let Ok(text) = fs::read_to_string(folder.join("ready")) {
                let (port, password) = text.split_once(' ').unwrap();
                let (port, password) = (port.parse().unwrap(), password.to_owned());
                return Self { folder: folder.to_owned(), port, password };
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        panic!("no PostgreSQL server in {}: see the test that was to start it", folder.display());
    }

    /// Starts the server, on a port that is free.
    pub fn start(&mut self) {
        let data = self.folder.join("data");
        for _ in 0..5 {
            if self.port == 0 {
                let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
                self.port = free.local_addr().unwrap().port();
            }
            let mut start = as_user(&programs().join("pg_ctl"), &self.folder, owner(&self.folder));
            start.arg("start").arg("-w").arg("-D").arg(&data);
            start.arg("-l").arg(self.folder.join("log")).arg("-o").arg(format!("-p {}", self.port));
            if start.status().unwrap().success() {
                return;
            }
            // Somebody else may have taken the port meanwhile.
            self.port = 0;
        }
        let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        panic!("PostgreSQL does not start: {log}");
    }

    /// Stops the server.
    pub fn stop(&self, how: Stop) {
        let mode = match how {
            Stop::Fast => "fast",
            Stop::AtOnce => "immediate",
        };
        let mut stop = as_user(&programs().join("pg_ctl"), &self.folder, owner(&self.folder));
        ran(stop.args(["stop", "-w", "-m", mode, "-D"]).arg(self.folder.join("data")));
    }

    /// One of the server's programs.
    #[allow(dead_code, reason = "the benches need it")]
    pub fn program(name: &str) -> PathBuf {
        programs().join(name)
    }

    async fn furnish(&self) {
        let mut boss = self.boss("postgres").await;
        let password = &self.password;
        for sql in [
            format!("CREATE ROLE {USER} LOGIN CREATEDB PASSWORD '{password}'"),
            format!("GRANT pg_checkpoint TO {USER}"),
            format!("CREATE DATABASE {TEMPLATE} OWNER {USER}"),
        ] {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut boss).await.unwrap();
        }
        let store = Store::connect(&self.url(TEMPLATE), super::pool()).await.unwrap();
        store.close().await;
        boss.close().await.unwrap();
    }

    /// Makes a database that has all tables.
    pub fn rent(&self) -> Rented {
        self.copy_of(TEMPLATE)
    }

    /// Makes one that has none.
    pub fn rent_empty(&self) -> Rented {
        self.copy_of("template1")
    }

    fn copy_of(&self, template: &str) -> Rented {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let (process, number) = (std::process::id(), NUMBER.fetch_add(1, Ordering::SeqCst));
        let moment = std::time::UNIX_EPOCH.elapsed().unwrap().as_millis();
        let name = format!("test_{process}_{number}_{moment}");
        let oid = alone(async || {
            let mut boss = self.boss("postgres").await;
            for old in self.done_with() {
                let sql = format!("DROP DATABASE IF EXISTS {old} WITH (FORCE)");
                sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut boss).await.unwrap();
            }
            let sql = format!("CREATE DATABASE {name} TEMPLATE {template} OWNER {USER}");
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut boss).await.unwrap();
            let oid: i64 = sqlx::query_scalar(
                "SELECT CAST(oid AS BIGINT) FROM pg_database WHERE datname = $1",
            )
            .bind(&name)
            .fetch_one(&mut boss)
            .await
            .unwrap();
            boss.close().await.unwrap();
            oid
        });
        let (folder, port) = (self.folder.clone(), self.port);
        Rented { cluster: Self { folder, port, password: self.password.clone() }, name, oid }
    }

    /// The databases that nobody needs any more, each given to one caller.
    fn done_with(&self) -> Vec<String> {
        let done = fs::read_dir(self.folder.join("done")).into_iter().flatten().flatten();
        done.filter(|entry| fs::remove_file(entry.path()).is_ok())
            .filter_map(|entry| entry.file_name().into_string().ok())
            .collect()
    }

    /// The address of a database, for Andon's user.
    pub fn url(&self, name: &str) -> String {
        format!("postgres://{USER}:{}@127.0.0.1:{}/{name}", self.password, self.port)
    }

    /// The same over a socket in the file system.
    pub fn socket_url(&self, name: &str) -> String {
        let host = self.folder.display();
        format!("postgres://{USER}:{}@localhost:{}/{name}?host={host}", self.password, self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// What the server has logged so far.
    #[allow(dead_code, reason = "each of the programs that share this uses its part")]
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap()
    }

    pub fn password(&self) -> &str {
        &self.password
    }

    /// A superuser's connection.
    pub async fn boss(&self, name: &str) -> PgConnection {
        let (password, port) = (&self.password, self.port);
        let url = format!("postgres://postgres:{password}@127.0.0.1:{port}/{name}");
        PgConnection::connect(&url).await.unwrap()
    }
}

/// A database on a server, gone soon after it is dropped, at latest with the server.
pub struct Rented {
    cluster: Cluster,
    name: String,
    oid: i64,
}

impl Rented {
    pub fn url(&self) -> String {
        self.cluster.url(&self.name)
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn cluster(&self) -> &Cluster {
        &self.cluster
    }

    /// Where its tables are.
    pub fn folder(&self) -> PathBuf {
        self.cluster.folder.join("data/base").join(self.oid.to_string())
    }

    /// Has the server write to its files what it holds in memory.
    pub fn write_out(&self) {
        self.boss("CHECKPOINT");
    }

    pub fn copy(&self) -> Self {
        self.cluster.copy_of(&self.name)
    }

    fn boss(&self, sql: &str) {
        alone(async || {
            let mut boss = self.cluster.boss("postgres").await;
            sqlx::raw_sql(AssertSqlSafe(sql.to_owned())).execute(&mut boss).await.unwrap();
            boss.close().await.unwrap();
        });
    }
}

impl Drop for Rented {
    /// Notes that nobody needs it any more. Whoever comes next takes it away: to do that,
    /// the server waits for every connection that is just being made, and here one may be
    /// waiting for this very thread.
    fn drop(&mut self) {
        let _ = fs::write(self.cluster.folder.join("done").join(&self.name), b"");
    }
}

/// Runs to its end on a thread of its own, whatever runs on this one.
fn alone<T: Send>(work: impl AsyncFnOnce() -> T + Send) -> T {
    let run = || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(work())
    };
    std::thread::scope(|scope| scope.spawn(run).join().unwrap())
}

/// The folder of the server's programs.
fn programs() -> PathBuf {
    let mut folders = vec![PathBuf::from("/usr/lib/postgresql/15/bin")];
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut versions: Vec<PathBuf> = versions.map(|entry| entry.path().join("bin")).collect();
    versions.sort();
    folders.extend(versions.into_iter().rev());
    folders
        .into_iter()
        .find(|folder| folder.join("initdb").exists() && folder.join("pg_ctl").exists())
        .expect("PostgreSQL's server programs are missing: run scripts/tools postgres, or install PostgreSQL 15 or newer so that initdb is found")
}

/// The user and group that the server runs as, if it may not run as us: it refuses root.
fn owner(folder: &Path) -> Option<(u32, u32)> {
    // What we make is ours, and what the server was given is the server's.
    if let found @ 1.. = fs::metadata(folder).unwrap().uid() {
        let group = fs::metadata(folder).unwrap().gid();
        let ours = said(Command::new("id").arg("-u")) == found.to_string();
        return (!ours).then_some((found, group));
    }
    plain_user()
}

/// A user and group that may do nothing special, if we may do everything.
pub fn plain_user() -> Option<(u32, u32)> {
    if said(Command::new("id").arg("-u")) != "0" {
        return None;
    }
    let user = ["postgres", "nobody"].into_iter().find_map(|name| {
        let number = |which: &str| said(Command::new("id").args([which, name])).parse().ok();
        Some((number("-u")?, number("-g")?))
    });
    Some(user.expect("we are root, and there is no user postgres or nobody to be instead"))
}

fn make_private(folder: &Path) -> std::io::Result<()> {
    fs::DirBuilder::new().mode(0o700).create(folder)
}

fn as_user(program: &Path, folder: &Path, user: Option<(u32, u32)>) -> Command {
    let mut command = Command::new(program);
    if let Some((user, group)) = user {
        command.uid(user).gid(group);
    }
    // The server goes on when we have ended: it must not hold on to what is ours.
    command.current_dir(folder).env_remove("PGDATA").env("LC_ALL", "C");
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// Starts a process that ends the server and deletes the folder when the runner is gone.
fn watch(folder: &Path, data: &Path, runner: u32) {
    let script = r#"
        seconds=0
        while kill -0 "$1" 2>/dev/null && [ $seconds -lt 3600 ]; do sleep 1; seconds=$((seconds + 1)); done
        server=$(head -n 1 "$3/postmaster.pid" 2>/dev/null)
        [ -z "$server" ] || kill -QUIT "$server"
        for _ in 1 2 3 4 5; do rm -rf "$2" && break; sleep 1; done
    "#;
    let mut watchdog = Command::new("sh");
    watchdog.args(["-c", script, "watchdog", &runner.to_string()]).arg(folder).arg(data);
    // A group of its own: what is sent to the tests to end them is not for it.
    watchdog.current_dir("/").process_group(0);
    watchdog.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    watchdog.spawn().unwrap();
}

fn ran(command: &mut Command) {
    let output = command.stdout(Stdio::piped()).stderr(Stdio::piped()).output().unwrap();
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {error}");
}

fn said(command: &mut Command) -> String {
    let output = command.stderr(Stdio::null()).output().unwrap();
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
