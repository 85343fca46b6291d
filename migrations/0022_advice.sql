-- Advices of a client council, every version: the newest counts. content: subject, recommendations, stage, replies of the college, as
-- JSON (domain::advice). Nothing of residents. Rows may go with the client council.
CREATE TABLE advice (
    id BYTEA NOT NULL,
    version BIGINT NOT NULL,
    client_council TEXT NOT NULL REFERENCES client_council (id),
    content TEXT NOT NULL,
    day TEXT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (id, version)
);

-- The link with which the college answers an advice. token: SHA-256 of what stands in the link. Rows may go when it expired.
CREATE TABLE advice_link (
    token BYTEA NOT NULL PRIMARY KEY,
    advice BYTEA NOT NULL,
    expires TEXT NOT NULL
);
