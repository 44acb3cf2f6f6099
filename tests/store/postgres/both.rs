//! Two processes on one database do the same thing at the same moment. (Two stores have
//! nothing in common but the server, as two processes have.)

#![allow(clippy::large_futures, reason = "two of the store's at once")]

use crate::database::{Cluster, Direct, Rented, pool};
use crate::support::{Dice, NOW, answer, link, link_with, open_round, organisation, receipt};
use andon::catalogue::{DimensionId, PatternId};
use andon::kata::{MOST_RUNNING, Move, Plan};
use andon::measure::{DimensionSums, Tally};
use andon::store::{
    Board, ClosedBy, Closing, ExperimentId, NewExperiment, NewMove, NewPool, OrganisationId, Role,
    Secret, Store, StoreError, Submitted, TeamId,
};
use jiff::civil::{Date, date};
use std::time::Duration;

/// How often each pair is let loose, each time a little earlier or later.
const SCHEDULES: usize = 50;
const TODAY: Date = date(2027, 1, 15);

/// Two stores on one database.
struct Both {
    rented: Rented,
    one: Store,
    other: Store,
    of: OrganisationId,
    dice: Dice,
}

impl Both {
    async fn new(seed: u64) -> Self {
        let rented = Cluster::shared().rent();
        let one = Store::connect(&rented.url(), pool()).await.unwrap();
        let other = Store::connect(&rented.url(), pool()).await.unwrap();
        let (of, _) = organisation(&one, 5).await;
        Self { rented, one, other, of, dice: Dice::new(seed) }
    }

    async fn team(&self) -> TeamId {
        self.one.add_team(&self.of, "T", link(Role::Facilitator), NOW).await.unwrap()
    }

    /// Both at once, or nearly so.
    async fn at_once<T>(
        &mut self,
        one: impl Future<Output = T>,
        other: impl Future<Output = T>,
    ) -> (T, T) {
        let [before_one, before_other] = [self.pause(), self.pause()];
        tokio::join!(
            async {
                before_one.await;
                one.await
            },
            async {
                before_other.await;
                other.await
            }
        )
    }

    /// Up to five milliseconds, or a few turns of the scheduler.
    fn pause(&mut self) -> impl Future<Output = ()> + use<> {
        let (turns, time) = (self.dice.below(20), self.dice.below(10).saturating_sub(5));
        async move {
            for _ in 0..turns {
                tokio::task::yield_now().await;
            }
            if time > 0 {
                tokio::time::sleep(Duration::from_millis(time as u64)).await;
            }
        }
    }

    async fn count(&self, of: &str) -> i64 {
        let mut direct = Direct::to_server(&self.rented.url()).await;
        let count = direct.number(&format!("SELECT COUNT(*) FROM {of}")).await;
        direct.close().await;
        count
    }

    async fn end(self) {
        self.one.close().await;
        self.other.close().await;
    }
}

/// Whether one of two outcomes is this and the other is that.
fn one_each<T>(both: &(T, T), this: impl Fn(&T) -> bool, that: impl Fn(&T) -> bool) -> bool {
    (this(&both.0) && that(&both.1)) || (that(&both.0) && this(&both.1))
}

#[tokio::test]
async fn of_two_that_close_a_round_one_seals_it() {
    let mut both = Both::new(1).await;
    for _ in 0..SCHEDULES {
        let (one, other, team) = (both.one.clone(), both.other.clone(), both.team().await);
        let round = open_round(&one, &team, 9, true, NOW).await;
        let given = answer(&one, &round, 0, 6).await;
        let by = ClosedBy::Facilitator;
        let closed = both
            .at_once(one.close_round(&round, by, NOW + 2), other.close_round(&round, by, NOW + 2))
            .await;
        let (first, second) = (closed.0.unwrap(), closed.1.unwrap());
        assert!(
            one_each(
                &(first, second),
                |it| *it == Closing::Sealed,
                |it| *it == Closing::AlreadyClosed
            ),
            "{first:?}, {second:?}"
        );
        assert_eq!(both.count(&format!("tally_items WHERE round_id = '{round}'")).await, 18);
        assert_eq!(other.tally(&round).await.unwrap(), Some(Tally::of(&given, true)));
        assert!(!one.bytes_owed().await.unwrap());
    }
    both.end().await;
}

