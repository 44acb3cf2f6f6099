//! The site's own files: what they are called in this build.

use leptos::config::LeptosOptions;
use std::path::{Path, PathBuf};

/// The name that the build gives to style sheet, script and WebAssembly.
pub const OUTPUT_NAME: &str = "andon";

/// Names of the built files.
#[derive(Debug, Clone)]
pub struct Assets {
    /// Address of the style sheet.
    pub stylesheet: String,
    /// What Leptos needs to know to load the islands.
    pub leptos: LeptosOptions,
}

impl Assets {
    /// Reads the file names, with their content hashes, that the build wrote
    /// beside the program; without hashes where there are none.
    #[must_use]
    pub fn find(site: &Path) -> Self {
        let hashes = beside_program("hash.txt").and_then(|path| std::fs::read_to_string(path).ok());
        let css = hashes.as_deref().and_then(|text| {
            text.lines()
                .find_map(|line| line.strip_prefix("css:"))
                .map(|hash| format!(".{}", hash.trim()))
        });
        let leptos = LeptosOptions::builder()
            .output_name(OUTPUT_NAME)
            .site_root(site.to_string_lossy().into_owned())
            .site_pkg_dir("pkg")
            .hash_files(hashes.is_some())
            .build();
        Self { stylesheet: format!("/pkg/{OUTPUT_NAME}{}.css", css.unwrap_or_default()), leptos }
    }
}

/// The folder `site` beside the program, else the one that the build makes.
#[must_use]
pub fn default_site() -> PathBuf {
    beside_program("site").unwrap_or_else(|| PathBuf::from("target/site"))
}

fn beside_program(name: &str) -> Option<PathBuf> {
    let path = std::env::current_exe().ok()?.parent()?.join(name);
    path.exists().then_some(path)
}
