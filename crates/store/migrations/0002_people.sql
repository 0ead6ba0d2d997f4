CREATE TABLE employer (
    tenant_id    TEXT NOT NULL REFERENCES tenant (id),
    id           TEXT NOT NULL,
    name         TEXT NOT NULL,
    city         TEXT NOT NULL,
    credit_code  TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX employer_by_name ON employer (tenant_id, name);

-- path is the whole path in the company's own words, levels joined by ' / '.
CREATE TABLE department (
    tenant_id  TEXT NOT NULL REFERENCES tenant (id),
    id         TEXT NOT NULL,
    parent_id  TEXT,
    name       TEXT NOT NULL,
    path       TEXT NOT NULL,
    head_id    TEXT,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX department_by_path ON department (tenant_id, path);
CREATE INDEX department_by_parent ON department (tenant_id, parent_id);

CREATE TABLE post (
    tenant_id        TEXT NOT NULL REFERENCES tenant (id),
    id               TEXT NOT NULL,
    title            TEXT NOT NULL,
    is_critical      BOOLEAN NOT NULL DEFAULT FALSE,
    is_single_holder BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX post_by_title ON post (tenant_id, title);

-- A person across all spells; the columns from employment_id on repeat the latest spell so that lists need no join.
CREATE TABLE person (
    tenant_id      TEXT NOT NULL REFERENCES tenant (id),
    id             TEXT NOT NULL,
    name           TEXT NOT NULL,
    sort_key       KEYTEXT NOT NULL,
    id_number      TEXT NOT NULL DEFAULT '',
    phone          TEXT NOT NULL DEFAULT '',
    email          TEXT NOT NULL DEFAULT '',
    employment_id  TEXT NOT NULL,
    emp_no         TEXT NOT NULL,
    employer_id    TEXT NOT NULL,
    department_id  TEXT,
    post_id        TEXT,
    manager_id     TEXT,
    is_employed    BOOLEAN NOT NULL,
    PRIMARY KEY (tenant_id, id)
);
CREATE INDEX person_by_sort ON person (tenant_id, is_employed, sort_key, id);
CREATE INDEX person_by_sort_all ON person (tenant_id, sort_key, id);
CREATE INDEX person_by_department ON person (tenant_id, department_id, is_employed, sort_key, id);
CREATE INDEX person_by_employer ON person (tenant_id, employer_id, is_employed);
CREATE INDEX person_by_manager ON person (tenant_id, manager_id, is_employed, sort_key, id);
CREATE INDEX person_by_name ON person (tenant_id, name);
CREATE INDEX person_by_emp_no ON person (tenant_id, emp_no);
CREATE INDEX person_by_post ON person (tenant_id, post_id, is_employed);

-- What a person is found by; made from the person's own row, so that it needs no foreign key to be right.
CREATE TABLE person_key (
    tenant_id  TEXT NOT NULL,
    key        KEYTEXT NOT NULL,
    person_id  TEXT NOT NULL,
    PRIMARY KEY (tenant_id, key, person_id)
) WITHOUT ROWID;
CREATE INDEX person_key_by_person ON person_key (tenant_id, person_id, key);

-- One spell of employment. Somebody who comes back has two.
CREATE TABLE employment (
    tenant_id      TEXT NOT NULL,
    id             TEXT NOT NULL,
    person_id      TEXT NOT NULL,
    emp_no         TEXT NOT NULL,
    employer_id    TEXT NOT NULL,
    department_id  TEXT,
    post_id        TEXT,
    manager_id     TEXT,
    hired_on       TEXT NOT NULL CHECK (length(hired_on) = 10),
    left_on        TEXT CHECK (length(left_on) = 10),
    status         TEXT NOT NULL,
    contract_kind  TEXT NOT NULL DEFAULT '',
    contract_from  TEXT CHECK (length(contract_from) = 10),
    contract_until TEXT CHECK (length(contract_until) = 10),
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id),
    FOREIGN KEY (tenant_id, employer_id) REFERENCES employer (tenant_id, id)
);
CREATE UNIQUE INDEX employment_by_person ON employment (tenant_id, person_id, hired_on);
CREATE INDEX employment_by_emp_no ON employment (tenant_id, emp_no);

CREATE TABLE leave_event (
    tenant_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    person_id   TEXT NOT NULL,
    kind        TEXT NOT NULL,
    starts      TEXT NOT NULL,
    ends        TEXT NOT NULL,
    half_days   BIGINT NOT NULL,
    reference   TEXT NOT NULL,
    source      TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE UNIQUE INDEX leave_event_by_reference ON leave_event (tenant_id, reference);
CREATE INDEX leave_event_by_person ON leave_event (tenant_id, person_id, starts);

-- What happened to a person other than an absence that was applied for: attendance, suggestions, complaints, talks.
CREATE TABLE person_event (
    tenant_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    person_id   TEXT NOT NULL,
    kind        TEXT NOT NULL,
    on_day      TEXT NOT NULL CHECK (length(on_day) = 10),
    amount      BIGINT NOT NULL DEFAULT 0,
    details     TEXT NOT NULL DEFAULT '',
    reference   TEXT NOT NULL,
    source      TEXT NOT NULL,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE UNIQUE INDEX person_event_by_reference ON person_event (tenant_id, reference);
CREATE INDEX person_event_by_person ON person_event (tenant_id, person_id, on_day);

CREATE TABLE knowledge_item (
    tenant_id  TEXT NOT NULL REFERENCES tenant (id),
    id         TEXT NOT NULL,
    name       TEXT NOT NULL,
    kind       TEXT NOT NULL,
    area       TEXT NOT NULL DEFAULT '',
    weight     BIGINT NOT NULL CHECK (weight BETWEEN 1 AND 100),
    hours      BIGINT NOT NULL DEFAULT 4 CHECK (hours > 0),
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX knowledge_item_by_name ON knowledge_item (tenant_id, name, area);

CREATE TABLE knowledge_holder (
    tenant_id  TEXT NOT NULL,
    item_id    TEXT NOT NULL,
    person_id  TEXT NOT NULL,
    level      BIGINT NOT NULL CHECK (level BETWEEN 0 AND 4),
    source     TEXT NOT NULL,
    seen_on    TEXT NOT NULL CHECK (length(seen_on) = 10),
    PRIMARY KEY (tenant_id, item_id, person_id),
    FOREIGN KEY (tenant_id, item_id) REFERENCES knowledge_item (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX knowledge_holder_by_person ON knowledge_holder (tenant_id, person_id);

-- What a person is responsible for or has open: kind is duty, open_work, report, request or approval.
CREATE TABLE duty (
    tenant_id  TEXT NOT NULL,
    id         TEXT NOT NULL,
    person_id  TEXT NOT NULL,
    title      TEXT NOT NULL,
    kind       TEXT NOT NULL,
    weight     BIGINT NOT NULL CHECK (weight BETWEEN 1 AND 100),
    hours      BIGINT NOT NULL CHECK (hours > 0),
    due_on     TEXT CHECK (length(due_on) = 10),
    is_done    BOOLEAN NOT NULL DEFAULT FALSE,
    PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, person_id) REFERENCES person (tenant_id, id)
);
CREATE INDEX duty_by_person ON duty (tenant_id, person_id);

CREATE TABLE customer (
    tenant_id       TEXT NOT NULL REFERENCES tenant (id),
    id              TEXT NOT NULL,
    name            TEXT NOT NULL,
    kind            TEXT NOT NULL,
    contact         TEXT NOT NULL DEFAULT '',
    owner_id        TEXT,
    second_id       TEXT,
    last_contact_on TEXT CHECK (length(last_contact_on) = 10),
    weight          BIGINT NOT NULL DEFAULT 20 CHECK (weight BETWEEN 1 AND 100),
    details         TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX customer_by_name ON customer (tenant_id, name);
CREATE INDEX customer_by_owner ON customer (tenant_id, owner_id);

CREATE TABLE asset (
    tenant_id    TEXT NOT NULL REFERENCES tenant (id),
    id           TEXT NOT NULL,
    asset_no     TEXT NOT NULL,
    name         TEXT NOT NULL,
    kind         TEXT NOT NULL,
    holder_id    TEXT,
    issued_on    TEXT CHECK (length(issued_on) = 10),
    returned_on  TEXT CHECK (length(returned_on) = 10),
    details      TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX asset_by_number ON asset (tenant_id, asset_no);
CREATE INDEX asset_by_holder ON asset (tenant_id, holder_id);
