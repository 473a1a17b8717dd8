"""The book of a fund is stored: pots, campaigns' sums, pledges; matches say their parts."""

import django.db.models.deletion
from django.db import migrations, models


# Ahead, the function goes; what brings it back is the way back.
CREATE = "DROP FUNCTION funding_reserve_match(jsonb, text, text, timestamptz)"
DROP = """
-- Reserve what the pool still has, up to p_wanted, and write the match with its first cause and the running sums.
-- Called as the last thing before commit: the lock on the pool's balance is held for this call and the commit alone.
CREATE FUNCTION funding_reserve_match(
    p_match jsonb, p_fund text, p_position text, p_at timestamptz,
    OUT o_match_id bigint, OUT o_amount bigint, OUT o_sequence bigint
) LANGUAGE plpgsql AS $$
DECLARE
    v_currency text := p_match->>'currency';
    v_wanted bigint := (p_match->>'wanted')::bigint;
    v_base bigint := (p_match->>'base')::bigint;
    v_bound text := p_match->>'bound';
    v_pool jsonb := jsonb_build_object('kind', 'fund_pool', 'owner', p_fund, 'limited', true);
    v_pool_id bigint;
    v_free bigint;
    v_transfer bigint;
    v_number bigint;
    v_fund_id bigint := (p_match->>'fund_id')::bigint;
BEGIN
    -- The fund's book first: its number is the place in the order.
    IF p_match->'event' IS NULL OR p_match->>'event' IS NULL THEN
        o_sequence := (p_match->>'sequence')::bigint;
    ELSE
        INSERT INTO funding_fundbook AS book (fund_id, sequence, matches) VALUES (v_fund_id, 1, 0)
            ON CONFLICT (fund_id) DO UPDATE SET sequence = book.sequence + 1 RETURNING sequence INTO o_sequence;
        INSERT INTO funding_fundevent (fund_id, sequence, kind, data, at)
        VALUES (v_fund_id, o_sequence, p_match->'event'->>'kind', p_match->'event', p_at);
    END IF;
    v_pool_id := ledger_account_id(v_pool, v_currency, p_at);
    UPDATE ledger_balance SET version = version + 1 WHERE account_id = v_pool_id
     RETURNING credits_posted - debits_posted - debits_pending INTO v_free;
    o_amount := least(v_wanted, v_free);
    IF o_amount < v_wanted THEN
        v_bound := 'pool';
    END IF;
    IF o_amount > 0 THEN
        SELECT o_transfer_ids[1] INTO v_transfer FROM ledger_post(
            'match_reserved', 'match:' || (p_match->>'public_id') || ':reserve', p_match->>'public_id', p_at,
            jsonb_build_array(jsonb_build_object(
                'kind', 'pending', 'debit', v_pool,
                'credit', jsonb_build_object('kind', 'match_money', 'owner', p_position, 'limited', true),
                'amount', o_amount, 'currency', v_currency)));
        UPDATE funding_fundbook SET matches = matches + 1 WHERE fund_id = v_fund_id RETURNING matches INTO v_number;
    ELSE
        -- What brings no money counts for nothing later either.
        v_base := 0;
    END IF;
    INSERT INTO funding_match (
        created_at, updated_at, public_id, position_id, pledge_id, rule_id, sequence, number, amount_minor, base_minor, borne_minor, currency,
        state, due_before_minor, due_after_minor, bound, pool_before_minor, pool_after_minor, reservation_id)
    VALUES (
        p_at, p_at, p_match->>'public_id', (p_match->>'position_id')::bigint, (p_match->>'pledge_id')::bigint,
        (p_match->>'rule_id')::bigint, o_sequence, v_number, o_amount, v_base, 0, v_currency,
        CASE WHEN o_amount > 0 THEN 'reserved' ELSE 'released' END,
        (p_match->>'due_before')::bigint, (p_match->>'due_after')::bigint, v_bound, v_free, v_free - o_amount, v_transfer)
    RETURNING id INTO o_match_id;
    INSERT INTO funding_matchcause (match_id, kind, ref, amount_before_minor, amount_after_minor, base_after_minor, at)
    VALUES (o_match_id, 'pledge', p_match->>'ref', 0, o_amount, v_base, p_at);
    UPDATE funding_fundcampaign
       SET rule_id = (p_match->>'rule_id')::bigint, eligible_minor = (p_match->>'eligible')::bigint + v_base,
           carried_minor = (p_match->>'carried')::bigint, matched_minor = matched_minor + o_amount,
           last_sequence = o_sequence, updated_at = p_at
     WHERE id = (p_match->>'position_id')::bigint;
END $$;
"""


