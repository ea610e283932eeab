-- Where roles are held (Space): the site and the county, of which there is one each, communities and organizations.
CREATE TABLE spaces (
    code TEXT PRIMARY KEY,
    -- For whoever grants a role in it; the site and the county are named by the pages.
    name TEXT NOT NULL
);
INSERT INTO spaces (code, name) VALUES ('site', ''), ('county', '');

-- A role reaches no further than its space. The administrator runs the server, so that role is the site's alone.
CREATE TABLE space_roles (
    member_id UUID NOT NULL REFERENCES members (id) ON DELETE CASCADE,
    space TEXT NOT NULL REFERENCES spaces (code) ON DELETE CASCADE,
    role TEXT NOT NULL,
    granted_at BIGINT NOT NULL,
    PRIMARY KEY (member_id, space, role),
    CHECK (role <> 'administrator' OR space = 'site')
);
CREATE INDEX space_roles_by_space ON space_roles (space, role, granted_at, member_id);
-- Until now a role was held in '' (the server) or in 'commons' (what all members share): both are the site.
INSERT INTO space_roles (member_id, space, role, granted_at)
SELECT member_id, 'site', role, MIN(granted_at) FROM roles WHERE space IN ('', 'commons') GROUP BY member_id, role;
DROP TABLE roles;

-- An account that an administrator has suspended or closed. Its absence is an open account.
CREATE TABLE account_holds (
    member_id UUID PRIMARY KEY REFERENCES members (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('suspended', 'closed')),
    held_since BIGINT NOT NULL
);
