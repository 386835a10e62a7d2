-- The memory of the idempotent receiver: an event whose id is here is done.
CREATE TABLE IF NOT EXISTS handled_event (
    event_id UUID PRIMARY KEY,
    handled_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT CURRENT_TIMESTAMP
);

-- The work: what became of each order, step by step.
CREATE TABLE IF NOT EXISTS order_step (
    step BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    order_id UUID NOT NULL,
    event_type VARCHAR(130) NOT NULL,
    consumer VARCHAR(100) NOT NULL
);
