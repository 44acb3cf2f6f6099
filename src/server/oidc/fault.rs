//! Why nobody was signed in. What a person is told of it stands in the page; what the
//! log says is one word of ours, and nothing that came from outside.

use crate::server::reminders::post::NoAnswer;
use openidconnect::core::CoreErrorResponseType;
use openidconnect::{
    ClaimsVerificationError, DiscoveryError, RequestTokenError, SignatureVerificationError,
    StandardErrorResponse,
};

/// Why signing in did not work out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// The person, or the provider in its rules, said no.
    #[error("denied")]
    Denied,
    /// The provider has trouble of its own.
    #[error("provider in trouble")]
    Trouble,
    /// The provider did not take what we asked for: it, or we, are set up wrongly.
    #[error("request refused")]
    Refused,
    /// The cookie of this attempt is gone, too old, or another one's.
    #[error("attempt lost")]
    Lost,
    /// The answer says that it comes from another provider.
    #[error("another issuer")]
    Mixed,
    /// The provider cannot be reached.
    #[error("unreachable")]
    Unreachable,
    /// The provider takes too long.
    #[error("slow")]
    Slow,
    /// The provider's certificate does not hold.
    #[error("certificate")]
    Certificate,
    /// What the provider answered cannot be used.
    #[error("answer unusable")]
    Garbled,
    /// The code was refused: used already, or too old.
    #[error("code refused")]
    Code,
    /// The provider does not take our client id and secret.
    #[error("client refused")]
    Client,
    /// The ID token does not hold.
    #[error("token invalid")]
    Token,
    /// The ID token is signed with a key that the provider does not publish.
    #[error("key unknown")]
    Key,
    /// By our clock the ID token is over, or not yet made.
    #[error("clocks differ")]
    Clock,
    /// The person is in more groups than the provider tells of.
    #[error("too many groups")]
    ManyGroups,
    /// No group of the person grants a role here.
    #[error("no role")]
    NoRole,
    /// An administrator has shut the person out.
    #[error("shut out")]
    ShutOut,
}

impl Fault {
    /// What stands behind `error=` in the provider's answer (RFC 6749, 4.1.2.1; OpenID
    /// Connect Core, 3.1.2.6).
    #[must_use]
    pub fn of_code(error: &str) -> Self {
        match error {
            "access_denied"
            | "login_required"
            | "consent_required"
            | "interaction_required"
            | "account_selection_required" => Self::Denied,
            "server_error" | "temporarily_unavailable" => Self::Trouble,
            _ => Self::Refused,
        }
    }
}

impl From<NoAnswer> for Fault {
    fn from(error: NoAnswer) -> Self {
        match error {
            NoAnswer::UnknownName | NoAnswer::Inner | NoAnswer::Unreachable => Self::Unreachable,
            NoAnswer::Certificate | NoAnswer::NoAuthorities | NoAnswer::Tls => Self::Certificate,
            NoAnswer::Slow => Self::Slow,
            NoAnswer::Garbled | NoAnswer::TooLong => Self::Garbled,
        }
    }
}

impl From<DiscoveryError<NoAnswer>> for Fault {
    fn from(error: DiscoveryError<NoAnswer>) -> Self {
        match error {
            DiscoveryError::Request(error) => error.into(),
            DiscoveryError::Response(status, ..) if status.is_server_error() => Self::Trouble,
            _ => Self::Garbled,
        }
    }
}

impl From<RequestTokenError<NoAnswer, StandardErrorResponse<CoreErrorResponseType>>> for Fault {
    fn from(
        error: RequestTokenError<NoAnswer, StandardErrorResponse<CoreErrorResponseType>>,
    ) -> Self {
        match error {
            RequestTokenError::Request(error) => error.into(),
            RequestTokenError::ServerResponse(answer) => match answer.error() {
                CoreErrorResponseType::InvalidGrant => Self::Code,
                CoreErrorResponseType::InvalidClient
                | CoreErrorResponseType::UnauthorizedClient => Self::Client,
                _ => Self::Refused,
            },
            _ => Self::Garbled,
        }
    }
}

impl From<ClaimsVerificationError> for Fault {
    fn from(error: ClaimsVerificationError) -> Self {
        use ClaimsVerificationError::{Expired, SignatureVerification};
        match error {
            Expired(_) => Self::Clock,
            SignatureVerification(SignatureVerificationError::NoMatchingKey) => Self::Key,
            _ => Self::Token,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_provider_answers_is_read_by_its_code_alone() {
        assert_eq!(Fault::of_code("access_denied"), Fault::Denied);
        assert_eq!(Fault::of_code("temporarily_unavailable"), Fault::Trouble);
        for other in ["invalid_scope", "", "<script>", "unauthorized_client"] {
            assert_eq!(Fault::of_code(other), Fault::Refused);
        }
    }
}
