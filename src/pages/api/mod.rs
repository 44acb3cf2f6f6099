//! The interface for programs, readable: made of the document that programs read.

mod read;

use crate::components::PageHead;
use crate::prose::capitalised;
use leptos::prelude::*;
pub use read::{Contents, Operation, Part, Shape, read};

/// What the page shows.
#[derive(Debug, Clone)]
pub struct ApiPage {
    /// How this server is reached: scheme and host.
    pub base: String,
    /// What the document says.
    pub contents: Contents,
    /// Kinds of problems: the name of the part that explains it, its status, its
    /// title, what to do about it.
    pub problems: Vec<(&'static str, u16, &'static str, &'static str)>,
}

/// The page's title.
#[must_use]
pub fn title() -> String {
    "Interface for programs".to_owned()
}

/// The page.
pub fn api_page(page: ApiPage) -> impl IntoView {
    let ApiPage { base, contents, problems } = page;
    let Contents { version, about, operations, shapes } = contents;
    view! {
        <PageHead
            kicker=format!("Andon {version}")
            title="Interface for programs"
            lead=about
        />
        {first_request(&base)}
        {habits()}
        {messages()}
        {addresses(operations, &base)}
        {problem_list(problems)}
        {shape_list(shapes)}
    }
}

fn first_request(base: &str) -> impl IntoView + use<> {
    let curl = curl(base, "GET", "/api/v1/me", false, None);
    view! {
        <section aria-labelledby="first">
            <h2 id="first">"A first request"</h2>
            <p>
                "A program asks with an access link, as people do. Its secret is what comes after "
                <code>"/k/"</code>
                " in the link; the whole link will do too. It sees what a person with that link sees, and no more: the same rules and the same minimum apply."
            </p>
            {listing("The first request", curl)}
            <p>"Keep the secret out of addresses and out of source code. Whoever made the link can revoke it at any time. Cookies are not looked at here."</p>
            <p>
                "The same text for programs: "<a href="/api/openapi.json">"openapi.json"</a>
                " (OpenAPI 3.1)."
            </p>
        </section>
    }
}

/// What comes from here without being asked.
fn messages() -> impl IntoView {
    view! {
        <section aria-labelledby="messages">
            <h2 id="messages">"Being told"</h2>
            <p>
                "Instead of asking again and again, a program can be told. A team\u{2019}s facilitator enters its address under Reminders, on the team\u{2019}s page. Andon then sends it a POST when a round has opened or closed, and when a review or a step is due: a JSON object with "
                <code>"text"</code>", "<code>"event"</code>", "<code>"id"</code>", "<code>"team"</code>", "
                <code>"url"</code>" and "<code>"at"</code>
                ". A message never holds a result or how many have answered: a program that wants to know asks for the report."
            </p>
            <p>
                "The header "<code>"Andon-Signature"</code>" is "<code>"v1="</code>
                " and, in lower-case hexadecimal digits, the HMAC-SHA256 of the header "<code>"Andon-Timestamp"</code>
                ", a full stop and the body as it came, byte by byte. The key is the secret that was shown when the address was entered. Refuse a timestamp (seconds since 1970) that is more than five minutes old. A message can come twice, with the same id. Answer with 200 to 299 within ten seconds; answer 410 to be sent nothing more."
            </p>
        </section>
    }
}

/// How to ask from a command line: in lines that fit a phone, and with names to be
/// replaced in capitals, because curl would take braces for its own.
fn curl(base: &str, method: &str, path: &str, open: bool, body: Option<&str>) -> String {
    let path: String = path
        .split('/')
        .map(|part| match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) => name.to_ascii_uppercase(),
            None => part.to_owned(),
        })
        .collect::<Vec<_>>()
        .join("/");
    let header = if open { "" } else { "  --header 'Authorization: Bearer YOUR-SECRET' \\\n" };
    let method = match method {
        "GET" => String::new(),
        method => format!("  --request {method} \\\n"),
    };
    let body = body.map_or_else(String::new, |body| format!("  --data '{body}' \\\n"));
    format!("curl \\\n{method}{header}{body}  {base}{path}")
}

