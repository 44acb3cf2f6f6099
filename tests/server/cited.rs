//! Tests that a document names: whether each is there and runs with `make test`.
//!
//! Sources are read line by line, as rustfmt lays them out.

use std::collections::BTreeMap;
use std::path::Path;

/// The sources of a repository, each read once.
pub struct Sources<'r> {
    root: &'r Path,
    files: BTreeMap<String, Option<String>>,
}

/// The root of this repository.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

impl<'r> Sources<'r> {
    /// Those below `root`.
    pub fn new(root: &'r Path) -> Self {
        Self { root, files: BTreeMap::new() }
    }

    fn text(&mut self, file: &str) -> Option<&str> {
        let read = || std::fs::read_to_string(self.root.join(file)).ok();
        self.files.entry(file.to_owned()).or_insert_with(read).as_deref()
    }

    /// What is wrong with a test named as `path/to/file.rs::function`,
    /// `tests/browser/file.test.mjs::name of the test`, or `path/to/file.rs::compile_fail`: the
    /// file's examples that must not compile.
    pub fn fault(&mut self, cited: &str) -> Option<String> {
        let Some((file, test)) = cited.split_once("::").filter(|(_, test)| !test.is_empty()) else {
            return Some(format!("{cited} names no test: write file::test"));
        };
        let Some(text) = self.text(file) else { return Some(format!("there is no file {file}")) };
        let fault = if is(file, "mjs") {
            let runs = file.starts_with("tests/browser/") && file.ends_with(".test.mjs");
            if runs { browser_fault(text, test) } else { Some("no browser test".to_owned()) }
        } else if test == "compile_fail" {
            let there = text.lines().any(|line| line.starts_with("/// ```compile_fail"));
            let missing = || Some("there is no example that must not compile".to_owned());
            if there { self.module_fault(file) } else { missing() }
        } else {
            rust_fault(text, test).or_else(|| self.module_fault(file))
        };
        fault.map(|fault| format!("{cited}: {fault}"))
    }

    /// Why the module of a file is not built with the tests: nobody declares it, or only
    /// under a condition.
    fn module_fault(&mut self, file: &str) -> Option<String> {
        let (folder, name) = file.rsplit_once('/')?;
        let module = name.trim_end_matches(".rs");
        match module {
            "lib" | "main" => return None,
            // It is declared where `folder.rs` would be.
            "mod" => return self.module_fault(&format!("{folder}.rs")),
            _ => {}
        }
        let heads = [format!("mod {module};"), format!("pub mod {module};")];
        let declared = |text: &str| {
            let lines: Vec<&str> = text.lines().collect();
            let at = lines.iter().position(|line| heads.iter().any(|head| head == line))?;
            Some(attributes(&lines[..at]))
        };
        let parents = ["main.rs", "lib.rs", "mod.rs"].map(|name| format!("{folder}/{name}"));
        let found = parents.into_iter().chain([format!("{folder}.rs")]).find_map(|parent| {
            let attributes = self.text(&parent).and_then(declared)?;
            Some((parent, attributes))
        });
        let Some((parent, attributes)) = found else {
            return Some(format!("no module above declares {module}"));
        };
        let condition = attributes.into_iter().find(|each| is_conditional(each));
        match condition {
            Some(condition) => Some(format!("{module} is built only with {condition}")),
            None => self.module_fault(&parent),
        }
    }
}

fn is(file: &str, kind: &str) -> bool {
    Path::new(file).extension().is_some_and(|extension| extension == kind)
}

