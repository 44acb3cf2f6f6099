//! Which requests are a respondent's.

/// What kind of request it is, by the pattern of its route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Area {
    /// Joining and answering: of these, logs hold route pattern, method and status only.
    Answering,
    /// What anyone may open, a respondent's browser among them.
    Everybody,
    /// What opens with a key: pages of facilitators, coaches, leaders, administrators, and
    /// the interface for programs.
    Keys,
    /// Asked by machines, every few seconds: neither counted nor logged at the usual level.
    Quiet,
}

/// Below these lie pages that only holders of a key ask for.
const KEYS: [&str; 11] = [
    "/admin",
    "/api/v1",
    "/calendar",
    "/coach",
    "/demo",
    "/k",
    "/leadership",
    "/setup",
    "/signed-out",
    "/signin",
    "/teams",
];

impl Area {
    /// The area of a route, by its pattern. What is not known is everybody's.
    #[must_use]
    pub fn of(route: &str) -> Self {
        let is_below = |root: &str| {
            route.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        if ["/healthz", "/readyz", "/metrics"].contains(&route) {
            Self::Quiet
        } else if ["/answer", "/join", "/forgotten"].into_iter().any(is_below) {
            Self::Answering
        } else if KEYS.into_iter().any(is_below) {
            Self::Keys
        } else {
            Self::Everybody
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Area;

    #[test]
    fn what_a_respondent_may_ask_for_is_no_page_behind_a_key() {
        for (route, area) in [
            ("/answer/{round}", Area::Answering),
            ("/answer/{round}/withdraw", Area::Answering),
            ("/join", Area::Answering),
            ("/join/{token}", Area::Answering),
            ("/forgotten", Area::Answering),
            ("/", Area::Everybody),
            ("/privacy", Area::Everybody),
            ("/pkg", Area::Everybody),
            ("/joiners", Area::Everybody),
            ("unmatched", Area::Everybody),
            ("/k/{token}", Area::Keys),
            ("/signin/callback", Area::Keys),
            ("/teams/{team}", Area::Keys),
            ("/api/v1/me", Area::Keys),
            ("/readyz", Area::Quiet),
        ] {
            assert_eq!(Area::of(route), area, "{route}");
        }
    }
}
