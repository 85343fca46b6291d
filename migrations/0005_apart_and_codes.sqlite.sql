-- Forms that are set apart, and codes with which someone finds a signal back. All of it comes from residents: random keys,
-- WITHOUT ROWID, no time, no order.

-- Answers that came in a way in which people seldom send one (reason, coarse), with a MAC (K_m) over round, reason, id and body.
-- They count only when the client council takes them in after the close. src/store/flush.rs writes this table anew too.
-- Rows that were not taken in go four weeks after the last day.
CREATE TABLE apart (
    round TEXT NOT NULL,
    reason TEXT NOT NULL,
    id BLOB NOT NULL CHECK (length(id) = 16),
    body TEXT NOT NULL,
    mac BLOB NOT NULL CHECK (length(mac) = 32),
    PRIMARY KEY (round, reason, id)
) WITHOUT ROWID;

-- What the client council decided about them, per reason; fixed at the first look at results. moved: how many were taken in;
-- erased: how many went when their term was over.
-- Rows stay as long as the round.
CREATE TABLE apart_choice (
    round TEXT NOT NULL,
    reason TEXT NOT NULL,
    taken BOOLEAN NOT NULL,
    fixed BOOLEAN NOT NULL,
    moved BIGINT NOT NULL,
    erased BIGINT NOT NULL,
    PRIMARY KEY (round, reason)
) WITHOUT ROWID;

-- Codes of signals: HMAC(keys/signal.key, client council and code), never the code. Rows go with their signal.
CREATE TABLE signal_code (
    tag BLOB NOT NULL PRIMARY KEY CHECK (length(tag) = 32),
    signal BLOB NOT NULL UNIQUE REFERENCES signal (id) ON DELETE CASCADE
) WITHOUT ROWID;

-- What the client council and who left a signal say to each other: an answer, one question, one reply, and in the end the
-- reaction of the municipality. Empty is not said yet. Rows go with their signal.
CREATE TABLE conversation (
    signal BLOB NOT NULL PRIMARY KEY REFERENCES signal (id) ON DELETE CASCADE,
    answer TEXT NOT NULL,
    question TEXT NOT NULL,
    reply TEXT NOT NULL,
    reaction TEXT NOT NULL
) WITHOUT ROWID;

-- Why a signal from the website is set apart; empty: it is not.
ALTER TABLE signal ADD COLUMN suspicion TEXT NOT NULL DEFAULT '';
