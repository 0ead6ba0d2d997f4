-- Who works on which project, as the company's own register says. Who works together on one is tied.
CREATE TABLE project_member (
    tenant_id    TEXT NOT NULL REFERENCES tenant (id),
    id           TEXT NOT NULL,
    reference    TEXT NOT NULL,
    project      TEXT NOT NULL,
    person_id    TEXT NOT NULL,
    project_role TEXT NOT NULL,
    joined_on    TEXT CHECK (length(joined_on) = 10),
    left_on      TEXT CHECK (length(left_on) = 10),
    details      TEXT NOT NULL DEFAULT '',
    PRIMARY KEY (tenant_id, id)
);
CREATE UNIQUE INDEX project_member_by_reference ON project_member (tenant_id, reference);
CREATE INDEX project_member_by_person ON project_member (tenant_id, person_id);
CREATE INDEX project_member_by_project ON project_member (tenant_id, project);
