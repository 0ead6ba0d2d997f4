-- A talk with somebody: planned with why, by whom and until when; held with what came of it. Only those who plan talks and
-- the one who holds it ever read it; nothing here is read by an estimate.
CREATE TABLE talk (
    tenant_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    person_id    TEXT NOT NULL,
    departure_id TEXT,
    talker_id    TEXT NOT NULL,
    why          TEXT NOT NULL,
    message      TEXT NOT NULL DEFAULT '',
    due_on       TEXT NOT NULL CHECK (length(due_on) = 10),
    planned_by   TEXT NOT NULL,
    planned_at   BIGINT NOT NULL,
    held_on      TEXT CHECK (length(held_on) = 10),
    outcome      TEXT NOT NULL DEFAULT '',
    agreed       TEXT NOT NULL DEFAULT '',
    is_cancelled BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, talker_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX talk_open ON talk (tenant_id, is_cancelled, due_on, id);
CREATE INDEX talk_by_talker ON talk (tenant_id, talker_id);
CREATE INDEX talk_by_departure ON talk (tenant_id, departure_id);

-- What an employee chose to tell of the family, so that the company can care. Never an input of a score: no code that
-- estimates reads it, and a test sees to that. Taking it back erases the row.
CREATE TABLE circumstance (
    tenant_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    person_id   TEXT NOT NULL,
    body        TEXT NOT NULL,
    wish        TEXT NOT NULL DEFAULT '',
    offered_on  TEXT NOT NULL CHECK (length(offered_on) = 10),
    expires_on  TEXT NOT NULL CHECK (length(expires_on) = 10),
    recorded_by TEXT NOT NULL,
    recorded_at BIGINT NOT NULL,
    is_own      BOOLEAN NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX circumstance_by_person ON circumstance (tenant_id, person_id);

-- Whom the person named to read it.
CREATE TABLE circumstance_reader (
    tenant_id       TEXT NOT NULL,
    circumstance_id TEXT NOT NULL,
    person_id       TEXT NOT NULL,
    PRIMARY KEY (tenant_id, circumstance_id, person_id),
    FOREIGN KEY (tenant_id, circumstance_id) REFERENCES circumstance (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX circumstance_reader_by_person ON circumstance_reader (tenant_id, person_id);
