CREATE TABLE import_run (
    tenant_id    TEXT NOT NULL REFERENCES tenant (id),
    id           TEXT NOT NULL,
    kind         TEXT NOT NULL,
    file_name    TEXT NOT NULL,
    sha256       TEXT NOT NULL,
    status       TEXT NOT NULL,
    uploaded_by  TEXT NOT NULL,
    uploaded_at  BIGINT NOT NULL,
    finished_at  BIGINT,
    accepted     BIGINT NOT NULL DEFAULT 0,
    refused      BIGINT NOT NULL DEFAULT 0,
    added        BIGINT NOT NULL DEFAULT 0,
    changed      BIGINT NOT NULL DEFAULT 0,
    same         BIGINT NOT NULL DEFAULT 0,
    report       TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX import_run_by_time ON import_run (tenant_id, uploaded_at);

CREATE TABLE import_mapping (
    tenant_id   TEXT NOT NULL REFERENCES tenant (id),
    kind        TEXT NOT NULL,
    header_key  TEXT NOT NULL,
    mapping     TEXT NOT NULL,
    saved_by    TEXT NOT NULL,
    saved_at    BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, kind, header_key)
);
