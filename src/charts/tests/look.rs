//! Pages to look at: `cargo test --features ssr --lib look -- --ignored` writes
//! them to `target/charts/`, one light, one dark, with the files beside them.

use super::examples;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

#[test]
#[ignore = "it writes pages for people to look at"]
fn look() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = root.join("target/charts");
    fs::create_dir_all(&folder).expect("target can be written to");
    let mut body = String::new();
    for example in examples::all() {
        let name = example.name;
        let _ = write!(
            body,
            "<section><h2>{name}</h2><figure class=\"chart\"><figcaption>What the chart shows.</figcaption>\
             <div class=\"drawing\">{}</div></figure></section>",
            example.chart.svg_inline(name)
        );
        fs::write(folder.join(format!("{name}.svg")), example.chart.svg_file()).expect("written");
        let picture = example.chart.png().expect("it can be drawn");
        fs::write(folder.join(format!("{name}.png")), picture).expect("written");
    }
    for theme in ["light", "dark"] {
        let page = format!(
            "<!doctype html><html lang=\"en\" data-theme=\"{theme}\"><meta charset=\"utf-8\">\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Charts</title>\
             <link rel=\"stylesheet\" href=\"{}/style/main.css\"><main><article class=\"sheet report\">{body}</article></main></html>",
            root.display()
        );
        fs::write(folder.join(format!("{theme}.html")), page).expect("written");
    }
}
