CREATE TABLE handover_item (
    tenant_id     TEXT NOT NULL,
    id            TEXT NOT NULL,
    departure_id  TEXT NOT NULL,
    source_kind   TEXT NOT NULL,
    source_id     TEXT,
    kind          TEXT NOT NULL,
    title         TEXT NOT NULL,
    weight        BIGINT NOT NULL CHECK (weight BETWEEN 1 AND 100),
    hours         BIGINT NOT NULL CHECK (hours > 0),
    is_core       BOOLEAN NOT NULL DEFAULT FALSE,
    planned_on    TEXT CHECK (length(planned_on) = 10),
    is_edited     BOOLEAN NOT NULL DEFAULT FALSE,
    is_dropped    BOOLEAN NOT NULL DEFAULT FALSE,
    dropped_why   TEXT NOT NULL DEFAULT '',
    goal_leaver   TEXT NOT NULL DEFAULT '',
    goal_receiver TEXT NOT NULL DEFAULT '',
    created_at    BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id)
);
CREATE INDEX handover_item_by_departure ON handover_item (tenant_id, departure_id);
CREATE UNIQUE INDEX handover_item_by_source ON handover_item (tenant_id, departure_id, source_kind, source_id);

-- One acceptance per receiver and item.
CREATE TABLE item_receiver (
    tenant_id     TEXT NOT NULL,
    item_id       TEXT NOT NULL,
    person_id     TEXT NOT NULL,
    is_questioner BOOLEAN NOT NULL DEFAULT FALSE,
    accepted_at   BIGINT,
    signed_off_at BIGINT,
    remark        TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, item_id, person_id),
    FOREIGN KEY (tenant_id, item_id) REFERENCES handover_item (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX item_receiver_by_person ON item_receiver (tenant_id, person_id);

-- Each saying is kept; an undone one has undone_at. proof is what kind of thing stood behind it when it was said.
CREATE TABLE item_stage (
    tenant_id     TEXT NOT NULL,
    id            TEXT NOT NULL,
    item_id       TEXT NOT NULL,
    stage         TEXT NOT NULL,
    reached_on    TEXT NOT NULL CHECK (length(reached_on) = 10),
    proof         TEXT NOT NULL,
    evidence      TEXT NOT NULL DEFAULT '',
    attachment_id TEXT,
    teach_back_id TEXT,
    said_by       TEXT NOT NULL,
    said_at       BIGINT NOT NULL,
    undone_at     BIGINT,
    undone_by     TEXT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, item_id) REFERENCES handover_item (tenant_id, id)
);
CREATE INDEX item_stage_by_item ON item_stage (tenant_id, item_id, stage);

CREATE TABLE item_note (
    tenant_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    item_id    TEXT NOT NULL,
    version    BIGINT NOT NULL,
    body       TEXT NOT NULL,
    written_by TEXT NOT NULL,
    written_at BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, item_id) REFERENCES handover_item (tenant_id, id)
);
CREATE UNIQUE INDEX item_note_by_version ON item_note (tenant_id, item_id, version);

CREATE TABLE teach_question (
    tenant_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    item_id    TEXT NOT NULL,
    question   TEXT NOT NULL,
    asked_by   TEXT NOT NULL,
    position   BIGINT NOT NULL,
    is_retired BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, item_id) REFERENCES handover_item (tenant_id, id)
);
CREATE INDEX teach_question_by_item ON teach_question (tenant_id, item_id);

CREATE TABLE teach_back (
    tenant_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    item_id      TEXT NOT NULL,
    person_id    TEXT NOT NULL,
    started_at   BIGINT NOT NULL,
    submitted_at BIGINT,
    marked_at    BIGINT,
    marked_by    TEXT,
    remark       TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, item_id) REFERENCES handover_item (tenant_id, id)
);
CREATE INDEX teach_back_by_item ON teach_back (tenant_id, item_id);

-- mark: 0 not, 1 partly, 2 right; empty until marked. is_stuck: the receiver cannot say it.
CREATE TABLE teach_answer (
    tenant_id     TEXT NOT NULL,
    teach_back_id TEXT NOT NULL,
    question_id   TEXT NOT NULL,
    answer        TEXT NOT NULL,
    is_stuck      BOOLEAN NOT NULL DEFAULT FALSE,
    mark          BIGINT CHECK (mark BETWEEN 0 AND 2),
    PRIMARY KEY (tenant_id, teach_back_id, question_id),
    FOREIGN KEY (tenant_id, teach_back_id) REFERENCES teach_back (tenant_id, id)
);

-- kind: teach, practise, visit, share, mentor.
CREATE TABLE joint_session (
    tenant_id     TEXT NOT NULL,
    id            TEXT NOT NULL,
    departure_id  TEXT NOT NULL,
    item_id       TEXT,
    kind          TEXT NOT NULL,
    title         TEXT NOT NULL,
    starts_at     BIGINT NOT NULL,
    minutes       BIGINT NOT NULL CHECK (minutes > 0),
    place         TEXT NOT NULL DEFAULT '',
    with_whom     TEXT NOT NULL DEFAULT '',
    held_at       BIGINT,
    outcome       TEXT NOT NULL DEFAULT '',
    is_cancelled  BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id)
);
CREATE INDEX joint_session_by_departure ON joint_session (tenant_id, departure_id, starts_at);

CREATE TABLE stage_assessment (
    tenant_id      TEXT NOT NULL,
    id             TEXT NOT NULL,
    departure_id   TEXT NOT NULL,
    due_on         TEXT NOT NULL CHECK (length(due_on) = 10),
    goal_leaver    TEXT NOT NULL DEFAULT '',
    goal_receivers TEXT NOT NULL DEFAULT '',
    outcome        TEXT NOT NULL DEFAULT '',
    verdict        TEXT NOT NULL,
    assessed_by    TEXT,
    assessed_at    BIGINT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id)
);
CREATE INDEX stage_assessment_by_departure ON stage_assessment (tenant_id, departure_id, due_on);

CREATE TABLE obstacle (
    tenant_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    departure_id TEXT NOT NULL,
    item_id      TEXT,
    what         TEXT NOT NULL,
    owner_id     TEXT,
    due_on       TEXT CHECK (length(due_on) = 10),
    raised_by    TEXT NOT NULL,
    raised_at    BIGINT NOT NULL,
    removed_at   BIGINT,
    remark       TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id)
);
CREATE INDEX obstacle_by_departure ON obstacle (tenant_id, departure_id);

-- A passage that a receiver does not understand, until the receiver says that the answer is clear.
CREATE TABLE unclear (
    tenant_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    item_id      TEXT NOT NULL,
    note_version BIGINT NOT NULL,
    line         BIGINT NOT NULL,
    excerpt      TEXT NOT NULL,
    question     TEXT NOT NULL,
    asked_by     TEXT NOT NULL,
    asked_at     BIGINT NOT NULL,
    answer       TEXT NOT NULL DEFAULT '',
    answered_by  TEXT,
    answered_at  BIGINT,
    cleared_at   BIGINT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, item_id) REFERENCES handover_item (tenant_id, id)
);
CREATE INDEX unclear_by_item ON unclear (tenant_id, item_id);
