-- Where somebody stood from a day on, as it was recorded at the time: employment itself only knows where they stand now or
-- stood last. Ties of the past are read from here alone, because those who left keep their manager and those who stayed do not.
CREATE TABLE placement (
    tenant_id     TEXT NOT NULL REFERENCES tenant (id),
    employment_id TEXT NOT NULL,
    from_on       TEXT NOT NULL CHECK (length(from_on) = 10),
    department_id TEXT,
    manager_id    TEXT,
    PRIMARY KEY (tenant_id, employment_id, from_on)
);
