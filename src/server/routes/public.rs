//! Pages for anyone: start, anti-patterns, method, privacy, colours.

use crate::catalogue::PatternId;
use crate::components::Theme;
use crate::pages;
use crate::server::context::Context;
use crate::server::cookies;
use crate::server::error::AppError;
use crate::server::fields::Fields;
use crate::server::render::Page;
use crate::server::state::SetupRule;
use axum::extract::Path;
use axum::response::{IntoResponse, Redirect, Response};

/// `GET /`
pub async fn start(context: Context) -> Response {
    let setup = match context.app.settings.setup {
        SetupRule::Open => pages::start::SetupState::Open,
        SetupRule::Token(_) => pages::start::SetupState::NeedsToken,
        SetupRule::Closed => pages::start::SetupState::Closed,
    };
    let sign_in = context.way_in();
    Page::new(pages::start::title())
        .public()
        .render(&context, move || pages::start::start(setup, sign_in))
        .await
}

/// `GET /patterns`
pub async fn patterns(context: Context) -> Response {
    let catalogue = context.app.catalogue;
    Page::new(pages::patterns::title())
        .public()
        .render(&context, move || pages::patterns::patterns(catalogue))
        .await
}

/// `GET /patterns/{pattern}`
pub async fn pattern(context: Context, Path(id): Path<String>) -> Result<Response, AppError> {
    let id: PatternId = id.parse().map_err(|_| AppError::NotFound)?;
    let catalogue = context.app.catalogue;
    Ok(Page::new(pages::pattern::title(catalogue, id))
        .public()
        .render(&context, move || pages::pattern::pattern(catalogue, id))
        .await)
}

/// `GET /method`
pub async fn method(context: Context) -> Response {
    Page::new(pages::method::title()).public().render(&context, pages::method::method).await
}

/// `GET /privacy`
pub async fn privacy(context: Context) -> Response {
    Page::new(pages::privacy::title()).public().render(&context, pages::privacy::privacy).await
}

/// `GET /api`
pub async fn api(context: Context) -> Result<Response, AppError> {
    crate::server::api::page(&context).await
}

/// `POST /theme`
pub async fn theme(context: Context, fields: Fields) -> Result<Response, AppError> {
    let theme = Theme::parse(fields.text("theme"))
        .ok_or(AppError::BadRequest("There is no such choice of colours."))?;
    let jar = context.jar.add(cookies::theme(&context.app.settings, theme));
    Ok((jar, Redirect::to(inside(fields.text("back")))).into_response())
}

/// A path on this site; anything else leads to the start page.
fn inside(path: &str) -> &str {
    let plain = path.starts_with('/')
        && !path.starts_with("//")
        && path.bytes().all(|b| b.is_ascii_graphic() && b != b'\\');
    if plain { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::inside;

    #[test]
    fn the_colour_switch_never_leads_to_another_site() {
        assert_eq!(inside("/patterns/heroics"), "/patterns/heroics");
        for bad in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "",
            "/a\r\nSet-Cookie: x=1",
        ] {
            assert_eq!(inside(bad), "/", "{bad:?}");
        }
    }
}
