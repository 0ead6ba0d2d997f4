-- From when a record was known here; empty where the source did not say (then the day itself counts).
ALTER TABLE leave_event ADD COLUMN recorded_on TEXT CHECK (length(recorded_on) = 10);
ALTER TABLE person_event ADD COLUMN recorded_on TEXT CHECK (length(recorded_on) = 10);

-- Under what the company watches for signs of leaving. A change is a new version; the highest one holds. roles: codes of
-- the roles that may see somebody's score, joined by blanks.
CREATE TABLE risk_rules (
    tenant_id      TEXT NOT NULL REFERENCES tenant (id),
    version        BIGINT NOT NULL,
    is_on          BOOLEAN NOT NULL,
    purpose        TEXT NOT NULL,
    roles          TEXT NOT NULL,
    basis          TEXT NOT NULL,
    basis_text     TEXT NOT NULL,
    assessment     TEXT NOT NULL,
    assessed_on    TEXT CHECK (length(assessed_on) = 10),
    notice_version TEXT NOT NULL,
    notice_on      TEXT CHECK (length(notice_on) = 10),
    retention_days BIGINT NOT NULL,
    set_by         TEXT NOT NULL,
    set_at         BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, version)
);

-- What a person said of it: consent, withdrawal, objection, objection-lifted. Nothing is changed; the latest counts.
CREATE TABLE risk_saying (
    tenant_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    person_id   TEXT NOT NULL,
    kind        TEXT NOT NULL,
    said_on     TEXT NOT NULL CHECK (length(said_on) = 10),
    document    TEXT NOT NULL DEFAULT '',
    said_by     TEXT NOT NULL,
    said_at     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX risk_saying_by_person ON risk_saying (tenant_id, person_id, id);

-- Signs that the company switched; the others are on.
CREATE TABLE risk_sign (
    tenant_id  TEXT NOT NULL REFERENCES tenant (id),
    code       TEXT NOT NULL,
    is_on      BOOLEAN NOT NULL,
    set_by     TEXT NOT NULL,
    set_at     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, code)
);

-- One computation a day, whoever asks for it: the row is the claim. card is the model card as JSON.
CREATE TABLE risk_run (
    tenant_id     TEXT NOT NULL REFERENCES tenant (id),
    as_of         TEXT NOT NULL CHECK (length(as_of) = 10),
    claim         TEXT NOT NULL,
    status        TEXT NOT NULL,
    step          TEXT NOT NULL,
    begun_at      BIGINT NOT NULL,
    ended_at      BIGINT,
    rules_version BIGINT NOT NULL,
    expires_on    TEXT NOT NULL CHECK (length(expires_on) = 10),
    card          TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, as_of)
);

-- content: chances, reasons, course, cost as JSON. p90 is in millionths, empty where there is no estimate; cost in points.
CREATE TABLE risk_score (
    tenant_id  TEXT NOT NULL,
    as_of      TEXT NOT NULL CHECK (length(as_of) = 10),
    person_id  TEXT NOT NULL,
    rank       BIGINT NOT NULL,
    p90        BIGINT,
    cost       BIGINT NOT NULL,
    content    TEXT NOT NULL,
    PRIMARY KEY (tenant_id, as_of, person_id),
    FOREIGN KEY (tenant_id, as_of) REFERENCES risk_run (tenant_id, as_of),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX risk_score_by_rank ON risk_score (tenant_id, as_of, rank);

CREATE TABLE risk_hit (
    tenant_id  TEXT NOT NULL,
    as_of      TEXT NOT NULL CHECK (length(as_of) = 10),
    person_id  TEXT NOT NULL,
    sign       TEXT NOT NULL,
    PRIMARY KEY (tenant_id, as_of, person_id, sign),
    FOREIGN KEY (tenant_id, as_of) REFERENCES risk_run (tenant_id, as_of),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX risk_hit_by_sign ON risk_hit (tenant_id, sign, person_id, as_of);
