-- What the cloud's books hold, asked of the database itself, by none of the product's code. Reads only.
--   psql -X -q -A -t -F '|' -v ON_ERROR_STOP=1 -f deploy/audit.sql "dbname=crmedge user=crmedge_migrator"
-- Each row begins with what it is: figure|name|value, purchase|reference|…, money in minor units.
BEGIN READ ONLY;

-- Every account's sums worked out anew from the transfers. A hold counts as pending until something has ended it.
WITH leg AS (
    SELECT t.tenant, l.account, l.is_debit,
        CASE WHEN t.kind IN ('posted', 'post_pending') THEN t.amount ELSE 0 END AS posted,
        CASE WHEN t.kind = 'pending' AND e.id IS NULL THEN t.amount ELSE 0 END AS pending
    FROM ledger_transfer t
    LEFT JOIN ledger_transfer e ON e.tenant = t.tenant AND e.pending_id = t.id
    CROSS JOIN LATERAL (VALUES (t.debit, true), (t.credit, false)) AS l (account, is_debit)
), summed AS (
    SELECT tenant, account,
        coalesce(sum(posted) FILTER (WHERE is_debit), 0) AS debits_posted,
        coalesce(sum(posted) FILTER (WHERE NOT is_debit), 0) AS credits_posted,
        coalesce(sum(pending) FILTER (WHERE is_debit), 0) AS debits_pending,
        coalesce(sum(pending) FILTER (WHERE NOT is_debit), 0) AS credits_pending
    FROM leg GROUP BY tenant, account
)
SELECT 'figure', 'ledger_differences', count(*) FROM ledger_balance a FULL JOIN summed s ON s.tenant = a.tenant AND s.account = a.id
WHERE (a.debits_posted, a.credits_posted, a.debits_pending, a.credits_pending) IS DISTINCT FROM
    (coalesce(s.debits_posted, 0), coalesce(s.credits_posted, 0), coalesce(s.debits_pending, 0), coalesce(s.credits_pending, 0));

-- Entries of every currency add up to nothing.
SELECT 'figure', 'ledger_sum', coalesce(sum(abs(off)), 0)
FROM (SELECT sum(credits_posted) - sum(debits_posted) AS off FROM ledger_balance GROUP BY currency) sums;
SELECT 'figure', 'transfers', count(*) FROM ledger_transfer;
SELECT 'figure', 'overdrawn', count(*) FROM ledger_balance
WHERE kind IN ('wallet_cash', 'wallet_business', 'commerce_lot') AND credits_posted < debits_posted + debits_pending;
SELECT 'figure', 'holds_open', count(*) FROM ledger_hold;

-- What lies in wallets.
SELECT 'figure', kinds.kind, coalesce(sum(a.credits_posted - a.debits_posted), 0)
FROM (VALUES ('wallet_cash'), ('wallet_business'), ('commerce_lot')) AS kinds (kind)
LEFT JOIN ledger_balance a ON a.kind = kinds.kind GROUP BY kinds.kind;

-- What came from edges and has not taken effect, or was set aside.
SELECT 'figure', 'inbox_waiting', coalesce(sum(greatest(w.seq - coalesce(m.seq, 0), 0)), 0)
FROM inbox_watermark w LEFT JOIN inbox_mark m ON m.tenant = w.tenant AND m.id = w.id;
SELECT 'figure', 'home_messages_waiting', count(*) FROM home_message WHERE heard_at IS NULL;
SELECT 'figure', 'quarantined', count(*) FROM quarantine WHERE state = 'open';

SELECT 'figure', 'usage_rated', count(*) FROM usage_row;
SELECT 'figure', 'invoices', count(*) FROM invoice;
SELECT 'figure', 'invoice_total', coalesce(sum(net + tax), 0) FROM invoice;

SELECT 'figure', 'charged_not_invoiced', coalesce(sum(abs(charged - invoiced)), 0) FROM period_usage;

SELECT 'invoice', c.code, i.net + i.tax FROM invoice i JOIN contact c ON c.tenant = i.tenant AND c.id = i.owner ORDER BY i.number;

SELECT 'purchase', reference, business_day, state, total, spent_business + spent_cash, awarded
FROM purchase ORDER BY tap, business_day, reference;

SELECT 'quarantine', code, message FROM quarantine WHERE state = 'open' ORDER BY set_aside_at;

COMMIT;
