-- Object ids are random: an index of them would touch another page with every event, the more the larger the ledger is.
-- The key is the day on which the event was received, then a number below 4,096 that the end of the object's id gives: few
-- pages a day, each filled in order. Computed as in ObjectKey.
ALTER TABLE ledger ADD COLUMN object_key INTEGER;

UPDATE ledger SET object_key = CAST(FLOOR(EXTRACT(EPOCH FROM received_at) / 86400) AS INTEGER) * 4096
    + MOD(ASCII(SUBSTRING(RIGHT('0000' || object_id, 4), 1, 1)), 8) * 512
    + MOD(ASCII(SUBSTRING(RIGHT('0000' || object_id, 4), 2, 1)), 8) * 64
    + MOD(ASCII(SUBSTRING(RIGHT('0000' || object_id, 4), 3, 1)), 8) * 8
    + MOD(ASCII(SUBSTRING(RIGHT('0000' || object_id, 4), 4, 1)), 8)
WHERE object_id IS NOT NULL;

DROP INDEX ledger_object_id;
CREATE INDEX ledger_object_key ON ledger (object_key);
