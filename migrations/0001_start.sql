-- The first schema. One text for both databases: BYTEA holds bytes in SQLite as well (its column
-- type names are free), BIGINT an integer. Times are microseconds UTC. A table that is not marked
-- as a reference table is distributed: authority_id leads its primary key, its unique constraints
-- and its foreign keys. "append-only" tables refuse UPDATE and DELETE (see store/guard.rs).

-- reference
CREATE TABLE organizations (
  id BYTEA NOT NULL PRIMARY KEY,
  authority_id BYTEA NOT NULL,
  parent_id BYTEA,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  area_code TEXT NOT NULL
);

CREATE TABLE persons (
  authority_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  login_name TEXT NOT NULL,
  display_name TEXT NOT NULL,
  password_hash TEXT NOT NULL,
  created_us BIGINT NOT NULL,
  left_us BIGINT,
  PRIMARY KEY (authority_id, id),
  UNIQUE (authority_id, login_name)
);

CREATE TABLE memberships (
  authority_id BYTEA NOT NULL,
  person_id BYTEA NOT NULL,
  organization_id BYTEA NOT NULL,
  from_us BIGINT NOT NULL,
  until_us BIGINT,
  PRIMARY KEY (authority_id, person_id, organization_id, from_us),
  FOREIGN KEY (authority_id, person_id) REFERENCES persons (authority_id, id)
);

CREATE TABLE posts (
  authority_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  organization_id BYTEA NOT NULL,
  duty TEXT NOT NULL,
  title TEXT NOT NULL,
  PRIMARY KEY (authority_id, id)
);

CREATE TABLE appointments (
  authority_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  post_id BYTEA NOT NULL,
  person_id BYTEA NOT NULL,
  from_us BIGINT NOT NULL,
  until_us BIGINT,
  PRIMARY KEY (authority_id, id),
  FOREIGN KEY (authority_id, post_id) REFERENCES posts (authority_id, id),
  FOREIGN KEY (authority_id, person_id) REFERENCES persons (authority_id, id)
);

CREATE INDEX appointments_by_person ON appointments (authority_id, person_id);

CREATE TABLE sessions (
  authority_id BYTEA NOT NULL,
  token_hash BYTEA NOT NULL,
  person_id BYTEA NOT NULL,
  csrf BYTEA NOT NULL,
  created_us BIGINT NOT NULL,
  expires_us BIGINT NOT NULL,
  PRIMARY KEY (authority_id, token_hash),
  FOREIGN KEY (authority_id, person_id) REFERENCES persons (authority_id, id)
);

CREATE TABLE columns (
  authority_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  name TEXT NOT NULL,
  position BIGINT NOT NULL,
  PRIMARY KEY (authority_id, id),
  UNIQUE (authority_id, name)
);

CREATE TABLE series (
  authority_id BYTEA NOT NULL,
  letter TEXT NOT NULL,
  name TEXT NOT NULL,
  last_number BIGINT NOT NULL,
  PRIMARY KEY (authority_id, letter)
);

-- append-only
CREATE TABLE sources (
  authority_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  organization_id BYTEA NOT NULL,
  file_name TEXT NOT NULL,
  bytes BYTEA NOT NULL,
  sha256 BYTEA NOT NULL,
  warnings TEXT NOT NULL,
  received_us BIGINT NOT NULL,
  received_by BYTEA NOT NULL,
  PRIMARY KEY (authority_id, id)
);

CREATE TABLE disclosures (
  authority_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  doc BYTEA NOT NULL,
  hand_secret BYTEA NOT NULL,
  organization_id BYTEA NOT NULL,
  regime_id TEXT NOT NULL,
  regime_version TEXT NOT NULL,
  item_id TEXT NOT NULL,
  series TEXT NOT NULL,
  code_number BIGINT NOT NULL,
  code_width BIGINT NOT NULL,
  state TEXT NOT NULL,
  edition BIGINT NOT NULL,
  version BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  last_index BIGINT NOT NULL,
  last_leaf BYTEA NOT NULL,
  proposer_id BYTEA,
  reviewer_id BYTEA,
  created_us BIGINT NOT NULL,
  created_by BYTEA NOT NULL,
  changed_us BIGINT NOT NULL,
  -- What is public. Written only by delivery, after a checkpoint covers the act.
  public_edition BIGINT,
  public_us BIGINT,
  withdrawn_us BIGINT,
  withdrawn_reason TEXT,
  column_id BYTEA,
  PRIMARY KEY (authority_id, id),
  UNIQUE (authority_id, doc),
  UNIQUE (authority_id, series, code_number)
);

CREATE INDEX disclosures_latest ON disclosures (authority_id, public_us, id);
CREATE INDEX disclosures_by_organization ON disclosures (authority_id, organization_id, public_us);
CREATE INDEX disclosures_by_column ON disclosures (authority_id, column_id, public_us);
CREATE INDEX disclosures_by_state ON disclosures (authority_id, state, changed_us);

