-- Up Migration

CREATE TABLE customers (
  customer_id text PRIMARY KEY,
  body json NOT NULL,
  updated_at timestamptz NOT NULL DEFAULT now()
);

-- Down Migration

DROP TABLE customers;
