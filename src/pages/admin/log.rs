//! What was done, and by whom.

use super::DeedLine;
use crate::components::{DataTable, Empty, PageHead, TableData};
use leptos::prelude::*;

/// What was done, and by whom.
pub fn log(organisation: String, lines: Vec<DeedLine>, most: u32) -> impl IntoView {
    let body = if lines.is_empty() {
        view! { <Empty title="Nothing yet"><p>"What is done here from now on is written down."</p></Empty> }.into_any()
    } else {
        let rows = lines.into_iter().map(|line| vec![line.day, line.who, line.what]).collect();
        let columns = ["Day", "With the link", "What"].map(str::to_owned).to_vec();
        view! { <DataTable caption="What was done" quiet_caption=true table=TableData { columns, rows }/> }.into_any()
    };
    view! {
        <PageHead
            kicker=organisation
            title="What was done, and by whom"
            lead=format!("The last {most} things that were done with access links. Nothing that respondents do is written down.")
        />
        {body}
        <div class="actions"><a class="button quiet" href="/admin">"Back to administration"</a></div>
    }
}
