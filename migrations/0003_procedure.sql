-- The full procedure: every step by its own hands, what is withheld, scheduled, taken objections to.
-- step: how many steps of the edition's procedure are done. due_us: when the one waited for is due.
ALTER TABLE disclosures ADD COLUMN step BIGINT NOT NULL DEFAULT 0;
ALTER TABLE disclosures ADD COLUMN due_us BIGINT;
ALTER TABLE disclosures ADD COLUMN supervisor_id BYTEA;
ALTER TABLE disclosures ADD COLUMN approver_id BYTEA;
ALTER TABLE disclosures ADD COLUMN claimed_by BYTEA;
ALTER TABLE disclosures ADD COLUMN withheld_ground TEXT;
ALTER TABLE disclosures ADD COLUMN reexamine_on TEXT;
ALTER TABLE disclosures ADD COLUMN withheld_listed BIGINT NOT NULL DEFAULT 0;

CREATE INDEX disclosures_due ON disclosures (authority_id, due_us);

UPDATE disclosures SET state = 'to_review', step = 1 WHERE state = 'proposed';
UPDATE disclosures SET state = 'to_approve', step = 2 WHERE state = 'reviewed';
UPDATE disclosures SET step = 3 WHERE state IN ('approved', 'published', 'withdrawn');

-- The title as it stands, so that a list need not read the whole draft.
ALTER TABLE drafts ADD COLUMN title TEXT NOT NULL DEFAULT '';

-- Work that is not to be done before a time.
ALTER TABLE outbox ADD COLUMN due_us BIGINT NOT NULL DEFAULT 0;

-- Everybody who had a hand in the text of an edition.
CREATE TABLE writers (
  authority_id BYTEA NOT NULL,
  disclosure_id BYTEA NOT NULL,
  edition BIGINT NOT NULL,
  person_id BYTEA NOT NULL,
  PRIMARY KEY (authority_id, disclosure_id, edition, person_id),
  FOREIGN KEY (authority_id, disclosure_id) REFERENCES disclosures (authority_id, id)
);

INSERT INTO writers (authority_id, disclosure_id, edition, person_id)
  SELECT authority_id, id, 1, created_by FROM disclosures
  UNION SELECT authority_id, disclosure_id, 1, changed_by FROM drafts;

-- Bodies that are asked to agree, joint ones and the superior, while they are asked: their desk.
CREATE TABLE asked (
  authority_id BYTEA NOT NULL,
  organization_id BYTEA NOT NULL,
  disclosure_id BYTEA NOT NULL,
  asked_us BIGINT NOT NULL,
  answered_us BIGINT,
  PRIMARY KEY (authority_id, organization_id, disclosure_id),
  FOREIGN KEY (authority_id, disclosure_id) REFERENCES disclosures (authority_id, id)
);

CREATE INDEX asked_of_disclosure ON asked (authority_id, disclosure_id);

-- Bodies that disclose jointly with the one that leads. Written by delivery.
CREATE TABLE joint_bodies (
  authority_id BYTEA NOT NULL,
  organization_id BYTEA NOT NULL,
  disclosure_id BYTEA NOT NULL,
  PRIMARY KEY (authority_id, organization_id, disclosure_id),
  FOREIGN KEY (authority_id, disclosure_id) REFERENCES disclosures (authority_id, id)
);

-- Files kept beside an act: the scan of a meeting's record, the photo of a board.
-- append-only
CREATE TABLE evidence (
  authority_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  disclosure_id BYTEA NOT NULL,
  kind TEXT NOT NULL,
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  bytes BYTEA NOT NULL,
  sha256 BYTEA NOT NULL,
  received_us BIGINT NOT NULL,
  received_by BYTEA NOT NULL,
  PRIMARY KEY (authority_id, id),
  FOREIGN KEY (authority_id, disclosure_id) REFERENCES disclosures (authority_id, id)
);

CREATE INDEX evidence_of_disclosure ON evidence (authority_id, disclosure_id);

-- Remarks on the desk. Never public.
-- append-only
CREATE TABLE comments (
  authority_id BYTEA NOT NULL,
  disclosure_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  edition BIGINT NOT NULL,
  slice BIGINT,
  person_id BYTEA NOT NULL,
  post TEXT NOT NULL,
  remark TEXT NOT NULL,
  written_us BIGINT NOT NULL,
  PRIMARY KEY (authority_id, disclosure_id, id),
  FOREIGN KEY (authority_id, disclosure_id) REFERENCES disclosures (authority_id, id)
);

-- Periods in which objections are taken. Written by delivery, changed by extension and result.
CREATE TABLE notices (
  authority_id BYTEA NOT NULL,
  disclosure_id BYTEA NOT NULL,
  edition BIGINT NOT NULL,
  from_day TEXT NOT NULL,
  until_day TEXT NOT NULL,
  channel TEXT NOT NULL,
  concluded_us BIGINT,
  objections BIGINT,
  upheld BIGINT,
  result TEXT,
  PRIMARY KEY (authority_id, disclosure_id, edition),
  FOREIGN KEY (authority_id, disclosure_id) REFERENCES disclosures (authority_id, id)
);

CREATE INDEX notices_open ON notices (authority_id, concluded_us, until_day);
