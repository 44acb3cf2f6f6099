//! The OpenAPI document, made of the handlers and of the types that they give, and
//! the page that shows the same document to people.

use super::problem::{FieldFault, KINDS, PROBLEM, Problem};
use super::{answer_all, examples, routes};
use crate::pages::api::{ApiPage, api_page, read, title};
use crate::server::context::Context;
use crate::server::error::AppError;
use crate::server::render::Page;
use axum::response::Response;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    Components, ContentBuilder, Info, License, Ref, RefOr, Response as Described, ResponseBuilder,
    SecurityRequirement,
};
use utoipa::{IntoResponses, PartialSchema as _};

/// The name of the way to say who asks.
const SCHEME: &str = "accessLink";

/// `GET /api/openapi.json`
pub async fn serve() -> Result<Response, AppError> {
    answer_all(document()?)
}

/// `GET /api`
pub async fn page(context: &Context) -> Result<Response, AppError> {
    let page = ApiPage {
        base: context.absolute(""),
        contents: read(document()?),
        problems: KINDS
            .iter()
            .map(|kind| (kind.name, kind.status.as_u16(), kind.title, kind.about))
            .collect(),
    };
    Ok(Page::new(title()).public().render(context, move || api_page(page)).await)
}

/// The document. It is made once.
fn document() -> Result<&'static Value, AppError> {
    static DOCUMENT: OnceLock<Result<Value, String>> = OnceLock::new();
    let made = DOCUMENT.get_or_init(|| make().map_err(|error| error.to_string()));
    made.as_ref().map_err(|error| AppError::Internal(error.clone()))
}

fn make() -> serde_json::Result<Value> {
    let mut api = routes().into_openapi();
    let mut info = Info::new("Andon", env!("CARGO_PKG_VERSION"));
    info.description = Some(
        "The results of teams, through the same gate as on the pages: no figure over fewer people than the minimum, rounded, with ranges. All of it is for reading, but for a team\u{2019}s delivery signals, which its facilitator\u{2019}s link can write."
            .to_owned(),
    );
    let mut license = License::new(env!("CARGO_PKG_LICENSE"));
    license.identifier = Some(env!("CARGO_PKG_LICENSE").to_owned());
    info.license = Some(license);
    api.info = info;
    let components = api.components.get_or_insert_with(Components::new);
    components.schemas.insert("Problem".to_owned(), Problem::schema());
    components.schemas.insert("FieldFault".to_owned(), FieldFault::schema());
    let bearer = HttpBuilder::new()
        .scheme(HttpAuthScheme::Bearer)
        .description(Some(
            "The secret of an access link: what comes after /k/ in it. The whole link will do too.",
        ))
        .build();
    components.add_security_scheme(SCHEME, SecurityScheme::Http(bearer));
    api.security = Some(vec![SecurityRequirement::new(SCHEME, Vec::<String>::new())]);
    let mut document = serde_json::to_value(&api)?;
    let examples = examples::all()?;
    if let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) {
        let operations = paths.values_mut().filter_map(Value::as_object_mut);
        for (_, operation) in operations.flatten() {
            finish(operation, &examples);
        }
    }
    if let Some(schemas) =
        document.pointer_mut("/components/schemas").and_then(Value::as_object_mut)
    {
        name_what_cells_hold(schemas);
    }
    Ok(document)
}

/// The generator writes out what a [`Cell`](crate::disclosure::Cell) holds, inside it;
/// readers want one shape under one name.
fn name_what_cells_hold(schemas: &mut serde_json::Map<String, Value>) {
    let mut held = Vec::new();
    for (name, cell) in schemas.iter_mut() {
        let Some(inner) = name.strip_prefix("Cell_") else { continue };
        if let Some(shown) = cell.pointer_mut("/oneOf/0/properties/shown") {
            let reference = json!({ "$ref": format!("#/components/schemas/{inner}") });
            held.push((inner.to_owned(), std::mem::replace(shown, reference)));
        }
    }
    for (name, schema) in held {
        schemas.entry(name).or_insert(schema);
    }
}

/// What every answer has: a tag, where it is a part of a list the way to the next
/// one, and an example.
fn finish(operation: &mut Value, examples: &BTreeMap<&'static str, Value>) {
    let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
    let pages = operation.get("parameters").and_then(Value::as_array).is_some_and(|parameters| {
        parameters.iter().any(|parameter| parameter.get("name") == Some(&json!("cursor")))
    });
    if let Some(example) = examples.get(id.as_str())
        && let Some(content) = operation.pointer_mut("/requestBody/content/application~1json")
        && let Some(content) = content.as_object_mut()
    {
        content.insert("example".to_owned(), example.clone());
    }
    let Some(answer) = operation.pointer_mut("/responses/200") else { return };
    let header = |about: &str| json!({ "description": about, "schema": { "type": "string" } });
    let mut headers = serde_json::Map::new();
    headers.insert("ETag".to_owned(), header("A tag of these bytes. Send it back as If-None-Match, and you are sent them only if they have changed."));
    if pages {
        headers.insert(
            "Link".to_owned(),
            header("The address of the next part, with rel=\"next\"; absent after the last one."),
        );
    }
    if let Some(answer) = answer.as_object_mut() {
        answer.insert("headers".to_owned(), Value::Object(headers));
    }
    if let Some(example) = examples.get(id.as_str())
        && let Some(content) = answer.pointer_mut("/content/application~1json")
        && let Some(content) = content.as_object_mut()
    {
        content.insert("example".to_owned(), example.clone());
    }
}

