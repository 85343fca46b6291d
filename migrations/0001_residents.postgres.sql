-- What comes from residents: the variant for PostgreSQL. The reasons and the terms stand in 0001_residents.sqlite.sql;
-- the columns are the same. PostgreSQL keeps the order of arrival in the heap and the transaction in xmin, which is
-- why src/store/flush.rs writes nullifier, pool and published anew in one transaction, sorted by their random keys.

-- Issued invitation codes: HMAC(K_e, code), sorted when written, never updated. Who got which code is nowhere.
-- Rows may go when the round is closed and its retention has passed.
CREATE TABLE code (
    round TEXT NOT NULL,
    tag BYTEA NOT NULL CHECK (length(tag) = 32),
    grp TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (round, tag)
);

-- Used codes and forms: HMAC(K_n, code or form nonce), so that a second answer is the same answer.
-- Rows may go when the round is closed.
CREATE TABLE nullifier (
    round TEXT NOT NULL,
    n BYTEA NOT NULL CHECK (length(n) = 32),
    grp TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (round, n)
);

-- Answers that were acknowledged and wait for the night: durable, not visible to anyone.
-- Rows leave with the flush.
CREATE TABLE pool (
    round TEXT NOT NULL,
    id BYTEA NOT NULL CHECK (length(id) = 16),
    body TEXT NOT NULL,
    mac BYTEA NOT NULL CHECK (length(mac) = 32),
    PRIMARY KEY (round, id)
);

-- Answers that count: canonical JSON with a MAC (K_m) over round, id and body, under a new random id.
-- Rows may go when the retention of answers has passed; reports stay.
CREATE TABLE published (
    round TEXT NOT NULL,
    id BYTEA NOT NULL CHECK (length(id) = 16),
    body TEXT NOT NULL,
    mac BYTEA NOT NULL CHECK (length(mac) = 32),
    PRIMARY KEY (round, id)
);

-- What was told at the spreekuur, on the website or at a meeting, one row a signal. A resident's own signal has a
-- week and no day. Rows may go when the retention of signals has passed.
CREATE TABLE signal (
    id BYTEA NOT NULL PRIMARY KEY CHECK (length(id) = 16),
    client_council TEXT NOT NULL,
    channel TEXT NOT NULL CHECK (channel IN ('spreekuur', 'website', 'bijeenkomst')),
    day TEXT,
    week TEXT NOT NULL,
    questionnaire TEXT NOT NULL,
    questionnaire_version BIGINT NOT NULL,
    answers TEXT NOT NULL,
    themes TEXT NOT NULL,
    law TEXT,
    aspect TEXT,
    kind TEXT NOT NULL,
    grave BOOLEAN NOT NULL,
    status TEXT NOT NULL,
    version BIGINT NOT NULL,
    CHECK (channel <> 'website' OR day IS NULL)
);

-- Telephone or mail that a resident left for a call back, sealed with keys/contact.key.
-- A row must go on its erase day, or with its signal.
CREATE TABLE contact (
    signal BYTEA NOT NULL PRIMARY KEY REFERENCES signal (id) ON DELETE CASCADE,
    sealed BYTEA NOT NULL,
    erase TEXT NOT NULL
);
