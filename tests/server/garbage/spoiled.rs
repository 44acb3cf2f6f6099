//! A good request, spoiled: its bytes, and what may be said of the answer beforehand.

use super::forms::{Body, Field, Form};
use super::grounds::Ready;
use super::stock::{BROKEN, KINDS, LIMIT, Spoil, encoded};
use super::wire::Sent;

const FORM: &str = "application/x-www-form-urlencoded";
const MARK: &str = "a-mark-that-is-in-no-file";

/// A request with what is known of it.
pub struct Spoiled {
    pub sent: Sent,
    /// The status it has to be answered with, where there is no choice.
    pub must: Option<u16>,
    /// What was typed into a field and how much of it a form shows again.
    pub typed: Option<(String, usize)>,
}

/// Names and values as they go over the wire.
type Pairs = Vec<(Vec<u8>, Vec<u8>)>;

/// The request as it should be.
pub fn good(form: &Form, ready: &Ready, url: &str) -> Sent {
    spoiled(form, ready, url, &[]).sent
}

/// The request after everything that was done to it.
pub fn spoiled(form: &Form, ready: &Ready, url: &str, spoils: &[Spoil]) -> Spoiled {
    let host = url.strip_prefix("http://").unwrap();
    let mut sent =
        Sent::new("POST", &ready.fill(form.path)).header("host", host).header("origin", url);
    if !ready.cookie.is_empty() {
        sent = sent.header("cookie", ready.cookie.as_str());
    }
    let as_form = form.body != Body::Upload;
    let mut pairs: Pairs = form
        .fields
        .iter()
        .map(|field| {
            let value = ready.fill(field.good);
            (field.name.as_bytes().to_vec(), wire(&value, as_form))
        })
        .collect();
    let mut told = Spoiled { sent: Sent::default(), must: None, typed: None };
    let mut kind =
        if as_form { FORM.to_owned() } else { format!("multipart/form-data; boundary={MARK}") };
    let mut whole = None;
    let mut cut = 0;
    for spoil in spoils {
        match spoil {
            Spoil::Value(place, text) => {
                if let Some((at, field)) = pick(form.fields, *place) {
                    set(&mut pairs, at, form.fields, wire(text, as_form));
                    told.typed = (field.again > 0).then(|| (text.clone(), field.again));
                    if text.contains(['\0', '\u{fffd}']) {
                        told.must = Some(400);
                    }
                }
            }
            Spoil::Missing(place) => {
                if let Some((_, field)) = pick(form.fields, *place) {
                    pairs.retain(|(name, _)| name != field.name.as_bytes());
                }
            }
            Spoil::Twice(place, text) => {
                if let Some((_, field)) = pick(form.fields, *place) {
                    pairs.push((field.name.as_bytes().to_vec(), Vec::new()));
                    pairs.push((field.name.as_bytes().to_vec(), wire(text, as_form)));
                    told.must = Some(400);
                }
            }
            Spoil::Broken(place, which) => {
                if let Some((at, _)) = pick(form.fields, *place) {
                    set(&mut pairs, at, form.fields, BROKEN[*which].to_vec());
                    if as_form && !is_text(BROKEN[*which]) {
                        told.must = Some(400);
                    }
                }
            }
            Spoil::Other(name, value) => {
                let pair = (wire(name, as_form), wire(value, as_form));
                if pairs.iter().all(|(each, _)| *each != pair.0) {
                    if format!("{name}{value}").contains(['\0', '\u{fffd}']) {
                        told.must = Some(400);
                    }
                    pairs.push(pair);
                }
            }
            Spoil::Many(many, same) => {
                for number in 0..*many {
                    let name = if *same { "a".to_owned() } else { format!("a{number}") };
                    pairs.push((name.into_bytes(), Vec::new()));
                }
            }
            Spoil::Sized(place, size) => {
                if let Some((at, field)) = pick(form.fields, *place) {
                    set(&mut pairs, at, form.fields, Vec::new());
                    let rest = size.saturating_sub(joined(&pairs).len());
                    set(&mut pairs, at, form.fields, vec![b'a'; rest]);
                    told.typed = (field.again > 0).then(|| ("a".repeat(rest), field.again));
                }
            }
            Spoil::Kind(which) => KINDS[*which].clone_into(&mut kind),
            Spoil::Cut(many) => cut = *many,
            Spoil::Bytes(bytes) => whole = Some(bytes.clone()),
        }
    }
    let body = whole.unwrap_or_else(|| if as_form { joined(&pairs) } else { multipart(&pairs) });
    if form.body == Body::Form {
        let no_form = kind.split(';').next().unwrap().trim() != FORM;
        if no_form && !body.is_empty() {
            told.must = Some(415);
        }
        if body.len() > LIMIT {
            // Either may be looked at first.
            told.must = if no_form { None } else { Some(413) };
        }
        if cut > 0 && !body.is_empty() {
            told.must = None;
        }
    } else {
        // Uploads may hold any bytes; what is said of them is their own tests' subject.
        told.must = None;
    }
    if spoils.len() > 1 {
        told.must = None;
        told.typed = None;
    }
    sent = sent.body(&kind, body);
    if kind.is_empty() {
        sent = sent.without("content-type");
    }
    sent.cut = cut;
    Spoiled { sent, ..told }
}

fn pick(fields: &[Field], place: usize) -> Option<(usize, &Field)> {
    let at = place % fields.len().max(1);
    fields.get(at).map(|field| (at, field))
}

fn set(pairs: &mut Pairs, at: usize, fields: &[Field], value: Vec<u8>) {
    let name = fields[at].name.as_bytes();
    if let Some(pair) = pairs.iter_mut().find(|(each, _)| each == name) {
        pair.1 = value;
    }
}

fn wire(text: &str, as_form: bool) -> Vec<u8> {
    if as_form { encoded(text).into_bytes() } else { text.as_bytes().to_vec() }
}

fn joined(pairs: &Pairs) -> Vec<u8> {
    let pairs: Vec<Vec<u8>> =
        pairs.iter().map(|(name, value)| [name.as_slice(), b"=", value].concat()).collect();
    pairs.join(&b'&')
}

/// Whether a form's parser makes text of it.
fn is_text(raw: &[u8]) -> bool {
    form_urlencoded::parse(raw).all(|(name, _)| !name.contains(['\0', '\u{fffd}']))
}

fn multipart(pairs: &Pairs) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in pairs {
        body.extend(format!("--{MARK}\r\nContent-Disposition: form-data; name=\"").bytes());
        body.extend(name);
        body.extend(b"\"\r\n\r\n");
        body.extend(value);
        body.extend(b"\r\n");
    }
    body.extend(format!("--{MARK}--\r\n").bytes());
    body
}
