-- Up Migration

-- What desks did with their cards, and how calls ended with each version of a script: sums of a day (UTC), in which no
-- call can be found again. Practice is in neither. `team` '': of none. `wording` '': of records that did not keep it.
CREATE TABLE card_days (
  day date NOT NULL,
  team text NOT NULL,
  desk_id text NOT NULL,
  language text NOT NULL,
  cue_id text NOT NULL,
  used integer NOT NULL,
  dismissed integer NOT NULL,
  PRIMARY KEY (day, team, desk_id, language, cue_id)
);

CREATE TABLE script_days (
  day date NOT NULL,
  language text NOT NULL,
  script_id text NOT NULL,
  wording text NOT NULL,
  label text NOT NULL,
  calls integer NOT NULL,
  good integer NOT NULL,
  sales integer NOT NULL,
  PRIMARY KEY (day, language, script_id, wording)
);

-- What is stored already counts too, but for records whose text holds what PostgreSQL cannot read (\u0000, half a pair).
CREATE TEMPORARY TABLE readable ON COMMIT DROP AS
  SELECT record_id, desk_id, (started_at AT TIME ZONE 'UTC')::date AS day, answered_at, body FROM records
  WHERE NOT practice AND body::text !~ '\\u(0000|d[89a-f])';

INSERT INTO card_days (day, team, desk_id, language, cue_id, used, dismissed)
SELECT day, '', desk_id, body->>'language', mark->>'cueId',
  count(*) FILTER (WHERE mark->>'state' = 'used'), count(*) FILTER (WHERE mark->>'state' = 'dismissed')
FROM readable CROSS JOIN LATERAL json_array_elements(body->'timeline') AS mark
WHERE mark->>'type' = 'card' AND mark->>'state' IN ('used', 'dismissed') AND mark->>'cueId' ~ '^[a-z0-9-]{1,100}$'
GROUP BY 1, 3, 4, 5;

INSERT INTO script_days (day, language, script_id, wording, label, calls, good, sales)
SELECT day, body->>'language', body->'script'->>'id', '', (array_agg(body->'script'->>'label' ORDER BY record_id DESC))[1],
  count(*), count(*) FILTER (WHERE body->>'disposition' IN ('sale', 'interested', 'callback')),
  count(*) FILTER (WHERE body->>'disposition' = 'sale')
FROM readable WHERE answered_at IS NOT NULL AND body->'script'->>'id' IS NOT NULL
GROUP BY 1, 2, 3;

-- Down Migration

DROP TABLE card_days, script_days;
