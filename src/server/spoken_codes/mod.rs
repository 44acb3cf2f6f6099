//! Trying spoken codes: right ones are answered at once, wrong ones are braked.
//!
//! A code has 33 bits, holds while its round is open, and gives the join link only. Two
//! brakes stand against guessing, and neither can be used to lock others out, because a
//! right code is no guess: it uses nothing up, however many people in one office type it.
//!
//! | brake | over | what it does | where |
//! |---|---|---|---|
//! | budget | wrong codes of one network | beyond it, codes of that network are not looked up | [`budget`] |
//! | brake | wrong codes of everybody | beyond it, a wrong code is answered later, and takes more of its network's budget | [`brake`] |
//!
//! The budget bounds how much can be guessed from one network. The brake bounds how much can
//! be guessed from many, for it makes each of them poorer; that it holds wrong answers back
//! costs whoever guesses a connection. It is no secret that a code is wrong: whoever hears
//! nothing for a second knows it. To hide that, right codes would have to wait too.

mod brake;
mod budget;

use super::context::Context;
use super::error::AppError;
use super::limits::Action;
use brake::Brake;
use budget::Budgets;
use std::future::Future;
use std::net::IpAddr;
use std::time::Instant;

/// What one wrong code takes of a network's budget while the brake is on.
const COST_WHEN_BRAKED: u32 = 5;

/// What has become of a code that somebody tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It is that of an open round.
    Right,
    /// It is not.
    Wrong,
    /// It is not, and there are many wrong ones: whoever tried it is told later, or that
    /// there are too many.
    Delayed,
    /// It was not looked up.
    Refused,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Right, Self::Wrong, Self::Delayed, Self::Refused];

    /// Its name in metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Wrong => "wrong",
            Self::Delayed => "delayed",
            Self::Refused => "refused",
        }
    }
}

/// What one server process remembers of tries: how many wrong ones, and of which networks.
pub struct SpokenCodes(Option<Brakes>);

struct Brakes {
    budgets: Budgets,
    brake: Brake,
}

/// What a try has come to.
enum Tried<T> {
    Right(T),
    Wrong,
    Braked,
    /// For so many seconds, codes of this network are not looked up.
    Refused(u64),
}

impl SpokenCodes {
    /// With brakes, or without.
    #[must_use]
    pub fn new(braked: bool) -> Self {
        Self(braked.then(|| Brakes { budgets: Budgets::default(), brake: Brake::default() }))
    }

    /// Forgets networks that have been quiet.
    pub fn forget_quiet(&self) {
        if let Some(brakes) = &self.0 {
            brakes.budgets.forget_paid(Instant::now());
        }
    }

    /// Looks a code up, if its network may try one.
    async fn look_up<T, E>(
        &self,
        from: IpAddr,
        found: impl Future<Output = Result<Option<T>, E>>,
    ) -> Result<Tried<T>, E> {
        let Some(brakes) = &self.0 else {
            return Ok(found.await?.map_or(Tried::Wrong, Tried::Right));
        };
        // Of one network, one try after another: else a hundred at once would all be looked
        // up before the first of them is found to be wrong.
        let account = brakes.budgets.account(from).await;
        if let Some(wait) = account.overdrawn(Instant::now()) {
            return Ok(Tried::Refused(wait.as_secs() + 1));
        }
        if let Some(found) = found.await? {
            return Ok(Tried::Right(found));
        }
        let braked = brakes.brake.bites();
        account.charge(if braked { COST_WHEN_BRAKED } else { 1 }, Instant::now());
        Ok(if braked { Tried::Braked } else { Tried::Wrong })
    }
}

impl Context {
    /// What a spoken code leads to, or nothing where it is wrong.
    ///
    /// # Errors
    /// [`AppError::TooMany`] where this network, or everybody together, has tried too many
    /// wrong ones; those of `found`.
    // Shown by tests/server/spoken_codes.rs
    pub async fn try_code<T>(
        &self,
        found: impl Future<Output = Result<Option<T>, AppError>>,
    ) -> Result<Option<T>, AppError> {
        let app = &self.app;
        let tried = app.spoken_codes.look_up(self.address(), found).await?;
        let outcome = match tried {
            Tried::Right(_) => Outcome::Right,
            Tried::Wrong => Outcome::Wrong,
            Tried::Braked => Outcome::Delayed,
            Tried::Refused(_) => Outcome::Refused,
        };
        app.metrics.code_tried(outcome);
        match tried {
            Tried::Right(found) => Ok(Some(found)),
            Tried::Wrong => Ok(None),
            Tried::Braked => {
                if let Some(brakes) = &app.spoken_codes.0 {
                    brakes.brake.hold(&app.stop).await?;
                }
                Ok(None)
            }
            Tried::Refused(retry_after) => {
                app.metrics.slowed_down(Action::SpokenCode);
                Err(AppError::TooMany { retry_after })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};

    const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);

    fn wrong() -> std::future::Ready<Result<Option<()>, ()>> {
        std::future::ready(Ok(None))
    }

    fn right() -> std::future::Ready<Result<Option<()>, ()>> {
        std::future::ready(Ok(Some(())))
    }

    #[tokio::test]
    async fn right_codes_use_nothing_up() {
        let codes = SpokenCodes::new(true);
        for _ in 0..500 {
            assert!(matches!(codes.look_up(HERE, right()).await, Ok(Tried::Right(()))));
        }
        for _ in 0..10 {
            assert!(matches!(codes.look_up(HERE, wrong()).await, Ok(Tried::Wrong)));
        }
        assert!(matches!(codes.look_up(HERE, wrong()).await, Ok(Tried::Refused(1..=7))));
    }

    #[tokio::test]
    async fn a_hundred_at_once_are_no_way_around_the_budget() {
        let codes = SpokenCodes::new(true);
        let looked_up = AtomicU32::new(0);
        let slow = || async {
            looked_up.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
            wrong().await
        };
        let all = (0..100).map(|_| codes.look_up(HERE, slow()));
        futures::future::join_all(all).await;
        assert_eq!(looked_up.into_inner(), 10);
    }

    #[tokio::test]
    async fn many_networks_get_poorer_and_right_codes_go_through() {
        let codes = SpokenCodes::new(true);
        let mut looked_up = 0;
        for round in 0..10 {
            for network in 0..300_u32 {
                let from = std::net::Ipv6Addr::from_bits(u128::from(network) << 80 | 1 << 125);
                match codes.look_up(from.into(), wrong()).await {
                    Ok(Tried::Wrong | Tried::Braked) => looked_up += 1,
                    Ok(Tried::Refused(_)) => {}
                    other => panic!("{round}: {:?}", other.is_ok()),
                }
            }
        }
        // 50 before the brake bites, then two of each network; a few more for the time it takes.
        assert!((600..700).contains(&looked_up), "{looked_up}");
        assert!(matches!(codes.look_up(HERE, right()).await, Ok(Tried::Right(()))));
    }

    #[tokio::test]
    async fn without_brakes_all_are_looked_up() {
        let codes = SpokenCodes::new(false);
        for _ in 0..500 {
            assert!(matches!(codes.look_up(HERE, wrong()).await, Ok(Tried::Wrong)));
        }
    }
}
