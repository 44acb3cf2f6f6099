//! Reads the OpenAPI document for the page: what people see is what programs read.

use serde_json::Value;

/// What the document holds, as the page shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// Andon's version.
    pub version: String,
    /// What it is about.
    pub about: String,
    /// The addresses.
    pub operations: Vec<Operation>,
    /// What answers are made of, by name.
    pub shapes: Vec<Shape>,
}

/// An address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operation {
    /// Its name.
    pub id: String,
    /// GET, PUT or DELETE.
    pub method: String,
    /// Where it is.
    pub path: String,
    /// What it gives, in a few words.
    pub summary: String,
    /// To whom, and how.
    pub about: String,
    /// Whether it takes no access link.
    pub open: bool,
    /// What can be asked: name, what it is like, what it does.
    pub parameters: Vec<(String, String, String)>,
    /// What can come back: status, what that means, of which shape it is.
    pub responses: Vec<(String, String, Option<String>)>,
    /// What has to be sent: of which shape it is, and an example.
    pub body: Option<(String, String)>,
    /// An example of what comes back.
    pub example: Option<String>,
}

/// What answers are made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shape {
    /// Its name.
    pub name: String,
    /// What it is.
    pub about: String,
    /// Its fields, or the forms that it can have.
    pub parts: Vec<Part>,
    /// What it is like, where it has no parts.
    pub like: Option<String>,
}

/// A field, or one of several forms.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// How it is written.
    pub name: String,
    /// What it is like; empty for a word that stands for itself.
    pub like: String,
    /// What it says.
    pub about: String,
}

/// Reads a document.
#[must_use]
pub fn read(document: &Value) -> Contents {
    let all = |pointer: &str| document.pointer(pointer).and_then(Value::as_object);
    let paths = all("/paths").into_iter().flatten();
    let schemas = all("/components/schemas").into_iter().flatten();
    Contents {
        version: text(document, "/info/version"),
        about: text(document, "/info/description"),
        operations: paths
            .flat_map(|(path, item)| {
                let known = ["get", "put", "delete"].into_iter();
                known.filter_map(|method| Some(operation(method, path, item.get(method)?)))
            })
            .collect(),
        shapes: schemas.map(|(name, schema)| shape(name, schema)).collect(),
    }
}

fn operation(method: &str, path: &str, operation: &Value) -> Operation {
    let parameter = |parameter: &Value| {
        let schema = parameter.get("schema").unwrap_or(&Value::Null);
        let mut like = like(schema);
        if let Some(usual) = schema.get("default") {
            like = format!("{like}, {usual} where nothing is said");
        }
        (text(parameter, "/name"), like, text(parameter, "/description"))
    };
    let response = |(status, response): (&String, &Value)| {
        let content = response.get("content").and_then(Value::as_object);
        let body = content.and_then(|content| content.values().next());
        let name = body.map(|body| text(body, "/schema/$ref"));
        let name = name.and_then(|name| name.rsplit('/').next().map(str::to_owned));
        let status = if status == "default" { "others".to_owned() } else { status.clone() };
        (status, text(response, "/description"), name)
    };
    let list = |name: &str| operation.get(name).and_then(Value::as_array).into_iter().flatten();
    let responses = operation.get("responses").and_then(Value::as_object).into_iter().flatten();
    let example = operation.pointer("/responses/200/content/application~1json/example");
    let body = operation.pointer("/requestBody/content/application~1json").map(|body| {
        let name = text(body, "/schema/$ref");
        let name = name.rsplit('/').next().unwrap_or_default().to_owned();
        (name, body.get("example").map(Value::to_string).unwrap_or_default())
    });
    Operation {
        id: text(operation, "/operationId"),
        method: method.to_ascii_uppercase(),
        body,
        path: path.to_owned(),
        summary: text(operation, "/summary"),
        about: text(operation, "/description"),
        open: list("security").any(|way| way.as_object().is_some_and(serde_json::Map::is_empty)),
        parameters: list("parameters").map(parameter).collect(),
        responses: responses.map(response).collect(),
        example: example.and_then(|example| serde_json::to_string_pretty(example).ok()),
    }
}

