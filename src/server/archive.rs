//! ZIP archives, byte for byte the same each time.

use super::error::AppError;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use jiff::civil::Date;
use rawzip::{CompressionMethod, ZipArchiveWriter};
use std::io::Write as _;

/// A file to be put into an archive: its name, with `/` between folders, and its bytes.
pub type Entry = (String, Vec<u8>);

/// An archive of these files, in this order. All of them are dated on `day`, at
/// midnight: the moment at which somebody asks for them leaves no trace (P11).
///
/// # Errors
/// [`AppError::Internal`] when a name cannot stand in an archive.
pub fn zip(day: Date, files: &[Entry]) -> Result<Vec<u8>, AppError> {
    let failed = |error: rawzip::Error| AppError::Internal(format!("an archive: {error}"));
    let unwritten = |error: std::io::Error| AppError::Internal(format!("an archive: {error}"));
    let seconds = i64::from(crate::days::number(day)) * crate::clock::DAY;
    let mut archive = ZipArchiveWriter::new(Vec::new());
    for (name, bytes) in files {
        let (mut entry, config) = archive
            .new_file(name.as_str())
            .compression_method(CompressionMethod::DEFLATE)
            .last_modified(rawzip::time::UtcDateTime::from_unix(seconds))
            .unix_permissions(0o644)
            .start()
            .map_err(failed)?;
        let packed = DeflateEncoder::new(&mut entry, Compression::default());
        let mut writer = config.wrap(packed);
        writer.write_all(bytes).map_err(unwritten)?;
        let (packed, sums) = writer.finish().map_err(failed)?;
        packed.finish().map_err(unwritten)?;
        entry.finish(sums).map_err(failed)?;
    }
    archive.finish().map_err(failed)
}
