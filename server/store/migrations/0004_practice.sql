-- Up Migration

-- Calls to practice customers are kept, and counted nowhere.
ALTER TABLE records ADD COLUMN practice boolean NOT NULL DEFAULT false;

-- Down Migration

ALTER TABLE records DROP COLUMN practice;
