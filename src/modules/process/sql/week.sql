-- name: week_items
-- {scope} is one of the conditions below; every statement of the list takes the same parameters.
SELECT t.id, t.name, t.kind, t.mode, t.state, t.week, t.minutes, t.done_on, t.outcome, t.reason, t.version, t.steps_done,
       t.ordinal, p.times_per_year, p.steps, t.owner, t.planned_week,
       a.id, a.name, a.city, a.country, a.industry, a.account_type, a.category, a.revenue, a.revenue_currency,
       a.last_human_touch, (TRUE {reach account a})
  FROM r_touch t
  JOIN r_account a ON a.id = t.account AND a.binned_at IS NULL
  LEFT JOIN r_touchpoint p ON p.id = t.touchpoint
 WHERE {scope}
 ORDER BY t.id

-- name: week_contacts
-- Whom to talk to: the main contact, else by role.
SELECT c.account, c.id, c.name, c.job_title, coalesce(c.phone, c.mobile), c.email
  FROM r_contact c
 WHERE c.binned_at IS NULL AND c.account IN (SELECT t.account FROM r_touch t WHERE {scope}) {reach contact c}
 ORDER BY c.account, CASE WHEN c.is_primary THEN 0 ELSE 1 END,
          CASE c.role WHEN 'decision_maker' THEN 0 WHEN 'champion' THEN 1 WHEN 'influencer' THEN 2 WHEN 'user' THEN 3 WHEN 'billing' THEN 4 ELSE 5 END, c.id

-- name: week_lately
SELECT account, at, kind, subject, outcome
  FROM (SELECT x.account, x.at, x.kind, x.subject, x.outcome,
               row_number() OVER (PARTITION BY x.account ORDER BY x.at DESC, x.id DESC) AS place
          FROM r_activity x
         WHERE x.binned_at IS NULL AND x.state = 'done' AND x.account IN (SELECT t.account FROM r_touch t WHERE {scope}) {reach activity x}) y
 WHERE place <= 3
 ORDER BY account, place

-- name: week_deals
SELECT d.account, d.id, d.name, d.amount, d.amount_currency
  FROM r_deal d
 WHERE d.binned_at IS NULL AND d.state = 'open' AND d.account IN (SELECT t.account FROM r_touch t WHERE {scope}) {reach deal d}
 ORDER BY d.account, coalesce(d.amount, 0) DESC, d.id

-- name: week_renewals
SELECT s.account, s.id, s.name, s.ends_on
  FROM r_subscription s
 WHERE s.binned_at IS NULL AND coalesce(s.state, 'active') = 'active' AND s.ends_on IS NOT NULL
   AND s.account IN (SELECT t.account FROM r_touch t WHERE {scope}) {reach subscription s}
 ORDER BY s.account, s.ends_on, s.id

-- name: scope_of_week
-- (Of one touch whoever works on it has been asked before: they may give away what they then no longer see.)
-- $1 user, $2 Monday, $3 whether what is left over from before belongs here (this week), $4 Sunday.
t.binned_at IS NULL AND t.owner = $1 AND t.mode = 'human'
   AND ((t.week = $2 AND t.state <> 'cancelled') OR (t.week < $2 AND t.state = 'planned' AND $3) OR (t.week < $2 AND t.state = 'done' AND t.done_on >= $2 AND t.done_on <= $4)) {reach touch t}

-- name: scope_of_touch
t.binned_at IS NULL AND t.id = $1

-- name: week_users
SELECT u.id, u.name, u.role FROM r_user u WHERE u.binned_at IS NULL AND u.active AND {whose} {reach user u} ORDER BY u.name, u.id

-- name: people_of_team
-- Whose lists a person ($1) may open: of their team, …
SELECT p.id FROM r_user p JOIN r_user m ON m.team = p.team WHERE m.id = $1

-- name: people_of_teams_below
-- … of the teams they manage and those under them, too.
WITH RECURSIVE below(id) AS (SELECT team FROM r_user WHERE id = $1 AND team IS NOT NULL
                             UNION SELECT id FROM r_team WHERE manager = $1
                             UNION SELECT r_team.id FROM r_team JOIN below ON r_team.parent = below.id)
SELECT p.id FROM below JOIN r_user p ON p.team = below.id

-- name: activities_of_touch
-- With whether the activity was there before the touch was found for it.
SELECT x.id, EXISTS (SELECT 1 FROM change_log c WHERE c.record = x.id AND c.kind = 'update' AND replace(CAST(c.fields AS text), ' ', '') LIKE '%"touch":[null,%')
  FROM r_activity x
 WHERE x.touch = $1 AND x.binned_at IS NULL
 ORDER BY x.id
