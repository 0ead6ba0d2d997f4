ALTER TABLE knowledge_item ADD COLUMN created_on TEXT CHECK (length(created_on) = 10);
-- A retired item is on no map any more and stays to be read.
ALTER TABLE knowledge_item ADD COLUMN retired_on TEXT CHECK (length(retired_on) = 10);
ALTER TABLE knowledge_item ADD COLUMN retired_why TEXT NOT NULL DEFAULT '';

-- Every statement of how well somebody can do something; knowledge_holder repeats the one that stands. reference is what
-- it came from: a stage of a handover, an exchange session, a history. Nothing is deleted: what was taken back is marked.
CREATE TABLE knowledge_saying (
    tenant_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    item_id      TEXT NOT NULL,
    person_id    TEXT NOT NULL,
    level        BIGINT NOT NULL CHECK (level BETWEEN 0 AND 4),
    source       TEXT NOT NULL,
    reference    TEXT NOT NULL DEFAULT '',
    remark       TEXT NOT NULL DEFAULT '',
    seen_on      TEXT NOT NULL CHECK (length(seen_on) = 10),
    said_by      TEXT NOT NULL,
    said_at      BIGINT NOT NULL,
    is_withdrawn BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, item_id) REFERENCES knowledge_item (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX knowledge_saying_by_pair ON knowledge_saying (tenant_id, item_id, person_id, seen_on);
CREATE INDEX knowledge_saying_by_reference ON knowledge_saying (tenant_id, reference);

-- kind: exchange (somebody teaches others) or assessment (somebody is examined). plan_id groups what one sharing plan made.
CREATE TABLE exchange (
    tenant_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    item_id      TEXT NOT NULL,
    kind         TEXT NOT NULL,
    lead_id      TEXT,
    planned_on   TEXT NOT NULL CHECK (length(planned_on) = 10),
    minutes      BIGINT NOT NULL CHECK (minutes > 0),
    place        TEXT NOT NULL DEFAULT '',
    plan_id      TEXT,
    held_on      TEXT CHECK (length(held_on) = 10),
    outcome      TEXT NOT NULL DEFAULT '',
    proof        TEXT NOT NULL DEFAULT '',
    is_cancelled BOOLEAN NOT NULL DEFAULT FALSE,
    made_by      TEXT NOT NULL,
    made_at      BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, item_id) REFERENCES knowledge_item (tenant_id, id),
    FOREIGN KEY (tenant_id, lead_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX exchange_by_day ON exchange (tenant_id, planned_on, id);
CREATE INDEX exchange_by_item ON exchange (tenant_id, item_id, planned_on);

-- level: what it showed of this person; empty where it showed nothing, or before it was held.
CREATE TABLE exchange_person (
    tenant_id   TEXT NOT NULL,
    exchange_id TEXT NOT NULL,
    person_id   TEXT NOT NULL,
    was_there   BOOLEAN NOT NULL DEFAULT FALSE,
    level       BIGINT CHECK (level BETWEEN 0 AND 4),
    PRIMARY KEY (tenant_id, exchange_id, person_id),
    FOREIGN KEY (tenant_id, exchange_id) REFERENCES exchange (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX exchange_person_by_person ON exchange_person (tenant_id, person_id);

-- A code history as the command read it. report is its metrics as JSON: the published one and, beside it, the recent one.
CREATE TABLE code_history (
    tenant_id  TEXT NOT NULL REFERENCES tenant (id),
    id         TEXT NOT NULL,
    name       TEXT NOT NULL,
    read_at    BIGINT NOT NULL,
    ends_on    TEXT NOT NULL CHECK (length(ends_on) = 10),
    digest     TEXT NOT NULL,
    report     TEXT NOT NULL,
    applied_at BIGINT,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX code_history_by_name ON code_history (tenant_id, name);

-- One spelling of a name with one address, and the author it was taken for; why is empty where nothing was merged. by_hand
-- is the label somebody gave it: it holds from the next reading on.
CREATE TABLE code_identity (
    tenant_id  TEXT NOT NULL,
    history_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    email      TEXT NOT NULL,
    author     TEXT NOT NULL,
    why        TEXT NOT NULL DEFAULT '',
    by_hand    TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, history_id, name, email),
    FOREIGN KEY (tenant_id, history_id) REFERENCES code_history (tenant_id, id)
);

-- person_id: who it is, proposed by mail or name until decided_at is filled; is_nobody: not one of ours.
CREATE TABLE code_author (
    tenant_id   TEXT NOT NULL,
    history_id  TEXT NOT NULL,
    author      TEXT NOT NULL,
    files       BIGINT NOT NULL,
    last_on     TEXT CHECK (length(last_on) = 10),
    person_id   TEXT,
    proposed_by TEXT NOT NULL DEFAULT '',
    is_nobody   BOOLEAN NOT NULL DEFAULT FALSE,
    decided_by  TEXT,
    decided_at  BIGINT,
    PRIMARY KEY (tenant_id, history_id, author),
    FOREIGN KEY (tenant_id, history_id) REFERENCES code_history (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);

-- A group of paths, and the item that it is; without one and not left out, nothing was decided.
CREATE TABLE code_folder (
    tenant_id   TEXT NOT NULL,
    history_id  TEXT NOT NULL,
    path        TEXT NOT NULL,
    files       BIGINT NOT NULL,
    item_id     TEXT,
    is_left_out BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (tenant_id, history_id, path),
    FOREIGN KEY (tenant_id, history_id) REFERENCES code_history (tenant_id, id),
    FOREIGN KEY (tenant_id, item_id) REFERENCES knowledge_item (tenant_id, id)
);

CREATE TABLE code_part (
    tenant_id  TEXT NOT NULL,
    history_id TEXT NOT NULL,
    path       TEXT NOT NULL,
    author     TEXT NOT NULL,
    level      BIGINT NOT NULL CHECK (level BETWEEN 0 AND 4),
    seen_on    TEXT NOT NULL CHECK (length(seen_on) = 10),
    PRIMARY KEY (tenant_id, history_id, path, author),
    FOREIGN KEY (tenant_id, history_id) REFERENCES code_history (tenant_id, id)
);
