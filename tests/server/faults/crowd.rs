//! People who answer as fast as they can, and remember what they were told.

use crate::dice::Dice;
use crate::support::{Answered, OpenRound, Visitor, between, fields};
use andon::catalogue::Answers;
use reqwest::{Method, Response, StatusCode};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::task::JoinHandle;

/// How many ask at the same time.
const LANES: usize = 16;
/// How many people of one round one lane is at most, so that two crowds fill no roster.
const PEOPLE: usize = 60;

/// What somebody wants: these answers stored, or none.
pub type Wish = Option<Answers>;

/// One person.
#[derive(Clone)]
pub struct Person {
    /// Which of the rounds.
    pub round: usize,
    /// The ballot or receipt, `name=value`.
    pub cookie: String,
    /// What was acknowledged last.
    pub acknowledged: Wish,
    /// What was asked for since then, and not acknowledged.
    pub asked: Option<Wish>,
    /// Whether it was said to that that nothing was done.
    pub denied: bool,
}

/// What became of a request.
pub enum Reply {
    /// It was done.
    Done,
    /// The server is there, and did not do it.
    Refused(Refusal),
    /// Nobody answered, or not to the end.
    Cut,
}

/// What a server says that did not do something.
pub struct Refusal {
    pub status: StatusCode,
    /// Where it was asked.
    path: String,
    /// In how many seconds it wants to be asked again.
    again: Option<u32>,
    pub page: String,
}

impl Refusal {
    async fn read(answer: Response) -> Self {
        let again = answer.headers().get("retry-after");
        Self {
            status: answer.status(),
            path: answer.url().path().to_owned(),
            again: again.and_then(|seconds| seconds.to_str().ok()?.parse().ok()),
            page: answer.text().await.unwrap_or_default(),
        }
    }

    /// Whether it says that it may have been done.
    fn is_in_doubt(&self) -> bool {
        self.page.contains("It is not known whether")
    }

    /// Insists that a server without its database says so: 503, when to come back, and of
    /// answers that everything that was chosen is still there.
    pub fn is_plain(&self) {
        let Self { status, path, again, page } = self;
        assert_eq!(*status, StatusCode::SERVICE_UNAVAILABLE, "{path}: {page}");
        assert!(again.is_some_and(|seconds| (1..=60).contains(&seconds)), "{path}: {again:?}");
        let of_the_survey = path.matches('/').count() == 2;
        assert!(!of_the_survey || page.contains("Your choices are still here"), "{page}");
    }
}

impl Person {
    /// Presses *Start*; none when nobody answers.
    pub async fn new(at: &Visitor, rounds: &[OpenRound], round: usize) -> Result<Self, Reply> {
        let open = &rounds[round];
        let start = at.request(Method::POST, &format!("{}/start", open.answer));
        match start.form(&[("token", &open.token)]).send().await {
            Ok(answer) if answer.status() == StatusCode::SEE_OTHER => {
                let cookie = Answered(answer).cookie();
                Ok(Self { round, cookie, acknowledged: None, asked: None, denied: false })
            }
            Ok(answer) => Err(Reply::Refused(Refusal::read(answer).await)),
            Err(_) => Err(Reply::Cut),
        }
    }

    /// The secret under whose hash the answers are filed.
    pub fn nonce(&self) -> &str {
        self.cookie.split_once('=').unwrap().1.split('.').next().unwrap()
    }

    /// Whether this may be what is stored.
    pub fn may_hold(&self, stored: &Wish) -> bool {
        self.acknowledged == *stored || self.asked.as_ref() == Some(stored)
    }

    async fn send(
        &self,
        at: &Visitor,
        path: &str,
        wish: &Wish,
        edition: &str,
    ) -> reqwest::Result<Response> {
        let request = match wish {
            Some(answers) => {
                let mut form = fields(answers, "submit");
                form.push(("edition".to_owned(), edition.to_owned()));
                at.request(Method::POST, path).form(&form)
            }
            None => at.request(Method::POST, &format!("{path}/withdraw")),
        };
        request.header("cookie", &self.cookie).send().await
    }

