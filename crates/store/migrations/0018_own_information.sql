-- What people may be told of their own: the explanation in words, and by which roles it was looked at; looks are kept for so
-- many days (three years by default: Personal Information Protection Law, article 56).
ALTER TABLE risk_rules ADD COLUMN tells_explanation BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE risk_rules ADD COLUMN tells_looks BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE risk_rules ADD COLUMN looks_days BIGINT NOT NULL DEFAULT 1096;

-- Whether the person wrote it, and not HR on the person's word.
ALTER TABLE risk_saying ADD COLUMN is_own BOOLEAN NOT NULL DEFAULT FALSE;

-- What the company answered to what a person said: once, and not changed afterwards.
CREATE TABLE risk_answer (
    tenant_id    TEXT NOT NULL,
    saying_id    TEXT NOT NULL,
    answer       TEXT NOT NULL,
    answered_by  TEXT NOT NULL,
    answered_at  BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, saying_id),
    FOREIGN KEY (tenant_id, saying_id) REFERENCES risk_saying (tenant_id, id)
);

CREATE INDEX look_by_class ON look (tenant_id, field_class, at);
