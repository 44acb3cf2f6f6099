//! Files that the program holds, for a library that reads files.

use crate::site::File;
use std::future::{Ready, ready};
use std::io::{self, Cursor, SeekFrom};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::SystemTime;
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use tower_http::services::fs::{self, Backend};

/// Serves files from memory.
#[derive(Debug, Clone, Copy)]
pub(super) struct Embedded(pub &'static [File]);

/// A file that is being read.
pub(super) struct Reader(Cursor<&'static [u8]>);

/// What is known of a file: it is no folder, and always of the same time, which nobody is told.
pub(super) struct Metadata(u64);

impl Embedded {
    /// The file at a path, which begins with the folder in which the program was started.
    fn find(self, path: &Path) -> io::Result<&'static [u8]> {
        let path = path.strip_prefix(".").unwrap_or(path);
        let file = self.0.iter().find(|file| Path::new(file.path) == path);
        file.map(|file| file.bytes).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl Backend for Embedded {
    type File = Reader;
    type Metadata = Metadata;
    type OpenFuture = Ready<io::Result<Reader>>;
    type MetadataFuture = Ready<io::Result<Metadata>>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        ready(self.find(&path).map(|bytes| Reader(Cursor::new(bytes))))
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        ready(self.find(&path).map(|bytes| Metadata(bytes.len() as u64)))
    }
}

impl fs::File for Reader {
    type Metadata = Metadata;
    type MetadataFuture<'a> = Ready<io::Result<Metadata>>;

    fn metadata(&self) -> Self::MetadataFuture<'_> {
        ready(Ok(Metadata(self.0.get_ref().len() as u64)))
    }
}

impl fs::Metadata for Metadata {
    fn is_dir(&self) -> bool {
        false
    }

    fn modified(&self) -> io::Result<SystemTime> {
        Ok(SystemTime::UNIX_EPOCH)
    }

    fn len(&self) -> u64 {
        self.0
    }
}

impl AsyncRead for Reader {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(context, buffer)
    }
}

impl AsyncSeek for Reader {
    fn start_seek(mut self: Pin<&mut Self>, position: SeekFrom) -> io::Result<()> {
        Pin::new(&mut self.0).start_seek(position)
    }

    fn poll_complete(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Pin::new(&mut self.0).poll_complete(context)
    }
}
