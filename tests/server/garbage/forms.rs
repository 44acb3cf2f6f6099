//! What every address that changes something takes, and a good request to each.
//!
//! A route with a `post(…)` that is not described here fails
//! [`every_route_that_changes_something_is_described`], so a new one cannot be forgotten.

use super::grounds::{Fresh, Who};

/// A field of a form: its name, something good in it, and of how much that is wrong the
/// form shows what was typed: so many characters.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    pub name: &'static str,
    pub good: &'static str,
    pub again: usize,
}

const fn f(name: &'static str, good: &'static str, again: usize) -> Field {
    Field { name, good, again }
}

/// How a body is sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Body {
    /// As a form. The handler reads it.
    Form,
    /// As a form with a file.
    Upload,
    /// In whatever way: the handler does not look at it.
    Unread,
}

/// An address and what it takes.
#[derive(Clone, Copy, Debug)]
pub struct Form {
    /// As in the router; a query after it is part of the good request.
    pub path: &'static str,
    pub who: Who,
    /// What has to be made anew each time, because a request may use it up.
    pub fresh: Fresh,
    pub body: Body,
    pub fields: &'static [Field],
}

impl Form {
    /// As the router has it.
    pub fn route(&self) -> &'static str {
        self.path.split('?').next().unwrap()
    }
}

const fn form(path: &'static str, who: Who, fresh: Fresh, fields: &'static [Field]) -> Form {
    Form { path, who, fresh, body: Body::Form, fields }
}

const fn unread(path: &'static str, who: Who, fresh: Fresh) -> Form {
    Form { path, who, fresh, body: Body::Unread, fields: &[] }
}

const fn upload(path: &'static str, who: Who, fields: &'static [Field]) -> Form {
    Form { path, who, fresh: Fresh::Nothing, body: Body::Upload, fields }
}

/// How much of a text field comes back.
const TEXT: usize = 8_000;
/// How much of a name.
const NAME: usize = 200;
/// How much of a day or a number.
const SHORT: usize = 20;

const SURVEY: &[Field] = &[
    f("functional-silos", "0", 0),
    f("heroics", "4", 0),
    f("big-batches", "?", 0),
    f("step", "review", 0),
    f("go", "submit", 0),
];

/// The same of a round, with what is stored when the form is opened.
const ANSWERS: &[Field] = &[
    f("functional-silos", "0", 0),
    f("heroics", "4", 0),
    f("big-batches", "?", 0),
    f("step", "review", 0),
    f("go", "submit", 0),
    f("edition", "{edition}", 0),
];

const ROUND: &[Field] = &[
    f("roster", "5", SHORT),
    f("closing_day", "2026-03-09", SHORT),
    f("no_lists", "", 0),
    f("do", "open", 0),
];

const PLAN: &[Field] = &[
    f("title", "Talk before the ticket", TEXT),
    f("pattern", "tickets-over-talk", 0),
    f("hypothesis", "If we talk, then fewer come back, because we ask.", TEXT),
    f("target", "Half as many.", TEXT),
    f("current", "Ten a week.", TEXT),
    f("first_step", "Call once.", TEXT),
    f("measure", "Tickets that come back.", TEXT),
    f("review_on", "2026-04-13", SHORT),
    f("owner", "AB", TEXT),
    f("entry", "", 0),
    f("follows", "", 0),
    f("edition", "{edition}", 0),
];

const MOVE: &[Field] = &[
    f("edition", "{edition}", 0),
    f("move", "review", 0),
    f("answer", "Fewer tickets came back.", TEXT),
    f("day", "", 0),
];

const STEP: &[Field] = &[
    f("what", "Call before the next ticket.", TEXT),
    f("expected", "It does not come back.", TEXT),
    f("obstacle", "Nobody answers.", TEXT),
    f("due_on", "2026-03-09", SHORT),
];

