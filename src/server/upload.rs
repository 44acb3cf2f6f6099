//! A file, or text pasted in its place, as it arrives in a multipart form.

use super::error::AppError;
use axum::body::Body;
use axum::extract::multipart::Field;
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::StatusCode;
use futures::StreamExt as _;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many bytes are read and thrown away, so that whoever sends too much gets an
/// answer and not a broken connection: 32 MiB.
const PATIENCE: usize = 32 << 20;

/// How many fields a form may have: none of ours has half as many.
const MOST_FIELDS: usize = 16;

/// The most that a request with a file may be at all, in bytes.
pub const MOST_SENT: usize = PATIENCE + (8 << 20);

/// How much may come in while nothing comes of it, in bytes: before the first field, or
/// before what a field is called is at its end. The library that reads the form holds all of
/// it, and looks through all of it again each time that more comes.
const MOST_IDLE: usize = 1 << 20;

/// The fields of a multipart form. What files are called is not looked at.
#[derive(Default)]
pub struct Upload {
    fields: BTreeMap<String, Vec<u8>>,
    /// Whether more was sent than may be.
    pub too_large: bool,
}

impl Upload {
    /// Reads the form; at most `most` bytes of it are kept.
    ///
    /// # Errors
    /// [`AppError::BadRequest`] for what is no such form, for one with too many fields,
    /// and for fields that occur twice.
    pub async fn read(request: Request, most: usize) -> Result<Self, AppError> {
        const NO_FORM: AppError = AppError::BadRequest(
            "This address takes a file or a text, as its own form sends them.",
        );
        let (request, idle) = watched(request);
        let mut form = Multipart::from_request(request, &()).await.map_err(|_| NO_FORM)?;
        let mut upload = Self::default();
        let mut left = Left { keep: most, throw_away: PATIENCE };
        loop {
            let field = match form.next_field().await {
                Ok(Some(field)) => field,
                Ok(None) => break,
                Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                    return Ok(Self { too_large: true, ..upload });
                }
                Err(_) => return Err(NO_FORM),
            };
            idle.store(0, Ordering::Relaxed);
            if upload.fields.len() >= MOST_FIELDS {
                return Err(NO_FORM);
            }
            let name = field.name().unwrap_or_default().to_owned();
            let Some(bytes) = left.take(field, &idle).await? else {
                // Enough is enough: the rest is not even read.
                return Ok(Self { too_large: true, ..upload });
            };
            if upload.fields.insert(name, bytes).is_some() {
                return Err(AppError::BadRequest("The form held the same field twice."));
            }
        }
        upload.too_large = left.throw_away < PATIENCE;
        Ok(upload)
    }

    /// What a field holds; empty when it is missing.
    #[must_use]
    pub fn bytes(&self, name: &str) -> &[u8] {
        self.fields.get(name).map_or(&[], Vec::as_slice)
    }

    /// What a field holds, as text that can be shown again.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        String::from_utf8_lossy(self.bytes(name)).replace('\0', "\u{fffd}")
    }
}

/// The same request, which breaks off once [`MOST_IDLE`] bytes have come in since the
/// counter was last set to nought.
fn watched(request: Request) -> (Request, Arc<AtomicUsize>) {
    let idle = Arc::new(AtomicUsize::new(0));
    let since = idle.clone();
    let request = request.map(|body| {
        Body::from_stream(body.into_data_stream().map(move |chunk| {
            let chunk = chunk.map_err(std::io::Error::other)?;
            let before = since.fetch_add(chunk.len(), Ordering::Relaxed);
            if before > MOST_IDLE {
                return Err(std::io::Error::other("no form comes of it"));
            }
            Ok(chunk)
        }))
    });
    (request, idle)
}

/// How much more is kept, and how much more is read at all, in bytes.
struct Left {
    keep: usize,
    throw_away: usize,
}

impl Left {
    /// What a field holds, as far as it may be kept; none when patience is at its end.
    async fn take(
        &mut self,
        mut field: Field<'_>,
        idle: &AtomicUsize,
    ) -> Result<Option<Vec<u8>>, AppError> {
        let mut bytes = Vec::new();
        loop {
            let chunk = match field.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => return Ok(None),
                Err(_) => {
                    return Err(AppError::BadRequest("The form ended before it was complete."));
                }
            };
            idle.store(0, Ordering::Relaxed);
            if let Some(keep) = self.keep.checked_sub(chunk.len()) {
                self.keep = keep;
                bytes.extend_from_slice(&chunk);
            } else {
                // From here on nothing is kept.
                self.keep = 0;
                match self.throw_away.checked_sub(chunk.len()) {
                    Some(rest) => self.throw_away = rest,
                    None => return Ok(None),
                }
            }
        }
        Ok(Some(bytes))
    }
}
