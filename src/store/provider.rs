//! People who sign in through the identity provider: their roles, as links of a kind
//! of their own.
//!
//! A session is nothing but the links it has opened, so a role that the provider's
//! groups grant is a link too: one for each account, role and organisation or team,
//! made at the first sign-in and found again later. Notes, the log, revoking and the
//! last day of use then work as they do for access links.
//!
//! Nobody has a secret for such a link. Where an access link has the SHA-256 of its
//! secret, this one has the SHA-256 of [`MARK`] followed by what it stands for. What
//! people send is hashed by [`SecretHash::of`], which takes text; `MARK` begins with a
//! byte that occurs in no UTF-8 text. So there is nothing that could be put behind `/k/`
//! or sent as a bearer token and have such a hash: not because it is long, but because
//! text that begins with 0xFF does not exist.

use super::bytes::owe;
use super::db::{query, query_as, query_scalar};
use super::links::{LinkRow, link_columns};
use super::{
    Connection, Link, LinkId, OrganisationId, Result, Role, SecretHash, Store, StoreError, TeamId,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// What the hashed bytes of all accounts and their links begin with. See above.
const MARK: &[u8] = b"\xffandon identity provider\0";

/// Somebody's account with an identity provider, known here by a hash only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account(SecretHash);

impl Account {
    /// The account that this issuer knows by this subject.
    #[must_use]
    pub fn new(issuer: &str, subject: &str) -> Self {
        Self(hash(&[b"account", issuer.as_bytes(), subject.as_bytes()]))
    }

    /// What stands in place of a secret's hash for one of its roles.
    fn link_hash(&self, granted: &ProviderRole) -> SecretHash {
        hash(&[
            b"link",
            self.0.as_bytes(),
            granted.role.as_str().as_bytes(),
            granted.organisation.as_str().as_bytes(),
            granted.team.as_ref().map_or("", TeamId::as_str).as_bytes(),
        ])
    }
}

/// SHA-256 of the mark and of the parts, each behind its length, so that two lists of
/// parts never make the same bytes.
fn hash(parts: &[&[u8]]) -> SecretHash {
    let mut digest = Sha256::new();
    digest.update(MARK);
    for part in parts {
        digest.update(u64::try_from(part.len()).unwrap_or(u64::MAX).to_be_bytes());
        digest.update(part);
    }
    SecretHash::new(digest.finalize().into())
}

/// A role that a group of the provider grants.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderRole {
    /// What its holder may do; no reader.
    pub role: Role,
    /// In which organisation.
    pub organisation: OrganisationId,
    /// In which team: for facilitators.
    pub team: Option<TeamId>,
    /// Whose it is, as lists and the log say it.
    pub label: String,
}

impl Store {
    /// Finds or makes the links for what an account is granted now, and takes from all
    /// sessions what it is not granted any more. What belongs to an organisation or a
    /// team that is gone is left out. Gives the links, also those that an administrator
    /// has revoked: they must not be opened.
    ///
    /// `day` (`2026-07-30`) is noted as the last day of use; until `expires_at` the
    /// links are remembered. Both times are seconds since 1970.
    ///
    /// # Errors
    /// [`StoreError::LinkScope`] for a role that does not open that kind of thing.
    pub async fn provider_sign_in(
        &self,
        account: &Account,
        granted: &[ProviderRole],
        day: &str,
        now: i64,
        expires_at: i64,
    ) -> Result<Vec<Link>> {
        let mut tx = self.write().await?;
        let mut links = Vec::new();
        for role in granted {
            if (role.role == Role::Facilitator) != role.team.is_some() || role.role == Role::Reader
            {
                return Err(StoreError::LinkScope(role.role));
            }
            if is_there(&mut tx, role).await? {
                links.push(renew(&mut tx, account, role, day, now, expires_at).await?);
            }
        }
        let held: Vec<String> =
            query_scalar("SELECT link_id FROM provider_links WHERE account_hash = $1")
                .bind(account.0.bytes())
                .fetch_all(&mut *tx)
                .await?;
        for id in held.iter().filter(|id| !links.iter().any(|link| link.id.as_str() == *id)) {
            query("DELETE FROM session_links WHERE link_id = $1")
                .bind(id)
                .execute(&mut *tx)
                .await?;
        }
        tx.commit().await?;
        Ok(links)
    }

