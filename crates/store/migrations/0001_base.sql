-- One text for both databases. KEYTEXT is text compared byte by byte (see dialect.rs).
-- Ids are UUIDv7 as text, instants are microseconds since 1970 UTC, dates are YYYY-MM-DD, money is minor units.

CREATE TABLE tenant (
    id          TEXT NOT NULL PRIMARY KEY,
    name        TEXT NOT NULL,
    created_at  BIGINT NOT NULL
);

CREATE TABLE account (
    tenant_id     TEXT NOT NULL REFERENCES tenant (id),
    id            TEXT NOT NULL,
    login         TEXT NOT NULL,
    login_key     KEYTEXT NOT NULL,
    display_name  TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    totp_secret   TEXT,
    totp_on       BOOLEAN NOT NULL DEFAULT FALSE,
    totp_last_step BIGINT NOT NULL DEFAULT 0,
    person_id     TEXT,
    lang          TEXT NOT NULL,
    theme         TEXT NOT NULL DEFAULT 'auto',
    is_disabled   BOOLEAN NOT NULL DEFAULT FALSE,
    access_off_at BIGINT,
    failed_count  BIGINT NOT NULL DEFAULT 0,
    locked_until  BIGINT,
    created_at    BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX account_by_login ON account (tenant_id, login_key);
CREATE INDEX account_by_person ON account (tenant_id, person_id);

CREATE TABLE account_role (
    tenant_id   TEXT NOT NULL,
    account_id  TEXT NOT NULL,
    role        TEXT NOT NULL,
    PRIMARY KEY (tenant_id, account_id, role),
    FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
);

CREATE TABLE session (
    tenant_id     TEXT NOT NULL,
    id            TEXT NOT NULL,
    account_id    TEXT NOT NULL,
    token_hash    TEXT NOT NULL,
    needs_totp    BOOLEAN NOT NULL,
    device        TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    last_seen_at  BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    revoked_at    BIGINT,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, account_id) REFERENCES account (tenant_id, id)
);
CREATE UNIQUE INDEX session_by_token ON session (tenant_id, token_hash);
CREATE INDEX session_by_account ON session (tenant_id, account_id);

-- The evidence log: entries as hashed, contiguous from 0; the head row orders the writers of a tenant.
CREATE TABLE evidence_head (
    tenant_id  TEXT NOT NULL PRIMARY KEY REFERENCES tenant (id),
    size       BIGINT NOT NULL,
    frontier   TEXT NOT NULL
);

CREATE TABLE evidence_entry (
    tenant_id  TEXT NOT NULL,
    seq        BIGINT NOT NULL,
    entry      TEXT NOT NULL,
    leaf       TEXT NOT NULL,
    departure_id TEXT,
    PRIMARY KEY (tenant_id, seq)
);
CREATE INDEX evidence_entry_by_departure ON evidence_entry (tenant_id, departure_id, seq);

-- What an entry commits to. Erasing a row here makes the entry meaningless while its proof stays valid.
CREATE TABLE evidence_content (
    tenant_id  TEXT NOT NULL,
    seq        BIGINT NOT NULL,
    position   BIGINT NOT NULL,
    salt       TEXT NOT NULL,
    content    TEXT NOT NULL,
    PRIMARY KEY (tenant_id, seq, position)
);

-- Every look at what is marked sensitive: who, whom, which class of field, why.
CREATE TABLE look (
    tenant_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    at           BIGINT NOT NULL,
    account_id   TEXT NOT NULL,
    subject_id   TEXT,
    departure_id TEXT,
    field_class  TEXT NOT NULL,
    reason       TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX look_by_subject ON look (tenant_id, subject_id, at);

CREATE TABLE attachment (
    tenant_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    owner_kind   TEXT NOT NULL,
    owner_id     TEXT NOT NULL,
    departure_id TEXT,
    file_name    TEXT NOT NULL,
    stored_name  TEXT NOT NULL,
    media_type   TEXT NOT NULL,
    size_bytes   BIGINT NOT NULL,
    sha256       TEXT NOT NULL,
    uploaded_by  TEXT NOT NULL,
    uploaded_at  BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX attachment_by_owner ON attachment (tenant_id, owner_kind, owner_id);
CREATE UNIQUE INDEX attachment_by_stored_name ON attachment (tenant_id, stored_name);
