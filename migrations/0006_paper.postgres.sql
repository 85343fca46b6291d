-- Paper: the variant for PostgreSQL. The reasons and the terms stand in 0006_paper.sqlite.sql; the columns are the same.
-- PostgreSQL keeps a deleted first entry in the heap (sealed) until src/store/flush.rs writes the table anew.

-- Rounds that can be answered on paper too. twice: every form is keyed in by two people.
-- A row stays as long as the round: reports say how people could answer.
CREATE TABLE paper_round (
    round TEXT NOT NULL PRIMARY KEY REFERENCES round (id),
    twice BOOLEAN NOT NULL
);

-- Numbers that were printed: HMAC(K_e, number), sorted when written, never updated. Who got which form is nowhere.
-- Rows go at the first flush after the round closed.
CREATE TABLE paper_form (
    round TEXT NOT NULL,
    tag BYTEA NOT NULL CHECK (length(tag) = 32),
    PRIMARY KEY (round, tag)
);

-- First entries of forms that are keyed in twice, sealed with a key that takes K_n and the number to make. No time and no
-- order. A row goes when the second entry agrees or was decided on, else when the round closes.
CREATE TABLE paper_entry (
    round TEXT NOT NULL,
    tag BYTEA NOT NULL CHECK (length(tag) = 32),
    sealed BYTEA NOT NULL,
    PRIMARY KEY (round, tag)
);
