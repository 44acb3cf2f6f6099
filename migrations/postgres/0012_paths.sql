-- Two ways that were missing: without them, deleting a group read every team, and
-- deleting a team read every calendar link.
CREATE INDEX teams_by_group ON teams (group_id);
CREATE INDEX calendar_links_by_team ON calendar_links (team_id);
