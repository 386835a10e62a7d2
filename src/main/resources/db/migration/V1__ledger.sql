-- One row per event ever accepted. No payloads, no personal data. The same text for H2 and PostgreSQL.
CREATE TABLE ledger (
    event_id    UUID PRIMARY KEY,
    delivery_id UUID                     NOT NULL,
    event_type  VARCHAR(129),
    object_id   VARCHAR(36),
    created_at  TIMESTAMP WITH TIME ZONE,
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    channel     VARCHAR                  NOT NULL,
    claim_id    UUID                     NOT NULL -- the attempt that entered it
);

-- the oldest first, for those that are deleted
CREATE INDEX ledger_received_at ON ledger (received_at);
