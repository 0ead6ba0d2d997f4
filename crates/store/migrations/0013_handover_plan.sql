-- What the check found in the newest version of a note and nobody let stand; written whenever the note, the item's
-- weight or what is let stand changes.
CREATE TABLE note_lint (
    tenant_id   TEXT NOT NULL,
    item_id     TEXT NOT NULL,
    version     BIGINT NOT NULL,
    errors      BIGINT NOT NULL,
    warnings    BIGINT NOT NULL,
    suggestions BIGINT NOT NULL,
    first_line  BIGINT NOT NULL,
    first_rule  TEXT NOT NULL,
    first_text  TEXT NOT NULL,
    PRIMARY KEY (tenant_id, item_id),
    FOREIGN KEY (tenant_id, item_id) REFERENCES handover_item (tenant_id, id)
);

-- A finding that somebody lets stand, with the reason. passage is the line it stands in; empty for a rule about the whole.
CREATE TABLE note_allowance (
    tenant_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    item_id      TEXT NOT NULL,
    rule         TEXT NOT NULL,
    passage      TEXT NOT NULL,
    reason       TEXT NOT NULL,
    said_by      TEXT NOT NULL,
    said_at      BIGINT NOT NULL,
    withdrawn_at BIGINT,
    withdrawn_by TEXT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, item_id) REFERENCES handover_item (tenant_id, id)
);
CREATE INDEX note_allowance_by_item ON note_allowance (tenant_id, item_id);

-- source: receiver, manager, note. origin: which question of the note's own structure; expected: what the note says.
ALTER TABLE teach_question ADD COLUMN source TEXT NOT NULL DEFAULT 'receiver';
ALTER TABLE teach_question ADD COLUMN origin TEXT NOT NULL DEFAULT '';
ALTER TABLE teach_question ADD COLUMN expected TEXT NOT NULL DEFAULT '';

-- How much of a working day goes into the handover.
CREATE TABLE handover_terms (
    tenant_id        TEXT NOT NULL,
    departure_id     TEXT NOT NULL,
    leaver_minutes   BIGINT NOT NULL CHECK (leaver_minutes BETWEEN 0 AND 720),
    receiver_minutes BIGINT NOT NULL CHECK (receiver_minutes BETWEEN 0 AND 720),
    sessions_a_day   BIGINT NOT NULL CHECK (sessions_a_day BETWEEN 0 AND 20),
    lag_days         BIGINT NOT NULL CHECK (lag_days BETWEEN 0 AND 30),
    PRIMARY KEY (tenant_id, departure_id),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id)
);

-- A day on which somebody has another number of minutes than usual; 0 is an absence.
CREATE TABLE handover_hours (
    tenant_id    TEXT NOT NULL,
    departure_id TEXT NOT NULL,
    person_id    TEXT NOT NULL,
    day          TEXT NOT NULL CHECK (length(day) = 10),
    minutes      BIGINT NOT NULL CHECK (minutes BETWEEN 0 AND 720),
    PRIMARY KEY (tenant_id, departure_id, person_id, day),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);

-- A plan. state: draft, current, past. What it earns, and what no plan can exceed; possible is everything.
CREATE TABLE handover_schedule (
    tenant_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    departure_id TEXT NOT NULL,
    state        TEXT NOT NULL,
    is_fresh     BOOLEAN NOT NULL,
    objective    BIGINT NOT NULL,
    bound        BIGINT NOT NULL,
    possible     BIGINT NOT NULL,
    dates        BIGINT NOT NULL,
    kept         BIGINT NOT NULL,
    made_by      TEXT NOT NULL,
    made_at      BIGINT NOT NULL,
    applied_by   TEXT,
    applied_at   BIGINT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id)
);
CREATE INDEX handover_schedule_by_departure ON handover_schedule (tenant_id, departure_id, state);

-- A date of a plan. step: write, teach, prove. A long item has several parts. is_fixed: a person set it.
CREATE TABLE handover_slot (
    tenant_id   TEXT NOT NULL,
    schedule_id TEXT NOT NULL,
    position    BIGINT NOT NULL,
    item_id     TEXT NOT NULL,
    part        BIGINT NOT NULL,
    step        TEXT NOT NULL,
    person_id   TEXT,
    day         TEXT NOT NULL CHECK (length(day) = 10),
    is_fixed    BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (tenant_id, schedule_id, position),
    FOREIGN KEY (tenant_id, schedule_id) REFERENCES handover_schedule (tenant_id, id),
    FOREIGN KEY (tenant_id, item_id) REFERENCES handover_item (tenant_id, id)
);

-- What more time would be good for, as it was reckoned by planning again. Days and minutes are the leaver's.
CREATE TABLE handover_help (
    tenant_id     TEXT NOT NULL,
    departure_id  TEXT NOT NULL,
    position      BIGINT NOT NULL,
    days          TEXT NOT NULL,
    minutes       BIGINT NOT NULL,
    days_earlier  BIGINT,
    finish_before TEXT,
    finish_after  TEXT,
    gain          BIGINT NOT NULL,
    reckoned_at   BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, departure_id, position),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id)
);
