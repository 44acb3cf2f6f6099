-- Which links stand for a role of somebody who signs in through the identity provider.
-- Nobody was ever given a secret for such a link. The hash is that of issuer and
-- subject: by it the links of one account are found again at its next sign-in.
CREATE TABLE provider_links (
    link_id      TEXT NOT NULL PRIMARY KEY REFERENCES links (id),
    account_hash BLOB NOT NULL CHECK (length(account_hash) = 32)
) WITHOUT ROWID;
CREATE INDEX provider_links_by_account ON provider_links (account_hash);

-- When a session loses one of its links before it is over itself: what a provider has
-- granted holds for some hours, what an access link opens for some weeks.
ALTER TABLE session_links ADD COLUMN ends_at BIGINT;