    /// Asks for it, and remembers that.
    pub async fn ask(&mut self, at: &Visitor, rounds: &[OpenRound], wish: Wish) -> Reply {
        let path = &rounds[self.round].answer;
        let mut doubt = self.asked.is_some() && !self.denied;
        self.asked = Some(wish);
        self.denied = false;
        let mut sent = self.send(at, path, &wish, "none").await;
        // Something else is stored, and it is asked which is to count.
        if let Ok(answer) = &sent
            && answer.status() == StatusCode::CONFLICT
        {
            let page = sent.unwrap().text().await.unwrap_or_default();
            sent = match between(&page, "name=\"edition\" value=\"", "\"") {
                Some(edition) => self.send(at, path, &wish, &edition).await,
                None => return Reply::Cut,
            };
        }
        match sent {
            Ok(answer) if answer.status() == StatusCode::SEE_OTHER => {
                if wish.is_some() {
                    self.cookie = Answered(answer).cookie();
                }
                self.acknowledged = wish;
                (self.asked, self.denied) = (None, false);
                Reply::Done
            }
            Ok(answer) => {
                let refusal = Refusal::read(answer).await;
                // A doubt stays, until it is done.
                doubt |= refusal.is_in_doubt();
                self.denied = !doubt;
                Reply::Refused(refusal)
            }
            Err(_) => Reply::Cut,
        }
    }
}

/// What one lane of the crowd has seen.
#[derive(Default)]
pub struct Seen {
    pub people: Vec<Person>,
    /// How many new answers, changes and withdrawals were acknowledged.
    pub acknowledged: [usize; 3],
    /// How often the server said that it had not stored something.
    pub refused: usize,
}

impl Seen {
    pub fn add(&mut self, other: Self) {
        self.people.extend(other.people);
        for (sum, more) in self.acknowledged.iter_mut().zip(other.acknowledged) {
            *sum += more;
        }
        self.refused += other.refused;
    }
}

/// A crowd at work.
pub struct Crowd {
    lanes: Vec<JoinHandle<Seen>>,
    enough: Arc<AtomicBool>,
}

/// How long people press the same button again when nothing was stored.
const AGAIN: Duration = Duration::from_millis(100);

impl Crowd {
    /// Sets people on the server at this address.
    pub fn start(url: &str, rounds: &[OpenRound], dice: &mut Dice) -> Self {
        let enough = Arc::new(AtomicBool::new(false));
        let lanes = (0..LANES).map(|number| {
            let lane = Lane {
                at: Visitor::for_many(url),
                rounds: rounds.to_vec(),
                round: number % rounds.len(),
                dice: Dice::new(dice.roll()),
                enough: enough.clone(),
                seen: Seen::default(),
            };
            tokio::spawn(lane.run())
        });
        Self { lanes: lanes.collect(), enough }
    }

    /// Waits until nobody answers any more, or tells the crowd that it is enough.
    pub async fn end(self, enough: bool) -> Seen {
        self.enough.store(enough, Ordering::SeqCst);
        let mut all = Seen::default();
        for lane in self.lanes {
            all.add(lane.await.unwrap());
        }
        all
    }
}

struct Lane {
    at: Visitor,
    rounds: Vec<OpenRound>,
    round: usize,
    dice: Dice,
    enough: Arc<AtomicBool>,
    seen: Seen,
}

impl Lane {
    async fn run(mut self) -> Seen {
        while !self.enough.load(Ordering::SeqCst) {
            match self.once().await {
                Reply::Done => {}
                Reply::Refused(refusal) => {
                    self.seen.refused += 1;
                    refusal.is_plain();
                    tokio::time::sleep(AGAIN).await;
                }
                Reply::Cut => break,
            }
        }
        self.seen
    }

    /// Somebody does something: most are new, some change or withdraw their answers, and
    /// whoever was not told that it worked asks once more for the same.
    async fn once(&mut self) -> Reply {
        let waiting = self.seen.people.iter().position(|person| person.asked.is_some());
        let there = self.seen.people.len();
        let number = match waiting {
            Some(number) => number,
            None if there < PEOPLE && (there == 0 || self.dice.below(8) < 5) => {
                match Person::new(&self.at, &self.rounds, self.round).await {
                    Ok(person) => self.seen.people.push(person),
                    Err(why) => return why,
                }
                there
            }
            None => self.dice.below(there),
        };
        let person = &mut self.seen.people[number];
        let had = person.acknowledged;
        let wish = match (person.asked, had) {
            (Some(same), _) => same,
            (None, Some(_)) if self.dice.below(3) == 0 => None,
            (None, _) => Some(self.dice.answers()),
        };
        let reply = person.ask(&self.at, &self.rounds, wish).await;
        if matches!(reply, Reply::Done) {
            let kind = usize::from(had.is_some()) + usize::from(wish.is_none());
            self.seen.acknowledged[kind.min(2)] += 1;
        }
        reply
    }
}
