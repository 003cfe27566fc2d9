-- What an organization publishes for whoever wants to reach it, and what its office did to an account.

-- JSON of domain::contact::Contacts; empty: nothing was published.
ALTER TABLE organizations ADD COLUMN contacts TEXT NOT NULL DEFAULT '';

-- When an office took the second factor away; the person is told until they have seen it.
ALTER TABLE persons ADD COLUMN factors_removed_us BIGINT;
