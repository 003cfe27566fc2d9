-- Who may: posts with dates, deputies, kinship, and bodies that are moved, merged, dissolved.

-- Since when a body exists; dissolved when; who has its rights and duties then; whether the
-- successor has opened to its own members what was for members of this body.
ALTER TABLE organizations ADD COLUMN from_us BIGINT NOT NULL DEFAULT 0;
ALTER TABLE organizations ADD COLUMN until_us BIGINT;
ALTER TABLE organizations ADD COLUMN successor_id BYTEA;
ALTER TABLE organizations ADD COLUMN is_shared BIGINT NOT NULL DEFAULT 0;

-- A post that is closed is held by nobody any more.
ALTER TABLE posts ADD COLUMN closed_us BIGINT;
CREATE INDEX posts_by_organization ON posts (authority_id, organization_id);
CREATE INDEX appointments_by_post ON appointments (authority_id, post_id);
CREATE INDEX memberships_by_organization ON memberships (authority_id, organization_id);

-- Somebody stands in for the holder of a post, never longer than the appointment lasts.
CREATE TABLE deputies (
  authority_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  appointment_id BYTEA NOT NULL,
  person_id BYTEA NOT NULL,
  from_us BIGINT NOT NULL,
  until_us BIGINT NOT NULL,
  given_by BYTEA NOT NULL,
  reason TEXT NOT NULL,
  PRIMARY KEY (authority_id, id),
  FOREIGN KEY (authority_id, appointment_id) REFERENCES appointments (authority_id, id),
  FOREIGN KEY (authority_id, person_id) REFERENCES persons (authority_id, id)
);

CREATE INDEX deputies_by_person ON deputies (authority_id, person_id);
CREATE INDEX deputies_of_appointment ON deputies (authority_id, appointment_id);

-- Near relatives (村民委员会组织法 art. 32), the smaller id first. Never public.
CREATE TABLE kinships (
  authority_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  one_id BYTEA NOT NULL,
  other_id BYTEA NOT NULL,
  relation TEXT NOT NULL,
  from_us BIGINT NOT NULL,
  until_us BIGINT,
  entered_by BYTEA,
  PRIMARY KEY (authority_id, id),
  FOREIGN KEY (authority_id, one_id) REFERENCES persons (authority_id, id),
  FOREIGN KEY (authority_id, other_id) REFERENCES persons (authority_id, id)
);

CREATE INDEX kinships_of_one ON kinships (authority_id, one_id);
CREATE INDEX kinships_of_other ON kinships (authority_id, other_id);

-- Which organization an act of administration concerns, so that its record can be read by subtree.
-- append-only
CREATE TABLE administrations (
  authority_id BYTEA NOT NULL,
  log_index BIGINT NOT NULL,
  organization_id BYTEA NOT NULL,
  PRIMARY KEY (authority_id, log_index)
);
