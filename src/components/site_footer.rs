//! The foot of every page.

use leptos::prelude::*;

/// Where anyone may look, whatever page they are on.
#[component]
pub fn SiteFooter() -> impl IntoView {
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
            <p>"Anyone may pull the cord. The line stops, and the cause is removed for good."</p>
        </footer>
    }
}