    /// Which links of an organisation stand for people of the identity provider.
    ///
    /// # Errors
    /// [`StoreError::Unreadable`].
    pub async fn provider_links(&self, organisation: &OrganisationId) -> Result<BTreeSet<LinkId>> {
        let ids: Vec<String> = query_scalar(
            "SELECT p.link_id FROM provider_links p JOIN links l ON l.id = p.link_id WHERE l.organisation_id = $1",
        )
        .bind(organisation.as_str())
        .fetch_all(&self.readers)
        .await?;
        read_ids(ids)
    }

    /// Which of these links stand for people of the identity provider.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn of_provider(&self, links: &[Link]) -> Result<BTreeSet<LinkId>> {
        let mut found = BTreeSet::new();
        for link in links {
            let row = query("SELECT 1 FROM provider_links WHERE link_id = $1")
                .bind(link.id.as_str())
                .fetch_optional(&self.readers)
                .await?;
            if row.is_some() {
                found.insert(link.id.clone());
            }
        }
        Ok(found)
    }

    /// Makes a session lose the roles that the provider has granted at `at` (seconds
    /// since 1970), if it does not end before.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn end_provider_links(&self, session: &SecretHash, at: i64) -> Result<()> {
        let mut tx = self.write().await?;
        query(
            "UPDATE session_links SET ends_at = $1 WHERE secret_hash = $2 AND link_id IN (SELECT link_id FROM provider_links)",
        )
        .bind(at)
        .bind(session.bytes())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Makes a session that takes the place of another one lose its links no later. What
    /// the provider has granted and the other one has lost in the meantime is lost.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn keep_ends(&self, old: &SecretHash, new: &SecretHash) -> Result<()> {
        let mut tx = self.write().await?;
        query(
            "UPDATE session_links SET ends_at = (SELECT o.ends_at FROM session_links o WHERE o.secret_hash = $1 AND o.link_id = session_links.link_id) WHERE secret_hash = $2",
        )
        .bind(old.bytes())
        .bind(new.bytes())
        .execute(&mut *tx)
        .await?;
        query(
            "DELETE FROM session_links WHERE secret_hash = $1 AND ends_at IS NULL AND link_id IN (SELECT link_id FROM provider_links)",
        )
        .bind(new.bytes())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    /// Lets a person of the provider in again whose link was revoked. (An access link
    /// that was revoked stays revoked: its secret may be in the wrong hands.)
    ///
    /// # Errors
    /// [`StoreError::NotFound`] when it is no such link, or its team is deleted.
    pub async fn restore_provider_link(&self, id: &LinkId) -> Result<()> {
        let mut tx = self.write().await?;
        let done = query(
            "UPDATE links SET revoked_at = NULL WHERE id = $1 AND id IN (SELECT link_id FROM provider_links) AND (team_id IS NULL OR EXISTS (SELECT 1 FROM teams t WHERE t.id = links.team_id AND t.deleted_at IS NULL))",
        )
        .bind(id.as_str())
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        if done.rows_affected() == 0 { Err(StoreError::NotFound("link")) } else { Ok(()) }
    }

    /// Forgets the names of people who have not signed in until their links expired; their
    /// bytes are owed. Gives how many. The links stay, so that notes are found again and somebody who
    /// was shut out stays out.
    ///
    /// # Errors
    /// Only the database's.
    pub async fn forget_provider_names(&self, now: i64) -> Result<u64> {
        let mut tx = self.write().await?;
        let done = query(
            "UPDATE links SET label = '' WHERE expires_at <= $1 AND label <> '' AND id IN (SELECT link_id FROM provider_links)",
        )
        .bind(now)
        .execute(&mut *tx)
        .await?;
        if done.rows_affected() > 0 {
            owe(&mut tx).await?;
        }
        tx.commit().await?;
        Ok(done.rows_affected())
    }
}

/// Whether what a role opens exists.
async fn is_there(tx: &mut Connection, role: &ProviderRole) -> Result<bool> {
    let found =
        match &role.team {
            Some(team) => query(
                "SELECT 1 FROM teams WHERE id = $1 AND organisation_id = $2 AND deleted_at IS NULL",
            )
            .bind(team.as_str())
            .bind(role.organisation.as_str())
            .fetch_optional(tx)
            .await?,
            None => {
                query("SELECT 1 FROM organisations WHERE id = $1")
                    .bind(role.organisation.as_str())
                    .fetch_optional(tx)
                    .await?
            }
        };
    Ok(found.is_some())
}

