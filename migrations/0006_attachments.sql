-- Files that go out with an edition, and what persons without a post hand in.

-- A file beside a draft. Which of them an edition has, and for whom, stands in the draft and, frozen,
-- in the edition's facts. bytes: what is served; original: what was handed in, where it was made anew.
-- append-only
CREATE TABLE attachments (
  authority_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  disclosure_id BYTEA NOT NULL,
  file_name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  bytes BYTEA NOT NULL,
  size_bytes BIGINT NOT NULL,
  sha256 BYTEA NOT NULL,
  original BYTEA,
  original_sha256 BYTEA NOT NULL,
  thumbnail BYTEA,
  inspected TEXT NOT NULL,
  received_us BIGINT NOT NULL,
  received_by BYTEA NOT NULL,
  PRIMARY KEY (authority_id, id),
  FOREIGN KEY (authority_id, disclosure_id) REFERENCES disclosures (authority_id, id)
);

CREATE INDEX attachments_of_disclosure ON attachments (authority_id, disclosure_id);

-- Of a photo that was made anew. Only photos that have one are shown to the public.
ALTER TABLE evidence ADD COLUMN thumbnail BYTEA;

-- 投稿: what somebody without a post hands in. Nothing of it is public before it is a disclosure that
-- went the whole way.
CREATE TABLE contributions (
  authority_id BYTEA NOT NULL,
  id BYTEA NOT NULL,
  organization_id BYTEA NOT NULL,
  person_id BYTEA NOT NULL,
  title TEXT NOT NULL,
  remark TEXT NOT NULL,
  file_name TEXT NOT NULL,
  bytes BYTEA NOT NULL,
  text TEXT NOT NULL,
  state TEXT NOT NULL,
  reason TEXT NOT NULL,
  disclosure_id BYTEA,
  sent_us BIGINT NOT NULL,
  answered_us BIGINT,
  answered_by BYTEA,
  PRIMARY KEY (authority_id, id),
  FOREIGN KEY (authority_id, person_id) REFERENCES persons (authority_id, id)
);

CREATE INDEX contributions_of_person ON contributions (authority_id, person_id, sent_us);
CREATE INDEX contributions_of_organization ON contributions (authority_id, organization_id, state);
