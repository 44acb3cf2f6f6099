//! The survey alone: nothing is stored, the result comes at once.

use super::survey_form::{Go, SurveyForm};
use crate::advice;
use crate::catalogue::Answers;
use crate::disclosure::own_view;
use crate::pages::own_result::{OwnResult, own_result, title};
use crate::pages::survey::{Step, Survey, survey};
use crate::server::context::Context;
use crate::server::drawing::{Charts, chart_view};
use crate::server::fields::{Faults, Fields};
use crate::server::render::Page;
use axum::response::Response;

/// `GET /try`
pub async fn show(context: Context) -> Response {
    page(&context, Answers::default(), Step::FIRST, Faults::default()).await
}

async fn page(context: &Context, answers: Answers, step: Step, faults: Faults) -> Response {
    let shown = Survey {
        action: "/try".to_owned(),
        answers,
        step,
        faults: faults.list(),
        draft: None,
        changing: false,
        submit: "Show my result",
        promise: "Nothing is stored: your answers go to the server once, come back as a result, and are forgotten.".to_owned(),
        edition: None,
        participation: None,
    };
    let catalogue = context.app.catalogue;
    let page = Page::new("Try it alone").islands().status(faults.status());
    page.render(context, move || survey(shown, catalogue)).await
}

/// `POST /try`: one step, or the result.
pub async fn step(context: Context, fields: Fields) -> Response {
    let form = SurveyForm::read(&fields);
    if form.go != Go::Submit || !form.faults.is_empty() {
        let shown = form.shown();
        return page(&context, form.answers, shown, form.faults).await;
    }
    let catalogue = context.app.catalogue;
    let view = own_view(&form.answers);
    let charts = Charts::of_own(&view, advice::own_finding(&view), catalogue);
    let result = OwnResult {
        radar: chart_view(&charts.radar, "radar"),
        dots: chart_view(&charts.dots, "dots"),
        strongest: advice::own_strongest(&view),
        suggestions: advice::own_suggestions(&view, catalogue),
        view,
    };
    Page::new(title()).render(&context, move || own_result(result, catalogue)).await
}
