//! The little that islands need of the browser.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::convert::FromWasmAbi;
use web_sys::{Document, Element, EventSource, EventTarget, MessageEvent, Storage};

/// What the names of all drafts begin with.
pub const DRAFTS: &str = "andon:";

pub fn document() -> Document {
    leptos::prelude::document()
}

fn window() -> web_sys::Window {
    leptos::prelude::window()
}

/// The browser's store, where it lets us have it.
pub fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// Removes one draft, or all when `name` is empty.
pub fn remove_drafts(name: &str) {
    let Some(storage) = storage() else { return };
    let all: Vec<String> = (0..storage.length().unwrap_or(0))
        .filter_map(|index| storage.key(index).ok().flatten())
        .collect();
    for key in all {
        if key == name || (name.is_empty() && key.starts_with(DRAFTS)) {
            let _ = storage.remove_item(&key);
        }
    }
}

/// The part of the address behind `#`.
pub fn hash() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
}

/// Sets the part of the address behind `#`, as a step that *back* undoes.
pub fn set_hash(hash: &str) {
    let _ = window().location().set_hash(hash);
}

/// Runs `f` over all matching elements.
pub fn each<T: JsCast>(within: &Element, selector: &str, mut f: impl FnMut(T)) {
    if let Ok(found) = within.query_selector_all(selector) {
        for index in 0..found.length() {
            if let Some(element) = found.item(index).and_then(|node| node.dyn_into().ok()) {
                f(element);
            }
        }
    }
}

/// The first matching element.
pub fn element<T: JsCast>(within: &Element, selector: &str) -> Option<T> {
    within.query_selector(selector).ok()??.dyn_into().ok()
}

/// Listens for as long as the page lives.
pub fn listen<E: FromWasmAbi + 'static>(
    target: &EventTarget,
    event: &str,
    f: impl FnMut(E) + 'static,
) {
    let closure = Closure::<dyn FnMut(E)>::new(f);
    let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
    closure.forget();
}

/// Listens on the window for as long as the page lives.
pub fn listen_window<E: FromWasmAbi + 'static>(event: &str, f: impl FnMut(E) + 'static) {
    listen(&window(), event, f);
}

/// Follows an event stream; the browser reconnects by itself.
pub fn follow(url: &str, f: impl Fn(String) + 'static) {
    if let Ok(source) = EventSource::new(url) {
        listen(&source, "message", move |event: MessageEvent| {
            if let Some(text) = event.data().as_string() {
                f(text);
            }
        });
        let closing = source.clone();
        listen(&source, "closed", move |_: web_sys::Event| {
            closing.close();
            let _ = window().location().reload();
        });
    }
}
