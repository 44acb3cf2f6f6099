//! The foot of every page.

use leptos::prelude::*;

/// Where anyone may look, whatever page they are on; and for browsers that have opened
/// something, which others may use too, the way out.
#[component]
pub fn SiteFooter(
    /// Whether this browser holds an access link.
    #[prop(optional)]
    signed_in: bool,
) -> impl IntoView {
    view! {
        <footer class="site-footer">
            <nav aria-label="About Andon">
                <ul>
                    <li><a href="/patterns">"Anti-patterns"</a></li>
                    <li><a href="/method">"Method"</a></li>
                    <li><a href="/privacy">"Privacy"</a></li>
                    <li><a href="/api">"For programs"</a></li>
                    <li><a href="/join">"Join with a spoken code"</a></li>
                </ul>
            </nav>
            {signed_in.then(|| view! {
                <form method="post" action="/signout">
                    <button class="button quiet" type="submit">"Sign this browser out"</button>
                </form>
            })}
            <p>"Anyone may pull the cord. The line stops, and the cause is removed for good."</p>
        </footer>
    }
}
