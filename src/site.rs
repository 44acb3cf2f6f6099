//! The site's files as the program holds them: what the build makes of style sheet and
//! islands, and icons. `src/main.rs` holds those of a build; whoever only checks or tests the
//! code needs none, and has the icons.

/// A file of the site.
#[derive(Debug, Clone, Copy)]
pub struct File {
    /// Its path in the site.
    pub path: &'static str,
    /// What is in it.
    pub bytes: &'static [u8],
}

/// What is not built.
pub const ICONS: &[File] = &[
    File { path: "favicon.svg", bytes: include_bytes!("../public/favicon.svg") },
    File { path: "robots.txt", bytes: include_bytes!("../public/robots.txt") },
    File { path: "site.webmanifest", bytes: include_bytes!("../public/site.webmanifest") },
];
