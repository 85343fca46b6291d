-- What the client council and the program keep: ordinary tables. No row here is about one resident.

-- The client councils on this server. profile: house style, contact, texts of the public page as JSON.
-- Rows may go when a client council leaves; its rounds and reports go first.
CREATE TABLE client_council (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    profile TEXT NOT NULL,
    sample BOOLEAN NOT NULL,
    version BIGINT NOT NULL
);

-- Questionnaires as they were used, every version: an answer means what its version asked.
-- Rows may go when no round and no signal uses the version.
CREATE TABLE questionnaire (
    id TEXT NOT NULL,
    version BIGINT NOT NULL,
    toml TEXT NOT NULL,
    created TEXT NOT NULL,
    PRIMARY KEY (id, version)
);

-- One opened period of a survey. header: MAC (K_m) over what may never change (questionnaire, version, entry, k);
-- key_check tells the round's key file from another. published and imported count rows, so that verify sees a loss;
-- revision changes whenever the answers do. sample: made-up answers.
-- Rows may go when the round's answers and reports are gone.
CREATE TABLE round (
    id TEXT NOT NULL PRIMARY KEY,
    client_council TEXT NOT NULL REFERENCES client_council (id),
    questionnaire TEXT NOT NULL,
    questionnaire_version BIGINT NOT NULL,
    opens TEXT NOT NULL,
    closes TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'open', 'closed')),
    entry TEXT NOT NULL CHECK (entry IN ('open', 'code')),
    invited BIGINT,
    k BIGINT NOT NULL,
    sample BOOLEAN NOT NULL,
    header BYTEA NOT NULL,
    key_check BYTEA NOT NULL,
    published BIGINT NOT NULL,
    imported BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    version BIGINT NOT NULL,
    FOREIGN KEY (questionnaire, questionnaire_version) REFERENCES questionnaire (id, version)
);
CREATE INDEX round_of_client_council ON round (client_council, state);

-- People who work with the program. password: argon2id as a PHC string.
-- Rows may go when the person leaves; the audit trail keeps the login name.
CREATE TABLE staff (
    id BYTEA NOT NULL PRIMARY KEY,
    login TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    password TEXT NOT NULL,
    disabled BOOLEAN NOT NULL,
    version BIGINT NOT NULL
);

-- What a person may do, per client council. Rows go with the person or the role.
CREATE TABLE staff_role (
    staff BYTEA NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    client_council TEXT NOT NULL REFERENCES client_council (id),
    role TEXT NOT NULL,
    PRIMARY KEY (staff, client_council, role)
);

-- Sessions of staff; the token itself is only in the browser. Times: seconds since 1970, UTC.
-- Rows go at logout, 30 minutes after last use and 12 hours after login.
CREATE TABLE session (
    token BYTEA NOT NULL PRIMARY KEY,
    staff BYTEA NOT NULL REFERENCES staff (id) ON DELETE CASCADE,
    created BIGINT NOT NULL,
    seen BIGINT NOT NULL,
    csrf TEXT NOT NULL
);

-- What staff did: append only, each row's hash covers the row before it. No content and nothing about residents;
-- taking in a signal is one row a person and a day, without the signal.
-- Rows may go in whole years; verify then starts at the oldest row.
CREATE TABLE audit (
    number BIGINT NOT NULL PRIMARY KEY,
    client_council TEXT NOT NULL,
    at TEXT NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    object TEXT NOT NULL,
    hash BYTEA NOT NULL
);

-- Columns for analysis: 8,192 answers at a time, one byte a cell, made from published. A cache: rows may go at any
-- time. code_book: which code book wrote them; revision: the round's when they were made.
CREATE TABLE segment (
    round TEXT NOT NULL,
    code_book TEXT NOT NULL,
    number BIGINT NOT NULL,
    revision BIGINT NOT NULL,
    answers BIGINT NOT NULL,
    cells BYTEA NOT NULL,
    PRIMARY KEY (round, code_book, number)
);

-- Frozen reports, logos and attachments: one backup holds everything and several servers see the same.
-- Rows may go when nothing refers to them.
CREATE TABLE file (
    id BYTEA NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    sha256 BYTEA NOT NULL,
    bytes BYTEA NOT NULL
);

-- Reports that were made; figures: figures.json as text. Reports stay when answers go.
CREATE TABLE report (
    id BYTEA NOT NULL PRIMARY KEY,
    client_council TEXT NOT NULL REFERENCES client_council (id),
    round TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    figures TEXT NOT NULL,
    created TEXT NOT NULL,
    published BOOLEAN NOT NULL,
    version BIGINT NOT NULL
);

-- The files of a report, one a format (pdf, html, …). Rows go with their report.
CREATE TABLE report_file (
    report BYTEA NOT NULL REFERENCES report (id) ON DELETE CASCADE,
    format TEXT NOT NULL,
    file BYTEA NOT NULL REFERENCES file (id),
    PRIMARY KEY (report, format)
);

-- Which tables of a round have left the program, so that a later release cannot be subtracted from an earlier one.
-- Rows stay as long as the round's answers.
CREATE TABLE released (
    id BYTEA NOT NULL PRIMARY KEY,
    round TEXT NOT NULL,
    day TEXT NOT NULL,
    tables TEXT NOT NULL
);
