-- Up Migration

CREATE TABLE devices (
  desk_id text PRIMARY KEY,
  name text NOT NULL,
  token_hash text NOT NULL UNIQUE,
  enrolled_at timestamptz NOT NULL DEFAULT now()
);

-- Hashes of the enrolment and the supervisor token.
CREATE TABLE access_tokens (
  name text PRIMARY KEY,
  token_hash text NOT NULL
);

-- Every link ever acknowledged, written in the same transaction as the queue: it makes ingest idempotent and
-- lets gaps and broken links be published before a worker has seen the record.
CREATE TABLE chain_links (
  desk_id text NOT NULL,
  number integer NOT NULL CHECK (number > 0),
  record_id uuid NOT NULL UNIQUE,
  previous_hash text NOT NULL,
  hash text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (desk_id, number)
);

-- `body` is json, not jsonb: the text is kept as it was hashed, and jsonb refuses \u0000.
CREATE TABLE ingest_queue (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  desk_id text NOT NULL,
  number integer NOT NULL,
  previous_hash text NOT NULL,
  hash text NOT NULL,
  body json NOT NULL,
  attempts integer NOT NULL DEFAULT 0,
  next_attempt_at timestamptz NOT NULL DEFAULT now(),
  last_error text,
  received_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ingest_queue_due ON ingest_queue (next_attempt_at, id);

-- Messages that no worker could store, kept whole for an administrator.
CREATE TABLE dead_letters (
  id bigint PRIMARY KEY,
  desk_id text NOT NULL,
  number integer NOT NULL,
  previous_hash text NOT NULL,
  hash text NOT NULL,
  body json NOT NULL,
  attempts integer NOT NULL,
  last_error text NOT NULL,
  received_at timestamptz NOT NULL,
  buried_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE records (
  record_id uuid PRIMARY KEY,
  desk_id text NOT NULL,
  number integer NOT NULL,
  previous_hash text NOT NULL,
  hash text NOT NULL,
  body json NOT NULL,
  direction text NOT NULL,
  started_at timestamptz NOT NULL,
  answered_at timestamptz,
  talk_ms double precision NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (desk_id, number)
);
CREATE INDEX records_by_time ON records (started_at DESC, record_id DESC);

CREATE TABLE opt_outs (
  record_id uuid PRIMARY KEY REFERENCES records,
  desk_id text NOT NULL,
  remote_number text NOT NULL,
  cue_id text NOT NULL,
  phrase text NOT NULL,
  said_at timestamptz NOT NULL
);
CREATE INDEX opt_outs_by_time ON opt_outs (said_at DESC);
CREATE INDEX opt_outs_by_number ON opt_outs (remote_number);

-- Down Migration

DROP TABLE opt_outs, records, dead_letters, ingest_queue, chain_links, access_tokens, devices;
