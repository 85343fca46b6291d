-- The ledger of knelpunten, what was decided about signals, and what texts of residents are about: the variant for PostgreSQL.
-- The columns are those of 0010_ledger.sqlite.sql.

-- Knelpunten, every version: the newest counts, the older ones are its history. name: as people call it (2026-07). content:
-- what it says, as JSON; no words of residents. Two who change it at once would write the same version: the second is told.
-- Rows may go with the client council.
CREATE TABLE knelpunt (
    id BYTEA NOT NULL,
    version BIGINT NOT NULL,
    client_council TEXT NOT NULL REFERENCES client_council (id),
    name TEXT NOT NULL,
    content TEXT NOT NULL,
    day TEXT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (id, version),
    UNIQUE (client_council, name, version)
);

-- What a channel said about a knelpunt on the day it was written down; it never changes. count: people, signals or votes;
-- n, lo and hi: base and limits of a share that passed disclosure control. Signals whose teller said no are not in it.
-- Rows may go with their knelpunt.
CREATE TABLE evidence (
    id BYTEA NOT NULL PRIMARY KEY,
    client_council TEXT NOT NULL REFERENCES client_council (id),
    knelpunt BYTEA NOT NULL,
    channel TEXT NOT NULL,
    source TEXT NOT NULL,
    count BIGINT NOT NULL,
    n BIGINT,
    lo DOUBLE PRECISION,
    hi DOUBLE PRECISION,
    note TEXT NOT NULL,
    day TEXT NOT NULL,
    actor TEXT NOT NULL
);

-- What the client council decided about a signal, with its reason, and the knelpunt that came of it.
-- Rows go with their signal.
CREATE TABLE signal_decision (
    signal BYTEA NOT NULL PRIMARY KEY REFERENCES signal (id) ON DELETE CASCADE,
    choice TEXT NOT NULL,
    reason TEXT NOT NULL,
    knelpunt BYTEA,
    day TEXT NOT NULL,
    actor TEXT NOT NULL,
    version BIGINT NOT NULL
);

-- Texts of residents that the reviewer read. origin: a round, or 'COUNCIL/signalen'; text: the answer or signal that it stands
-- in; hidden: the places in it that nobody else sees, as JSON. The text itself stands in one place, where it came in.
-- Rows go with their text.
CREATE TABLE reading (
    origin TEXT NOT NULL,
    text BYTEA NOT NULL CHECK (length(text) = 16),
    question TEXT NOT NULL,
    hidden TEXT NOT NULL,
    version BIGINT NOT NULL,
    PRIMARY KEY (origin, text, question)
);

-- What readers say such a text is about, every version. reader: 1 counts, 2 read it too, without seeing what 1 said. No time:
-- who coded when is nobody's business, and the audit trail has a row a person and a day.
-- Rows go with their text.
CREATE TABLE coding (
    origin TEXT NOT NULL,
    text BYTEA NOT NULL CHECK (length(text) = 16),
    question TEXT NOT NULL,
    reader BIGINT NOT NULL CHECK (reader IN (1, 2)),
    version BIGINT NOT NULL,
    coder TEXT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (origin, text, question, reader, version)
);
