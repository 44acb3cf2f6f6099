//! Pages as they were written, and kept.
//!
//! A page says the same as long as it is told the same, so its text is kept together with
//! what it was told, and written anew as soon as anything differs. What it is told is looked
//! up each time.

use super::kept::Kept;
use super::render::without_marks;
use leptos::prelude::*;
use leptos::tachys::html::InertElement;
use std::hash::Hash;
use std::sync::Arc;

/// A page with what it was told.
#[derive(Debug)]
pub struct Written<T> {
    told: T,
    html: String,
}

/// Pages of one kind, by what they are of and for whom.
pub type Pages<K, T> = Kept<K, Arc<Written<T>>>;

/// The page that tells this: the one that was kept under its key, or else what `page` makes
/// of it. It must hold no island.
pub fn written<K: Eq + Hash, T: Clone + PartialEq, V: IntoView>(
    kept: &Pages<K, T>,
    key: K,
    told: T,
    page: impl FnOnce(T) -> V,
) -> InertElement {
    let known = kept.get(&key).filter(|written| written.told == told);
    let written = known.unwrap_or_else(|| {
        let html = without_marks(page(told.clone()).into_view().to_html());
        let written = Arc::new(Written { told, html });
        kept.put(key, written.clone());
        written
    });
    InertElement::new(written.html.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_written_once_for_what_it_is_told_and_anew_for_anything_else() {
        let kept: Pages<&str, u8> = Kept::new(4);
        let write = |told: u8, text: &'static str| {
            written(&kept, "page", told, move |_| text).into_view().to_html()
        };
        assert_eq!(write(1, "first"), "first");
        assert_eq!(write(1, "second"), "first", "it was kept");
        assert_eq!(write(2, "third"), "third", "it was told something else");
        assert_eq!(write(1, "fourth"), "fourth", "only the last one is kept");
    }
}
