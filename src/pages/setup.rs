//! Setting up an organisation and its first team.

use crate::components::{Choice, ErrorSummary, Field, PageHead};
use leptos::prelude::*;

/// What the form holds, as typed.
#[derive(Debug, Clone, Default)]
pub struct SetupForm {
    /// The organisation's name.
    pub organisation: String,
    /// The first team's name.
    pub team: String,
    /// Whether the team shares with coaches.
    pub shares: bool,
    /// The minimum group.
    pub minimum_group: String,
    /// The setup token, where one is asked for.
    pub token: String,
    /// Whether a token is asked for.
    pub needs_token: bool,
    /// What is wrong, by field.
    pub faults: Vec<(String, String)>,
}

impl SetupForm {
    fn fault(&self, field: &str) -> Option<String> {
        self.faults.iter().find(|(name, _)| name == field).map(|(_, message)| message.clone())
    }
}

/// The form's page.
pub fn setup(form: SetupForm) -> impl IntoView {
    let fault = |field| form.fault(field);
    view! {
        <PageHead
            kicker="Set up"
            title="A team, and the organisation it belongs to"
            lead="You get two access links: one to administer the organisation, one to lead the team\u{2019}s rounds. There are no passwords and no accounts."
        />
        <ErrorSummary errors=form.faults.clone()/>
        <form method="post" action="/setup" class="form">
            {form.needs_token.then(|| view! {
                <Field name="token" label="Setup token" hint="It was printed when the server started." value=form.token.clone()
                    error=fault("token") autocomplete="off" required=true/>
            })}
            <Field name="organisation" label="Organisation" hint="Its name, as people know it" value=form.organisation.clone()
                error=fault("organisation") maxlength="80" autocomplete="organization" required=true/>
            <Field name="team" label="First team" hint="More can be added later" value=form.team.clone()
                error=fault("team") maxlength="80" autocomplete="off" required=true/>
            <Choice name="shares" value="yes" checked=form.shares label="Coaches may see this team\u{2019}s reports"
                hint="A coach is somebody whom your organisation asks to help teams. They would see what a report shows, never who said what. The team can change its mind at any time: turning it off hides the team at once."/>
            <Field name="minimum_group" label="Minimum group"
                hint="From 3 to 10; it can be raised later but never lowered. No result is shown that stands on fewer people."
                value=form.minimum_group.clone() error=fault("minimum_group") kind="number" min="3" max="10" inputmode="numeric" required=true/>
            <details>
                <summary>"What a minimum below 5 would mean"</summary>
                <p>"With very few people, somebody who knows their own answer and sees the average can sometimes work out everybody else\u{2019}s: with four people for between 8 and 19 in 100 statements, with five for between 3 and 8. With three it is more often still. Choose less than 5 only if everybody in the team knows and agrees."</p>
            </details>
            <div class="actions"><button class="button primary" type="submit">"Set up"</button></div>
        </form>
    }
}

/// The page when nobody may set up an organisation here.
pub fn setup_closed() -> impl IntoView {
    view! {
        <PageHead
            kicker="Set up"
            title="New organisations are not taken here"
            lead="Whoever runs this server has closed the set-up. Ask them, or try the survey alone."
        />
        <div class="actions"><a class="button" href="/try">"Try it alone"</a></div>
    }
}
