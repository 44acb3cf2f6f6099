//! Past rounds from a file: what it must look like, what would happen, how far it is.

use crate::components::{
    Choice, DataTable, ErrorSummary, Notice, NoticeKind, PageHead, TableData, TextArea,
};
use leptos::prelude::*;

/// The page where a file is chosen or pasted.
#[derive(Debug, Clone, Default)]
pub struct ImportForm {
    /// Its path, `/admin/{organisation}/import`.
    pub base: String,
    /// The organisation's name.
    pub organisation: String,
    /// The organisation's minimum group.
    pub minimum_group: u8,
    /// The columns of the statements: id and name.
    pub columns: Vec<(String, String)>,
    /// The most that is taken, in MiB.
    pub most_mib: usize,
    /// The most rounds that are taken, as it is written.
    pub most_rounds: String,
    /// What was pasted.
    pub text: String,
    /// Whether no lists of scores are wanted.
    pub no_lists: bool,
    /// What is wrong, by field: `file` or `text`.
    pub faults: Vec<(String, String)>,
    /// How many more faults there are than these.
    pub more_faults: usize,
}

/// The page where a file is chosen or pasted.
pub fn import_form(form: ImportForm) -> impl IntoView {
    let ImportForm { base, minimum_group, columns, most_mib, most_rounds, text, .. } = form;
    let at = |field: &str| form.faults.iter().filter(|(at, _)| at == field).count();
    let beside = |field: &str, what: &str| match at(field) {
        0 => None,
        _ => Some(what.to_owned()),
    };
    let file_fault = beside("file", "The file has to be put right, then chosen again.");
    let text_fault = beside("text", "This has to be put right; the list above says where.");
    let file_class = if file_fault.is_some() { "field wrong" } else { "field" };
    let (invalid, described) = match file_fault {
        Some(_) => (Some("true"), "file-hint file-error"),
        None => (None, "file-hint"),
    };
    let mut faults = form.faults.clone();
    if form.more_faults > 0 {
        faults.push((String::new(), format!("And {} more of this kind.", form.more_faults)));
    }
    let ids: Vec<_> = columns
        .into_iter()
        .map(|(id, name)| view! { <li><code>{id}</code> " \u{b7} " {name}</li> })
        .collect();
    view! {
        <PageHead
            kicker=form.organisation
            title="Import past rounds"
            lead="Rounds that were taken on paper or with another tool come in here. First you see what would happen; nothing is stored before you confirm it."
        />
        <ErrorSummary errors=faults/>
        <section>
            <h2>"The file"</h2>
            <p>"A CSV file in UTF-8, one line a person, the same that " <code>"andon score"</code> " reads. The first line names the columns, in any order:"</p>
            <ul>
                <li><code>"team"</code>" \u{b7} the team\u{2019}s name. A team that is not there yet is added; capitals make no difference."</li>
                <li><code>"round"</code>" \u{b7} the day on which the round closed, as " <code>"2025-09-30"</code> ". " <code>"2025-09"</code> " is the last day of that month, " <code>"2025-Q3"</code> " the last of that quarter."</li>
                <li>"a column for each of the eighteen statements: 0 to 4, " <code>"?"</code> " for can\u{2019}t judge, or nothing."</li>
                <li><code>"invited"</code>" \u{b7} how many people were invited, if you know. Without it, as many as answered."</li>
            </ul>
            <details>
                <summary>"The names of the eighteen columns"</summary>
                <ul class="ids">{ids}</ul>
            </details>
            <div class="actions"><a class="button quiet" href=format!("{base}/example.csv")>"Download an example"</a></div>
        </section>
        <section>
            <h2>"What is left out"</h2>
            <p>{format!("A round with fewer than {minimum_group} answers counts nowhere, so nothing of it is kept. A round that is there already is not added twice. A team\u{2019}s rounds lie at least 28 days apart.")}</p>
            <p>"Answers are counted at once, as when a round closes here: what a single person said is never stored, and the file is not kept."</p>
        </section>
        <section>
            <h2>"Check it"</h2>
            <form method="post" action=base.clone() enctype="multipart/form-data" class="form" autocomplete="off">
                <div class=file_class>
                    <label for="file">"The file"</label>
                    <p class="hint" id="file-hint">{format!("At most {most_mib} MiB and {most_rounds} rounds")}</p>
                    {file_fault.map(|fault| view! { <p class="error" id="file-error">{fault}</p> })}
                    <input id="file" name="file" type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" aria-invalid=invalid aria-describedby=described/>
                </div>
                <TextArea name="text" label="Or paste its content here" value=text error=text_fault rows="6"/>
                <Choice name="no_lists" value="yes" checked=form.no_lists label="Keep no lists of scores"
                    hint="For rounds of fewer than 8 answers: then only the counts for each statement are kept. The price: later rounds cannot say whether anything has changed."/>
                <div class="actions">
                    <button class="button primary" type="submit">"See what would happen"</button>
                    <a class="button quiet" href="/admin">"Back to administration"</a>
                </div>
            </form>
        </section>
    }
}

