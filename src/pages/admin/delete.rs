//! The question before an organisation is deleted.

use crate::components::{ErrorSummary, Field, PageHead};
use leptos::prelude::*;

/// The question before an organisation is deleted, with its name to be typed.
pub fn ask_delete(
    name: String,
    base: String,
    typed: String,
    fault: Option<String>,
) -> impl IntoView {
    let faults: Vec<_> = fault.iter().map(|message| ("name".to_owned(), message.clone())).collect();
    view! {
        <PageHead
            kicker="Administration"
            title=format!("Delete {name}?")
            lead="Everything goes: its teams, rounds, reports and access links, down to the bytes in the database file. Nothing can bring it back, except a backup."
        />
        <ErrorSummary errors=faults/>
        <form method="post" action=format!("{base}/delete") class="form">
            <Field name="name" label="Type the name of the organisation to go on" value=typed error=fault autocomplete="off" required=true/>
            <div class="actions">
                <button class="button danger" type="submit">"Delete everything"</button>
                <a class="button quiet" href="/admin">"No, go back"</a>
            </div>
        </form>
    }
}
