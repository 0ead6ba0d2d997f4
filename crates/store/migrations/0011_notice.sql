-- A notice to somebody who leaves: what is to be served. The text is filled in by the system and may be changed until the first attempt.
CREATE TABLE notice (
    tenant_id      TEXT NOT NULL,
    id             TEXT NOT NULL,
    departure_id   TEXT NOT NULL,
    kind           TEXT NOT NULL,
    body           TEXT NOT NULL,
    address        TEXT NOT NULL,
    address_basis  TEXT NOT NULL,
    made_by        TEXT NOT NULL,
    made_at        BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id)
);
CREATE INDEX notice_by_departure ON notice (tenant_id, departure_id, id);

-- One attempt to serve it. The outcome of a letter comes later; everything else is written once. Its proofs are attachments.
CREATE TABLE notice_attempt (
    tenant_id     TEXT NOT NULL,
    id            TEXT NOT NULL,
    notice_id     TEXT NOT NULL,
    departure_id  TEXT NOT NULL,
    means         TEXT NOT NULL,
    tried_on      TEXT NOT NULL CHECK (length(tried_on) = 10),
    outcome       TEXT NOT NULL,
    outcome_on    TEXT CHECK (length(outcome_on) = 10),
    mail_number   TEXT NOT NULL DEFAULT '',
    remark        TEXT NOT NULL DEFAULT '',
    recorded_by   TEXT NOT NULL,
    recorded_at   BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, notice_id) REFERENCES notice (tenant_id, id)
);
CREATE INDEX notice_attempt_by_departure ON notice_attempt (tenant_id, departure_id, tried_on, id);

-- What happened to a departure's deadlines: a duty fulfilled, a claim that interrupts the year, arbitration accepted, an award received.
CREATE TABLE clock_event (
    tenant_id     TEXT NOT NULL,
    id            TEXT NOT NULL,
    departure_id  TEXT NOT NULL,
    what          TEXT NOT NULL,
    happened_on   TEXT NOT NULL CHECK (length(happened_on) = 10),
    remark        TEXT NOT NULL DEFAULT '',
    recorded_by   TEXT NOT NULL,
    recorded_at   BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id)
);
CREATE INDEX clock_event_by_departure ON clock_event (tenant_id, departure_id, happened_on, id);

-- The private address of a calendar feed: only the hash of its token is kept.
CREATE TABLE calendar_feed (
    tenant_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    account_id  TEXT NOT NULL,
    token_hash  TEXT NOT NULL,
    created_at  BIGINT NOT NULL,
    revoked_at  BIGINT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
);
CREATE UNIQUE INDEX calendar_feed_by_token ON calendar_feed (tenant_id, token_hash);
CREATE INDEX calendar_feed_by_account ON calendar_feed (tenant_id, account_id);

-- A company's own template of a paper; the newest version counts, the others stay.
CREATE TABLE paper_template (
    tenant_id      TEXT NOT NULL REFERENCES tenant (id),
    kind           TEXT NOT NULL,
    version        BIGINT NOT NULL,
    attachment_id  TEXT NOT NULL,
    PRIMARY KEY (tenant_id, kind, version)
);

-- A paper that was issued: its number, which version in this departure, from which version of the template. The file is an attachment.
CREATE TABLE paper_issue (
    tenant_id         TEXT NOT NULL,
    id                TEXT NOT NULL,
    departure_id      TEXT NOT NULL,
    kind              TEXT NOT NULL,
    number            TEXT NOT NULL,
    version           BIGINT NOT NULL,
    template_version  BIGINT NOT NULL,
    attachment_id     TEXT NOT NULL,
    sha256            TEXT NOT NULL,
    issued_by         TEXT NOT NULL,
    issued_at         BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, departure_id) REFERENCES departure (tenant_id, id)
);
CREATE UNIQUE INDEX paper_issue_by_number ON paper_issue (tenant_id, number);
CREATE UNIQUE INDEX paper_issue_by_version ON paper_issue (tenant_id, departure_id, kind, version);

-- The last number given to a kind of paper in a year: raised in the transaction that uses it, so that no number is missing.
CREATE TABLE paper_number (
    tenant_id  TEXT NOT NULL REFERENCES tenant (id),
    kind       TEXT NOT NULL,
    year       BIGINT NOT NULL,
    last       BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, kind, year)
);
