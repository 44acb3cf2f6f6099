//! Puts the site's files into the program: those of the folder that `ANDON_SITE_DIR` names,
//! which `make build` sets; without it those of `public`, so that whoever only checks or tests
//! the code needs no built site.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed=ANDON_SITE_DIR");
    let folder =
        env::var_os("ANDON_SITE_DIR").map_or_else(|| PathBuf::from("public"), PathBuf::from);
    let folder = fs::canonicalize(folder)?;
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut files = Vec::new();
    collect(&folder, &mut files)?;
    files.sort();

    let mut table = "[\n".to_owned();
    for path in &files {
        let name = path.strip_prefix(&folder).map_err(io::Error::other)?;
        // Writing to a text cannot fail.
        let _ = writeln!(table, "    File {{ path: {name:?}, bytes: include_bytes!({path:?}) }},");
    }
    table.push(']');
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("OUT_DIR is not set"))?;
    fs::write(Path::new(&out).join("site.rs"), table)
}

/// All files in a folder and those within.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else {
            files.push(path);
        }
    }
    Ok(())
}
