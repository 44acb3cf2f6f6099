//! A team's delivery signals: one month in a form, many in a file, all of them in a
//! table and as small charts.

use crate::components::{
    ChartLink, DataTable, Empty, ErrorSummary, Field as Input, FileLinks, PageHead, TableData,
    TextArea,
};
use crate::measure::delivery::{Field, Signal};
use crate::pages::report::ChartView;
use leptos::prelude::*;

/// What the page shows.
#[derive(Debug, Clone)]
pub struct SignalsPage {
    /// Its path, `/teams/{team}/signals`.
    pub base: String,
    /// The team.
    pub team: String,
    /// Its organisation.
    pub organisation: String,
    /// The forms; none for those who may only read.
    pub forms: Option<Forms>,
    /// The months, newest first, with the derived signals.
    pub months: TableData,
    /// The months' names in addresses, in the same order.
    pub names: Vec<String>,
    /// The six signals, each with its chart where there is something to draw.
    pub charts: Vec<(Signal, Option<ChartView>)>,
    /// What the numbers on the charts stand for.
    pub markers: Vec<String>,
}

/// What a facilitator can change.
#[derive(Debug, Clone, Default)]
pub struct Forms {
    /// The month, as typed.
    pub month: String,
    /// What is typed in each field.
    pub typed: [String; Field::ALL.len()],
    /// What is wrong with the month, by field.
    pub faults: Vec<(String, String)>,
    /// Whether the month is there already, and how it is written out.
    pub there: Option<String>,
    /// What was pasted in place of a file.
    pub text: String,
    /// What is wrong with the file or the text: `file` or `text`, and words.
    pub file_faults: Vec<(String, String)>,
    /// How many more faults there are than these.
    pub more_faults: usize,
}

/// The page's title.
#[must_use]
pub fn title(team: &str) -> String {
    format!("{team}: delivery signals")
}

/// The page.
pub fn signals(page: SignalsPage) -> impl IntoView {
    let SignalsPage { base, team, organisation, forms, months, names, charts, markers } = page;
    let kicker = format!("{team} \u{b7} {organisation}");
    let faults = forms.as_ref().map(Forms::all_faults).unwrap_or_default();
    let empty = names.is_empty();
    let reads = forms.is_none();
    let (month, upload) = match forms {
        Some(forms) => {
            let month = month_form(&base, &forms);
            (Some(month), Some(upload_form(&base, forms)))
        }
        None => (None, None),
    };
    let start = if reads {
        "The team\u{2019}s facilitator enters them, month by month."
    } else {
        "Enter the last month above, as far as you know it, or send a file of past months below."
    };
    let body = if empty {
        view! {
            <Empty title="No month yet">
                <p>{start}</p>
            </Empty>
        }
        .into_any()
    } else {
        view! {
            {pictures(&base, charts)}
            {marker_list(markers)}
            {table(&base, months, names, reads)}
        }
        .into_any()
    };
    view! {
        <article class="wide signals">
            <PageHead
                kicker=kicker
                title="Delivery signals"
                lead="They are for alignment, not for punishment: they show this team whether its experiments reach its customers. No page sets one team against another on them."
            />
            <ErrorSummary errors=faults/>
            {month}
            {body}
            {upload}
            <p class="muted">"How each of them is made, and what it cannot tell: "<a href="/method#signals">"method"</a>". What is stored of them: "<a href="/privacy">"privacy"</a>"."</p>
        </article>
    }
}

impl Forms {
    fn all_faults(&self) -> Vec<(String, String)> {
        let mut all = self.faults.clone();
        all.extend(self.file_faults.iter().cloned());
        if self.more_faults > 0 {
            all.push((String::new(), format!("And {} more of this kind.", self.more_faults)));
        }
        all
    }

    fn fault(&self, field: &str) -> Option<String> {
        self.faults.iter().find(|(name, _)| name == field).map(|(_, what)| what.clone())
    }

    fn file_fault(&self, field: &str, what: &str) -> Option<String> {
        self.file_faults.iter().any(|(name, _)| name == field).then(|| what.to_owned())
    }
}

