-- name: opportunity_of
-- The open upsell or cross-sell deal that weighs most.
SELECT d.id, d.name, d.type, d.amount, d.amount_currency
  FROM r_deal d
 WHERE d.account = $1 AND d.state = 'open' AND d.type IN ('upsell', 'cross_sell') AND d.binned_at IS NULL
 ORDER BY coalesce(d.amount, 0) DESC, d.id
 LIMIT 1

-- name: types_to_check
-- Accounts whose type may differ from what the rule says now, with the deal that makes them Expand.
-- Pinned ones only when the pin has run out ($2 is today, $1 false).
SELECT a.id, a.account_type, a.account_type_reason, o.id, o.name, o.type, o.amount, o.amount_currency, a.account_type_pinned
  FROM r_account a
  LEFT JOIN (SELECT d.account, d.id, d.name, d.type, d.amount, d.amount_currency,
                    row_number() OVER (PARTITION BY d.account ORDER BY coalesce(d.amount, 0) DESC, d.id) AS place
               FROM r_deal d
              WHERE d.state = 'open' AND d.type IN ('upsell', 'cross_sell') AND d.binned_at IS NULL AND d.account IS NOT NULL) o
    ON o.account = a.id AND o.place = 1
 WHERE a.binned_at IS NULL
   AND NOT (coalesce(a.account_type_pinned, $1) AND (a.account_type_until IS NULL OR a.account_type_until >= $2))
 ORDER BY a.id