/// What is wrong with a function as a test that runs.
fn rust_fault(text: &str, name: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let heads = [format!("fn {name}("), format!("async fn {name}("), format!("pub fn {name}(")];
    let starts = |line: &&str| heads.iter().any(|head| line.trim_start().starts_with(head));
    let Some(at) = lines.iter().position(starts) else {
        return Some("there is no such function".to_owned());
    };
    let own = attributes(&lines[..at]);
    if !own.iter().any(|each| is_test_attribute(each)) {
        return Some("the function is no test".to_owned());
    }
    if let Some(ignored) = own.iter().find(|each| each.contains("ignore")) {
        return Some(format!("the test is left out: {ignored}"));
    }
    // The modules that it stands in, from the inside out.
    let mut all = own;
    let mut depth = indent(lines[at]);
    for (place, line) in lines[..at].iter().enumerate().rev() {
        if !line.trim().is_empty() && indent(line) < depth {
            depth = indent(line);
            if line.ends_with('{') {
                all.extend(attributes(&lines[..place]));
            }
        }
    }
    all.extend(lines.iter().filter(|line| line.starts_with("#![cfg")).map(|line| (*line).into()));
    let condition = all.into_iter().find(|each| is_conditional(each));
    condition.map(|condition| format!("the test is built only with {condition}"))
}

/// The attributes right above a line, each whole on one line, without comments.
fn attributes(above: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = Vec::new();
    for line in above.iter().rev().map(|line| line.trim()) {
        if line.starts_with("//") {
            continue;
        }
        if line.is_empty() || (open.is_empty() && !line.ends_with(']')) {
            break;
        }
        open.push(line);
        if line.starts_with("#[") {
            open.reverse();
            found.push(open.concat());
            open.clear();
        }
    }
    found
}

fn is_test_attribute(attribute: &str) -> bool {
    ["#[test]", "#[tokio::test]"].contains(&attribute) || attribute.starts_with("#[tokio::test(")
}