fn shape(name: &str, schema: &Value) -> Shape {
    let forms = schema.get("oneOf").and_then(Value::as_array);
    let fields = schema.get("properties").and_then(Value::as_object);
    let words = schema.get("enum").and_then(Value::as_array);
    let parts: Vec<Part> = match (forms, fields, words) {
        (Some(forms), ..) => forms.iter().flat_map(form).collect(),
        (_, Some(fields), _) => fields.iter().map(field(schema)).collect(),
        (.., Some(words)) => words.iter().map(word("")).collect(),
        _ => Vec::new(),
    };
    Shape {
        name: name.to_owned(),
        about: text(schema, "/description"),
        like: parts.is_empty().then(|| like(schema)),
        parts,
    }
}

fn field(schema: &Value) -> impl Fn((&String, &Value)) -> Part {
    let required: Vec<&Value> =
        schema.get("required").and_then(Value::as_array).into_iter().flatten().collect();
    move |(name, field)| {
        let always = required.iter().any(|each| each.as_str() == Some(name));
        let mut like = like(field);
        // A field that may be null is always there; one that need not be there is not null.
        if !always && !like.ends_with("null") {
            like.push_str(", or absent");
        }
        // The description of what may be null stands at what it is if it is not.
        let about = match text(field, "/description") {
            about if about.is_empty() => text(field, "/oneOf/0/description"),
            about => about,
        };
        Part { name: name.clone(), like, about }
    }
}

/// One of several forms: a word, or an object with one field.
fn form(form: &Value) -> Vec<Part> {
    let about = text(form, "/description");
    let fields = form.get("properties").and_then(Value::as_object).into_iter().flatten();
    let words = form.get("enum").and_then(Value::as_array).into_iter().flatten();
    fields
        .map(|(name, field)| Part {
            name: format!("{{ \"{name}\": \u{2026} }}"),
            like: like(field),
            about: about.clone(),
        })
        .chain(words.map(word(&about)))
        .collect()
}

fn word(about: &str) -> impl Fn(&Value) -> Part {
    let about = about.to_owned();
    move |word| Part { name: word.to_string(), like: String::new(), about: about.clone() }
}

/// What a schema allows, in words.
fn like(schema: &Value) -> String {
    if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
        return reference.rsplit('/').next().unwrap_or_default().to_owned();
    }
    for several in ["oneOf", "allOf", "anyOf"] {
        if let Some(all) = schema.get(several).and_then(Value::as_array) {
            let mut all: Vec<String> = all.iter().map(like).collect();
            all.sort_by_key(|each| each == "null");
            return all.join(" or ");
        }
    }
    let types: Vec<&str> = match schema.get("type") {
        Some(Value::Array(types)) => types.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(only)) => vec![only],
        _ => Vec::new(),
    };
    let named = types.into_iter().map(|each| match each {
        "string" => match schema.get("format").and_then(Value::as_str) {
            Some("date") => "day, as 2026-03-31".to_owned(),
            Some("uri" | "uri-reference") => "address".to_owned(),
            _ => "text".to_owned(),
        },
        "integer" | "number" => match (schema.get("minimum"), schema.get("maximum")) {
            (Some(least), Some(most)) => format!("number from {least} to {most}"),
            _ => "number".to_owned(),
        },
        "boolean" => "true or false".to_owned(),
        "array" => format!("list of {}", schema.get("items").map(like).unwrap_or_default()),
        other => other.to_owned(),
    });
    named.collect::<Vec<_>>().join(" or ")
}

fn text(value: &Value, pointer: &str) -> String {
    let text = value.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    // Comments are broken into lines; a page breaks its own.
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_a_schema_allows_is_said_in_words() {
        for (schema, words) in [
            (json!({ "$ref": "#/components/schemas/Figure" }), "Figure"),
            (json!({ "type": "string", "format": "date" }), "day, as 2026-03-31"),
            (json!({ "type": ["string", "null"], "format": "uri" }), "address or null"),
            (json!({ "type": "integer", "minimum": 3, "maximum": 10 }), "number from 3 to 10"),
            (json!({ "type": "array", "items": { "type": "string" } }), "list of text"),
            (
                json!({ "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Band" }] }),
                "Band or null",
            ),
        ] {
            assert_eq!(like(&schema), words);
        }
    }

    #[test]
    fn a_document_without_anything_is_an_empty_page() {
        let contents = read(&json!({}));
        assert!(contents.operations.is_empty() && contents.shapes.is_empty());
    }
}
