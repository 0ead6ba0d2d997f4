-- What an import made and what stood where it changed something, many records to a row as JSON, so that the whole of it
-- can be taken back. has_before tells the rows that hold earlier values.
CREATE TABLE import_trace (
    tenant_id   TEXT NOT NULL,
    import_id   TEXT NOT NULL,
    place       BIGINT NOT NULL,
    has_before  BOOLEAN NOT NULL,
    records     TEXT NOT NULL,
    PRIMARY KEY (tenant_id, import_id, place),
    FOREIGN KEY (tenant_id, import_id) REFERENCES import_run (tenant_id, id)
);
ALTER TABLE import_run ADD COLUMN undone_by TEXT;
ALTER TABLE import_run ADD COLUMN undone_at BIGINT;

-- The company's own words for the heads and choices of a kind of table, beside those that come with the program.
CREATE TABLE import_words (
    tenant_id   TEXT NOT NULL REFERENCES tenant (id),
    kind        TEXT NOT NULL,
    words       TEXT NOT NULL,
    saved_by    TEXT NOT NULL,
    saved_at    BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, kind)
);
