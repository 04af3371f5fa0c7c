-- name: revenue_by_line
-- What each account bought in ($1, $2], by product line and currency: orders by their lines where those
-- have amounts; won deals that no order refers to by their product.
SELECT account, line, currency, sum(minor)
  FROM (SELECT o.account AS account, coalesce(p.product_line, '') AS line, l.amount_currency AS currency, l.amount AS minor
          FROM r_order o
          JOIN r_order_line l ON l."order" = o.id AND l.binned_at IS NULL AND l.amount IS NOT NULL
          LEFT JOIN r_product p ON p.id = l.product
         WHERE o.binned_at IS NULL AND coalesce(o.state, '') <> 'cancelled' AND o.ordered_on > $1 AND o.ordered_on <= $2
        UNION ALL
        SELECT o.account, '', o.amount_currency, o.amount
          FROM r_order o
         WHERE o.binned_at IS NULL AND coalesce(o.state, '') <> 'cancelled' AND o.ordered_on > $1 AND o.ordered_on <= $2
           AND o.amount IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM r_order_line l WHERE l."order" = o.id AND l.binned_at IS NULL AND l.amount IS NOT NULL)
        UNION ALL
        SELECT d.account, coalesce(p.product_line, ''), d.amount_currency, d.amount
          FROM r_deal d
          LEFT JOIN r_product p ON p.id = d.product
         WHERE d.binned_at IS NULL AND d.state = 'won' AND d.closed_on > $1 AND d.closed_on <= $2
           AND d.amount IS NOT NULL AND d.account IS NOT NULL
           AND NOT EXISTS (SELECT 1 FROM r_order o WHERE o.deal = d.id AND o.binned_at IS NULL AND coalesce(o.state, '') <> 'cancelled')) bought
 GROUP BY account, line, currency
 ORDER BY account, line, currency

-- name: accounts_to_categorize
SELECT a.id, a.name, a.country, a.category, a.category_reason, a.revenue, a.revenue_currency,
       a.stated_revenue, a.stated_revenue_currency, a.category_pinned, a.category_until
  FROM r_account a
 WHERE a.binned_at IS NULL
 ORDER BY a.id

-- name: accounts_that_bought
-- Accounts with an order or a won deal at any time: for them what another system stated does not count.
SELECT account FROM r_order WHERE binned_at IS NULL AND coalesce(state, '') <> 'cancelled'
UNION
SELECT account FROM r_deal WHERE binned_at IS NULL AND state = 'won' AND account IS NOT NULL
ORDER BY account

-- name: thresholds
SELECT coalesce(product_line, ''), coalesce(country, ''), a_from, a_from_currency, b_from, b_from_currency, c_from, c_from_currency
  FROM r_category_threshold
 WHERE binned_at IS NULL
 ORDER BY id
