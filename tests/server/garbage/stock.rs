//! Garbage to choose from, and what is done to a good request with it.

use proptest::prelude::*;

/// Stands in texts that would be markup, so that it is found wherever it comes out.
pub const MARKUP: [&str; 4] = [
    "<script>zqx()</script>",
    "\"><img src=zqx onerror=zqx()>",
    "'><svg/onload=zqx()>",
    "</textarea></title><script>zqx()</script>",
];

/// Texts that have broken other programs.
const TEXTS: [&str; 60] = [
    "",
    " ",
    "\t",
    "\r\n",
    "x",
    // Control characters, and what cannot be seen or turns a line round.
    "a\u{7}b",
    "\u{1b}[31mred",
    "a\u{7f}b\u{9b}",
    "abc\u{202e}fed",
    "\u{2066}left\u{2069}",
    "zero\u{200b}width\u{200d}\u{feff}",
    "\u{3164}",
    "\u{2800}\u{115f}\u{ad}",
    "\u{e0041}\u{e007f}",
    "\u{fffe}\u{ffff}\u{10ffff}",
    "Z\u{300}\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{30a}\u{30b}\u{30c}",
    "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
    "\u{fdfd}\u{fdfd}\u{fdfd}",
    "\u{130}\u{df}\u{fb03}\u{1e9e}",
    // For other languages.
    "' OR '1'='1' --",
    "'; DROP TABLE teams; --",
    "\" UNION SELECT secret_hash FROM sessions --",
    "$1",
    "%s%s%s%n",
    "{{7*7}}${7*7}",
    "{team}",
    "{0}",
    "<script>zqx()</script>",
    "\"><img src=zqx onerror=zqx()>",
    "'><svg/onload=zqx()>",
    "</textarea></title><script>zqx()</script>",
    "&lt;b&gt;&amp;&#x3c;",
    "javascript:zqx()",
    "=HYPERLINK(\"x\")",
    "+1+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/teams/x/../../admin",
    "//evil.example/",
    "http://169.254.169.254/latest/meta-data",
    "file:///etc/passwd",
    // Numbers.
    "0",
    "-0",
    "+5",
    "5.5",
    "1e999",
    "NaN",
    "Infinity",
    "0x10",
    "\u{ff15}",
    "\u{665}",
    "9223372036854775807",
    "-9223372036854775808",
    "18446744073709551616",
    "99999999999999999999999999",
    // Whatever a program may take for nothing.
    "null",
    "undefined",
];

const DAYS: [&str; 14] = [
    "0000-00-00",
    "0000-01-01",
    "-0001-12-31",
    "-009999-01-01",
    "+12345-01-01",
    "9999-12-31",
    "9999-12-31T23:59:59Z",
    "10000-01-01",
    "2026-02-30",
    "2026-13-01",
    "2026-3-9",
    "31.3.2026",
    "\u{ff12}026-03-09",
    "2026-03-09[Europe/Vienna]",
];

/// A text that somebody may send in place of a good one. Never too long for a request.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => prop::sample::select(TEXTS.to_vec()).prop_map(str::to_owned),
        2 => prop::sample::select(DAYS.to_vec()).prop_map(str::to_owned),
        2 => "\\PC{1,100}",
        1 => "[\\x00-\\x1f\\x7f-\\x9f]{1,8}",
        1 => proptest::collection::vec(any::<char>(), 1..200).prop_map(String::from_iter),
        // Long, around the lengths that are looked at.
        2 => (prop::sample::select(vec!["a", "\u{e9}", "\u{1f600}", "=", "<", "a\u{301}", "\u{202e}", "a "]),
              prop::sample::select(vec![20, 40, 60, 79, 80, 81, 120, 121, 200, 600, 601, 2_000, 2_001, 4_000]))
            .prop_map(|(of, many)| of.repeat(many)),
        1 => any::<i64>().prop_map(|number| number.to_string()),
        1 => any::<f64>().prop_map(|number| number.to_string()),
    ]
}

