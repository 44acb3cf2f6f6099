//! The demo on a server of its own, which leaves nothing behind.

use super::{announce, make_up, print_links};
use crate::clock::Clock;
use crate::command::database::{self, Opened};
use crate::command::lock::Lock;
use crate::command::{CommandError, address_of};
use crate::config::{DataArgs, ServeArgs};
use crate::server::{self, Settings};
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// What the names of its folders begin with.
const PREFIX: &str = "andon-demo-";
/// A folder that is younger may be about to be used.
const SETTLED: Duration = Duration::from_mins(1);

/// Serves the made-up company until `shutdown` resolves, and then removes all of it.
///
/// # Errors
/// [`CommandError`] when there is no room for it, in the system's folder for temporary files
/// or among the ports.
// Shown by tests/server/first_start.rs::a_demo_of_its_own_leaves_nothing_behind
pub(super) async fn serve(
    data: &DataArgs,
    args: &ServeArgs,
    seed: u64,
    clock: Arc<dyn Clock>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), CommandError> {
    let folder = tempfile::Builder::new().prefix(PREFIX).tempdir().map_err(failed)?;
    sweep(&folder);
    let stop = CancellationToken::new();
    let told = stop.clone();
    tokio::spawn(async move {
        shutdown.await;
        told.cancel();
    });
    let served = serve_in(&data.in_folder(folder.path()), args, seed, clock, stop).await;
    folder.close().map_err(failed)?;
    served
}

async fn serve_in(
    data: &DataArgs,
    args: &ServeArgs,
    seed: u64,
    clock: Arc<dyn Clock>,
    stop: CancellationToken,
) -> Result<(), CommandError> {
    let Opened { store, held: _held } = database::open_or_make(data).await?;
    let cannot = |cause| CommandError::Listen { address: args.listen.to_string(), cause };
    let listener = listen(args).await.map_err(cannot)?;
    let address = listener.local_addr().map_err(cannot)?;
    let settings = Settings::from_args(args, address.ip().is_loopback())?;
    announce(seed);
    let keys = tokio::select! {
        keys = make_up(&store, seed, &*clock) => keys?,
        () = stop.cancelled() => return Ok(()),
    };
    let url = address_of(args, address);
    println!("Andon is ready, with everything in it made up: {url}");
    print_links(&keys, &url);
    println!("Ctrl-C stops it, and nothing is kept.");
    let app = server::assemble(store, settings, clock)?;
    server::serve(listener, app, stop.cancelled_owned()).await.map_err(cannot)
}

/// Listens where it should, or on any port where that one is taken.
async fn listen(args: &ServeArgs) -> std::io::Result<TcpListener> {
    match TcpListener::bind(args.listen).await {
        Err(error) if error.kind() == ErrorKind::AddrInUse => {
            TcpListener::bind((args.listen.ip(), 0)).await
        }
        listener => listener,
    }
}

/// Removes what earlier ones left that were killed: folders of this user's beside this one
/// that nobody uses.
fn sweep(own: &TempDir) {
    let Some(around) = own.path().parent().and_then(|around| around.read_dir().ok()) else {
        return;
    };
    for entry in around.flatten() {
        let path = entry.path();
        if path != own.path() && entry.file_name().to_string_lossy().starts_with(PREFIX) {
            // One that cannot be removed is somebody else's, or the next one's.
            let _ = remove_unused(&path, own.path());
        }
    }
}

fn remove_unused(folder: &Path, own: &Path) -> std::io::Result<()> {
    let (found, own) = (folder.symlink_metadata()?, own.symlink_metadata()?);
    let settled = found.modified()?.elapsed().is_ok_and(|since| since >= SETTLED);
    if !found.is_dir() || !settled || !of_one_owner(&found, &own) {
        return Ok(());
    }
    match Lock::alone(folder) {
        Ok(_lock) => std::fs::remove_dir_all(folder),
        Err(_) => Ok(()),
    }
}

#[cfg(unix)]
fn of_one_owner(one: &std::fs::Metadata, other: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    one.uid() == other.uid()
}

#[cfg(not(unix))]
fn of_one_owner(_: &std::fs::Metadata, _: &std::fs::Metadata) -> bool {
    true
}

fn failed(cause: std::io::Error) -> CommandError {
    CommandError::Folder { path: std::env::temp_dir().display().to_string(), cause }
}