CREATE TABLE drafts (
  authority_id BYTEA NOT NULL,
  disclosure_id BYTEA NOT NULL,
  draft TEXT NOT NULL,
  changed_us BIGINT NOT NULL,
  changed_by BYTEA NOT NULL,
  PRIMARY KEY (authority_id, disclosure_id),
  FOREIGN KEY (authority_id, disclosure_id) REFERENCES disclosures (authority_id, id)
);

-- append-only
CREATE TABLE editions (
  authority_id BYTEA NOT NULL,
  disclosure_id BYTEA NOT NULL,
  number BIGINT NOT NULL,
  attempt BIGINT NOT NULL,
  content_hash BYTEA NOT NULL,
  facts TEXT NOT NULL,
  proposed_us BIGINT NOT NULL,
  proposed_by BYTEA NOT NULL,
  PRIMARY KEY (authority_id, disclosure_id, number, attempt),
  FOREIGN KEY (authority_id, disclosure_id) REFERENCES disclosures (authority_id, id)
);

-- append-only
CREATE TABLE slices (
  authority_id BYTEA NOT NULL,
  disclosure_id BYTEA NOT NULL,
  number BIGINT NOT NULL,
  attempt BIGINT NOT NULL,
  position BIGINT NOT NULL,
  slice_id BIGINT NOT NULL,
  scope TEXT NOT NULL,
  ground TEXT,
  characters BIGINT NOT NULL,
  disclosure TEXT NOT NULL,
  PRIMARY KEY (authority_id, disclosure_id, number, attempt, position),
  FOREIGN KEY (authority_id, disclosure_id, number, attempt)
    REFERENCES editions (authority_id, disclosure_id, number, attempt)
);

-- append-only
CREATE TABLE acts (
  authority_id BYTEA NOT NULL,
  log_index BIGINT NOT NULL,
  id BYTEA NOT NULL,
  disclosure_id BYTEA,
  edition BIGINT NOT NULL,
  attempt BIGINT NOT NULL,
  seq BIGINT NOT NULL,
  kind TEXT NOT NULL,
  person_id BYTEA,
  at_us BIGINT NOT NULL,
  body BYTEA NOT NULL,
  salt BYTEA NOT NULL,
  entry BYTEA NOT NULL,
  PRIMARY KEY (authority_id, log_index)
);

CREATE UNIQUE INDEX acts_by_disclosure ON acts (authority_id, disclosure_id, seq);

-- append-only
CREATE TABLE seals (
  authority_id BYTEA NOT NULL,
  disclosure_id BYTEA NOT NULL,
  number BIGINT NOT NULL,
  attempt BIGINT NOT NULL,
  jwt TEXT NOT NULL,
  kid TEXT NOT NULL,
  log_index BIGINT NOT NULL,
  sealed_us BIGINT NOT NULL,
  PRIMARY KEY (authority_id, disclosure_id, number)
);

-- append-only
CREATE TABLE seal_keys (
  authority_id BYTEA NOT NULL,
  kid TEXT NOT NULL,
  organization_id BYTEA NOT NULL,
  public_key BYTEA NOT NULL,
  log_index BIGINT NOT NULL,
  from_us BIGINT NOT NULL,
  PRIMARY KEY (authority_id, kid)
);

CREATE TABLE logs (
  authority_id BYTEA NOT NULL,
  origin TEXT NOT NULL,
  next_index BIGINT NOT NULL,
  signed_size BIGINT NOT NULL,
  PRIMARY KEY (authority_id)
);

CREATE TABLE tiles (
  authority_id BYTEA NOT NULL,
  level BIGINT NOT NULL,
  tile BIGINT NOT NULL,
  hashes BYTEA NOT NULL,
  PRIMARY KEY (authority_id, level, tile)
);

-- append-only
CREATE TABLE checkpoints (
  authority_id BYTEA NOT NULL,
  size BIGINT NOT NULL,
  note TEXT NOT NULL,
  signed_us BIGINT NOT NULL,
  PRIMARY KEY (authority_id, size)
);

CREATE TABLE outbox (
  authority_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  kind TEXT NOT NULL,
  disclosure_id BYTEA NOT NULL,
  log_index BIGINT NOT NULL,
  created_us BIGINT NOT NULL,
  done_us BIGINT,
  PRIMARY KEY (authority_id, id)
);

CREATE INDEX outbox_open ON outbox (authority_id, done_us, id);

CREATE TABLE readings (
  authority_id BYTEA NOT NULL,
  disclosure_id BYTEA NOT NULL,
  day BIGINT NOT NULL,
  readers BIGINT NOT NULL,
  PRIMARY KEY (authority_id, disclosure_id, day)
);

-- What a library's page listed without its text: code, title as cut, month and day. No year is
-- known and none is invented.
CREATE TABLE listings (
  authority_id BYTEA NOT NULL,
  list TEXT NOT NULL,
  position BIGINT NOT NULL,
  series TEXT NOT NULL,
  code_number BIGINT NOT NULL,
  code_width BIGINT NOT NULL,
  title TEXT NOT NULL,
  month BIGINT NOT NULL,
  day BIGINT NOT NULL,
  PRIMARY KEY (authority_id, list, position)
);
