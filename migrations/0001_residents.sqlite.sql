-- What comes from residents. Every table here is WITHOUT ROWID with a random key: a rowid would tell the order in
-- which people came. No table has a time, a sequence or anything about a person's device or address.
-- code, nullifier, pool and published share no value, no foreign key and no time; that is what keeps a person apart
-- from an answer. src/store/flush.rs writes nullifier, pool and published anew each night: keep its copies of these
-- tables equal (a test compares them).

PRAGMA application_id = 1097033844; -- "Acht": tells our file from another program's

-- Issued invitation codes: HMAC(K_e, code), sorted when written, never updated. Who got which code is nowhere.
-- Rows may go when the round is closed and its retention has passed.
CREATE TABLE code (
    round TEXT NOT NULL,
    tag BLOB NOT NULL CHECK (length(tag) = 32),
    grp TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (round, tag)
) WITHOUT ROWID;

-- Used codes and forms: HMAC(K_n, code or form nonce), so that a second answer is the same answer.
-- Rows may go when the round is closed.
CREATE TABLE nullifier (
    round TEXT NOT NULL,
    n BLOB NOT NULL CHECK (length(n) = 32),
    grp TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (round, n)
) WITHOUT ROWID;

-- Answers that were acknowledged and wait for the night: durable, not visible to anyone.
-- Rows leave with the flush.
CREATE TABLE pool (
    round TEXT NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    body TEXT NOT NULL,
    mac BLOB NOT NULL CHECK (length(mac) = 32),
    PRIMARY KEY (round, id)
) WITHOUT ROWID;

-- Answers that count: canonical JSON with a MAC (K_m) over round, id and body, under a new random id.
-- Rows may go when the retention of answers has passed; reports stay.
CREATE TABLE published (
    round TEXT NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    body TEXT NOT NULL,
    mac BLOB NOT NULL CHECK (length(mac) = 32),
    PRIMARY KEY (round, id)
) WITHOUT ROWID;

-- What was told at the spreekuur, on the website or at a meeting, one row a signal. A resident's own signal has a
-- week and no day. Rows may go when the retention of signals has passed.
CREATE TABLE signal (
    id BLOB NOT NULL PRIMARY KEY CHECK (length(id) = 16),
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
) WITHOUT ROWID;

-- Telephone or mail that a resident left for a call back, sealed with keys/contact.key.
-- A row must go on its erase day, or with its signal.
CREATE TABLE contact (
    signal BLOB NOT NULL PRIMARY KEY REFERENCES signal (id) ON DELETE CASCADE,
    sealed BLOB NOT NULL,
    erase TEXT NOT NULL
) WITHOUT ROWID;
