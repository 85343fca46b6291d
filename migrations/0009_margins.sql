-- How the people a round speaks for divide over groups, as the client council gave it, every version: the newest counts.
-- unit: in what the numbers are; lines: what was given, as JSON; an empty list takes it back. Nothing of residents.
-- Rows may go with their round.
CREATE TABLE margins (
    round TEXT NOT NULL REFERENCES round (id),
    version BIGINT NOT NULL,
    unit TEXT NOT NULL,
    lines TEXT NOT NULL,
    day TEXT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (round, version)
);