/// What would happen, and the button that lets it.
#[derive(Debug, Clone, Default)]
pub struct DryRun {
    /// `/admin/{organisation}/import`.
    pub base: String,
    /// The organisation's name.
    pub organisation: String,
    /// "12 rounds of 5 teams would be added; 1 is left out".
    pub title: String,
    /// One row a team's round.
    pub table: TableData,
    /// What else there is to know.
    pub remarks: Vec<String>,
    /// What is not as it was shown before; none when this is the first look.
    pub changed: Option<Vec<String>>,
    /// What the button says; none where there is nothing to add.
    pub button: Option<String>,
    /// The rows as text.
    pub text: String,
    /// What is shown here, in short.
    pub shown: String,
    /// Whether no lists of scores are wanted.
    pub no_lists: bool,
}

/// What would happen.
pub fn dry_run(run: DryRun) -> impl IntoView {
    let lists = |lines: Vec<String>| {
        let lines: Vec<_> = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect();
        view! { <ul>{lines}</ul> }
    };
    let lead = if run.button.is_some() {
        "Nothing is stored yet. Look at the table, then confirm it or go back."
    } else {
        "There is nothing to confirm. The table says why for each round."
    };
    view! {
        <PageHead kicker=run.organisation title=run.title lead=lead/>
        {run.changed.map(|changed| view! {
            <Notice kind=NoticeKind::Warning title="Something has changed since the table was shown">
                <p>"Nothing was added. Here is what would happen now."</p>
                {lists(changed)}
            </Notice>
        })}
        <section>
            <h2>"Round by round"</h2>
            <DataTable caption="What would happen to each round" quiet_caption=true table=run.table/>
        </section>
        {(!run.remarks.is_empty()).then(|| view! {
            <section>
                <h2>"Good to know"</h2>
                {lists(run.remarks)}
            </section>
        })}
        <section>
            <h2>"Next"</h2>
            <div class="actions">
                {run.button.map(|button| view! {
                    <form method="post" action=format!("{}/confirm", run.base) enctype="multipart/form-data" autocomplete="off">
                        <input type="hidden" name="shown" value=run.shown/>
                        <input type="hidden" name="text" value=run.text/>
                        {run.no_lists.then(|| view! { <input type="hidden" name="no_lists" value="yes"/> })}
                        <button class="button primary" type="submit">{button}</button>
                    </form>
                })}
                <a class="button quiet" href=run.base>"Choose another file"</a>
                <a class="button quiet" href="/admin">"Back to administration"</a>
            </div>
        </section>
    }
}

/// Where an import stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// So many rounds of so many are in.
    Adding(usize, usize),
    /// Another process of this installation may know.
    Elsewhere,
    /// It went in: "imported 12 rounds of 5 teams".
    Done(String),
    /// Nothing went in, for this reason.
    Nothing(&'static str),
}

/// How far an import is, or how it ended.
pub fn import_standing(organisation: String, base: String, standing: Standing) -> impl IntoView {
    match standing {
        Standing::Adding(done, total) => {
            let title = if total == 0 {
                "Counting the answers".to_owned()
            } else {
                format!("{done} of {total} rounds")
            };
            view! {
                <PageHead kicker=organisation title=title lead="The import is under way. All rounds become visible together, when the last one is in. This page looks again every second; you can also leave it."/>
                <p><progress class="bar" max=total.max(1).to_string() value=done.to_string() aria-label="Rounds added"></progress></p>
            }
            .into_any()
        }
        Standing::Elsewhere => view! {
            <PageHead kicker=organisation title="Under way, it seems" lead="Another of this installation\u{2019}s servers has the import. All rounds become visible together, when the last one is in. This page looks again every few seconds."/>
            <p>"If that server was stopped meanwhile, everything was undone: should nothing have happened after some minutes, import the file again. What is there already is left out then, so nothing is doubled."</p>
            <div class="actions">
                <a class="button quiet" href=base>"Import the file again"</a>
            </div>
        }
        .into_any(),
        Standing::Done(what) => view! {
            <PageHead kicker=organisation title="The import is done" lead=format!("The log says: {what}.")/>
            <Notice kind=NoticeKind::Info title="What comes next">
                <ul>
                    <li>"A new team has no facilitator yet: hand out a link for each from administration."</li>
                    <li>"A new team is not shared with coaches until its facilitator says so."</li>
                    <li>"What single people answered is not stored anywhere here. Keep your file, or destroy it."</li>
                </ul>
            </Notice>
            <div class="actions">
                <a class="button primary" href="/admin">"Back to administration"</a>
                <a class="button quiet" href=base>"Import another file"</a>
            </div>
        }
        .into_any(),
        Standing::Nothing(why) => view! {
            <PageHead kicker=organisation title="Nothing was added" lead=why/>
            <p>"An import goes in as a whole or not at all, so there is nothing to clean up."</p>
            <div class="actions">
                <a class="button primary" href=base>"Import the file again"</a>
                <a class="button quiet" href="/admin">"Back to administration"</a>
            </div>
        }
        .into_any(),
    }
}