/// Bytes that are no text of a form, as they go over the wire.
pub const BROKEN: [&[u8]; 14] = [
    b"%",
    b"%%%",
    b"%zz",
    b"%1",
    b"%00",
    b"a%00b",
    b"%FF%FE",
    b"%C0%AF",
    b"%ED%A0%80",
    b"%F4%90%80%80",
    b"\xff\xfe",
    b"\x00\x01\x02",
    b"%u0041",
    b"\xed\xa0\x80",
];

/// What a request says that its body is.
pub const KINDS: [&str; 14] = [
    "",
    "text/plain",
    "text/plain; charset=utf-16",
    "application/json",
    "application/xml",
    "application/octet-stream",
    "application/x-www-form-urlencoded; charset=utf-7",
    "application/x-www-form-urlencodedx",
    "multipart/form-data",
    "multipart/form-data; boundary=",
    "multipart/form-data; boundary=x",
    "multipart/mixed; boundary=x",
    "a/b/c; d=\"e",
    "\u{fffd}",
];

/// What is done to a good form.
#[derive(Clone, Debug)]
pub enum Spoil {
    /// A field holds something else. The number chooses among the fields.
    Value(usize, String),
    /// A field is not there.
    Missing(usize),
    /// A field is there twice.
    Twice(usize, String),
    /// A field holds what is no text.
    Broken(usize, usize),
    /// There is a field that nobody has asked for.
    Other(String, String),
    /// There are very many fields.
    Many(usize, bool),
    /// A field is so long that the body has this many bytes.
    Sized(usize, usize),
    /// It says that it is something else.
    Kind(usize),
    /// It ends before its end.
    Cut(usize),
    /// Just bytes.
    Bytes(Vec<u8>),
}

/// Around the most that a request may send.
pub const LIMIT: usize = 64 * 1024;

pub fn spoil() -> impl Strategy<Value = Spoil> {
    let field = 0..64_usize;
    prop_oneof![
        10 => (field.clone(), text()).prop_map(|(field, text)| Spoil::Value(field, text)),
        1 => field.clone().prop_map(Spoil::Missing),
        1 => (field.clone(), text()).prop_map(|(field, text)| Spoil::Twice(field, text)),
        2 => (field.clone(), 0..BROKEN.len()).prop_map(|(field, which)| Spoil::Broken(field, which)),
        1 => (text(), text()).prop_map(|(name, value)| Spoil::Other(name, value)),
        1 => (1_000..12_000_usize, any::<bool>()).prop_map(|(many, same)| Spoil::Many(many, same)),
        2 => (field, prop::sample::select(vec![LIMIT - 1, LIMIT, LIMIT + 1, LIMIT + 40_000]))
            .prop_map(|(field, size)| Spoil::Sized(field, size)),
        1 => (0..KINDS.len()).prop_map(Spoil::Kind),
        1 => (1..40_usize).prop_map(Spoil::Cut),
        1 => proptest::collection::vec(any::<u8>(), 0..300).prop_map(Spoil::Bytes),
    ]
}

/// JSON that is none, or is none of ours.
pub fn json() -> impl Strategy<Value = Vec<u8>> {
    let value = prop_oneof![
        Just("\"\\ud800\"".to_owned()),
        Just("\"\\u0000\"".to_owned()),
        Just("1e999".to_owned()),
        Just("-1".to_owned()),
        Just("1.5".to_owned()),
        Just("-0".to_owned()),
        Just("9223372036854775808".to_owned()),
        Just("1E2".to_owned()),
        Just("NaN".to_owned()),
        Just("true".to_owned()),
        Just("null".to_owned()),
        Just("[1]".to_owned()),
        Just("{}".to_owned()),
        text().prop_map(|text| serde_json::to_string(&text).unwrap()),
    ];
    let name = prop::sample::select(vec![
        "deployments",
        "failed",
        "lead_time_hours",
        "incidents",
        "by_change",
        "restore_hours",
        "month",
        "__proto__",
        "<script>zqx()</script>",
    ]);
    prop_oneof![
        8 => proptest::collection::vec((name, value), 0..8).prop_map(|pairs| {
            let pairs: Vec<String> = pairs
                .iter()
                .map(|(name, value)| format!("{}:{value}", serde_json::to_string(name).unwrap()))
                .collect();
            format!("{{{}}}", pairs.join(",")).into_bytes()
        }),
        1 => prop::sample::select(vec!["[", "{\"a\":", "[{\"deployments\":"])
            .prop_map(|open| open.repeat(10_000).into_bytes()[..LIMIT.min(open.len() * 10_000)].to_vec()),
        1 => Just([b"[".repeat(100), b"]".repeat(100)].concat()),
        1 => Just(format!("[{}1]", "1,".repeat(30_000)).into_bytes()),
        1 => Just(format!("{{{}\"b\":1}}", "\"a\":1,".repeat(9_000)).into_bytes()),
        1 => Just(b"{\"deployments\":1,\"deployments\":2}".to_vec()),
        1 => Just(b"\xef\xbb\xbf{\"deployments\":1}".to_vec()),
        1 => Just(b"{\"deployments\":1}{\"deployments\":2}".to_vec()),
        1 => Just(b"{\"deployments\":\xff}".to_vec()),
        1 => Just(vec![b' '; LIMIT + 1]),
        1 => proptest::collection::vec(any::<u8>(), 0..200),
        1 => text().prop_map(String::into_bytes),
    ]
}