fn habits() -> impl IntoView {
    view! {
        <section aria-labelledby="habits">
            <h2 id="habits">"What holds for every address"</h2>
            <dl class="plan">
                <dt>"Reading"</dt>
                <dd>"GET and HEAD. The one thing that can be changed from here are a team\u{2019}s delivery signals, with PUT and DELETE and the link of its facilitator. Sent twice, they change nothing more."</dd>
                <dt>"Long lists"</dt>
                <dd>
                    "They come in parts. Ask for "<code>"next"</code>
                    " until it is null; the header "<code>"Link"</code>" says the same."
                </dd>
                <dt>"Asking again"</dt>
                <dd>
                    "Every answer has an "<code>"ETag"</code>". Send it back in "
                    <code>"If-None-Match"</code>": 304 means that nothing has changed."
                </dd>
                <dt>"Time"</dt>
                <dd>"Days, as 2026-03-31. Finer times are not given."</dd>
                <dt>"Missing figures"</dt>
                <dd>
                    "A figure is either "<code>"shown"</code>" or "<code>"withheld"</code>
                    " with the reason. A withheld figure is not zero, and cannot be worked out from the others."
                </dd>
                <dt>"Changes"</dt>
                <dd>
                    "Within "<code>"v1"</code>
                    " fields may be added, and words to a list of words. Ignore what you do not know."
                </dd>
            </dl>
        </section>
    }
}

fn addresses(operations: Vec<Operation>, base: &str) -> impl IntoView + use<> {
    let contents: Vec<_> = operations
        .iter()
        .map(|operation| {
            let href = format!("#{}", operation.id);
            let method = (operation.method != "GET").then(|| format!("{} ", operation.method));
            view! { <li><a href=href><code class="address">{method}{broken(&operation.path)}</code></a></li> }
        })
        .collect();
    let all: Vec<_> = operations.into_iter().map(|each| one(each, base)).collect();
    view! {
        <section aria-labelledby="addresses">
            <h2 id="addresses">"Addresses"</h2>
            <ul class="contents">{contents}</ul>
            {all}
        </section>
    }
}

fn one(operation: Operation, base: &str) -> impl IntoView + use<> {
    let Operation { id, method, path, summary, about, open, parameters, responses, body, example } =
        operation;
    let asked: Vec<_> = parameters
        .into_iter()
        .map(|(name, like, about)| view! { <dt><code>{name}</code></dt><dd>{described(about, &like)}</dd> })
        .collect();
    let answered: Vec<_> = responses
        .into_iter()
        .map(|(status, about, shape)| view! { <dt>{status}</dt><dd>{about}{shape.map(|name| view! { " "<ShapeLink name=name/> })}</dd> })
        .collect();
    let curl = curl(base, &method, &path, open, body.as_ref().map(|(_, example)| example.as_str()));
    let sent = body.map(|(name, _)| {
        view! { <h4>"What to send"</h4><p>"JSON of the shape "<ShapeLink name=name/>"."</p> }
    });
    let method = format!("{method} ");
    let heading = id.clone();
    view! {
        <article class="operation" aria-labelledby=id>
            <h3 id=heading>{summary.clone()}</h3>
            <p><code class="address">{method}{broken(&path)}</code></p>
            <p>{about}</p>
            {(!asked.is_empty()).then(|| view! { <h4>"What can be asked"</h4><dl class="plan">{asked}</dl> })}
            {sent}
            <h4>"What comes back"</h4>
            <dl class="plan">{answered}</dl>
            <details>
                <summary>"Example"<span class="visually-hidden">": "{summary.clone()}</span></summary>
                {listing(&format!("Request: {summary}"), curl)}
                {example.map(|example| view! {
                    <p class="muted">"Lists are cut to their first entry."</p>
                    {listing(&format!("Answer: {summary}"), example)}
                })}
            </details>
        </article>
    }
}

