//! Statements on a page, and the marks that say which of them promise something.

use std::collections::BTreeSet;

/// Elements in which text is no statement of its own: what they name or lead to is said,
/// and marked, beside them. Headings and what stands for one (the kicker above it, a
/// notice's title), controls, and the names of columns and of tables.
const EXEMPT: [&str; 10] =
    ["h1", "h2", "h3", "summary", "button", "label", "caption", "thead", "script", "template"];
/// The same, by class: links that are buttons, too.
const EXEMPT_CLASSES: [&str; 4] = ["kicker", "notice-title", "button", "hint"];
/// Where a mark may stand: on one statement, not on a section full of them.
const BEARERS: [&str; 4] = ["p", "li", "tr", "dd"];
/// Elements without an end.
const VOID: [&str; 8] = ["br", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// What a page says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// Ids of promises.
    pub ids: BTreeSet<String>,
    /// Texts that stand outside of every mark, and marks that are none.
    pub faults: Vec<String>,
}

struct Element {
    name: String,
    exempt: bool,
    marked: bool,
}

/// Reads the marks within `<main>`. It takes HTML as Andon writes it: every element that has
/// an end is ended, and text holds no bare `<`.
pub fn read(html: &str) -> Marks {
    let mut marks = Marks::default();
    let Some((_, mut rest)) = html.split_once("<main") else {
        marks.faults.push("the page has no <main>".to_owned());
        return marks;
    };
    rest = rest.split_once('>').map_or("", |(_, rest)| rest);
    let mut open: Vec<Element> = Vec::new();
    while let Some((text, tagged)) = rest.split_once('<') {
        marks.text(text, &open);
        let (tag, after) = if tagged.starts_with("!--") {
            tagged.split_once("-->").unwrap_or((tagged, ""))
        } else {
            tagged.split_once('>').unwrap_or((tagged, ""))
        };
        rest = after;
        if tag == "/main" {
            return marks;
        }
        if tag.starts_with('!') {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            match open.pop() {
                Some(element) if element.name == name => {}
                other => {
                    let name = other.map(|element| element.name);
                    marks.faults.push(format!("</{tag}> does not end {name:?}"));
                }
            }
            continue;
        }
        let element = marks.element(tag);
        if !VOID.contains(&element.name.as_str()) && !tag.ends_with('/') {
            open.push(element);
        }
    }
    marks.faults.push("<main> does not end".to_owned());
    marks
}

impl Marks {
    fn text(&mut self, text: &str, open: &[Element]) {
        let says = text.split_whitespace().any(|word| word.contains(char::is_alphanumeric));
        if says && !open.iter().any(|element| element.marked || element.exempt) {
            self.faults.push(format!("neither promise nor plain: {}", text.trim()));
        }
    }

    fn element(&mut self, tag: &str) -> Element {
        let name = tag.split_whitespace().next().unwrap_or_default().trim_end_matches('/');
        let promise = attribute(tag, "data-promise");
        let plain = attribute(tag, "data-plain");
        if promise.is_some() && plain.is_some() {
            self.faults.push(format!("both promise and plain: <{tag}>"));
        }
        if (promise.is_some() || plain.is_some()) && !BEARERS.contains(&name) {
            self.faults.push(format!("a mark on more than a statement: <{tag}>"));
        }
        if let Some(ids) = promise {
            if ids.trim().is_empty() {
                self.faults.push(format!("a promise without an id: <{tag}>"));
            }
            self.ids.extend(ids.split_whitespace().map(str::to_owned));
        }
        let classes = attribute(tag, "class").unwrap_or_default();
        let exempt = EXEMPT.contains(&name)
            || classes.split_whitespace().any(|class| EXEMPT_CLASSES.contains(&class));
        Element { name: name.to_owned(), exempt, marked: promise.is_some() || plain.is_some() }
    }
}

/// An attribute's value: empty where it has none.
fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let ends = |c: char| c.is_whitespace() || c == '=' || c == '/';
    let mut rest = tag.trim_start_matches(|c| !ends(c));
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let (here, after) = rest.split_at(rest.find(ends).unwrap_or(rest.len()));
        let value = if let Some(quoted) = after.strip_prefix("=\"") {
            let (value, after) = quoted.split_once('"')?;
            rest = after;
            value
        } else {
            rest = after.trim_start_matches('=');
            ""
        };
        if here == name {
            return Some(value);
        }
        if rest.is_empty() {
            return None;
        }
    }
}

#[test]
fn unmarked_statements_and_bad_marks_are_found() {
    let page = |inner: &str| format!("<body><p>Outside</p><main id=\"main\">{inner}</main></body>");
    let good = page(
        "<header><p class=\"kicker\">Privacy</p><h1>A title</h1><p class=\"lead\" data-plain=\"\">It is so.</p></header>\
         <!-- a note --><p data-promise=\"one two\">It holds (<a href=\"/x\">more</a>).<!></p><p data-plain>Go on</p>\
         <table><caption>All</caption><thead><tr><th>Who</th></tr></thead><tbody><tr data-promise=\"three\"><th>A</th><td>b</td></tr></tbody></table>\
         <p>\n</p><a class=\"button quiet\" href=\"/\">Start page</a><br><input value=\"Typed words\"/>",
    );
    let found = read(&good);
    assert_eq!(found.faults, Vec::<String>::new());
    assert_eq!(found.ids.into_iter().collect::<Vec<_>>(), ["one", "three", "two"]);
    for (bad, fault) in [
        ("<p>Nobody sees it.</p>", "neither promise nor plain: Nobody sees it."),
        ("<p data-promise=\"one\">Kept.</p>Ever", "neither promise nor plain: Ever"),
        ("<ul><li data-plain=\"\">So</li><li>Not</li></ul>", "neither promise nor plain: Not"),
        ("<table><tr><td>Cell</td></tr></table>", "neither promise nor plain: Cell"),
        ("<p title=\"x data-plain=\">Hidden</p>", "neither promise nor plain: Hidden"),
        ("<p data-plainly=\"\">Odd</p>", "neither promise nor plain: Odd"),
        ("<p data-promise=\"\">Kept.</p>", "a promise without an id"),
        ("<p data-promise=\"one\" data-plain=\"\">Kept.</p>", "both promise and plain"),
        ("<section data-plain=\"\"><p>Kept.</p></section>", "a mark on more than a statement"),
        ("<p data-plain=\"\"><b>Kept.</p>", "does not end"),
    ] {
        let found = read(&page(bad));
        assert!(found.faults.iter().any(|each| each.contains(fault)), "{bad}: {:?}", found.faults);
    }
    assert_eq!(read("<body></body>").faults.len(), 1, "a page without <main> is no page");
    assert_eq!(read("<main><p data-plain=\"\">Cut").faults.len(), 1, "nor is half of one");
}
