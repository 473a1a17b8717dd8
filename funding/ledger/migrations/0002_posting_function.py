"""The posting function, and triggers that refuse to change what has been posted."""

from django.db import migrations

CREATE = """
ALTER TABLE ledger_balance SET (fillfactor = 50);

CREATE FUNCTION ledger_account_id(p_account jsonb, p_currency text, p_at timestamptz) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    v_id bigint;
BEGIN
    SELECT id INTO v_id FROM ledger_account
     WHERE kind = p_account->>'kind' AND owner_ref = p_account->>'owner' AND currency = p_currency;
    IF v_id IS NOT NULL THEN
        RETURN v_id;
    END IF;
    INSERT INTO ledger_account (kind, owner_ref, currency, limited, created_at)
    VALUES (p_account->>'kind', p_account->>'owner', p_currency, (p_account->>'limited')::boolean, p_at)
    ON CONFLICT (kind, owner_ref, currency) DO NOTHING RETURNING id INTO v_id;
    IF v_id IS NULL THEN
        SELECT id INTO v_id FROM ledger_account
         WHERE kind = p_account->>'kind' AND owner_ref = p_account->>'owner' AND currency = p_currency;
    ELSIF (p_account->>'limited')::boolean THEN
        INSERT INTO ledger_balance (account_id, debits_pending, debits_posted, credits_pending, credits_posted, version)
        VALUES (v_id, 0, 0, 0, 0, 0);
    END IF;
    RETURN v_id;
END $$;

CREATE FUNCTION ledger_post(
    p_kind text, p_key text, p_reference text, p_at timestamptz, p_entries jsonb,
    OUT o_posting_id bigint, OUT o_fresh boolean, OUT o_transfer_ids bigint[]
) LANGUAGE plpgsql AS $$
DECLARE
    v_digest text := md5(p_kind || p_reference || p_entries::text);
    v_seen text;
    v_entry jsonb;
    v_origin ledger_transfer;
    v_id bigint;
    v_change record;
BEGIN
    INSERT INTO ledger_posting (kind, idempotency_key, reference, digest, at)
    VALUES (p_kind, p_key, p_reference, v_digest, p_at)
    ON CONFLICT (idempotency_key) DO NOTHING RETURNING id INTO o_posting_id;
    o_fresh := o_posting_id IS NOT NULL;
    o_transfer_ids := '{}';
    IF NOT o_fresh THEN
        SELECT id, digest INTO o_posting_id, v_seen FROM ledger_posting WHERE idempotency_key = p_key;
        IF v_seen <> v_digest THEN
            RAISE EXCEPTION 'the key % was used for another posting', p_key
                USING ERRCODE = 'unique_violation', CONSTRAINT = 'ledger_posting_same_content';
        END IF;
        SELECT array_agg(id ORDER BY id) INTO o_transfer_ids FROM ledger_transfer WHERE posting_id = o_posting_id;
        RETURN;
    END IF;

    FOR v_entry IN SELECT value FROM jsonb_array_elements(p_entries) LOOP
        IF v_entry->>'kind' IN ('post', 'void') THEN
            SELECT * INTO v_origin FROM ledger_transfer
             WHERE id = (v_entry->>'pending_of')::bigint AND kind = 'pending';
            IF NOT FOUND THEN
                RAISE EXCEPTION 'transfer % is not a pending one', v_entry->>'pending_of'
                    USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'ledger_transfer_settles_a_pending_one';
            END IF;
            INSERT INTO ledger_transfer
                (posting_id, kind, debit_account_id, credit_account_id, amount_minor, currency, pending_of_id)
            VALUES (o_posting_id, v_entry->>'kind', v_origin.debit_account_id, v_origin.credit_account_id,
                    v_origin.amount_minor, v_origin.currency, v_origin.id)
            RETURNING id INTO v_id;
        ELSE
            INSERT INTO ledger_transfer
                (posting_id, kind, debit_account_id, credit_account_id, amount_minor, currency)
            VALUES (o_posting_id, v_entry->>'kind',
                    ledger_account_id(v_entry->'debit', v_entry->>'currency', p_at),
                    ledger_account_id(v_entry->'credit', v_entry->>'currency', p_at),
                    (v_entry->>'amount')::bigint, v_entry->>'currency')
            RETURNING id INTO v_id;
        END IF;
        o_transfer_ids := o_transfer_ids || v_id;
    END LOOP;

    -- Locks are taken from here on, by id of account. Accounts without a limit have no balance row.
    FOR v_change IN
        SELECT b.account_id, sum(c.dp) AS dp, sum(c.dd) AS dd, sum(c.cp) AS cp, sum(c.cc) AS cc
          FROM (
            SELECT debit_account_id AS account_id,
                   CASE kind WHEN 'pending' THEN amount_minor WHEN 'single' THEN 0 ELSE -amount_minor END AS dp,
                   CASE WHEN kind IN ('single', 'post') THEN amount_minor ELSE 0 END AS dd, 0 AS cp, 0 AS cc
              FROM ledger_transfer WHERE posting_id = o_posting_id
            UNION ALL
            SELECT credit_account_id, 0, 0,
                   CASE kind WHEN 'pending' THEN amount_minor WHEN 'single' THEN 0 ELSE -amount_minor END,
                   CASE WHEN kind IN ('single', 'post') THEN amount_minor ELSE 0 END
              FROM ledger_transfer WHERE posting_id = o_posting_id
          ) c JOIN ledger_balance b USING (account_id)
         GROUP BY b.account_id ORDER BY b.account_id
    LOOP
        UPDATE ledger_balance
           SET debits_pending = debits_pending + v_change.dp, debits_posted = debits_posted + v_change.dd,
               credits_pending = credits_pending + v_change.cp, credits_posted = credits_posted + v_change.cc,
               version = version + 1
         WHERE account_id = v_change.account_id
           AND credits_posted + v_change.cc >= debits_posted + v_change.dd + debits_pending + v_change.dp;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'account % does not have the money', v_change.account_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ledger_balance_covered';
        END IF;
    END LOOP;
END $$;

CREATE FUNCTION ledger_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER ledger_account_immutable BEFORE UPDATE OR DELETE ON ledger_account
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_posting_immutable BEFORE UPDATE OR DELETE ON ledger_posting
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_transfer_immutable BEFORE UPDATE OR DELETE ON ledger_transfer
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
CREATE TRIGGER ledger_balance_kept BEFORE DELETE ON ledger_balance
    FOR EACH ROW EXECUTE FUNCTION ledger_refuse_change();
"""

DROP = """
DROP TRIGGER ledger_balance_kept ON ledger_balance;
DROP TRIGGER ledger_transfer_immutable ON ledger_transfer;
DROP TRIGGER ledger_posting_immutable ON ledger_posting;
DROP TRIGGER ledger_account_immutable ON ledger_account;
DROP FUNCTION ledger_refuse_change();
DROP FUNCTION ledger_post(text, text, text, timestamptz, jsonb);
DROP FUNCTION ledger_account_id(jsonb, text, timestamptz);
ALTER TABLE ledger_balance RESET (fillfactor);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunSQL(CREATE, DROP)]