fn problem_list(problems: Vec<(&'static str, u16, &'static str, &'static str)>) -> impl IntoView {
    let all: Vec<_> = problems
        .into_iter()
        .map(|(name, status, title, about)| {
            view! { <dt id=name>{status}</dt><dd><strong>{title}"."</strong>" "{about}</dd> }
        })
        .collect();
    view! {
        <section aria-labelledby="problems">
            <h2 id="problems">"When something goes wrong"</h2>
            <p>
                "Every error is an object of the shape "<ShapeLink name="Problem".to_owned()/>
                " ("<code>"application/problem+json"</code>", RFC 9457). Its type leads to one of these:"
            </p>
            <dl class="plan">{all}</dl>
        </section>
    }
}

fn shape_list(shapes: Vec<Shape>) -> impl IntoView {
    let all: Vec<_> = shapes.into_iter().map(shape).collect();
    view! {
        <section aria-labelledby="shapes">
            <h2 id="shapes">"What answers are made of"</h2>
            {all}
        </section>
    }
}

fn shape(shape: Shape) -> impl IntoView {
    let Shape { name, about, parts, like } = shape;
    let id = format!("shape-{name}");
    let words =
        !parts.is_empty() && parts.iter().all(|part| part.like.is_empty() && part.about.is_empty());
    let body = if words {
        let words: Vec<_> =
            parts.into_iter().map(|part| view! { <li><code>{part.name}</code></li> }).collect();
        view! { <ul class="words">{words}</ul> }.into_any()
    } else if parts.is_empty() {
        view! { <p class="like">{like.map(|like| sentence(&like))}</p> }.into_any()
    } else {
        let parts: Vec<_> = parts
            .into_iter()
            .map(|Part { name, like, about }| {
                view! { <dt><code>{broken(&name)}</code></dt><dd>{described(about, &like)}</dd> }
            })
            .collect();
        view! { <dl class="plan">{parts}</dl> }.into_any()
    };
    view! {
        <article class="shape">
            <h3 id=id>{name}</h3>
            <p>{about}</p>
            {body}
        </article>
    }
}

/// What something says, and what it is like.
fn described(about: String, like: &str) -> impl IntoView + use<> {
    let like = (!like.is_empty()).then(|| view! { <span class="like">{sentence(like)}</span> });
    view! { {about}" "{like} }
}

/// What something is like, as a sentence. Words that name a shape lead to it: they
/// alone begin with a capital.
fn sentence(like: &str) -> impl IntoView + use<> {
    let words = like.split(' ').enumerate().map(|(place, word)| {
        let space = (place > 0).then_some(" ");
        let name = word.trim_end_matches(',');
        if name.starts_with(|first: char| first.is_ascii_uppercase()) {
            let rest = word.strip_prefix(name).filter(|rest| !rest.is_empty()).map(str::to_owned);
            view! { {space}<ShapeLink name=name.to_owned()/>{rest} }.into_any()
        } else if place == 0 {
            capitalised(word).into_any()
        } else {
            view! { {space}{word.to_owned()} }.into_any()
        }
    });
    let words = words.collect::<Vec<_>>();
    view! { {words}"." }
}

/// A link to a shape further down.
#[component]
fn ShapeLink(
    /// Its name.
    name: String,
) -> impl IntoView {
    let href = format!("#shape-{name}");
    view! { <a href=href><code>{name}</code></a> }
}

/// An address or a name that may be broken where its parts join.
fn broken(text: &str) -> impl IntoView + use<> {
    let parts = text.split_inclusive(['/', '-', '_']).map(|part| view! { {part.to_owned()}<wbr/> });
    parts.collect::<Vec<_>>()
}

/// Text for machines, in a frame that scrolls by itself.
fn listing(name: &str, text: String) -> impl IntoView + use<> {
    view! {
        <div class="listing" role="region" tabindex="0" aria-label=name.to_owned()>
            <pre><code>{text}</code></pre>
        </div>
    }
}
