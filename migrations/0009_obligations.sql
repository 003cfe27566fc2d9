-- What people touch about duties. The duties themselves are derived (domain/obligation).

-- Notices of the State Council loaded here, beside those of the release; the last of a year counts.
-- append-only
CREATE TABLE calendar_years (
  authority_id BYTEA NOT NULL,
  year BIGINT NOT NULL,
  version BIGINT NOT NULL,
  notice TEXT NOT NULL,
  loaded_us BIGINT NOT NULL,
  loaded_by BYTEA,
  PRIMARY KEY (authority_id, year, version)
);

-- Versions of an organization's catalogue under a regime; adjustments as JSON.
-- append-only
CREATE TABLE catalogues (
  authority_id BYTEA NOT NULL,
  organization_id BYTEA NOT NULL,
  regime_id TEXT NOT NULL,
  version BIGINT NOT NULL,
  from_day TEXT NOT NULL,
  adjustments TEXT NOT NULL,
  log_index BIGINT NOT NULL,
  adopted_us BIGINT NOT NULL,
  adopted_by BYTEA,
  PRIMARY KEY (authority_id, organization_id, regime_id, version)
);

-- What happened and makes an entry due. Reported by mistake: voided with a reason, never deleted.
CREATE TABLE facts (
  authority_id BYTEA NOT NULL,
  organization_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  regime_id TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  kind TEXT NOT NULL,
  clock BIGINT,
  on_day TEXT NOT NULL,
  name TEXT NOT NULL,
  log_index BIGINT NOT NULL,
  reported_us BIGINT NOT NULL,
  reported_by BYTEA,
  voided_us BIGINT,
  void_reason TEXT,
  PRIMARY KEY (authority_id, organization_id, id)
);

-- Released from an obligation by decision of a body above.
-- append-only
CREATE TABLE excuses (
  authority_id BYTEA NOT NULL,
  organization_id BYTEA NOT NULL,
  regime_id TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  occasion TEXT NOT NULL,
  reason TEXT NOT NULL,
  log_index BIGINT NOT NULL,
  decided_us BIGINT NOT NULL,
  decided_by BYTEA,
  PRIMARY KEY (authority_id, organization_id, regime_id, entry_id, occasion)
);

-- Pauses, extensions and restarts of a term, as JSON, in the order in which they were made.
-- append-only
CREATE TABLE turns (
  authority_id BYTEA NOT NULL,
  organization_id BYTEA NOT NULL,
  regime_id TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  occasion TEXT NOT NULL,
  number BIGINT NOT NULL,
  turned TEXT NOT NULL,
  log_index BIGINT NOT NULL,
  made_us BIGINT NOT NULL,
  made_by BYTEA,
  PRIMARY KEY (authority_id, organization_id, regime_id, entry_id, occasion, number)
);

-- What a public edition meets. Written by delivery from the edition; an edition that meets
-- something else ends the row of the one before.
CREATE TABLE fulfilments (
  authority_id BYTEA NOT NULL,
  organization_id BYTEA NOT NULL,
  disclosure_id BYTEA NOT NULL,
  edition BIGINT NOT NULL,
  regime_id TEXT NOT NULL,
  entry_id TEXT NOT NULL,
  occasion TEXT NOT NULL,
  is_nil BIGINT NOT NULL,
  public_us BIGINT NOT NULL,
  ended_us BIGINT,
  PRIMARY KEY (authority_id, disclosure_id, edition),
  FOREIGN KEY (authority_id, disclosure_id) REFERENCES disclosures (authority_id, id)
);

CREATE INDEX fulfilments_of_organization ON fulfilments (authority_id, organization_id, public_us);

-- How an organization stands on a day, counted: what maps are made of. Derived; `day` 0 is stale.
CREATE TABLE standings (
  authority_id BYTEA NOT NULL,
  organization_id BYTEA NOT NULL,
  day BIGINT NOT NULL,
  owed BIGINT NOT NULL,
  kept BIGINT NOT NULL,
  late BIGINT NOT NULL,
  soon BIGINT NOT NULL,
  oldest_late BIGINT,
  PRIMARY KEY (authority_id, organization_id)
);
