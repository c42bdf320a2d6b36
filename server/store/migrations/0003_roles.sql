-- Up Migration

-- Desks enrolled so far could watch the floor, and still can; new ones are agents' unless they prove otherwise.
ALTER TABLE devices ADD COLUMN role text NOT NULL DEFAULT 'supervisor' CHECK (role IN ('agent', 'supervisor'));
ALTER TABLE devices ALTER COLUMN role SET DEFAULT 'agent';

-- Down Migration

ALTER TABLE devices DROP COLUMN role;
