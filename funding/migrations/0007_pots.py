"""What a deposit is for and when it is drawn; where a campaign works."""

from django.conf import settings
from django.db import migrations, models


CREATE = """
CREATE FUNCTION funding_deposit_purpose_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a deposit is for is never changed' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER deposit_purpose_kept BEFORE UPDATE ON funding_deposit FOR EACH ROW
    WHEN ((NEW.earmark, NEW.priority, NEW.sponsor_id) IS DISTINCT FROM (OLD.earmark, OLD.priority, OLD.sponsor_id))
    EXECUTE FUNCTION funding_deposit_purpose_kept();
"""

DROP = """
DROP TRIGGER deposit_purpose_kept ON funding_deposit;
DROP FUNCTION funding_deposit_purpose_kept();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_organisation_keeps_owner"),
        ("funding", "0004_who_counts_functions"),
        ("programmes", "0002_triggers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="remaindershare",
            name="remainder_share_once",
        ),
        migrations.AddField(
            model_name="campaign",
            name="region",
            field=models.CharField(
                blank=True,
                choices=[
                    ("DE-BB", "Brandenburg"),
                    ("DE-BE", "Berlin"),
                    ("DE-BW", "Baden-Wuerttemberg"),
                    ("DE-BY", "Bavaria"),
                    ("DE-HB", "Bremen"),
                    ("DE-HE", "Hesse"),
                    ("DE-HH", "Hamburg"),
                    ("DE-MV", "Mecklenburg-Western Pomerania"),
                    ("DE-NI", "Lower Saxony"),
                    ("DE-NW", "North Rhine-Westphalia"),
                    ("DE-RP", "Rhineland-Palatinate"),
                    ("DE-SH", "Schleswig-Holstein"),
                    ("DE-SL", "Saarland"),
                    ("DE-SN", "Saxony"),
                    ("DE-ST", "Saxony-Anhalt"),
                    ("DE-TH", "Thuringia"),
                ],
                max_length=5,
                verbose_name="where it works",
            ),
        ),
        migrations.AddField(
            model_name="deposit",
            name="earmark",
            field=models.JSONField(blank=True, default=dict, verbose_name="what it is for"),
        ),
        migrations.AddField(
            model_name="deposit",
            name="priority",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="order in which it is used"),
        ),
        migrations.AddField(
            model_name="remaindershare",
            name="pot",
            field=models.CharField(blank=True, editable=False, max_length=60),
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
                    ("earmark", "the rest of the money is earmarked for something else"),
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
                    ("earmark", "the rest of the money is earmarked for something else"),
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
            model_name="campaign",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "region__in",
                        [
                            "",
                            "DE-BB",
                            "DE-BE",
                            "DE-BW",
                            "DE-BY",
                            "DE-HB",
                            "DE-HE",
                            "DE-HH",
                            "DE-MV",
                            "DE-NI",
                            "DE-NW",
                            "DE-RP",
                            "DE-SH",
                            "DE-SL",
                            "DE-SN",
                            "DE-ST",
                            "DE-TH",
                        ],
                    )
                ),
                name="campaign_region_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="deposit",
            constraint=models.CheckConstraint(
                condition=models.Q(("priority__lte", 99)), name="deposit_priority_in_bounds"
            ),
        ),
        migrations.AddConstraint(
            model_name="remaindershare",
            constraint=models.UniqueConstraint(fields=("proposal", "sponsor", "pot"), name="remainder_share_once"),
        ),
        migrations.RunSQL(CREATE, DROP),
    ]
