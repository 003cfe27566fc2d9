-- The desk: what waits in an organization in one state, due first, and how much there is of it.
CREATE INDEX disclosures_desk ON disclosures (authority_id, organization_id, state, due_us);

-- Persons by name, page by page.
CREATE INDEX persons_by_name ON persons (authority_id, display_name, id);
