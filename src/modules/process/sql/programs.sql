-- name: accounts_by_cell
SELECT a.account_type, a.category, count(*)
  FROM r_account a
 WHERE binned_at IS NULL AND coalesce(lifecycle_stage, 'customer') IN ('opportunity', 'customer', 'loyal', 'advocate')
   {reach account a}
 GROUP BY a.account_type, a.category

-- name: panel_last
SELECT x.id, x.at, x.kind, x.mode, x.subject, x.outcome FROM r_activity x
 WHERE x.binned_at IS NULL AND x.account = $1 AND x.state = 'done' AND x.kind NOT IN ('task', 'other') {reach activity x}
 ORDER BY x.at DESC, x.id DESC
 LIMIT 5

-- name: panel_next
SELECT t.id, t.name, t.kind, t.mode, t.week, t.minutes, t.owner, u.name, t.state
  FROM r_touch t
  LEFT JOIN r_user u ON u.id = t.owner
 WHERE t.binned_at IS NULL AND t.account = $1 AND t.state = 'planned' {reach touch t}
 ORDER BY t.week, t.id
 LIMIT 24
