-- One row per delivery answered 200, entered in its transaction: what was received, to compare with what became of it.
CREATE TABLE deliveries (
    claim_id    UUID                     NOT NULL, -- the attempt, as in the rows of the events that it entered
    delivery_id UUID                     NOT NULL,
    webhook_id  VARCHAR(36),              -- the subscription
    received_at TIMESTAMP WITH TIME ZONE NOT NULL,
    events      INTEGER                  NOT NULL,
    duplicates  INTEGER                  NOT NULL, -- how many of them were there before
    PRIMARY KEY (received_at, claim_id)
);

CREATE INDEX deliveries_delivery_id ON deliveries (delivery_id);
CREATE INDEX deliveries_webhook_id ON deliveries (webhook_id, received_at DESC);

-- how often an event came again
ALTER TABLE ledger ADD COLUMN duplicates INTEGER DEFAULT 0 NOT NULL;

-- to find events: by time, by type and time, by object; those of a delivery by its time
DROP INDEX ledger_received_at;
CREATE INDEX ledger_received_at ON ledger (received_at, event_id);
CREATE INDEX ledger_event_type ON ledger (event_type, received_at, event_id);
CREATE INDEX ledger_object_id ON ledger (object_id);
