"""The closing kit of a fund: its use-of-funds report and its list of awards in both languages, as one archive."""

import csv
import io
import tempfile
import zipfile
from collections.abc import Callable, Iterator

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from backend.web.matches_csv import BYTE_ORDER_MARK, matches_table, plain
from funding.enums import KitState
from funding.events import KitRequested
from funding.models import FundKit
from funding.selectors.funds import matches_public
from funding.selectors.use_of_funds import UseOfFunds, use_of_funds
from funding.services.kits import kit_progress, kit_store
from worker.use_of_funds import report_pdf

CENTS = 100


def closing_kit_build(event: KitRequested) -> None:
    """Put a kit together, all of it from one look at the books; one that is there already is left alone."""
    kit = FundKit.objects.select_related("fund").filter(pk=event.kit_id, state=KitState.REQUESTED).first()
    if kit is None:
        return
    parts = list(parts_of(use_of_funds(kit.fund)))
    with tempfile.TemporaryFile() as target:
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for number, (name, make) in enumerate(parts, 1):
                archive.writestr(name, make())
                kit_progress(kit=kit, percent=95 * number // len(parts))
        target.seek(0)
        kit_store(kit=kit, archive=target)


def parts_of(figures: UseOfFunds) -> Iterator[tuple[str, Callable[[], bytes]]]:
    """Names and makers of the files, in both languages."""
    slug = figures.fund.slug
    for language, _name in settings.LANGUAGES:
        yield f"{slug}-report-{language}.pdf", _in(language, lambda: report_pdf(figures))
        yield f"{slug}-awards-{language}.csv", _in(language, lambda: awards_csv(figures).encode())
        yield f"{slug}-matches-{language}.csv", _in(language, lambda: _matches(figures).encode())


def _in(language: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    def made() -> bytes:
        with translation.override(language):
            return make()

    return made


def _matches(figures: UseOfFunds) -> str:
    rows = matches_public(figures.fund).prefetch_related("causes").iterator(chunk_size=1_000)
    return matches_table(rows)


def awards_csv(figures: UseOfFunds) -> str:
    """One line a campaign, and the sum; as the reader's spreadsheet expects it."""
    german = translation.get_language() == "de"
    text = io.StringIO()
    text.write(BYTE_ORDER_MARK)
    lines = csv.writer(text, delimiter=";" if german else ",")

    def amount(minor: int) -> str:
        written = f"{minor // CENTS}.{minor % CENTS:02}"
        return written.replace(".", ",") if german else written

    lines.writerow(
        [_("Campaign"), _("Project"), _("Paid out"), _("Approved"), _("Reserved"), _("Currency"), _("Public id")]
    )
    for award in figures.awards:
        campaign = award.position.campaign
        sums = [amount(sum_) for sum_ in (award.paid_minor, award.approved_minor, award.reserved_minor)]
        names = [plain(campaign.title), plain(campaign.project.title)]
        lines.writerow([*names, *sums, figures.fund.currency, campaign.public_id])
    water = figures.waterline
    sums = [amount(sum_) for sum_ in (water.paid, water.approved, water.reserved)]
    lines.writerow([_("Total"), "", *sums, figures.fund.currency, figures.fund.public_id])
    return text.getvalue()
