-- Evaluations of a client council by three parties (Opmeer art. 11), every version: the newest counts. content: start, people in
-- each party, points for improvement, as JSON; no answer. Nothing of residents. Rows may go with the client council.
CREATE TABLE evaluation (
    id BYTEA NOT NULL,
    version BIGINT NOT NULL,
    client_council TEXT NOT NULL REFERENCES client_council (id),
    content TEXT NOT NULL,
    day TEXT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (id, version)
);

-- Links with which parties fill in. token: SHA-256 of what stands in the link. used says that something was sent with it, never
-- what: which form belongs to which link stands nowhere. Rows may go when the evaluation was compared.
CREATE TABLE evaluation_link (
    token BYTEA NOT NULL PRIMARY KEY,
    evaluation BYTEA NOT NULL,
    party TEXT NOT NULL,
    expires TEXT NOT NULL,
    used BOOLEAN NOT NULL
);

-- What parties filled in, as JSON, under a random id: no order, no time, nobody's name.
-- Rows may go with their evaluation.
CREATE TABLE evaluation_form (
    id BYTEA NOT NULL PRIMARY KEY,
    evaluation BYTEA NOT NULL,
    party TEXT NOT NULL,
    content TEXT NOT NULL
);
