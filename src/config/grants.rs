//! Which group of the identity provider grants which role.
//!
//! `andon-admins=admin, coaches=coach, payments-leads=facilitator:TEAM`. One entry says
//! one thing; entries have commas between. Where the installation has several
//! organisations, `@ORGANISATION` follows the role (a team says by itself in which one
//! it is). A group whose name holds a comma stands in double quotes:
//! `"CN=andon,OU=Groups"=coach`.

use crate::store::{OrganisationId, Role, TeamId};

/// One entry: whoever is in the group has the role.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// The group, exactly as the provider writes it.
    pub group: String,
    /// The role: administrator, coach, leader or facilitator.
    pub role: Role,
    /// The organisation, if it was named.
    pub organisation: Option<OrganisationId>,
    /// The team: for facilitators.
    pub team: Option<TeamId>,
}

/// All entries, in their order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grants(Vec<Grant>);

impl Grants {
    /// One by one.
    pub fn iter(&self) -> impl Iterator<Item = &Grant> {
        self.0.iter()
    }
}

/// Reads the mapping.
///
/// # Errors
/// Which entry is wrong, why, and how it should be.
pub fn parse_grants(text: &str) -> Result<Grants, String> {
    let entries: Vec<String> =
        split(text)?.into_iter().filter(|entry| !entry.trim().is_empty()).collect();
    if entries.is_empty() {
        return Err("no entry; write GROUP=ROLE, such as andon-admins=admin".to_owned());
    }
    entries.iter().map(|entry| parse_grant(entry.trim())).collect::<Result<_, _>>().map(Grants)
}

/// At the commas that stand outside of quotes.
fn split(text: &str) -> Result<Vec<String>, String> {
    let (mut entries, mut entry, mut quoted) = (Vec::new(), String::new(), false);
    for character in text.chars() {
        quoted ^= character == '"';
        if !quoted && matches!(character, ',' | '\n') {
            entries.push(std::mem::take(&mut entry));
        } else {
            entry.push(character);
        }
    }
    if quoted {
        return Err(format!("in \u{201c}{}\u{201d} a double quote is not closed", entry.trim()));
    }
    entries.push(entry);
    Ok(entries)
}

fn parse_grant(entry: &str) -> Result<Grant, String> {
    let fault = |what: &str| Err(format!("in \u{201c}{entry}\u{201d} {what}"));
    // The last one: a group's name may hold the sign too, a role never does.
    let Some((group, granted)) = entry.rsplit_once('=') else {
        return fault("there is no role; write GROUP=ROLE, such as coaches=coach");
    };
    let group = group.trim();
    let group = match group.strip_prefix('"') {
        Some(rest) => rest.strip_suffix('"'),
        None => Some(group),
    };
    let Some(group) = group.filter(|group| !group.is_empty() && !group.contains('"')) else {
        return fault("there is no group before the =");
    };
    let (granted, organisation) = match granted.trim().split_once('@') {
        Some((granted, id)) => (granted.trim(), Some(id.trim())),
        None => (granted.trim(), None),
    };
    let (role, team) = match granted.split_once(':') {
        Some((role, id)) => (role.trim(), Some(id.trim())),
        None => (granted, None),
    };
    let role = match role.parse() {
        Ok(Role::Reader) | Err(_) => {
            return fault(
                "the role is none of admin, coach, leader and facilitator:TEAM (readers have links)",
            );
        }
        Ok(role) => role,
    };
    let team = match (role, team) {
        (Role::Facilitator, Some(id)) => match id.parse::<TeamId>() {
            Ok(id) => Some(id),
            Err(bad) => return fault(&format!("\u{201c}{id}\u{201d} is no team: {bad}")),
        },
        (Role::Facilitator, None) => {
            return fault("there is no team; write facilitator:TEAM with the id from its address");
        }
        (_, Some(_)) => return fault("only a facilitator has a team; leave out the part after :"),
        (_, None) => None,
    };
    let organisation = match organisation {
        Some(_) if team.is_some() => {
            return fault("the team says in which organisation it is; leave out the part after @");
        }
        Some(id) => match id.parse::<OrganisationId>() {
            Ok(id) => Some(id),
            Err(bad) => return fault(&format!("\u{201c}{id}\u{201d} is no organisation: {bad}")),
        },
        None => None,
    };
    Ok(Grant { group: group.to_owned(), role, organisation, team })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaa";

    #[test]
    fn each_entry_is_a_group_and_a_role() {
        let text = format!(
            "andon-admins=admin, /staff/coaches = coach,\n board=leader@{ID}, leads=facilitator:{ID},"
        );
        let grants: Vec<Grant> = parse_grants(&text).unwrap().0;
        let read: Vec<(&str, Role, bool, bool)> = grants
            .iter()
            .map(|g| (g.group.as_str(), g.role, g.organisation.is_some(), g.team.is_some()))
            .collect();
        assert_eq!(
            read,
            [
                ("andon-admins", Role::Admin, false, false),
                ("/staff/coaches", Role::Coach, false, false),
                ("board", Role::Leader, true, false),
                ("leads", Role::Facilitator, false, true),
            ]
        );
    }

    #[test]
    fn a_group_may_hold_commas_in_quotes_and_signs_without() {
        let grants = parse_grants("\"CN=andon, the tool,OU=Groups\"=coach,CN=x=leader").unwrap().0;
        assert_eq!(grants[0].group, "CN=andon, the tool,OU=Groups");
        assert_eq!((grants[1].group.as_str(), grants[1].role), ("CN=x", Role::Leader));
    }

    #[test]
    fn an_error_names_the_entry_and_says_how_it_should_be() {
        for (text, part, advice) in [
            ("", "no entry", "GROUP=ROLE"),
            ("a=admin, coaches", "\u{201c}coaches\u{201d}", "GROUP=ROLE"),
            ("a=admin, b=boss", "\u{201c}b=boss\u{201d}", "admin, coach"),
            ("b=reader", "\u{201c}b=reader\u{201d}", "readers have links"),
            ("=admin", "\u{201c}=admin\u{201d}", "no group"),
            ("\"\"=admin", "\u{201c}\"\"=admin\u{201d}", "no group"),
            ("a\"b\"=admin", "\u{201c}a\"b\"=admin\u{201d}", "no group"),
            ("x=coach, \"a=admin", "\u{201c}\"a=admin\u{201d}", "not closed"),
            ("l=facilitator", "\u{201c}l=facilitator\u{201d}", "facilitator:TEAM"),
            ("l=facilitator:pay", "\u{201c}pay\u{201d} is no team", "26 characters"),
            ("l=coach:pay", "\u{201c}l=coach:pay\u{201d}", "leave out"),
            ("l=coach@here", "\u{201c}here\u{201d} is no organisation", "26 characters"),
            (&format!("l=facilitator:{ID}@{ID}"), "l=facilitator", "leave out the part after @"),
        ] {
            let fault = parse_grants(text).unwrap_err();
            assert!(fault.contains(part) && fault.contains(advice), "{text}: {fault}");
        }
    }
}
