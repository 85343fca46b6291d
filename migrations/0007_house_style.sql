-- House styles of client councils, every version: the newest counts, an older one is still asked for by reports that were
-- frozen in it. style: chosen colours and letters as JSON; {} is the neutral style. logo, screen: the same logo for paper
-- and for screens; alt: what it shows; width, height: of the one for screens.
-- Rows may go with the client council, or when no report that was made under them is left.
CREATE TABLE house_style (
    client_council TEXT NOT NULL REFERENCES client_council (id),
    version BIGINT NOT NULL,
    style TEXT NOT NULL,
    logo BYTEA REFERENCES file (id),
    screen BYTEA REFERENCES file (id),
    alt TEXT NOT NULL,
    width BIGINT NOT NULL,
    height BIGINT NOT NULL,
    day TEXT NOT NULL,
    actor TEXT NOT NULL,
    PRIMARY KEY (client_council, version)
);