/// What helps to fill a field in.
const fn hint(field: Field) -> &'static str {
    match field {
        Field::Deployments => "Changes that reached production.",
        Field::Failed => "Of these: rolled back, repaired at once, or worse for those who use it.",
        Field::LeadTime => "From commit to production, for example 36 or 1.5.",
        Field::Incidents => "Unplanned interruptions, also those that no deployment caused.",
        Field::ByChange => "Of these: a change of any kind, also of configuration.",
        Field::Restore => "From the failure until the service was back.",
    }
}

fn month_form(base: &str, forms: &Forms) -> impl IntoView + use<> {
    let inputs: Vec<_> = Field::ALL
        .into_iter()
        .zip(forms.typed.clone())
        .map(|(field, value)| {
            let keys = match field {
                Field::LeadTime | Field::Restore => "decimal",
                _ => "numeric",
            };
            view! {
                <Input name=field.name() label=field.label() hint=hint(field) value=value
                    error=forms.fault(field.name()) inputmode=keys maxlength="20" autocomplete="off"/>
            }
        })
        .collect();
    let (title, button) = match &forms.there {
        Some(month) => (format!("Correct {month}"), "Keep it so"),
        None => ("Enter a month".to_owned(), "Keep this month"),
    };
    let delete = forms.there.as_ref().map(|month| {
        let action = format!("{base}/{}/delete", forms.month);
        view! {
            <details>
                <summary>{format!("Delete {month}")}</summary>
                <form method="post" action=action class="actions">
                    <button class="button" type="submit">{format!("Delete the figures of {month}")}</button>
                </form>
            </details>
        }
    });
    view! {
        <section aria-labelledby="enter">
            <h2 id="enter">{title}</h2>
            <form method="post" action=base.to_owned() class="form" autocomplete="off">
                <Input name="month" label="Month" hint="Year and month, as 2026-03. A month that is there already is replaced."
                    value=forms.month.clone() error=forms.fault("month") kind="month" maxlength="7" required=true/>
                <div class="signal-fields">{inputs}</div>
                <p class="muted">"Leave out what you do not know: that is not the same as 0."</p>
                <div class="actions"><button class="button primary" type="submit">{button}</button></div>
            </form>
            {delete}
        </section>
    }
}

fn upload_form(base: &str, forms: Forms) -> impl IntoView + use<> {
    let file_fault = forms.file_fault("file", "The file has to be put right, then chosen again.");
    let text_fault =
        forms.file_fault("text", "This has to be put right; the list above says where.");
    let class = if file_fault.is_some() { "field wrong" } else { "field" };
    let (invalid, described) = match file_fault {
        Some(_) => (Some("true"), "file-hint file-error"),
        None => (None, "file-hint"),
    };
    let columns: Vec<_> = Field::ALL
        .into_iter()
        .map(|field| view! { <li><code>{field.name()}</code>" \u{b7} "{field.label()}</li> })
        .collect();
    let open = !forms.file_faults.is_empty();
    view! {
        <section aria-labelledby="many">
            <h2 id="many">"Many months at once"</h2>
            <details open=open>
                <summary>"Send a CSV file"</summary>
                <p>"One line a month. The first line names the columns, in any order: "<code>"month"</code>" as 2026-03, and any of these:"</p>
                <ul>{columns}</ul>
                <p>"Empty cells are not known. Months that are there already are replaced. Either the whole file is taken or nothing of it; the same file twice changes nothing."</p>
                <form method="post" action=format!("{base}/import") enctype="multipart/form-data" class="form" autocomplete="off">
                    <div class=class>
                        <label for="file">"The file"</label>
                        <p class="hint" id="file-hint">"CSV in UTF-8, at most 256 KiB and 600 months"</p>
                        {file_fault.map(|fault| view! { <p class="error" id="file-error">{fault}</p> })}
                        <input id="file" name="file" type="file" accept=".csv,.tsv,.txt,text/csv,text/plain" aria-invalid=invalid aria-describedby=described/>
                    </div>
                    <TextArea name="text" label="Or paste its content here" value=forms.text error=text_fault rows="6"/>
                    <div class="actions"><button class="button primary" type="submit">"Keep these months"</button></div>
                </form>
            </details>
        </section>
    }
}

