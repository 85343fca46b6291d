-- Paper: forms that were printed, and first entries that wait for a second. A form number stands for no person; like a
-- code it only serves that a form counts once. What is keyed in goes into nullifier and pool like any other answer.
-- src/store/flush.rs writes paper_form and paper_entry anew with the other tables of residents: keep its copies equal.

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
    tag BLOB NOT NULL CHECK (length(tag) = 32),
    PRIMARY KEY (round, tag)
) WITHOUT ROWID;

-- First entries of forms that are keyed in twice, sealed with a key that takes K_n and the number to make. No time and no
-- order. A row goes when the second entry agrees or was decided on, else when the round closes.
CREATE TABLE paper_entry (
    round TEXT NOT NULL,
    tag BLOB NOT NULL CHECK (length(tag) = 32),
    sealed BLOB NOT NULL,
    PRIMARY KEY (round, tag)
) WITHOUT ROWID;