/// What any address for holders of access links may answer.
pub struct Refusals;

impl IntoResponses for Refusals {
    fn responses() -> BTreeMap<String, RefOr<Described>> {
        let mut all = Unguarded::responses();
        all.extend([
            problem("401", "There is no access link in the request, or it does not hold."),
            problem("429", "Many requests with access links that do not hold; Retry-After says how long to wait."),
        ]);
        all
    }
}

/// What any address may answer.
pub struct Unguarded;

impl IntoResponses for Unguarded {
    fn responses() -> BTreeMap<String, RefOr<Described>> {
        let same = ResponseBuilder::new()
            .description("What If-None-Match names has not changed; there is no body.")
            .build();
        BTreeMap::from([
            ("304".to_owned(), RefOr::T(same)),
            problem("default", "Anything else that goes wrong."),
        ])
    }
}

/// What an address with parameters may answer.
pub struct BadRequest;

impl IntoResponses for BadRequest {
    fn responses() -> BTreeMap<String, RefOr<Described>> {
        BTreeMap::from([problem("400", "A parameter is wrong; the detail says which.")])
    }
}

/// What an address answers to those who may not see what is there, too.
pub struct NotFound;

impl IntoResponses for NotFound {
    fn responses() -> BTreeMap<String, RefOr<Described>> {
        BTreeMap::from([problem(
            "404",
            "There is nothing here, or the access link does not open it.",
        )])
    }
}

/// What an address answers to what cannot be kept.
pub struct Unfit;

impl IntoResponses for Unfit {
    fn responses() -> BTreeMap<String, RefOr<Described>> {
        BTreeMap::from([problem("422", "What was sent cannot be kept; the faults say why.")])
    }
}

fn problem(status: &str, about: &str) -> (String, RefOr<Described>) {
    let schema = RefOr::<utoipa::openapi::Schema>::Ref(Ref::from_schema_name("Problem"));
    let content = ContentBuilder::new().schema(Some(schema)).build();
    let response = ResponseBuilder::new().description(about).content(PROBLEM, content).build();
    (status.to_owned(), RefOr::T(response))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_openapi_3_1_and_names_every_address() {
        let document = document().unwrap();
        assert_eq!(document["openapi"], "3.1.0");
        assert_eq!(document["info"]["version"], env!("CARGO_PKG_VERSION"));
        let paths: Vec<&String> = document["paths"].as_object().unwrap().keys().collect();
        assert_eq!(
            paths,
            [
                "/api/v1/board",
                "/api/v1/catalogue",
                "/api/v1/leadership",
                "/api/v1/leadership/cords",
                "/api/v1/leadership/experiments",
                "/api/v1/me",
                "/api/v1/teams",
                "/api/v1/teams/{team}/cords",
                "/api/v1/teams/{team}/experiments",
                "/api/v1/teams/{team}/rounds",
                "/api/v1/teams/{team}/rounds/{round}/report",
                "/api/v1/teams/{team}/signals",
                "/api/v1/teams/{team}/signals/{month}",
                "/api/v1/works",
            ]
        );
    }

    #[test]
    fn every_reference_leads_somewhere_and_everything_is_described() {
        let document = document().unwrap();
        let mut references = 0;
        walk(document, &mut |node| {
            if let Some(reference) = node.get("$ref").and_then(Value::as_str) {
                let target = reference.strip_prefix('#').unwrap();
                assert!(document.pointer(target).is_some(), "{reference}");
                references += 1;
            }
            // Comments in the code are read by people who write against it.
            if let Some(about) = node.get("description").and_then(Value::as_str) {
                assert!(!about.contains(['`', '[']) && !about.contains("(P"), "{about}");
            }
        });
        assert!(references > 30, "{references}");
        for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
            assert!(schema["description"].is_string(), "{name}");
            for (field, property) in schema["properties"].as_object().into_iter().flatten() {
                // The description of what may be null stands at what it is if it is not.
                let described = [property, &property["oneOf"][0]];
                assert!(
                    described.iter().any(|each| each["description"].is_string()),
                    "{name}.{field}"
                );
            }
        }
        for path in document["paths"].as_object().unwrap().values() {
            assert!(path["get"].is_object());
            for (method, operation) in path.as_object().unwrap() {
                assert!(operation["summary"].is_string() && operation["description"].is_string());
                assert!(operation["responses"]["default"].is_object());
                let example = match method.as_str() {
                    "get" => "/responses/200/content/application~1json/example",
                    "put" => "/requestBody/content/application~1json/example",
                    _ => continue,
                };
                assert!(operation.pointer(example).is_some(), "{operation}");
            }
        }
    }

    fn walk(node: &Value, see: &mut impl FnMut(&Value)) {
        see(node);
        match node {
            Value::Array(all) => all.iter().for_each(|each| walk(each, see)),
            Value::Object(all) => all.values().for_each(|each| walk(each, see)),
            _ => {}
        }
    }
}
