-- A member's download and the erasing of an account read courses a page at a time in the order of their identifiers: without
-- this each page sorted all of them, and a member of 20,000 courses waited for minutes.
CREATE INDEX courses_of_member ON courses (member_id, id) WHERE member_id IS NOT NULL;