#[tokio::test]
async fn two_that_close_different_rounds_clean_up_after_both() {
    let mut both = Both::new(2).await;
    for _ in 0..SCHEDULES {
        let (one, other) = (both.one.clone(), both.other.clone());
        let (team, another) = (both.team().await, both.team().await);
        let round = open_round(&one, &team, 9, true, NOW).await;
        let second = open_round(&one, &another, 9, true, NOW).await;
        answer(&one, &round, 0, 5).await;
        answer(&one, &second, 10, 5).await;
        let by = ClosedBy::Facilitator;
        let closed = both
            .at_once(one.close_round(&round, by, NOW + 2), other.close_round(&second, by, NOW + 2))
            .await;
        assert_eq!((closed.0.unwrap(), closed.1.unwrap()), (Closing::Sealed, Closing::Sealed));
        // Who came second may have found the other's readers in the way.
        one.clean_bytes().await.unwrap();
        assert!(!one.bytes_owed().await.unwrap());
        assert_eq!(both.count("open_responses").await, 0);
    }
    both.end().await;
}

#[tokio::test]
async fn of_two_that_open_a_draft_one_does() {
    let mut both = Both::new(3).await;
    for number in 0..SCHEDULES {
        let (one, other, team) = (both.one.clone(), both.other.clone(), both.team().await);
        let draft = one.create_draft(&team, 9, NOW + 1_000, true, "1", NOW).await.unwrap();
        let (token, code) = (format!("a{number}"), format!("b{number}"));
        let opened = both
            .at_once(
                one.open_round(&draft, &token, &token, &[1; 32], NOW),
                other.open_round(&draft, &code, &code, &[2; 32], NOW),
            )
            .await;
        let refused = |it: &Result<_, _>| matches!(it, Err(StoreError::NotADraft));
        assert!(one_each(&opened, Result::is_ok, refused), "{opened:?}");
        let won = if opened.0.is_ok() { token } else { code };
        let round = other.round(&draft).await.unwrap().unwrap();
        assert_eq!(round.join_token, Some(won));
    }
    both.end().await;
}

#[tokio::test]
async fn of_two_that_make_a_draft_one_does() {
    let mut both = Both::new(4).await;
    for _ in 0..SCHEDULES {
        let (one, other, team) = (both.one.clone(), both.other.clone(), both.team().await);
        let made = both
            .at_once(
                one.create_draft(&team, 9, NOW + 1_000, true, "1", NOW),
                other.create_draft(&team, 9, NOW + 1_000, true, "1", NOW),
            )
            .await;
        let refused = |it: &Result<_, _>| matches!(it, Err(StoreError::RoundInProgress));
        assert!(one_each(&made, Result::is_ok, refused), "{made:?}");
    }
    both.end().await;
}

async fn propose(store: &Store, team: &TeamId) -> ExperimentId {
    let text = || "something".to_owned();
    let plan = Plan {
        title: text(),
        pattern: Some(PatternId::BigBatches),
        hypothesis: text(),
        target: text(),
        current: String::new(),
        first_step: text(),
        measure: text(),
        review_on: Some(date(2027, 2, 15)),
        owner: "AB".to_owned(),
    };
    let new = NewExperiment {
        board: Board::Team(team.clone()),
        catalogue_entry: None,
        follows: None,
        plan,
        proposed_on: TODAY,
    };
    store.add_experiment(&new).await.unwrap()
}

fn start() -> NewMove {
    NewMove {
        step: Move::Start,
        edition: 1,
        answer: "because".to_owned(),
        on: TODAY,
        review_on: None,
        first_due: Some(date(2027, 1, 22)),
    }
}

