-- What operators did. Rows are added, never changed. The same text for H2 and PostgreSQL.
CREATE TABLE audit (
    number    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at        TIMESTAMP WITH TIME ZONE NOT NULL,
    who       VARCHAR(100)             NOT NULL,
    action    VARCHAR(100)             NOT NULL,
    arguments VARCHAR(1000)            NOT NULL,
    dry_run   BOOLEAN                  NOT NULL,
    how_many  BIGINT                   NOT NULL, -- messages, files, rows, routes' files: what the action is about
    outcome   VARCHAR(1000)            NOT NULL
);
