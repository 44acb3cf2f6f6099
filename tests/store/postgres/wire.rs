//! A wire between Andon and its server that breaks when it is told to.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What happens at a message.
#[derive(Clone)]
pub enum Break {
    /// It does not arrive, and the wire is cut.
    Before,
    /// It arrives and is obeyed, but nobody hears of it.
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
    /// Messages that were sent to the server since [`Wire::break_at`].
    sent: AtomicUsize,
    /// At which of them the wire breaks; 0 for never.
    breaks_at: AtomicUsize,
    how: std::sync::Mutex<Break>,
}

impl Wire {
    pub async fn to(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(State {
            server,
            sent: AtomicUsize::new(0),
            breaks_at: AtomicUsize::new(0),
            how: std::sync::Mutex::new(Break::Before),
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
        self.state.breaks_at.store(message, Ordering::SeqCst);
    }

    /// Whether it has broken since it was told to.
    pub fn has_broken(&self) -> bool {
        self.state.breaks_at.load(Ordering::SeqCst) == 0
    }
}

async fn carry(near: TcpStream, state: Arc<State>) -> std::io::Result<()> {
    let far = TcpStream::connect(("127.0.0.1", state.server)).await?;
    near.set_nodelay(true)?;
    far.set_nodelay(true)?;
    let (mut from_near, mut to_near) = near.into_split();
    let (mut from_far, mut to_far) = far.into_split();
    let back = tokio::spawn(async move { tokio::io::copy(&mut from_far, &mut to_near).await });
    let mut bytes = vec![0; 1 << 16];
    loop {
        let length = from_near.read(&mut bytes).await.unwrap_or(0);
        if length == 0 {
            break;
        }
        let number = state.sent.fetch_add(1, Ordering::SeqCst) + 1;
        let breaks = number == state.breaks_at.load(Ordering::SeqCst);
        let how = breaks.then(|| state.how.lock().unwrap().clone());
        if breaks {
            state.breaks_at.store(0, Ordering::SeqCst);
        }
        match &how {
            Some(Break::With(act)) => {
                let act = Arc::clone(act);
                tokio::task::spawn_blocking(move || act()).await.unwrap();
            }
            Some(Break::After) => back.abort(),
            Some(Break::Before) | None => {}
        }
        if how.as_ref().is_none_or(|how| matches!(how, Break::After)) {
            to_far.write_all(&bytes[..length]).await?;
        }
        if breaks {
            // Time for the server to do what it was asked.
            tokio::time::sleep(Duration::from_millis(30)).await;
            break;
        }
    }
    back.abort();
    Ok(())
}
