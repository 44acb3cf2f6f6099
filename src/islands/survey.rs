//! The survey in the browser: one section at a time without asking the server,
//! a draft that survives reload and crash, and keys.

use leptos::prelude::*;

/// Watches over the survey's form, which is its child and works without it.
#[island]
pub fn SurveyKeeper(
    /// Under which name to keep the draft; empty for none.
    draft: String,
    /// Whether the form came empty, so that a draft may fill it.
    fresh: bool,
    /// The form.
    children: Children,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    Effect::new(move || {
        if let Some(form) = keeper::Form::find() {
            form.watch(&draft, fresh);
        }
    });
    #[cfg(not(feature = "hydrate"))]
    let _ = (draft, fresh);
    children()
}

#[cfg(feature = "hydrate")]
mod keeper {
    use crate::islands::page::{
        document, each, element, hash, listen, listen_window, remove_drafts, set_hash, storage,
    };
    use wasm_bindgen::JsCast;
    use web_sys::{Element, Event, HtmlElement, HtmlFormElement, HtmlInputElement, KeyboardEvent};

    const STEPS: &str = "[data-step]";

    /// The survey's form.
    #[derive(Clone)]
    pub struct Form(HtmlFormElement);

    impl Form {
        pub fn find() -> Option<Self> {
            document().get_element_by_id("survey")?.dyn_into().ok().map(Self)
        }

        pub fn watch(self, draft: &str, fresh: bool) {
            if fresh && !draft.is_empty() {
                self.restore(draft);
            }
            let empty = element::<HtmlInputElement>(&self.0, "input:checked").is_none();
            self.hide("[data-afresh]", empty);
            self.refresh();
            let (form, name) = (self.clone(), draft.to_owned());
            listen(&self.0, "change", move |_: Event| {
                form.save(&name);
                form.refresh();
            });
            let (form, name) = (self.clone(), draft.to_owned());
            listen(&self.0, "click", move |event: Event| form.clicked(&event, &name));
            listen(&self.0, "keydown", move |event: KeyboardEvent| typed(&event));
            let form = self.clone();
            listen_window("hashchange", move |_: Event| form.follow_hash());
            self.follow_hash();
            let _ = self.0.set_attribute("data-alive", "");
        }

        /// A step button shows its section here instead of asking the server.
        /// One that starts afresh takes the draft away and lets the server send an empty form.
        fn clicked(&self, event: &Event, draft: &str) {
            let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok())
            else {
                return;
            };
            let Ok(Some(button)) = target.closest("button[name=go]") else { return };
            let step = button.get_attribute("value").unwrap_or_default();
            if step == "afresh" {
                remove_drafts(draft);
            }
            if step == "submit" || step == "afresh" {
                return;
            }
            event.prevent_default();
            // Through the address, so that the browser's own back and forward work.
            set_hash(&step);
            self.show(&step, button.get_attribute("data-to").as_deref());
        }

        fn follow_hash(&self) {
            let step = hash();
            if !step.is_empty() && self.current().as_deref() != Some(&step) {
                self.show(&step, None);
            } else if step.is_empty()
                && let Ok(Some(first)) = self.0.query_selector(STEPS)
            {
                // Back to where the visit began.
                if self.was_shown() {
                    self.show(&first.get_attribute("data-step").unwrap_or_default(), None);
                }
            }
        }

        /// Whether a step was shown from here before.
        fn was_shown(&self) -> bool {
            self.0.has_attribute("data-moved")
        }

        fn current(&self) -> Option<String> {
            self.0
                .query_selector("[data-step]:not([hidden])")
                .ok()?
                .and_then(|step| step.get_attribute("data-step"))
        }

