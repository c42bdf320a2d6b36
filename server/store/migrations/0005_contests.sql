-- Up Migration

-- Records never change: what an agent says against a score, and what a supervisor decides, stands beside them.
CREATE TABLE score_contests (
  record_id uuid NOT NULL REFERENCES records,
  item_id text NOT NULL,
  position integer NOT NULL,
  entry json NOT NULL,
  PRIMARY KEY (record_id, item_id, position)
);

-- Down Migration

DROP TABLE score_contests;
