//! A wire between Andon and its server that breaks when it is told to.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A `Sync` and nothing else: the pool asks whether a connection lives when it gets it
/// back, in a task of its own, at any moment.
const PING: [u8; 5] = [b'S', 0, 0, 0, 4];

/// What happens at a message.
#[derive(Clone)]
pub enum Break {
    /// It does not arrive, and the wire is cut.
    Before,
    /// It arrives and is obeyed, but the reply does not arrive.
    After,
    /// This is done to the server first; then nothing arrives any more.
    With(Arc<dyn Fn() + Send + Sync>),
}

/// A listener that hands everything on to the server, both ways.
pub struct Wire {
    port: u16,
    state: Arc<State>,
}

struct State {
    server: u16,
    /// Messages but pings that were sent to the server since [`Wire::break_at`].
    sent: AtomicUsize,
    /// At which of them the wire breaks; 0 for never.
    breaks_at: AtomicUsize,
    how: Mutex<Break>,
    /// Whether what was to happen at that message has happened.
    broken: AtomicBool,
}

impl Wire {
    pub async fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State {
            server,
            sent: AtomicUsize::new(0),
            breaks_at: AtomicUsize::new(0),
            how: Mutex::new(Break::Before),
            broken: AtomicBool::new(false),
        });
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                tokio::spawn(carry(near, Arc::clone(&shared)));
            }
        });
        Self { port, state }
    }

    /// The same address, over this wire.
    pub fn url(&self, url: &str) -> String {
        let (old, new) = (format!(":{}/", self.state.server), format!(":{}/", self.port));
        assert!(url.contains(&old));
        url.replace(&old, &new)
    }

    /// Breaks once, at this message to the server, counted from 1 and from now on.
    pub fn break_at(&self, message: usize, how: Break) {
        *self.state.how.lock().unwrap() = how;
        self.state.sent.store(0, Ordering::SeqCst);
        self.state.broken.store(false, Ordering::SeqCst);
        self.state.breaks_at.store(message, Ordering::SeqCst);
    }

    /// Tells it not to break any more, and says whether it did, once all of that is over.
    pub async fn has_broken(&self) -> bool {
        if self.state.breaks_at.swap(0, Ordering::SeqCst) != 0 {
            return false;
        }
        while !self.state.broken.load(Ordering::SeqCst) {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        true
    }
}

async fn carry(near: TcpStream, state: Arc<State>) -> std::io::Result<()> {
    let far = TcpStream::connect(("127.0.0.1", state.server)).await?;
    near.set_nodelay(true)?;
    far.set_nodelay(true)?;
    let (mut from_near, mut to_near) = near.into_split();
    let (mut from_far, mut to_far) = far.into_split();
    let (mute, mut muted) = tokio::sync::watch::channel(false);
    let mut back = tokio::spawn(async move {
        let mut bytes = vec![0; 1 << 16];
        loop {
            let length = from_far.read(&mut bytes).await.unwrap_or(0);
            // Once it is mute, a reply is only waited for.
            if length == 0 || *muted.borrow_and_update() {
                break;
            }
            if to_near.write_all(&bytes[..length]).await.is_err() {
                break;
            }
        }
    });
    let mut bytes = vec![0; 1 << 16];
    loop {
        let length = from_near.read(&mut bytes).await.unwrap_or(0);
        if length == 0 {
            break;
        }
        if bytes[..length] == PING {
            to_far.write_all(&PING).await?;
            continue;
        }
        let number = state.sent.fetch_add(1, Ordering::SeqCst) + 1;
        let breaks =
            state.breaks_at.compare_exchange(number, 0, Ordering::SeqCst, Ordering::SeqCst).is_ok();
        if !breaks {
            to_far.write_all(&bytes[..length]).await?;
            continue;
        }
        let how = state.how.lock().unwrap().clone();
        match how {
            Break::Before => {}
            Break::After => {
                let _ = mute.send(true);
                to_far.write_all(&bytes[..length]).await?;
                // What asks for no reply ends here, too: a goodbye, say.
                let _ = tokio::time::timeout(Duration::from_secs(5), &mut back).await;
            }
            Break::With(act) => tokio::task::spawn_blocking(move || act()).await.unwrap(),
        }
        state.broken.store(true, Ordering::SeqCst);
        break;
    }
    back.abort();
    Ok(())
}