def begin_anew(apps, schema_editor):
    """A book that was not stored while its fund was told things cannot be made up afterwards."""
    if apps.get_model("funding", "FundBook").objects.exists():
        raise RuntimeError("Funds from before their books were stored cannot be taken over. Please begin anew.")


class Migration(migrations.Migration):
    dependencies = [
        ("funding", "0009_simulation"),
    ]

    operations = [
        migrations.RunPython(begin_anew, migrations.RunPython.noop),
        migrations.RunSQL(CREATE, DROP),
        migrations.CreateModel(
            name="BookPledge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("backer", models.CharField(max_length=60)),
                ("sequence", models.BigIntegerField()),
                ("version", models.PositiveIntegerField()),
                ("amount_minor", models.BigIntegerField()),
                ("left_minor", models.BigIntegerField()),
                ("state", models.CharField(default="pending", max_length=8)),
                ("excluded", models.CharField(blank=True, max_length=20)),
                ("disputed", models.BooleanField(default=False)),
                ("on_hold", models.BooleanField(default=False)),
                ("method", models.CharField(max_length=10)),
                ("at", models.DateTimeField()),
                ("hungry", models.JSONField(default=list)),
            ],
            options={
                "ordering": ["position", "sequence"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="fundbook",
            name="fund_book_sequence_not_negative",
        ),
        migrations.RemoveConstraint(
            model_name="fundevent",
            name="fund_event_kind_known",
        ),
        migrations.RemoveConstraint(
            model_name="match",
            name="match_sequence_once",
        ),
        migrations.RemoveConstraint(
            model_name="match",
            name="match_not_negative",
        ),
        migrations.RemoveField(
            model_name="fundcampaign",
            name="last_sequence",
        ),
        migrations.AddField(
            model_name="fundbook",
            name="closed",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="fundbook",
            name="given_minor",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="fundbook",
            name="paid_in_minor",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="fundbook",
            name="rules",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="fundbook",
            name="pots",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="fundcampaign",
            name="book",
            field=models.JSONField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="match",
            name="awarded_minor",
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="match",
            name="book_state",
            field=models.CharField(default="", editable=False, max_length=10),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="match",
            name="entitled",
            field=models.CharField(default="0", editable=False, max_length=80),
        ),
        migrations.AddField(
            model_name="match",
            name="lost_minor",
            field=models.BigIntegerField(default=0, editable=False),
        ),
        migrations.AddField(
            model_name="match",
            name="splits",
            field=models.JSONField(default=dict, editable=False, verbose_name="parts of the sponsors"),
        ),
        migrations.AlterField(
            model_name="casedecision",
            name="reason",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "the full rate"),
                    ("pledge_cap", "the most for one pledge is reached"),
                    ("campaign_cap", "the most for one campaign is reached"),
                    ("pool", "the fund has no more free money"),
                    ("pledge_base", "no more of one pledge counts"),
                    ("backer_cap", "the most for one person is reached"),
                    ("backer_pledges", "no more pledges of one person count"),
                    ("goal_share", "the most for one campaign, a share of its goal, is reached"),
                    ("budget", "the fund's share of all the money is reached"),
                    ("pool_share", "the most for one campaign, a share of the fund, is reached"),
                    ("sponsor", "no sponsor may give more to this campaign"),
                    ("ceiling", "the most that public money may be is reached"),
                    ("raised", "the campaign has not raised enough yet"),
                    ("backers", "the campaign does not have enough backers yet"),
                    ("successful", "the campaign has not reached its goal"),
                    ("payee", "the project's account is not verified yet"),
                    ("own_team", "a pledge from the project's own team does not count"),
                    ("window", "outside the dates of the fund"),
                    ("sponsor_staff", "a pledge from somebody of the fund's sponsors does not count"),
                    ("same_means", "paid with a card or an account of the project's own team"),
                    ("second_account", "a second account of the same person does not count"),
                    ("excluded", "a manager of the fund has decided that it does not count"),
                ],
                max_length=14,
                verbose_name="reason",
            ),
        ),
        migrations.AlterField(
            model_name="match",
            name="bound",
            field=models.CharField(
                blank=True,
                choices=[
                    ("", "the full rate"),
                    ("pledge_cap", "the most for one pledge is reached"),
                    ("campaign_cap", "the most for one campaign is reached"),
                    ("pool", "the fund has no more free money"),
                    ("pledge_base", "no more of one pledge counts"),
                    ("backer_cap", "the most for one person is reached"),
                    ("backer_pledges", "no more pledges of one person count"),
                    ("goal_share", "the most for one campaign, a share of its goal, is reached"),
                    ("budget", "the fund's share of all the money is reached"),
                    ("pool_share", "the most for one campaign, a share of the fund, is reached"),
                    ("sponsor", "no sponsor may give more to this campaign"),
                    ("ceiling", "the most that public money may be is reached"),
                    ("raised", "the campaign has not raised enough yet"),
                    ("backers", "the campaign does not have enough backers yet"),
                    ("successful", "the campaign has not reached its goal"),
                    ("payee", "the project's account is not verified yet"),
                    ("own_team", "a pledge from the project's own team does not count"),
                    ("window", "outside the dates of the fund"),
                    ("sponsor_staff", "a pledge from somebody of the fund's sponsors does not count"),
                    ("same_means", "paid with a card or an account of the project's own team"),
                    ("second_account", "a second account of the same person does not count"),
                    ("excluded", "a manager of the fund has decided that it does not count"),
                ],
                editable=False,
                max_length=14,
                verbose_name="limit",
            ),
        ),
        migrations.AddConstraint(
            model_name="match",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_minor__gte", models.F("borne_minor")),
                    ("awarded_minor__gte", 0),
                    ("base_minor__gte", 0),
                    ("borne_minor__gte", 0),
                    ("lost_minor__gte", 0),
                ),
                name="match_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundbook",
            constraint=models.CheckConstraint(
                condition=models.Q(("matches__gte", 0), ("sequence__gte", 0)), name="fund_book_counts_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="fundbook",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("given_minor__gte", 0), ("given_minor__lte", models.F("paid_in_minor")), ("paid_in_minor__gte", 0)
                ),
                name="fund_book_gives_what_was_paid_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "rule_published",
                            "deposited",
                            "offered_again",
                            "withdrawn",
                            "campaign_accepted",
                            "payee_verified",
                            "campaign_ended",
                            "pledged",
                            "paid",
                            "expired",
                            "refunded",
                            "refund_undone",
                            "same_person",
                            "dispute_opened",
                            "dispute_won",
                            "dispute_lost",
                            "pledge_decided",
                            "approved",
                            "paid_out",
                            "payout_undone",
                            "burden_decided",
                            "fund_closed",
                        ],
                    )
                ),
                name="fund_event_kind_known",
            ),
        ),
        migrations.AddField(
            model_name="bookpledge",
            name="pledge",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="in_books", to="funding.pledge"
            ),
        ),
        migrations.AddField(
            model_name="bookpledge",
            name="position",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="book_pledges", to="funding.fundcampaign"
            ),
        ),
        migrations.AddIndex(
            model_name="bookpledge",
            index=models.Index(fields=["position", "backer"], name="book_pledge_of_backer"),
        ),
        migrations.AddConstraint(
            model_name="bookpledge",
            constraint=models.UniqueConstraint(fields=("position", "pledge"), name="book_pledge_once"),
        ),
        migrations.AddConstraint(
            model_name="bookpledge",
            constraint=models.UniqueConstraint(fields=("position", "sequence"), name="book_pledge_sequence_once"),
        ),
        migrations.AddConstraint(
            model_name="bookpledge",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amount_minor__gt", 0), ("left_minor__gte", 0), ("left_minor__lte", models.F("amount_minor"))
                ),
                name="book_pledge_left_is_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="bookpledge",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["pending", "paid", "expired"])), name="book_pledge_state_known"
            ),
        ),
        migrations.AlterField(
            model_name="matchcause",
            name="kind",
            field=models.CharField(
                choices=[
                    ("pledge", "pledge"),
                    ("payment", "payment"),
                    ("expiry", "payment page ended"),
                    ("failure", "payment failed"),
                    ("refund", "refund"),
                    ("rounding", "recalculation after a refund"),
                    ("dispute_opened", "dispute opened"),
                    ("dispute_won", "dispute won"),
                    ("dispute_lost", "dispute lost"),
                    ("approval", "approval"),
                    ("payout", "payout"),
                    ("decision", "decision of a person"),
                    ("hold", "on hold while a question is open"),
                    ("offer", "money that had become free was offered"),
                    ("exclusion", "the payment showed that the pledge does not count"),
                ],
                max_length=16,
            ),
        ),
    ]
