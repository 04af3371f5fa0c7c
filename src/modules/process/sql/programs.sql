-- name: accounts_by_cell
SELECT account_type, category, count(*)
  FROM r_account
 WHERE binned_at IS NULL AND coalesce(lifecycle_stage, 'customer') IN ('opportunity', 'customer', 'loyal', 'advocate')
 GROUP BY account_type, category

-- name: panel_last
SELECT id, at, kind, mode, subject, outcome FROM r_activity
 WHERE binned_at IS NULL AND account = $1 AND state = 'done' AND kind NOT IN ('task', 'other')
 ORDER BY at DESC, id DESC
 LIMIT 5

-- name: panel_next
SELECT t.id, t.name, t.kind, t.mode, t.week, t.minutes, t.owner, u.name, t.state
  FROM r_touch t
  LEFT JOIN r_user u ON u.id = t.owner
 WHERE t.binned_at IS NULL AND t.account = $1 AND t.state = 'planned'
 ORDER BY t.week, t.id
 LIMIT 24