/// The link for one role of an account, made or brought up to date.
async fn renew(
    tx: &mut Connection,
    account: &Account,
    role: &ProviderRole,
    day: &str,
    now: i64,
    expires_at: i64,
) -> Result<Link> {
    let hash = account.link_hash(role);
    query(
        "INSERT INTO links (id, organisation_id, team_id, round_id, role, label, secret_hash, created_at, expires_at) VALUES ($1, $2, $3, NULL, $4, $5, $6, $7, $8) ON CONFLICT (secret_hash) DO NOTHING",
    )
    .bind(LinkId::random()?.as_str())
    .bind(role.organisation.as_str())
    .bind(role.team.as_ref().map(TeamId::as_str))
    .bind(role.role.as_str())
    .bind(&role.label)
    .bind(hash.bytes())
    .bind(now)
    .bind(expires_at)
    .execute(&mut *tx)
    .await?;
    query(
        "INSERT INTO provider_links (link_id, account_hash) SELECT id, $1 FROM links WHERE secret_hash = $2 ON CONFLICT (link_id) DO NOTHING",
    )
    .bind(account.0.bytes())
    .bind(hash.bytes())
    .execute(&mut *tx)
    .await?;
    // Somebody who is called otherwise now may have a reason for that.
    let renamed = query("SELECT 1 FROM links WHERE secret_hash = $1 AND label NOT IN ('', $2)")
        .bind(hash.bytes())
        .bind(&role.label)
        .fetch_optional(&mut *tx)
        .await?;
    if renamed.is_some() {
        owe(tx).await?;
    }
    // Of somebody who is shut out the name is kept too, or nobody could let them in again;
    // the day is not, since nothing was used.
    query("UPDATE links SET label = $1, expires_at = $2 WHERE secret_hash = $3")
        .bind(&role.label)
        .bind(expires_at)
        .bind(hash.bytes())
        .execute(&mut *tx)
        .await?;
    query(
        "UPDATE links SET last_used_day = $1 WHERE secret_hash = $2 AND revoked_at IS NULL AND (last_used_day IS NULL OR last_used_day < $1)",
    )
    .bind(day)
    .bind(hash.bytes())
    .execute(&mut *tx)
    .await?;
    let row: LinkRow = query_as(concat!(link_columns!(), " WHERE l.secret_hash = $1"))
        .bind(hash.bytes())
        .fetch_one(tx)
        .await?;
    Link::try_from(row)
}

fn read_ids(ids: Vec<String>) -> Result<BTreeSet<LinkId>> {
    let read = |id: String| id.try_into().map_err(|_| StoreError::Unreadable("link"));
    ids.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn role(role: Role, organisation: &OrganisationId) -> ProviderRole {
        ProviderRole { role, organisation: organisation.clone(), team: None, label: String::new() }
    }

    #[test]
    fn an_account_and_its_roles_have_hashes_of_their_own() {
        let one = Account::new("https://a.example", "1");
        assert_eq!(one, Account::new("https://a.example", "1"));
        assert_ne!(one, Account::new("https://a.example1", ""));
        assert_ne!(one, Account::new("https://b.example", "1"));
        let (here, there) = (OrganisationId::random().unwrap(), OrganisationId::random().unwrap());
        let mut hashes = vec![
            one.0,
            one.link_hash(&role(Role::Admin, &here)),
            one.link_hash(&role(Role::Coach, &here)),
            one.link_hash(&role(Role::Coach, &there)),
            Account::new("https://a.example", "2").link_hash(&role(Role::Coach, &here)),
        ];
        hashes.sort();
        hashes.dedup();
        assert_eq!(hashes.len(), 5);
    }

    #[test]
    fn what_is_hashed_for_an_account_is_no_text() {
        assert!(String::from_utf8(MARK.to_vec()).is_err());
        // Nor does any text become it, however a browser or a program writes it.
        let sent = String::from_utf8_lossy(MARK).into_owned();
        assert_ne!(sent.as_bytes(), MARK);
    }

    #[test]
    fn the_label_is_no_part_of_what_a_link_stands_for() {
        let organisation = OrganisationId::random().unwrap();
        let account = Account::new("https://a.example", "1");
        let named = ProviderRole { label: "Ada".to_owned(), ..role(Role::Coach, &organisation) };
        assert_eq!(account.link_hash(&named), account.link_hash(&role(Role::Coach, &organisation)));
    }
}
