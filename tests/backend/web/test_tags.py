from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.core.paginator import Paginator
from django.db import models
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from backend.core.money import Money
from backend.web.charts import Chart, Series
from backend.web.pictures import CampaignBar, Layer, Waterline
from backend.web.tones import tone_of

LOADS = "{% load gemeinwerk gemeinwerk_parts gemeinwerk_forms %}"
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def render(source: str, **values: Any) -> str:
    with translation.override("en"):
        return Template(LOADS + source).render(Context(values)).strip()


class State(models.TextChoices):
    WAITING = "waiting", "waits for the bank"


def test_money_filters() -> None:
    assert (
        render("{{ m|money }} {{ n|money:'EUR' }} {{ none|money }}", m=Money(5), n=125_000, none=None)
        == "€0.05 €1,250.00"
    )
    assert render("{{ n|money_whole }}", n=199) == "€1"


def test_moment_is_machine_readable_too() -> None:
    html = render("{% moment at 'Europe/Berlin' %}", at=NOON)
    assert html == '<time datetime="2026-11-21T12:00:00Z">Saturday, 21 November 2026, 13:00 (CET)</time>'


def test_days_of_moments_are_those_of_the_zone() -> None:
    late = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert (
        render("{% day at 'Europe/Berlin' %}", at=late) == '<time datetime="2027-01-01">Friday, 1 January 2027</time>'
    )
    assert render("{% short_day at %}", at=date(2026, 11, 21)) == '<time datetime="2026-11-21">21 Nov 2026</time>'


@time_machine.travel(NOON, tick=False)
@pytest.mark.parametrize(
    ("at", "left", "tone"),
    [
        (datetime(2026, 11, 22, 12, 0, tzinfo=UTC), "1 day left", ""),
        (datetime(2026, 11, 22, 11, 59, tzinfo=UTC), "23 hours, 59 minutes left", "gw-deadline--soon"),
        (datetime(2026, 11, 21, 12, 0, 1, tzinfo=UTC), "1 minute left", "gw-deadline--soon"),
        (NOON, "is over", ""),
    ],
)
def test_deadlines_tell_what_is_left_by_the_servers_clock(at: datetime, left: str, tone: str) -> None:
    html = render("{% deadline at 'Europe/Berlin' 'Hand in until' %}", at=at)
    assert f">{left}<" in html
    assert f'class="gw-deadline{" " if tone else ""}{tone}"' in html
    assert ("data-countdown" in html) is (left != "is over")


def test_badges_say_the_word_and_choose_the_colour() -> None:
    html = render("{% badge state %}", state=State.WAITING)
    assert "waits for the bank" in html
    assert "kern-badge--warning" in html
    assert "gw-badge--neutral" in render("{% badge 'no such state' label='x' %}")
    assert "kern-badge--danger" in render("{% badge 'x' tone='danger' %}")


def test_no_state_has_two_tones() -> None:
    assert tone_of("paid") == "success"
    assert tone_of("unheard of") == "neutral"


def test_what_people_wrote_is_escaped_everywhere() -> None:
    evil = "<script>x</script>"
    source = (
        "{% alert 'info' evil %}{% endalert %}{% empty evil %}{% endempty %}{% breadcrumb %}{% crumb evil '/' %}"
        "{% crumb evil %}{% endbreadcrumb %}{% figure evil evil '/' evil %}{% badge evil label=evil %}"
        "{% icon 'home' evil %}{% submit evil %}{% progress 1 2 evil evil %}{{ evil|excerpt }}"
        "{% dialog id='d' title=evil %}{% enddialog %}"
    )
    assert "<script>" not in render(source, evil=evil)


def test_contents_of_block_tags_are_escaped_once() -> None:
    assert "<p>a &amp; b</p>" in render("{% alert 'info' 'x' %}<p>{{ text }}</p>{% endalert %}", text="a & b")


@pytest.mark.parametrize(("tone", "role"), [("error", 'role="alert"'), ("success", 'role="status"')])
def test_live_alerts_are_announced(tone: str, role: str) -> None:
    assert role in render(f"{{% alert '{tone}' 'x' live=True %}}{{% endalert %}}")
    assert "role=" not in render(f"{{% alert '{tone}' 'x' %}}{{% endalert %}}")


def test_the_campaign_bar_says_its_sums_in_words() -> None:
    html = render("{% campaign_bar bar %}", bar=CampaignBar(3_120_00, 780_00, 5_000_00, 8_000_00))
    assert "€3,900.00" in html
    assert "of €5,000 (78%)" in html
    assert 'width="39"' in html


def test_the_waterline_adds_up() -> None:
    html = render("{% waterline w %}", w=Waterline((Layer("paid", "Paid", 100, "/p"), Layer("free", "Free", 50))))
    assert '<a href="/p">Paid</a>' in html
    assert "€1.50" in html


def test_charts_have_their_table() -> None:
    chart = Chart("lines", "Sign-ups", "Day", [Series("2026", "one")], [("Mon", (120,))], total=True)
    html = render("{% chart c 'c1' %}", c=chart)
    assert 'data-value="120"' in html
    assert "<tfoot" in html
    assert 'id="c1-title"' in html


def test_pagination_keeps_the_other_parameters() -> None:
    request = RequestFactory().get("/", {"q": "a b", "page": "2"})
    html = render("{% pagination page %}", page=Paginator(range(100), 10).page(2), request=request)
    assert 'href="?q=a+b&amp;page=3"' in html
    assert '<span aria-current="page">' in html
    assert render("{% pagination page %}", page=Paginator(range(3), 10).page(1), request=request) == ""


def test_navigation_marks_where_one_is_and_leaves_out_what_is_not_there() -> None:
    request = RequestFactory().get("/healthz")
    assert 'aria-current="page"' in render("{% nav_item 'healthz' 'X' %}", request=request)
    assert "aria-current" not in render("{% nav_item 'readyz' 'X' %}", request=request)
    assert render("{% nav_item 'web:no_such_page' 'X' %}", request=request) == ""


def test_steps_and_phases_name_the_present_one() -> None:
    steps = [{"label": "Test", "state": "now"}, {"label": "Scale", "state": "next"}]
    assert render("{% steps s 'Stages' %}", s=steps).count('aria-current="step"') == 1
    phase = {"name": "Build", "state": "now", "starts_at": NOON, "ends_at": NOON}
    assert "Build <span" in render("{% phases p 'Europe/Berlin' %}", p=[phase])


def test_shares_for_attributes() -> None:
    assert render("{{ 1|share_of:8 }}") == "12.5"
