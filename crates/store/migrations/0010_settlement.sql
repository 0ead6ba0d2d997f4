-- A fact of a settlement as somebody entered it, with its source. Rows are only added: the last of a code counts, and an
-- empty value takes the entry back, so that what the registers say counts again.
CREATE TABLE settlement_fact (
    tenant_id     TEXT NOT NULL,
    id            TEXT NOT NULL,
    departure_id  TEXT NOT NULL,
    code          TEXT NOT NULL,
    value         TEXT NOT NULL,
    source_kind   TEXT NOT NULL,
    source        TEXT NOT NULL,
    entered_by    TEXT NOT NULL,
    entered_at    BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id)
);
CREATE INDEX settlement_fact_by_departure ON settlement_fact (tenant_id, departure_id, id);

-- A settlement as it was issued: content is the whole sheet with facts, steps and sources; its hash is in the log.
CREATE TABLE settlement (
    tenant_id     TEXT NOT NULL,
    id            TEXT NOT NULL,
    departure_id  TEXT NOT NULL,
    version       BIGINT NOT NULL,
    content       TEXT NOT NULL,
    sha256        TEXT NOT NULL,
    issued_by     TEXT NOT NULL,
    issued_at     BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id)
);
CREATE UNIQUE INDEX settlement_by_version ON settlement (tenant_id, departure_id, version);

-- What was paid of a line; the proof is an attachment of the payment.
CREATE TABLE settlement_payment (
    tenant_id     TEXT NOT NULL,
    id            TEXT NOT NULL,
    departure_id  TEXT NOT NULL,
    settlement_id TEXT NOT NULL,
    line          TEXT NOT NULL,
    amount_fen    BIGINT NOT NULL,
    paid_on       TEXT NOT NULL CHECK (length(paid_on) = 10),
    remark        TEXT NOT NULL DEFAULT '',
    recorded_by   TEXT NOT NULL,
    recorded_at   BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, settlement_id) REFERENCES settlement (tenant_id, id)
);
CREATE INDEX settlement_payment_by_departure ON settlement_payment (tenant_id, departure_id, id);

-- A line that is held back, by name and with a reason; released_at ends it.
CREATE TABLE settlement_hold (
    tenant_id     TEXT NOT NULL,
    id            TEXT NOT NULL,
    departure_id  TEXT NOT NULL,
    line          TEXT NOT NULL,
    is_lawful     BOOLEAN NOT NULL,
    reason        TEXT NOT NULL,
    held_by       TEXT NOT NULL,
    held_at       BIGINT NOT NULL,
    released_at   BIGINT,
    released_by   TEXT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id)
);
CREATE UNIQUE INDEX settlement_hold_open ON settlement_hold (tenant_id, departure_id, line) WHERE released_at IS NULL;

-- A dated value of a place (minimum wage, average wage): proposed by one person, decided by another, never changed.
CREATE TABLE law_value (
    tenant_id      TEXT NOT NULL REFERENCES tenant (id),
    id             TEXT NOT NULL,
    region         TEXT NOT NULL,
    name           TEXT NOT NULL,
    starts         TEXT NOT NULL CHECK (length(starts) = 10),
    amount_fen     BIGINT NOT NULL,
    citation       TEXT NOT NULL,
    link           TEXT NOT NULL DEFAULT '',
    published_on   TEXT CHECK (length(published_on) = 10),
    is_provisional BOOLEAN NOT NULL,
    status         TEXT NOT NULL,
    proposed_by    TEXT NOT NULL,
    proposed_at    BIGINT NOT NULL,
    decided_by     TEXT,
    decided_at     BIGINT,
    remark         TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX law_value_by_status ON law_value (tenant_id, status, id);
