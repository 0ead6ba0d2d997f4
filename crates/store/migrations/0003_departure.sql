-- The last number given in a year, so that numbers have no gaps: it is raised in the transaction that uses it.
CREATE TABLE departure_number (
    tenant_id  TEXT NOT NULL REFERENCES tenant (id),
    year       BIGINT NOT NULL,
    last       BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, year)
);

-- One record of who ended it and how. announced_at stays empty while it is prepared in confidence. The names that were true then are kept as text: departments are renamed, people leave.
CREATE TABLE departure (
    tenant_id       TEXT NOT NULL,
    id              TEXT NOT NULL,
    number          TEXT NOT NULL,
    person_id       TEXT NOT NULL,
    employment_id   TEXT NOT NULL,
    person_name     TEXT NOT NULL,
    emp_no          TEXT NOT NULL,
    employer_name   TEXT NOT NULL,
    department_path TEXT NOT NULL,
    post_title      TEXT NOT NULL,
    manager_id      TEXT,
    ground          TEXT NOT NULL,
    reason_code     TEXT NOT NULL DEFAULT '',
    reason          TEXT NOT NULL DEFAULT '',
    status          TEXT NOT NULL,
    notice_on       TEXT NOT NULL CHECK (length(notice_on) = 10),
    last_day        TEXT NOT NULL CHECK (length(last_day) = 10),
    legal_end       TEXT NOT NULL CHECK (length(legal_end) = 10),
    access_off_at   BIGINT,
    stage           TEXT NOT NULL,
    opened_by       TEXT NOT NULL,
    opened_at       BIGINT NOT NULL,
    announced_at    BIGINT,
    ended_by        TEXT,
    ended_at        BIGINT,
    ended_reason    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE UNIQUE INDEX departure_by_number ON departure (tenant_id, number);
CREATE INDEX departure_by_person ON departure (tenant_id, person_id);
CREATE INDEX departure_by_status ON departure (tenant_id, status, last_day, id);
-- Nobody leaves twice at once.
CREATE UNIQUE INDEX departure_running ON departure (tenant_id, person_id) WHERE status IN ('prepared', 'open');

-- title is filled for tasks that a person added; the others are named by their code.
CREATE TABLE departure_task (
    tenant_id     TEXT NOT NULL,
    id            TEXT NOT NULL,
    departure_id  TEXT NOT NULL,
    code          TEXT NOT NULL,
    title         TEXT NOT NULL DEFAULT '',
    gauge         TEXT NOT NULL,
    stage         TEXT NOT NULL,
    owner_role    TEXT NOT NULL,
    owner_id      TEXT,
    due_on        TEXT NOT NULL CHECK (length(due_on) = 10),
    is_required   BOOLEAN NOT NULL,
    needs_proof   BOOLEAN NOT NULL DEFAULT FALSE,
    is_edited     BOOLEAN NOT NULL DEFAULT FALSE,
    status        TEXT NOT NULL,
    done_at       BIGINT,
    done_by       TEXT,
    remark        TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id)
);
CREATE INDEX departure_task_by_departure ON departure_task (tenant_id, departure_id, due_on);
CREATE INDEX departure_task_by_owner ON departure_task (tenant_id, owner_id, status);
-- Holds all that the overview sorts by, so that it reads no task that it does not show.
CREATE INDEX departure_task_open ON departure_task (tenant_id, status, due_on, departure_id, is_required, owner_id, owner_role, id);

-- One approval a person: the second question to the same approver is the same row.
CREATE TABLE approval (
    tenant_id     TEXT NOT NULL,
    id            TEXT NOT NULL,
    departure_id  TEXT NOT NULL,
    step          TEXT NOT NULL,
    gate          TEXT NOT NULL,
    approver_role TEXT NOT NULL,
    approver_id   TEXT,
    is_required   BOOLEAN NOT NULL,
    status        TEXT NOT NULL,
    decided_at    BIGINT,
    decided_by    TEXT,
    remark        TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id)
);
CREATE UNIQUE INDEX approval_by_step ON approval (tenant_id, departure_id, step);
CREATE INDEX approval_by_approver ON approval (tenant_id, approver_id, status);

-- What pointed at the leaver and who takes it. taken_at is set when the change was really made; old_value and new_value
-- are what it changed, so that a withdrawn departure puts it back (undone_at). The label is kept: things are renamed.
CREATE TABLE sweep_pick (
    tenant_id     TEXT NOT NULL,
    departure_id  TEXT NOT NULL,
    object_kind   TEXT NOT NULL,
    object_id     TEXT NOT NULL,
    label         TEXT NOT NULL,
    receiver_id   TEXT,
    is_returned   BOOLEAN NOT NULL DEFAULT FALSE,
    was_last      BOOLEAN NOT NULL DEFAULT FALSE,
    picked_by     TEXT NOT NULL,
    picked_at     BIGINT NOT NULL,
    taken_at      BIGINT,
    old_value     TEXT NOT NULL DEFAULT '',
    new_value     TEXT NOT NULL DEFAULT '',
    undone_at     BIGINT,
    PRIMARY KEY (tenant_id, departure_id, object_kind, object_id),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id)
);

-- A recorded decision to close although something is open: who, why, and what exactly.
CREATE TABLE waiver (
    tenant_id     TEXT NOT NULL,
    departure_id  TEXT NOT NULL,
    subject_kind  TEXT NOT NULL,
    subject_id    TEXT NOT NULL,
    reason        TEXT NOT NULL,
    waived_by     TEXT NOT NULL,
    waived_at     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, departure_id, subject_kind, subject_id),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id)
);

CREATE TABLE commitment (
    tenant_id     TEXT NOT NULL,
    id            TEXT NOT NULL,
    departure_id  TEXT NOT NULL,
    what          TEXT NOT NULL,
    due_on        TEXT CHECK (length(due_on) = 10),
    kept_at       BIGINT,
    kept_by       TEXT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id)
);
CREATE INDEX commitment_by_departure ON commitment (tenant_id, departure_id);