        fn show(&self, step: &str, item: Option<&str>) {
            let mut shown = None;
            each(&self.0, STEPS, |section: HtmlElement| {
                let this = section.get_attribute("data-step").as_deref() == Some(step);
                if this {
                    shown = Some(section.clone());
                }
            });
            // An address that names no section changes nothing.
            let Some(shown) = shown else { return };
            each(&self.0, STEPS, |section: HtmlElement| section.set_hidden(section != shown));
            let _ = self.0.set_attribute("data-moved", "");
            let next = shown.query_selector(".actions .primary").ok().flatten();
            let go = next.and_then(|next| next.get_attribute("value")).unwrap_or_default();
            if let Ok(Some(default)) = self.0.query_selector("[data-default]") {
                let _ = default.set_attribute("value", &go);
            }
            if let Some(field) = element::<HtmlInputElement>(&self.0, "input[name=step]") {
                field.set_value(step);
            }
            self.refresh();
            let focus = item.and_then(|item| document().get_element_by_id(item));
            let focus = focus.or_else(|| shown.query_selector("h1").ok().flatten());
            if let Some(focus) = focus.and_then(|focus| focus.dyn_into::<HtmlElement>().ok()) {
                if item.is_none() {
                    document().document_element().inspect(|page| page.set_scroll_top(0));
                }
                let _ = focus.focus();
            }
        }

        /// Progress, the list of what is open, and the soft question.
        fn refresh(&self) {
            let mut answers: Vec<String> = Vec::new();
            each(&self.0, "[data-open]", |item: HtmlElement| {
                let name = item.get_attribute("data-open").unwrap_or_default();
                let answer =
                    element::<HtmlInputElement>(&self.0, &format!("input[name={name}]:checked"));
                item.set_hidden(answer.is_some());
                answers.push(answer.map(|answer| answer.value()).unwrap_or_default());
            });
            let given = answers.iter().filter(|answer| !answer.is_empty()).count();
            let all = answers.len();
            let same = given == all
                && answers
                    .first()
                    .is_some_and(|first| first != "?" && answers.iter().all(|each| each == first));
            self.hide("[data-complete]", given < all);
            self.hide("[data-incomplete]", given == all);
            self.hide("[data-same]", !same);
            if let Some(line) = element::<HtmlElement>(&self.0, "[data-progress]") {
                line.set_text_content(Some(&format!("{given} of {all} answered")));
            }
        }

        fn hide(&self, selector: &str, hidden: bool) {
            if let Some(part) = element::<HtmlElement>(&self.0, selector) {
                part.set_hidden(hidden);
            }
        }

        fn save(&self, draft: &str) {
            if draft.is_empty() {
                return;
            }
            let mut text = String::new();
            each(&self.0, "input:checked", |input: HtmlInputElement| {
                text.push_str(&input.name());
                text.push('=');
                text.push_str(&input.value());
                text.push('\n');
            });
            if let Some(storage) = storage() {
                let _ = storage.set_item(draft, &text);
            }
        }

        fn restore(&self, draft: &str) {
            let text = storage()
                .and_then(|storage| storage.get_item(draft).ok().flatten())
                .unwrap_or_default();
            for line in text.lines() {
                if let Some((name, value)) = line.split_once('=') {
                    each(&self.0, "input[type=radio]", |input: HtmlInputElement| {
                        if input.name() == name && input.value() == value {
                            input.set_checked(true);
                        }
                    });
                }
            }
        }
    }

    /// 1–5 choose a point and ? says "can't judge", while a card holds the focus.
    fn typed(event: &KeyboardEvent) {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let value = match event.key().as_str() {
            "1" => "0",
            "2" => "1",
            "3" => "2",
            "4" => "3",
            "5" => "4",
            "?" => "?",
            _ => return,
        };
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok())
        else {
            return;
        };
        let Ok(Some(card)) = target.closest("fieldset.statement") else { return };
        if let Some(input) = element::<HtmlInputElement>(&card, &format!("input[value='{value}']"))
        {
            event.prevent_default();
            input.click();
            let _ = input.focus();
        }
    }
}