#[tokio::test]
async fn no_more_than_three_experiments_start_and_each_of_them_once() {
    let mut both = Both::new(5).await;
    let start = start();
    for _ in 0..SCHEDULES {
        let (one, other, team) = (both.one.clone(), both.other.clone(), both.team().await);
        let first = propose(&one, &team).await;
        // The same one.
        let started = both
            .at_once(one.move_experiment(&first, &start), other.move_experiment(&first, &start))
            .await;
        let moved = |it: &Result<_, _>| matches!(it, Err(StoreError::ExperimentMoved));
        assert!(one_each(&started, Result::is_ok, moved), "{started:?}");
        for _ in 2..MOST_RUNNING {
            let id = propose(&one, &team).await;
            one.move_experiment(&id, &start).await.unwrap();
        }
        // The last place.
        let (third, fourth) = (propose(&one, &team).await, propose(&one, &team).await);
        let started = both
            .at_once(one.move_experiment(&third, &start), other.move_experiment(&fourth, &start))
            .await;
        let full = |it: &Result<_, _>| matches!(it, Err(StoreError::TooManyRunning));
        assert!(one_each(&started, Result::is_ok, full), "{started:?}");
        let running = format!("experiments WHERE team_id = '{team}' AND state = 'running'");
        assert_eq!(both.count(&running).await, i64::try_from(MOST_RUNNING).unwrap());
    }
    both.end().await;
}

#[tokio::test]
async fn a_period_is_decided_once() {
    let mut both = Both::new(6).await;
    let mut rounds = Vec::new();
    for _ in 0..3 {
        let team = both.team().await;
        let round = open_round(&both.one, &team, 9, true, NOW).await;
        answer(&both.one, &round, 0, 5).await;
        both.one.close_round(&round, ClosedBy::Facilitator, NOW + 2).await.unwrap();
        rounds.push(round);
    }
    let of = both.of.clone();
    for number in 0..SCHEDULES {
        let (one, other) = (both.one.clone(), both.other.clone());
        let period = format!("2027-Q{number}");
        let pools = DimensionId::ALL.map(|dimension| NewPool {
            group: None,
            dimension,
            rounds: rounds.iter().map(|round| (round.clone(), true)).collect(),
            sums: DimensionSums::default(),
        });
        let (mut first, mut second) =
            (one.standing(&of).await.unwrap(), other.standing(&of).await.unwrap());
        let decided = both
            .at_once(
                one.decide_period(&of, &period, &pools, &mut first),
                other.decide_period(&of, &period, &pools, &mut second),
            )
            .await;
        let decided = (decided.0.unwrap(), decided.1.unwrap());
        assert!(decided.0 != decided.1, "{decided:?}");
        // Who was slower does not know what was decided, so nothing it works out counts.
        assert!(first != second);
        let (mut first, mut second) =
            (one.standing(&of).await.unwrap(), other.standing(&of).await.unwrap());
        let decided = both
            .at_once(
                one.decide_works(&of, &period, &[], &mut first),
                other.decide_works(&of, &format!("{period}b"), &[], &mut second),
            )
            .await;
        let changed = |it: &Result<_, _>| matches!(it, Err(StoreError::Changed));
        assert!(one_each(&decided, Result::is_ok, changed), "{decided:?}");
        assert!(other.is_decided(&of, &period).await.unwrap());
        let pooled = format!("released_pools WHERE period = '{period}'");
        assert_eq!(both.count(&pooled).await, 6);
    }
    both.end().await;
}

