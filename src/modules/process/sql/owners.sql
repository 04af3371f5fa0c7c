-- name: owners_from_deals
-- Accounts without an owner, and whoever of the active people won most with them, by amount, then by number of
-- deals; the id decides between equals, so that the answer is always the same.
SELECT account, owner
  FROM (SELECT d.account, d.owner,
               row_number() OVER (PARTITION BY d.account
                                  ORDER BY sum(CASE WHEN d.state = 'won' THEN coalesce(d.amount, 0) ELSE 0 END) DESC, count(*) DESC, d.owner) AS place
          FROM r_deal d
          JOIN r_account a ON a.id = d.account AND a.binned_at IS NULL AND a.owner IS NULL
          JOIN r_user u ON u.id = d.owner AND u.binned_at IS NULL AND u.active
         WHERE d.binned_at IS NULL
         GROUP BY d.account, d.owner) AS ranked
 WHERE place = 1
 ORDER BY account
