-- {only …} stays where one account is asked about, and goes where all are; {reach} becomes what the person may see.

-- name: covered_accounts
SELECT id, owner, account_type, category, country, next_touch
  FROM r_account
 WHERE binned_at IS NULL
   AND coalesce(lifecycle_stage, 'customer') IN ('opportunity', 'customer', 'loyal', 'advocate')
   {only AND id = $1} {reach account r_account}
 ORDER BY id

-- name: overdue_touches
-- The oldest human touch left over from before this week ($1), by account.
SELECT account, min(week) FROM r_touch
 WHERE binned_at IS NULL AND state = 'planned' AND week < $1 AND mode = 'human' {only AND account = $2}
 GROUP BY account

-- name: unmet_touches
SELECT account, cause, sum(touches) FROM process_unmet WHERE touches >= 0 {only AND account = $1} GROUP BY account, cause ORDER BY account, cause

-- name: coverage_row
SELECT a.name, a.owner, u.name, a.account_type, a.category, a.last_touch, a.next_touch,
       (SELECT x.kind FROM r_activity x WHERE x.account = a.id AND x.state = 'done' AND x.binned_at IS NULL AND x.kind NOT IN ('task', 'other') {reach activity x}
         ORDER BY x.at DESC LIMIT 1),
       (SELECT t.kind FROM r_touch t WHERE t.account = a.id AND t.state = 'planned' AND t.binned_at IS NULL {reach touch t} ORDER BY t.week, t.id LIMIT 1)
  FROM r_account a
  LEFT JOIN r_user u ON u.id = a.owner
 WHERE a.id = $1
