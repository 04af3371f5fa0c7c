-- name: opportunity_of
-- The open upsell or cross-sell deal that weighs most.
SELECT d.id, d.name, d.type, d.amount, d.amount_currency
  FROM r_deal d
 WHERE d.account = $1 AND d.state = 'open' AND d.type IN ('upsell', 'cross_sell') AND d.binned_at IS NULL
 ORDER BY coalesce(d.amount, 0) DESC, d.id
 LIMIT 1

-- name: opportunities
-- All open upsell and cross-sell deals, the dearest of each account first.
SELECT account, id, name, type, amount, amount_currency
  FROM r_deal
 WHERE state = 'open' AND type IN ('upsell', 'cross_sell') AND account IS NOT NULL AND binned_at IS NULL
 ORDER BY account, coalesce(amount, 0) DESC, id

-- name: types_to_check
-- Accounts whose type the rule decides: pinned ones only when the pin has run out ($2 is today, $1 false).
SELECT id, account_type, account_type_reason, account_type_pinned
  FROM r_account
 WHERE binned_at IS NULL
   AND NOT (coalesce(account_type_pinned, $1) AND (account_type_until IS NULL OR account_type_until >= $2))
 ORDER BY id
