-- A moderator who erases their account is taken out of the cases they had: without these each of them would be looked at.
CREATE INDEX safety_cases_of_owner ON safety_cases (owner_id);
CREATE INDEX safety_steps_of_moderator ON safety_steps (moderator_id);
