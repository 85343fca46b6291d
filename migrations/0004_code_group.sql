-- Per group of invitation codes of a round (grp: a coarse group, or empty): how many codes were issued, and how many were
-- used as of the last flush. answered is written by the flush alone, never when an answer comes in: otherwise it would
-- tell when someone answered. Rows may go when the round's answers and reports are gone.
CREATE TABLE code_group (
    round TEXT NOT NULL REFERENCES round (id),
    grp TEXT NOT NULL,
    issued BIGINT NOT NULL,
    answered BIGINT NOT NULL,
    PRIMARY KEY (round, grp)
);
