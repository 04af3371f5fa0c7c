-- name: opportunity_of
-- The open deal to sell a customer more that weighs most: upsell, cross-sell, or one without a type (as old
-- systems have them) of an account that has bought before.
SELECT d.id, d.name, d.type, d.amount, d.amount_currency
  FROM r_deal d
 WHERE d.account = $1 AND d.state = 'open' AND d.binned_at IS NULL
   AND (d.type IN ('upsell', 'cross_sell')
        OR d.type IS NULL
           AND (EXISTS (SELECT 1 FROM r_deal w WHERE w.account = d.account AND w.state = 'won' AND w.binned_at IS NULL)
                OR EXISTS (SELECT 1 FROM r_order o WHERE o.account = d.account AND o.binned_at IS NULL)))
 ORDER BY coalesce(d.amount, 0) DESC, d.id
 LIMIT 1

-- name: opportunities
-- The same for all accounts, the dearest of each first.
SELECT d.account, d.id, d.name, d.type, d.amount, d.amount_currency
  FROM r_deal d
 WHERE d.state = 'open' AND d.account IS NOT NULL AND d.binned_at IS NULL
   AND (d.type IN ('upsell', 'cross_sell')
        OR d.type IS NULL
           AND (EXISTS (SELECT 1 FROM r_deal w WHERE w.account = d.account AND w.state = 'won' AND w.binned_at IS NULL)
                OR EXISTS (SELECT 1 FROM r_order o WHERE o.account = d.account AND o.binned_at IS NULL)))
 ORDER BY d.account, coalesce(d.amount, 0) DESC, d.id

-- name: types_to_check
-- Accounts whose type the rule decides: pinned ones only when the pin has run out ($2 is today, $1 false).
SELECT id, account_type, account_type_reason, account_type_pinned
  FROM r_account
 WHERE binned_at IS NULL
   AND NOT (coalesce(account_type_pinned, $1) AND (account_type_until IS NULL OR account_type_until >= $2))
 ORDER BY id
