//! A team's reminders: its calendar, its receiver of messages, and what became of them.

use crate::components::{
    Choice, DataTable, Empty, ErrorSummary, Field, Notice, NoticeKind, PageHead, TableData,
};
use leptos::prelude::*;

/// What the page shows.
#[derive(Debug, Clone)]
pub struct Reminders {
    /// The page's path, `/teams/{id}/reminders`.
    pub base: String,
    /// The team: name and path.
    pub team: (String, String),
    /// The day on which the calendar's address was made, if there is one.
    pub calendar: Option<String>,
    /// The receiver of messages.
    pub chat: Chat,
    /// Its messages, newest first.
    pub log: Vec<MessageLine>,
    /// What exists in the clear only now.
    pub fresh: Option<Fresh>,
}

/// What is shown once.
#[derive(Debug, Clone)]
pub enum Fresh {
    /// The calendar's address: as a web address and for calendar programs.
    Calendar(String, String),
    /// What messages are signed with.
    Secret(String),
}

/// The receiver of messages.
#[derive(Debug, Clone)]
pub enum Chat {
    /// Nothing is sent from an organisation in which everything is made up.
    MadeUp,
    /// What there is, and the form that changes it.
    Form(ChatForm),
}

/// The receiver's form, as typed.
#[derive(Debug, Clone, Default)]
#[expect(clippy::struct_excessive_bools, reason = "four boxes to tick")]
pub struct ChatForm {
    /// The server to which messages go, if there is a receiver.
    pub host: Option<String>,
    /// Since which day nothing is sent, because the receiver said it is gone.
    pub gone: Option<String>,
    /// The new address.
    pub url: String,
    /// Rounds that open.
    pub opened: bool,
    /// Rounds that close.
    pub closed: bool,
    /// Reviews and steps.
    pub due: bool,
    /// The join link in messages.
    pub join_link: bool,
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
}

/// One message in the log.
#[derive(Debug, Clone)]
pub struct MessageLine {
    /// When it happened.
    pub when: String,
    /// What it tells.
    pub what: String,
    /// What became of it.
    pub status: String,
    /// When it is tried again.
    pub next: String,
}

impl ChatForm {
    fn fault(&self, field: &str) -> Option<String> {
        self.faults.iter().find(|(name, _)| name == field).map(|(_, message)| message.clone())
    }
}

/// The page's title.
#[must_use]
pub fn title(team: &str) -> String {
    format!("Reminders of {team}")
}

/// The page.
pub fn reminders(page: Reminders) -> impl IntoView {
    let Reminders { base, team: (team, path), calendar, chat, log, fresh } = page;
    let (faults, has_receiver) = match &chat {
        Chat::Form(form) => (form.faults.clone(), form.host.is_some()),
        Chat::MadeUp => (Vec::new(), false),
    };
    view! {
        <PageHead
            kicker=team
            title="Reminders"
            lead="Andon sends no mail and knows nobody\u{2019}s address. It can put the team\u{2019}s days into calendars, and tell the team\u{2019}s chat what happens."
        />
        <ErrorSummary errors=faults/>
        {fresh.map(shown_once)}
        {calendar_part(&base, calendar)}
        <section aria-labelledby="chat">
            <h2 id="chat">"Chat"</h2>
            {match chat {
                Chat::MadeUp => view! {
                    <Notice title="Not in the demo">
                        <p>"In the demo everything is made up, so nothing is sent from it. In a team of your own you can enter the address of a channel here."</p>
                    </Notice>
                }.into_any(),
                Chat::Form(form) => chat_part(&base, form).into_any(),
            }}
        </section>
        {has_receiver.then(|| view! { {messages(&base, log)} {for_programs()} })}
        <div class="actions"><a class="button quiet" href=path>"Back to the team"</a></div>
    }
}

fn shown_once(fresh: Fresh) -> impl IntoView {
    let body = match fresh {
        Fresh::Calendar(web, calendar) => view! {
            <p>"The calendar\u{2019}s address. Copy it now: only a fingerprint of it is stored. Whoever has it can read the team\u{2019}s days, so give it to the team only."</p>
            <p class="codebox" tabindex="0">{web}</p>
            <p>
                "In most calendar programs: "<em>"Add a calendar"</em>", "<em>"From the web"</em>" (or "
                <em>"From URL"</em>"), and paste it. Some open it at once from here: "
                <a href=calendar>"subscribe with this device\u{2019}s calendar"</a>"."
            </p>
        }
        .into_any(),
        Fresh::Secret(secret) => view! {
            <p>"The secret with which messages are signed. A chat does not need it. A program that wants to know that a message is from Andon does: copy it now, for it is not shown again."</p>
            <p class="codebox" tabindex="0">{secret}</p>
        }
        .into_any(),
    };
    view! { <Notice kind=NoticeKind::Warning title="Shown once">{body}</Notice> }
}

fn calendar_part(base: &str, made: Option<String>) -> impl IntoView + use<> {
    let make = format!("{base}/calendar");
    let body = match made {
        Some(day) => view! {
            <p>{format!("The calendar has a secret address, made on {day}. Whoever has it sees the team\u{2019}s days, and nothing else.")}</p>
            <p class="muted">"With a new address, or when it is revoked, the old one works no longer: calendars that use it stop at their next look."</p>
            <div class="actions">
                <form method="post" action=make>
                    <button class="button" type="submit">"Make a new address"</button>
                </form>
                <form method="post" action=format!("{base}/calendar/revoke")>
                    <button class="button quiet" type="submit">"Revoke it"</button>
                </form>
            </div>
        }
        .into_any(),
        None => view! {
            <Empty title="No calendar yet">
                <p>"Make an address, and add it to the team\u{2019}s calendar or to your own. Programs look there by themselves, some only once a day."</p>
                <form method="post" action=make class="actions">
                    <button class="button primary" type="submit">"Make the calendar\u{2019}s address"</button>
                </form>
            </Empty>
        }
        .into_any(),
    };
    view! {
        <section aria-labelledby="calendar">
            <h2 id="calendar">"Calendar"</h2>
            <p>"It shows whole days: the last day to answer an open round, the day from which the next round can open, the review days of running experiments, and the days on which steps are due. It never holds a result."</p>
            {body}
        </section>
    }
}

