//! Reads what the compiler made of the islands, and writes the WebAssembly that a browser can
//! load and the script that loads it:
//!
//!     andon-bindgen ISLANDS.wasm FOLDER

use std::path::PathBuf;
use std::process::ExitCode;
use wasm_bindgen_cli_support::Bindgen;

fn main() -> ExitCode {
    let words: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [islands, folder] = &words[..] else {
        eprintln!("usage: andon-bindgen ISLANDS.wasm FOLDER");
        return ExitCode::FAILURE;
    };
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(islands)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true);
    let written = bindgen.web(true).and_then(|bindgen| bindgen.generate(folder));
    match written {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("andon-bindgen: {error:#}");
            ExitCode::FAILURE
        }
    }
}