const STEP_DONE: &[Field] = &[
    f("what", "Call before the next ticket.", TEXT),
    f("expected", "It does not come back.", TEXT),
    f("obstacle", "", TEXT),
    f("due_on", "2026-03-09", SHORT),
    f("actual", "It did not.", TEXT),
    f("learned", "Calls help.", TEXT),
    f("seal", "{seal}", 0),
];

const JUDGE: &[Field] = &[f("judgement", "{judgement}", 0), f("note", "It helped.", TEXT)];

const SURE: &[Field] = &[f("sure", "yes", 0)];

const MONTH: &[Field] = &[
    f("month", "2026-02", SHORT),
    f("deployments", "10", SHORT),
    f("failed", "1", SHORT),
    f("lead_time_hours", "36.5", SHORT),
    f("incidents", "2", SHORT),
    f("by_change", "1", SHORT),
    f("restore_hours", "0.5", SHORT),
];

use Fresh::{
    Card, Door, Draft, Group, Led, Link, Nothing, Open, Reader, ShutOut, Team, Webhook, Whole, Yard,
};
use Who::{Admin, Coach, Lead, Leader, Own, Person, Stranger};

/// Every address that changes something.
pub const FORMS: &[Form] = &[
    form("/admin/{organisation}/delete", Own, Whole, &[f("name", "{whole}", NAME)]),
    form("/admin/{organisation}/groups", Admin, Nothing, &[f("group", "Ports {n}", NAME)]),
    form(
        "/admin/{organisation}/groups/{group}/rename",
        Admin,
        Nothing,
        &[f("name", "Ships {n}", NAME)],
    ),
    unread("/admin/{organisation}/groups/{group}/delete", Admin, Group),
    upload(
        "/admin/{organisation}/import",
        Admin,
        &[f("text", "{rounds}", TEXT), f("no_lists", "", 0)],
    ),
    upload(
        "/admin/{organisation}/import/confirm",
        Admin,
        &[f("text", "{rounds}", 0), f("shown", "{shown}", 0), f("no_lists", "", 0)],
    ),
    form(
        "/admin/{organisation}/invite",
        Admin,
        Nothing,
        &[f("role", "coach", 0), f("label", "Ada", NAME), f("until", "2026-12-31", SHORT)],
    ),
    unread("/admin/{organisation}/links/{link}/reissue", Admin, Link),
    unread("/admin/{organisation}/links/{link}/restore", Admin, ShutOut),
    unread("/admin/{organisation}/links/{link}/revoke", Admin, Link),
    form("/admin/{organisation}/minimum", Admin, Nothing, &[f("minimum_group", "5", SHORT)]),
    form("/admin/{organisation}/rename", Admin, Nothing, &[f("name", "Own {n}", NAME)]),
    form("/admin/{organisation}/teams", Admin, Nothing, &[f("team", "Crew {n}", NAME)]),
    form("/admin/{organisation}/teams/{team}/delete", Admin, Team, SURE),
    form("/admin/{organisation}/teams/{team}/group", Admin, Team, &[f("group", "{group}", 0)]),
    unread("/admin/{organisation}/teams/{team}/link", Admin, Team),
    form("/answer/{round}", Person, Nothing, ANSWERS),
    unread("/answer/{round}/forget", Person, Nothing),
    form("/answer/{round}/start", Stranger, Nothing, &[f("token", "{token}", 0)]),
    unread("/answer/{round}/withdraw", Person, Nothing),
    form("/coach/teams/{team}/notes", Coach, Nothing, &[f("notes", "They ship on Fridays.", TEXT)]),
    unread("/demo", Stranger, Nothing),
    form("/join", Stranger, Nothing, &[f("code", "{code}", 80)]),
    form(
        "/leadership/cords/{pattern}?organisation={organisation}",
        Leader,
        Nothing,
        &[
            f("decided", "will-try", 0),
            f("words", "We look at it.", 2_400),
            f("by", "2026-05-01", SHORT),
            f("experiment", "{led}", 0),
        ],
    ),
    form("/leadership/experiments?organisation={organisation}", Leader, Nothing, PLAN),
    form("/leadership/experiments/{experiment}/judge", Own, Led, JUDGE),
    form("/leadership/experiments/{experiment}/move", Own, Led, MOVE),
    form("/leadership/experiments/{experiment}/plan", Own, Led, PLAN),
    form("/leadership/experiments/{experiment}/steps", Own, Led, STEP),
    form("/leadership/experiments/{experiment}/steps/{step}", Own, Led, STEP_DONE),
    form(
        "/setup",
        Stranger,
        Nothing,
        &[
            f("organisation", "Acme", NAME),
            f("team", "Payments", NAME),
            f("shares", "", 0),
            f("minimum_group", "5", SHORT),
            f("token", "", 0),
        ],
    ),
    unread("/signout", Own, Door),
    form(
        "/teams/{team}/cords",
        Lead,
        Nothing,
        &[f("pattern", "risk-by-freeze", 0), f("do", "pull", 0), f("back", "/", 0)],
    ),
    form("/teams/{team}/experiments", Lead, Nothing, PLAN),
    form("/teams/{team}/experiments/{experiment}/judge", Own, Card, JUDGE),
    form("/teams/{team}/experiments/{experiment}/move", Own, Card, MOVE),
    form("/teams/{team}/experiments/{experiment}/plan", Own, Card, PLAN),
    form("/teams/{team}/experiments/{experiment}/steps", Own, Card, STEP),
    form("/teams/{team}/experiments/{experiment}/steps/{step}", Own, Card, STEP_DONE),
    unread("/teams/{team}/reminders/calendar", Lead, Nothing),
    unread("/teams/{team}/reminders/calendar/revoke", Lead, Nothing),
    form(
        "/teams/{team}/reminders/webhook",
        Lead,
        Nothing,
        &[
            f("url", "https://chat.example.invalid/hook", 2_000),
            f("opened", "on", 0),
            f("closed", "on", 0),
            f("due", "", 0),
            f("join_link", "", 0),
        ],
    ),
    unread("/teams/{team}/reminders/webhook/remove", Lead, Webhook),
    unread("/teams/{team}/reminders/webhook/secret", Lead, Webhook),
    unread("/teams/{team}/reminders/webhook/test", Lead, Nothing),
    form("/teams/{team}/rename", Lead, Nothing, &[f("name", "Payments {n}", NAME)]),
    form("/teams/{team}/rounds", Own, Yard, ROUND),
    form("/teams/{team}/rounds/{round}/close", Own, Open, SURE),
    form("/teams/{team}/rounds/{round}/discard", Own, Open, SURE),
    form(
        "/teams/{team}/rounds/{round}/extend",
        Own,
        Open,
        &[f("closing_day", "2026-03-20", SHORT)],
    ),
    form("/teams/{team}/rounds/{round}/open", Own, Draft, ROUND),
    form("/teams/{team}/rounds/{round}/roster", Own, Open, &[f("roster", "30", SHORT)]),
    unread("/teams/{team}/rounds/{round}/share", Lead, Nothing),
    unread("/teams/{team}/rounds/{round}/share/{link}/revoke", Lead, Reader),
    form("/teams/{team}/sharing", Lead, Nothing, &[f("shares", "yes", 0)]),
    form("/teams/{team}/signals", Lead, Nothing, MONTH),
    upload(
        "/teams/{team}/signals/import",
        Lead,
        &[f("text", "month,deployments\n2026-01,3\n", TEXT)],
    ),
    unread("/teams/{team}/signals/{month}/delete", Lead, Nothing),
    form("/theme", Stranger, Nothing, &[f("theme", "dark", 0), f("back", "/patterns", 0)]),
    form("/try", Stranger, Nothing, SURVEY),
];