fn pictures(base: &str, charts: Vec<(Signal, Option<ChartView>)>) -> impl IntoView + use<> {
    let charts: Vec<_> = charts
        .into_iter()
        .map(|(signal, chart)| {
            let of = format!(" of: {}", signal.name());
            let links = ChartLink::of_chart(&format!("{base}/{signal}"), "");
            let body = match chart {
                Some(chart) => view! {
                    {small_chart(signal.name(), chart)}
                    <FileLinks links=links of=of label=format!("Files of: {}", signal.name())/>
                }
                .into_any(),
                None => view! { <p class="muted">"No month has this figure yet."</p> }.into_any(),
            };
            view! { <li><h3>{signal.name()}</h3>{body}</li> }
        })
        .collect();
    view! {
        <section aria-labelledby="courses">
            <h2 id="courses">"Month by month"</h2>
            <p>"Each chart has its own scale. Where a month has no figure the line has a gap. One month is little: look at several."</p>
            <ul class="small-charts">{charts}</ul>
        </section>
    }
}

/// A small chart with its table.
pub fn small_chart(name: &str, chart: ChartView) -> impl IntoView + use<> {
    let caption = format!("{name}, month by month");
    view! {
        <div class="drawing" inner_html=chart.svg></div>
        <details>
            <summary>"Show as table"<span class="visually-hidden">{format!(": {name}")}</span></summary>
            <DataTable caption=caption table=chart.table/>
        </details>
    }
}

/// What the numbers on small charts stand for; nothing where there are none.
pub fn marker_list(markers: Vec<String>) -> impl IntoView {
    (!markers.is_empty()).then(|| {
        let lines: Vec<_> = markers.into_iter().map(|words| view! { <li>{words}</li> }).collect();
        view! {
            <p>"The numbered lines on the charts are experiments; a triangle marks a start, a square a review:"</p>
            <ol class="markers">{lines}</ol>
        }
    })
}

fn table(base: &str, months: TableData, names: Vec<String>, reads: bool) -> impl IntoView + use<> {
    let head: Vec<_> =
        months.columns.into_iter().map(|column| view! { <th scope="col">{column}</th> }).collect();
    let rows: Vec<_> = months
        .rows
        .into_iter()
        .zip(names)
        .map(|(row, name)| {
            let mut cells = row.into_iter();
            let month = cells.next().unwrap_or_default();
            let first = if reads {
                month.into_any()
            } else {
                let href = format!("{base}?month={name}#enter");
                view! { <a href=href>{month}<span class="visually-hidden">": correct"</span></a> }
                    .into_any()
            };
            let cells: Vec<_> = cells.map(|cell| view! { <td>{cell}</td> }).collect();
            view! { <tr><th scope="row">{first}</th>{cells}</tr> }
        })
        .collect();
    let csv = vec![ChartLink { label: "CSV".to_owned(), href: format!("{base}/signals.csv") }];
    view! {
        <section aria-labelledby="months">
            <h2 id="months">"All months"</h2>
            <div class="table-frame" role="region" tabindex="0" aria-label="The months as a table">
                <table class="data numbers">
                    <caption class="small">"A dash is what nobody knows. Rates are worked out from the counts beside them."</caption>
                    <thead><tr>{head}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            <FileLinks links=csv of=" of all months" label="Files of all months"/>
        </section>
    }
}

/// The small charts beside the radar of a report.
pub fn beside_radar(
    base: &str,
    charts: Vec<(Signal, ChartView)>,
    markers: Vec<String>,
) -> impl IntoView + use<> {
    let base = base.to_owned();
    (!charts.is_empty()).then(|| {
        let charts: Vec<_> = charts
            .into_iter()
            .map(|(signal, chart)| {
                view! { <li><h3>{signal.name()}</h3>{small_chart(signal.name(), chart)}</li> }
            })
            .collect();
        view! {
            <section aria-labelledby="signals">
                <h2 id="signals">"Meanwhile, in delivery"</h2>
                <p>"What the team counted month by month, each on its own scale. It stands beside what people say: neither explains the other. "<a href=base>"All signals"</a></p>
                <ul class="small-charts">{charts}</ul>
                {marker_list(markers)}
            </section>
        }
    })
}
