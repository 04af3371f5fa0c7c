-- name: plan_users
SELECT id, name, active, manager, weekly_capacity, role FROM r_user WHERE binned_at IS NULL ORDER BY id

-- name: plan_absences
SELECT "user", starts_on, ends_on FROM r_absence WHERE binned_at IS NULL AND ends_on >= $1 AND starts_on < $2 ORDER BY id

-- name: plan_programs
SELECT id, account_type, category, name, goal FROM r_program WHERE binned_at IS NULL ORDER BY id

-- name: plan_touchpoints
SELECT t.id, t.program, t.name, t.kind, t.mode, t.times_per_year, t.months, t.minutes, t.who, t.steps, t.version, t.position
  FROM r_touchpoint t
  JOIN r_program p ON p.id = t.program AND p.binned_at IS NULL
 WHERE t.binned_at IS NULL
 ORDER BY t.program, t.position, t.id

-- name: plan_accounts
-- Customers: who has not become one yet, or is one no more, is in no program.
SELECT a.id, a.owner, a.account_type, a.category, a.last_human_touch
  FROM r_account a
 WHERE a.binned_at IS NULL
   AND coalesce(a.lifecycle_stage, 'customer') IN ('opportunity', 'customer', 'loyal', 'advocate')
   {reach account a}
 ORDER BY a.id

-- name: plan_touches
-- What stands from the horizon's start ($2) to its end ($1), and what is left over from before.
SELECT id, account, touchpoint, kind, mode, week, state, locked, done_on, ordinal, owner, minutes, name
  FROM r_touch
 WHERE binned_at IS NULL
   AND ((state = 'planned' AND week < $1) OR (state = 'done' AND done_on >= $2) OR (state = 'skipped' AND week >= $2))
 ORDER BY account, id

-- name: plan_last_touches
SELECT account, touchpoint, max(CASE state WHEN 'done' THEN done_on ELSE week END)
  FROM r_touch
 WHERE binned_at IS NULL AND touchpoint IS NOT NULL AND ((state = 'done' AND done_on < $1) OR (state = 'skipped' AND week < $1))
 GROUP BY account, touchpoint
 ORDER BY account, touchpoint

-- name: plan_last_activities
SELECT account, kind, max(at)
  FROM r_activity
 WHERE binned_at IS NULL AND state = 'done' AND account IS NOT NULL AND at < $1 AND coalesce(outcome, '') <> 'no_answer'
 GROUP BY account, kind
 ORDER BY account, kind

-- name: unsent_digital
-- Digital touches of weeks that have passed, with the activity that shows they were sent, if there is one.
SELECT id, account, kind, week
  FROM r_touch
 WHERE binned_at IS NULL AND state = 'planned' AND mode = 'digital' AND week < $1
 ORDER BY id

-- name: sent_activity
SELECT min(at) FROM r_activity
 WHERE account = $1 AND kind = $2 AND state = 'done' AND binned_at IS NULL AND at >= $3 AND at < $4

-- name: unmet_of_plan
SELECT u.account, a.name, u.touchpoint, coalesce(t.name, ''), u.cause, u.touches
  FROM process_unmet u
  JOIN r_account a ON a.id = u.account {reach account a}
  LEFT JOIN r_touchpoint t ON t.id = u.touchpoint
 ORDER BY u.account, u.touchpoint
 LIMIT $1

-- name: count_unmet
SELECT count(*) FROM process_unmet u JOIN r_account a ON a.id = u.account {reach account a}

-- name: next_touches
-- Accounts whose next touch is not what the plan has.
SELECT a.id, n.week
  FROM r_account a
  LEFT JOIN (SELECT account, min(week) AS week FROM r_touch WHERE binned_at IS NULL AND state = 'planned' GROUP BY account) n ON n.account = a.id
 WHERE a.binned_at IS NULL AND ((a.next_touch IS NULL) <> (n.week IS NULL) OR a.next_touch <> n.week)

-- name: last_touches_of_all
SELECT a.id, a.last_touch, a.last_human_touch, x.last, x.human
  FROM r_account a
  JOIN (SELECT account, max(at) AS last, max(CASE WHEN mode = 'human' AND kind NOT IN ('task', 'other') AND coalesce(outcome, '') <> 'no_answer' THEN at END) AS human
          FROM r_activity
         WHERE binned_at IS NULL AND state = 'done' AND account IS NOT NULL AND kind NOT IN ('task', 'other')
         GROUP BY account) x ON x.account = a.id
 WHERE a.binned_at IS NULL

-- name: last_touches_of_one
SELECT max(at), max(CASE WHEN mode = 'human' AND coalesce(outcome, '') <> 'no_answer' THEN at END)
  FROM r_activity
 WHERE binned_at IS NULL AND state = 'done' AND account = $1 AND kind NOT IN ('task', 'other')

-- name: next_touch_of_one
SELECT min(week) FROM r_touch WHERE binned_at IS NULL AND state = 'planned' AND account = $1

-- name: touch_to_fulfil
-- The planned touch of that kind nearest to the week $5, between $3 and $4.
SELECT id FROM r_touch
 WHERE binned_at IS NULL AND account = $1 AND state = 'planned' AND kind = $2 AND week >= $3 AND week <= $4
 ORDER BY abs(week - $5), week, id
 LIMIT 1