/// Headers that handlers or libraries look at.
const HEADERS: [&str; 24] = [
    "origin",
    "sec-fetch-site",
    "host",
    "accept",
    "accept-language",
    "if-none-match",
    "if-match",
    "if-modified-since",
    "range",
    "if-range",
    "authorization",
    "last-event-id",
    "cookie",
    "content-type",
    "content-encoding",
    "expect",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "forwarded",
    "x-http-method-override",
    "referer",
    "user-agent",
    "upgrade",
];

/// A header with something in it.
pub fn header() -> impl Strategy<Value = (String, Vec<u8>)> {
    let name = prop::sample::select(HEADERS.to_vec()).prop_map(str::to_owned);
    let value = prop_oneof![
        4 => prop::sample::select(vec![
            "null", "*", "W/\"x\", \"y", "bytes=0-0", "bytes=9-1,-5", "bytes=0-18446744073709551615",
            "Bearer ", "Bearer x", "Basic eDp5", "same-origin", "cross-site", "evil.example",
            "evil.example:99999", "[::1", "a b", "user@evil.example", "127.0.0.1, 10.0.0.1",
            "andon=", "andon=x; andon=y", "theme=\"><script>zqx()</script>", "ballot=...; ballot=a.b.c",
            "=;;=; ;", "Thu, 99 Foo 10000 00:00:00 GMT", "100-continue-not", "gzip", "0", "text/html;q=x",
        ]).prop_map(|value| value.as_bytes().to_vec()),
        2 => text().prop_map(|text| text.into_bytes().into_iter().filter(|byte| *byte >= 32 && *byte != 127).collect()),
        1 => (prop::sample::select(vec![b'a', b'"', b',', 0xff]), 1_000..9_000_usize).prop_map(|(byte, many)| vec![byte; many]),
    ];
    (name, value)
}

/// One part of an address, percent-encoded where a client would have to.
pub fn path_part() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => text().prop_map(|text| encoded(&text.chars().take(600).collect::<String>())),
        2 => prop::sample::select(BROKEN.to_vec())
            .prop_map(|bytes| String::from_utf8_lossy(bytes).replace(['\u{fffd}', '\0', '\u{1}', '\u{2}'], "%80")),
        1 => prop::sample::select(vec!["..", ".", "%2e%2e", "%2f", "..%2f..%2fetc%2fpasswd", "%5c", "a%0d%0ab", ";", "~", "*"])
            .prop_map(str::to_owned),
        1 => Just("a".repeat(300)),
        1 => Just("a".repeat(5_000)),
        1 => "[a-z2-7]{26}",
    ]
}

/// Percent-encoded, but for letters and digits.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// A query of names that are looked at and some that are not.
pub fn query() -> impl Strategy<Value = String> {
    let name = prop::sample::select(vec![
        "organisation",
        "quarter",
        "group",
        "team",
        "view",
        "month",
        "entry",
        "follows",
        "pattern",
        "do",
        "limit",
        "cursor",
        "show",
        "sort",
        "format",
        "dimension",
        "x",
        "",
    ]);
    proptest::collection::vec((name, path_part()), 0..5).prop_map(|pairs| {
        let pairs: Vec<String> =
            pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
    })
}