/// Whether an attribute takes something out of what `make test` builds on its machine.
fn is_conditional(attribute: &str) -> bool {
    if !attribute.contains("cfg") {
        return false;
    }
    let always = ["feature = \"ssr\"", "target_os = \"linux\"", "unix", "test", "cfg", "all"];
    let rest = always.iter().fold(attribute.to_owned(), |rest, word| rest.replace(word, ""));
    rest.contains(char::is_alphanumeric)
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// What is wrong with a test of Node's runner.
fn browser_fault(text: &str, name: &str) -> Option<String> {
    let heads = [format!("test('{name}',"), format!("test(`{name}`,")];
    let lines = || text.lines().map(str::trim_start).enumerate();
    let Some((at, _)) = lines().find(|(_, line)| heads.iter().any(|head| line.starts_with(head)))
    else {
        return Some("there is no such test".to_owned());
    };
    let begins: String = text.lines().skip(at).take(4).collect();
    let after = heads.iter().find_map(|head| begins.split_once(head.as_str()));
    let options = after.map_or("", |(_, rest)| rest).split("=>").next().unwrap_or_default();
    let left_out = ["skip", "todo"].iter().find(|word| options.contains(**word));
    left_out.map(|word| format!("the test is left out: {word}"))
}

#[test]
fn a_function_that_is_no_test_does_not_count_as_one() {
    let fault = |text: &str, name: &str| rust_fault(text, name).unwrap_or_default();
    for runs in [
        "#[test]\nfn one() {",
        "#[tokio::test]\nasync fn one() {",
        "#[tokio::test(flavor = \"multi_thread\")]\nasync fn one() {",
        "#[test]\n// Why.\n#[allow(\n    dead_code,\n    reason = \"x\"\n)]\nfn one() {",
        "#[cfg(test)]\nmod tests {\n    #[test]\n    fn one() {",
        "#![cfg(feature = \"ssr\")]\nproptest! {\n    #[test]\n    fn one(n in 0..9) {",
        "#[cfg(all(test, feature = \"ssr\"))]\nmod tests {\n    #[cfg(unix)]\n    #[test]\n    fn one() {",
    ] {
        assert_eq!(rust_fault(runs, "one"), None, "{runs}");
    }
    for (text, name) in [
        ("#[test]\nfn one() {}\n\nfn two() {", "two"),
        ("proptest! {\n    fn two(n in 0..9) {", "two"),
        ("#[tester]\nfn two() {", "two"),
    ] {
        assert_eq!(fault(text, name), "the function is no test", "{text}");
    }
    for text in ["#[test]\nfn one() {}", "// fn on() is gone", ""] {
        assert_eq!(fault(text, "on"), "there is no such function", "{text}");
    }
    for text in [
        "#[test]\n#[ignore]\nfn one() {",
        "#[ignore = \"slow\"]\n#[test]\nfn one() {",
        "#[test]\n#[cfg_attr(\n    unix,\n    ignore\n)]\nfn one() {",
    ] {
        assert!(fault(text, "one").starts_with("the test is left out"), "{text}");
    }
    for text in [
        "#[cfg(windows)]\n#[test]\nfn one() {",
        "#[test]\n#[cfg(not(unix))]\nfn one() {",
        "#[cfg(feature = \"other\")]\nmod tests {\n    use super::*;\n\n    #[test]\n    fn one() {",
        "#![cfg(fuzzing)]\n\n#[test]\nfn one() {",
    ] {
        assert!(fault(text, "one").starts_with("the test is built only with"), "{text}");
    }
}

#[test]
fn a_browser_test_that_is_skipped_does_not_count_as_one() {
    assert_eq!(browser_fault("test('it works', async () => {", "it works"), None);
    assert_eq!(browser_fault("  test(`it ${x}`, async () => {", "it ${x}"), None);
    assert_eq!(
        browser_fault("x\ntest('it works', { timeout: 9 }, async () => {", "it works"),
        None
    );
    for text in [
        "// test('it works', async () => {",
        "test.skip('it works', async () => {",
        "test.todo('it works',",
        "test('it works',\n  { todo: 'later' },\n  async () => {",
        "test('it works', { skip: true }, async () => {",
        "test('it works not', async () => {",
        "",
    ] {
        assert!(browser_fault(text, "it works").is_some(), "{text}");
    }
}

#[test]
fn a_test_in_a_file_that_nobody_builds_does_not_count_as_one() {
    let folder = tempfile::tempdir().unwrap();
    let write = |file: &str, text: &str| {
        let path = folder.path().join(file);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let test = "#[test]\nfn one() {}\n";
    write("tests/a/main.rs", "mod built;\n#[cfg(windows)]\nmod other;\nmod deep;\n");
    for file in ["built", "other", "loose", "deep/inner"] {
        write(&format!("tests/a/{file}.rs"), test);
    }
    write("tests/a/deep/mod.rs", "mod inner;\n");
    write("src/room.rs", "#[cfg(test)]\nmod tests;\n");
    write("src/room/tests.rs", test);
    write("src/lib.rs", "pub mod room;\nmod types;\n");
    write("src/types.rs", "/// ```compile_fail,E0308\n/// no();\n/// ```\npub struct One;\n");
    let mut sources = Sources::new(folder.path());
    for file in ["tests/a/built.rs", "tests/a/deep/inner.rs", "src/room/tests.rs"] {
        assert_eq!(sources.fault(&format!("{file}::one")), None);
    }
    assert_eq!(sources.fault("src/types.rs::compile_fail"), None);
    for (cited, why) in [
        ("tests/a/loose.rs::one", "no module above declares loose"),
        ("tests/a/other.rs::one", "other is built only with #[cfg(windows)]"),
        ("tests/a/gone.rs::one", "there is no file"),
        ("tests/a/built.rs::two", "there is no such function"),
        ("tests/a/built.rs", "names no test"),
        ("tests/a/built.rs::", "names no test"),
        ("src/room.rs::compile_fail", "no example that must not compile"),
        ("other/b.test.mjs::it works", "there is no file"),
    ] {
        let fault = sources.fault(cited).unwrap_or_default();
        assert!(fault.contains(why), "{cited}: {fault}");
    }
}
