-- The desk: what waits in an organization in one state, due first, and how much there is of it.
CREATE INDEX disclosures_desk ON disclosures (authority_id, organization_id, state, due_us);

-- What belongs to one disclosure, in the order in which it is read: where the order alone had an
-- index, a database without statistics walked everything of the authority.
DROP INDEX asked_of_disclosure;
CREATE INDEX asked_of_disclosure ON asked (authority_id, disclosure_id, organization_id);
DROP INDEX attachments_of_disclosure;
CREATE INDEX attachments_of_disclosure ON attachments (authority_id, disclosure_id, id);
DROP INDEX evidence_of_disclosure;
CREATE INDEX evidence_of_disclosure ON evidence (authority_id, disclosure_id, id);
CREATE INDEX joint_bodies_of_disclosure ON joint_bodies (authority_id, disclosure_id);

-- Persons by name, page by page.
CREATE INDEX persons_by_name ON persons (authority_id, display_name, id);
