-- Accounts: how a person gets in besides by a password, and what keeps others out.

-- What a person sees of a session: when it was last used (to the hour) and with what.
ALTER TABLE sessions ADD COLUMN seen_us BIGINT;
ALTER TABLE sessions ADD COLUMN device TEXT;
CREATE INDEX sessions_by_person ON sessions (authority_id, person_id);

-- The organization whose office keeps the account; NULL for those who were there from the founding.
ALTER TABLE persons ADD COLUMN organization_id BYTEA;

-- One-time links: invitations and resets. Of the token only its hash is kept.
CREATE TABLE tickets (
  authority_id BYTEA NOT NULL,
  token_hash BYTEA NOT NULL,
  person_id BYTEA NOT NULL,
  purpose TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  created_by BYTEA NOT NULL,
  expires_us BIGINT NOT NULL,
  used_us BIGINT,
  PRIMARY KEY (authority_id, token_hash),
  FOREIGN KEY (authority_id, person_id) REFERENCES persons (authority_id, id)
);

CREATE INDEX tickets_by_person ON tickets (authority_id, person_id);

-- Wrong guesses in a row, by the hash of the login name, whether a person has that name or not: so
-- a wrong name costs the same as a wrong password.
CREATE TABLE guesses (
  authority_id BYTEA NOT NULL,
  name_hash BYTEA NOT NULL,
  failures BIGINT NOT NULL,
  last_us BIGINT NOT NULL,
  locked_until_us BIGINT,
  PRIMARY KEY (authority_id, name_hash)
);

-- What was begun and waits for its second half for some minutes: a login that still needs a code, a
-- challenge to a passkey, a visit to the provider of logins. None of them is a session.
CREATE TABLE ceremonies (
  authority_id BYTEA NOT NULL,
  token_hash BYTEA NOT NULL,
  kind TEXT NOT NULL,
  person_id BYTEA,
  secret TEXT NOT NULL,
  next TEXT NOT NULL,
  tries BIGINT NOT NULL,
  expires_us BIGINT NOT NULL,
  PRIMARY KEY (authority_id, token_hash)
);

-- Codes of an authenticator (RFC 6238). A code counts once: its step has to be after last_step.
CREATE TABLE authenticators (
  authority_id BYTEA NOT NULL,
  person_id BYTEA NOT NULL,
  secret BYTEA NOT NULL,
  created_us BIGINT NOT NULL,
  confirmed_us BIGINT,
  last_step BIGINT NOT NULL,
  PRIMARY KEY (authority_id, person_id),
  FOREIGN KEY (authority_id, person_id) REFERENCES persons (authority_id, id)
);

CREATE TABLE recovery_codes (
  authority_id BYTEA NOT NULL,
  person_id BYTEA NOT NULL,
  code_hash BYTEA NOT NULL,
  PRIMARY KEY (authority_id, person_id, code_hash),
  FOREIGN KEY (authority_id, person_id) REFERENCES persons (authority_id, id)
);

-- Passkeys (WebAuthn Level 3): the public half and the counter of the last use.
CREATE TABLE passkeys (
  authority_id BYTEA NOT NULL,
  credential_id BYTEA NOT NULL,
  person_id BYTEA NOT NULL,
  name TEXT NOT NULL,
  algorithm BIGINT NOT NULL,
  public_key BYTEA NOT NULL,
  counter BIGINT NOT NULL,
  created_us BIGINT NOT NULL,
  used_us BIGINT,
  PRIMARY KEY (authority_id, credential_id),
  FOREIGN KEY (authority_id, person_id) REFERENCES persons (authority_id, id)
);

CREATE INDEX passkeys_by_person ON passkeys (authority_id, person_id);

-- Who a person is at a provider of logins (OpenID Connect: issuer and subject).
CREATE TABLE subjects (
  authority_id BYTEA NOT NULL,
  issuer TEXT NOT NULL,
  subject TEXT NOT NULL,
  person_id BYTEA NOT NULL,
  linked_us BIGINT NOT NULL,
  PRIMARY KEY (authority_id, issuer, subject),
  UNIQUE (authority_id, issuer, person_id),
  FOREIGN KEY (authority_id, person_id) REFERENCES persons (authority_id, id)
);