fn chat_part(base: &str, form: ChatForm) -> impl IntoView + use<> {
    let fault = |field| form.fault(field);
    let there = form.host.is_some();
    let (label, hint) = match &form.host {
        Some(host) => (
            "Another address",
            format!("Messages go to {host}. The rest of the address is a secret and is not shown. Leave this empty to keep it."),
        ),
        None => (
            "Address of the channel",
            "From your chat\u{2019}s settings, where it is called \u{201c}incoming webhook\u{201d}. Slack, Mattermost, Rocket.Chat and others take these messages; so does any program that takes JSON.".to_owned(),
        ),
    };
    view! {
        <p>"Messages say that something has happened and where to look. They never hold a score, how many have answered, or anything that somebody said."</p>
        {form.gone.clone().map(|day| view! {
            <Notice kind=NoticeKind::Problem title="Nothing is sent">
                <p>{format!("On {day} the receiver said that it is gone, so Andon has stopped sending. Save the form, with another address or the same one, to begin again.")}</p>
            </Notice>
        })}
        <div class="stack">
        <form method="post" action=format!("{base}/webhook") class="form">
            <Field name="url" label=label hint=hint value=form.url.clone() error=fault("url") kind="url"
                inputmode="url" maxlength="2000" autocomplete="off" required=!there/>
            <fieldset>
                <legend>"What the team is told"</legend>
                <Choice name="opened" value="yes" checked=form.opened error=fault("opened") label="A round has opened"/>
                <Choice name="join_link" value="yes" checked=form.join_link label="Put the join link into that message"
                    hint="Only for a channel of the team\u{2019}s own: whoever reads it there can answer."/>
                <Choice name="closed" value="yes" checked=form.closed label="A round has closed"/>
                <Choice name="due" value="yes" checked=form.due label="A review or a step is due"
                    hint="In the morning of the day."/>
            </fieldset>
            <div class="actions">
                <button class="button primary" type="submit">{if there { "Save" } else { "Add the channel" }}</button>
            </div>
        </form>
        {there.then(|| view! {
            <details>
                <summary>"Renew the secret, or remove the channel"</summary>
                <p>"With a new secret, programs that check signatures refuse messages until they know it. When the channel is removed, its messages and their log are gone, also those that still wait."</p>
                <div class="actions">
                    <form method="post" action=format!("{base}/webhook/secret")>
                        <button class="button" type="submit">"Renew the secret"</button>
                    </form>
                    <form method="post" action=format!("{base}/webhook/remove")>
                        <button class="button danger" type="submit">"Remove the channel"</button>
                    </form>
                </div>
            </details>
        })}
        </div>
    }
}

fn messages(base: &str, log: Vec<MessageLine>) -> impl IntoView + use<> {
    let test = test(base);
    let body = if log.is_empty() {
        view! {
            <Empty title="No message yet">
                <p>"Send a test message to see whether it arrives."</p>
                {test}
            </Empty>
        }
        .into_any()
    } else {
        let columns = ["When", "What", "What became of it", "Next attempt"];
        let table = TableData {
            columns: columns.map(str::to_owned).to_vec(),
            rows: log
                .into_iter()
                .map(|line| vec![line.when, line.what, line.status, line.next])
                .collect(),
        };
        view! {
            <DataTable caption="The last messages" quiet_caption=true table=table/>
            <p class="muted">"A message that is not taken is tried eight times within about a day. Load this page again to see what has become of one. A test that waits is tried at once when you press the button again."</p>
            {test}
        }
        .into_any()
    };
    view! {
        <section aria-labelledby="log">
            <h2 id="log">"Messages"</h2>
            {body}
        </section>
    }
}

fn test(base: &str) -> impl IntoView + use<> {
    view! {
        <form method="post" action=format!("{base}/webhook/test") class="actions">
            <button class="button" type="submit">"Send a test message"</button>
        </form>
    }
}

/// What a message is, for those who write a receiver.
fn for_programs() -> impl IntoView {
    view! {
        <details>
            <summary>"For programs: what a message holds, and how to check it"</summary>
            <p>
                "A message is a POST with a JSON object: "<code>"text"</code>" for chats, and for programs "
                <code>"event"</code>" (round-opened, round-closed, review-due, step-due or test), "
                <code>"team"</code>", "<code>"url"</code>", "<code>"at"</code>" (when it happened, in UTC) and "
                <code>"id"</code>". Answer with any status from 200 to 299 within ten seconds. The same message can come twice, and then has the same id. Answer 410 to be sent nothing more."
            </p>
            <p>
                "To know that it is from Andon: join the header "<code>"Andon-Timestamp"</code>
                ", a full stop and the body as it came, byte by byte. The HMAC-SHA256 of that, with the secret as the key, in lower-case hexadecimal digits and after "
                <code>"v1="</code>", has to be the header "<code>"Andon-Signature"</code>
                ". Refuse a timestamp (seconds since 1970) that is more than five minutes old: somebody could have kept the message."
            </p>
        </details>
    }
}
