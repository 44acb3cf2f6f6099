//! A standby that holds the server to what it still reads, as `hot_standby_feedback` does.
//! Here it is a few messages on a wire: no second server is needed for them.

use crate::database::{Cluster, Database};
use crate::support::{House, NOW, answer};
use andon::store::{ClosedBy, Closing, StoreError};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

/// The superuser, who may replicate.
const BOSS: &str = "postgres";

/// A standby's connection, as far as the server can tell.
struct Standby(TcpStream);

impl Standby {
    /// Begins to follow the server, with a replication slot or without one.
    async fn of(cluster: &Cluster, slot: Option<&str>) -> Self {
        let mut standby = Self(TcpStream::connect(("127.0.0.1", cluster.port())).await.unwrap());
        let mut hello = 196_608_i32.to_be_bytes().to_vec();
        for word in ["user", BOSS, "replication", "true", ""] {
            hello.extend(word.as_bytes());
            hello.push(0);
        }
        standby.send(None, &hello).await;
        standby.until(b'R').await;
        standby.send(Some(b'p'), format!("{}\0", cluster.password()).as_bytes()).await;
        standby.until(b'Z').await;
        let mut boss = cluster.boss(BOSS).await;
        let at: String = sqlx::query_scalar("SELECT CAST(pg_current_wal_lsn() AS TEXT)")
            .fetch_one(&mut boss)
            .await
            .unwrap();
        if let Some(slot) = slot {
            standby.ask(&format!("CREATE_REPLICATION_SLOT {slot} PHYSICAL"), b'Z').await;
            standby.ask(&format!("START_REPLICATION SLOT {slot} PHYSICAL {at}"), b'W').await;
        } else {
            standby.ask(&format!("START_REPLICATION PHYSICAL {at}"), b'W').await;
        }
        standby
    }

    /// Says from which transaction on it still reads; 0 for none.
    async fn reads_from(&mut self, cluster: &Cluster, transaction: u32) {
        let mut feedback = vec![b'h'];
        feedback.extend(0_i64.to_be_bytes());
        feedback.extend([transaction, 0, 0, 0].map(u32::to_be_bytes).concat());
        self.send(Some(b'd'), &feedback).await;
        let mut boss = cluster.boss(BOSS).await;
        for _ in 0..500 {
            let heard: bool = sqlx::query_scalar(
                "SELECT COALESCE(s.xmin, w.backend_xmin) IS NOT NULL FROM pg_stat_replication w LEFT JOIN pg_replication_slots s ON s.active_pid = w.pid",
            )
            .fetch_one(&mut boss)
            .await
            .unwrap();
            if heard == (transaction != 0) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("the server takes no notice");
    }

    async fn ask(&mut self, command: &str, answer: u8) {
        self.send(Some(b'Q'), format!("{command}\0").as_bytes()).await;
        self.until(answer).await;
    }

    async fn send(&mut self, kind: Option<u8>, body: &[u8]) {
        let length = i32::try_from(body.len() + 4).unwrap().to_be_bytes();
        let message: Vec<u8> = kind.into_iter().chain(length).chain(body.iter().copied()).collect();
        self.0.write_all(&message).await.unwrap();
    }

    /// Reads messages up to one of this kind.
    async fn until(&mut self, wanted: u8) {
        loop {
            let kind = self.0.read_u8().await.unwrap();
            let length = usize::try_from(self.0.read_i32().await.unwrap() - 4).unwrap();
            let mut body = vec![0; length];
            self.0.read_exact(&mut body).await.unwrap();
            assert_ne!(kind, b'E', "{}", String::from_utf8_lossy(&body));
            if kind == wanted {
                return;
            }
        }
    }
}

/// A round is closed while a standby reads, and again it is looked when it does not.
async fn bytes_are_owed_until_it_has_read(slot: Option<&str>) {
    let cluster = Cluster::of_its_own();
    let house = House::on(Database::Server(cluster.rent()), 5).await;
    let round = house.open_round(8, true, NOW).await;
    let given = answer(&house.store, &round, 0, 6).await;
    let marker = given[0].encode();
    let mut boss = cluster.boss(BOSS).await;
    let now: i64 = sqlx::query_scalar("SELECT CAST(CAST(pg_current_xact_id() AS TEXT) AS BIGINT)")
        .fetch_one(&mut boss)
        .await
        .unwrap();
    let mut standby = Standby::of(&cluster, slot).await;
    standby.reads_from(&cluster, u32::try_from(now).unwrap()).await;
    let closing = house.store.close_round(&round, ClosedBy::Facilitator, NOW + 2).await.unwrap();
    assert_eq!(closing, Closing::Sealed);
    assert!(house.holds(marker.as_bytes()), "the standby could still read them");
    assert!(house.store.bytes_owed().await.unwrap(), "and that is known");
    let error = house.store.clean_bytes().await.unwrap_err();
    assert!(matches!(error, StoreError::BytesHeld), "{error}");
    standby.reads_from(&cluster, 0).await;
    house.store.clean_bytes().await.unwrap();
    assert!(!house.holds(marker.as_bytes()));
    assert!(!house.store.bytes_owed().await.unwrap());
    house.store.close().await;
}

#[tokio::test]
async fn bytes_are_owed_while_a_standby_reads_through_a_slot() {
    bytes_are_owed_until_it_has_read(Some("standby")).await;
}

/// Andon's user cannot see that there is one.
#[tokio::test]
async fn bytes_are_owed_while_a_standby_reads_of_which_nobody_tells() {
    bytes_are_owed_until_it_has_read(None).await;
}