#[tokio::test]
async fn links_made_at_once_all_hold_and_a_calendar_has_one() {
    let mut both = Both::new(7).await;
    let of = both.of.clone();
    for number in 0..SCHEDULES {
        let (one, other, team) = (both.one.clone(), both.other.clone(), both.team().await);
        let (first, second) = (Secret::random().unwrap(), Secret::random().unwrap());
        let made = both
            .at_once(
                one.add_link(&of, Some(&team), None, link_with(Role::Facilitator, &first), NOW),
                other.add_link(&of, None, None, link_with(Role::Coach, &second), NOW),
            )
            .await;
        made.0.unwrap();
        made.1.unwrap();
        for secret in [&first, &second] {
            assert!(other.link_by_hash(&secret.hash(), NOW).await.unwrap().is_some(), "{number}");
        }
        let (first, second) = (first.hash(), second.hash());
        let made = both
            .at_once(
                one.make_calendar_link(&team, &first, NOW),
                other.make_calendar_link(&team, &second, NOW),
            )
            .await;
        made.0.unwrap();
        made.1.unwrap();
        let holds = (
            one.calendar_by_secret(&first).await.unwrap().is_some(),
            one.calendar_by_secret(&second).await.unwrap().is_some(),
        );
        assert!(holds.0 != holds.1, "{holds:?}");
    }
    both.end().await;
}

#[tokio::test]
async fn a_ballot_counts_once_and_the_last_place_is_given_once() {
    let mut both = Both::new(8).await;
    for _ in 0..SCHEDULES {
        let (one, other, team) = (both.one.clone(), both.other.clone(), both.team().await);
        let round = open_round(&one, &team, 4, true, NOW).await;
        let [first, second] = [both.dice.answers(), both.dice.answers()];
        let (here, there) = (receipt(1), receipt(2));
        // A button that was pressed twice.
        let sent = both
            .at_once(
                one.submit(&round, &here, &first, None, NOW + 1),
                other.submit(&round, &here, &first, None, NOW + 1),
            )
            .await;
        let sent = (sent.0.unwrap(), sent.1.unwrap());
        let stored = |it: &Submitted| *it == Submitted::Stored;
        assert!(one_each(&sent, stored, |it| *it == Submitted::Unchanged), "{sent:?}");
        // One ballot in two windows.
        let sent = both
            .at_once(
                one.submit(&round, &there, &first, None, NOW + 1),
                other.submit(&round, &there, &second, None, NOW + 1),
            )
            .await;
        let sent = (sent.0.unwrap(), sent.1.unwrap());
        assert!(one_each(&sent, stored, |it| *it == Submitted::Stale), "{sent:?}");
        let won = if sent.0 == Submitted::Stored { first } else { second };
        assert_eq!(other.answers_of(&round, &there).await.unwrap(), Some(won));
        // The last place.
        one.submit(&round, &receipt(3), &first, None, NOW + 1).await.unwrap();
        let sent = both
            .at_once(
                one.submit(&round, &receipt(4), &first, None, NOW + 1),
                other.submit(&round, &receipt(5), &second, None, NOW + 1),
            )
            .await;
        let sent = (sent.0.unwrap(), sent.1.unwrap());
        assert!(one_each(&sent, stored, |it| *it == Submitted::RosterFull), "{sent:?}");
        assert_eq!(one.response_count(&round).await.unwrap(), 4);
    }
    both.end().await;
}

#[tokio::test]
async fn an_answer_that_comes_while_the_round_is_closed_is_counted_or_refused() {
    let mut both = Both::new(9).await;
    for _ in 0..SCHEDULES {
        let (one, other, team) = (both.one.clone(), both.other.clone(), both.team().await);
        let round = open_round(&one, &team, 9, true, NOW).await;
        let mut given = answer(&one, &round, 0, 5).await;
        let late = both.dice.answers();
        let closing = async {
            let closed = one.close_round(&round, ClosedBy::Facilitator, NOW + 2).await.unwrap();
            assert_eq!(closed, Closing::Sealed);
            Submitted::Closed
        };
        let late_receipt = receipt(77);
        let sending =
            async { other.submit(&round, &late_receipt, &late, None, NOW + 1).await.unwrap() };
        match both.at_once(closing, sending).await.1 {
            Submitted::Stored => given.push(late),
            outcome => assert_eq!(outcome, Submitted::Closed),
        }
        assert_eq!(one.tally(&round).await.unwrap(), Some(Tally::of(&given, true)));
        assert_eq!(both.count("open_responses").await, 0);
    }
    both.end().await;
}
