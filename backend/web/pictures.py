"""Small pictures that need no script: widths and heights are computed here and written as SVG attributes."""

from dataclasses import dataclass
from math import pi, sin

from backend.core.money import split_largest_remainder
from backend.web import formats


def share(part: int, whole: int) -> float:
    """Percent of the whole, 0 to 100."""
    return min(100.0, max(0.0, 100 * part / whole)) if whole > 0 else 0.0


def attribute(value: float) -> str:
    """A number for an SVG attribute: a point, whatever the reader's language."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True)
class CampaignBar:
    """Crowd and fund money on the way to goal 1 and goal 2. All sums in minor units of one currency."""

    crowd: int
    fund: int
    goal_1: int
    goal_2: int | None = None
    currency: str = "EUR"

    @property
    def total(self) -> int:
        return self.crowd + self.fund

    @property
    def _scale(self) -> int:
        return max(self.goal_2 or self.goal_1, self.total, 1)

    @property
    def crowd_width(self) -> str:
        return attribute(share(self.crowd, self._scale))

    @property
    def fund_width(self) -> str:
        return attribute(share(self.fund, self._scale))

    @property
    def goal_1_at(self) -> str:
        return attribute(share(self.goal_1, self._scale))

    @property
    def goal_1_shown(self) -> bool:
        """A goal at the end of the bar needs no mark of its own."""
        return self.goal_1 < self._scale

    @property
    def percent(self) -> int:
        """Of goal 1, rounded down: 99.9 % is not yet reached."""
        return 100 * self.total // self.goal_1 if self.goal_1 > 0 else 0

    @property
    def percent_text(self) -> str:
        return formats.percent_bp(100 * self.percent)


@dataclass(frozen=True)
class Layer:
    """One part of a fund's money; `kind` names its colour."""

    kind: str
    label: str
    amount_minor: int
    url: str = ""


@dataclass(frozen=True)
class DrawnLayer:
    layer: Layer
    path: str
    share: str


@dataclass(frozen=True)
class Waterline:
    """Where a fund's money is, as layers of water: given from the bottom up, adding up to what was paid in."""

    layers: tuple[Layer, ...]
    currency: str = "EUR"

    WIDTH = 320
    HEIGHT = 220
    SWELL = 4.0
    ROOM_ABOVE = 16.0

    @property
    def paid_in(self) -> int:
        return sum(layer.amount_minor for layer in self.layers)

    def drawn(self) -> list[DrawnLayer]:
        """From the top down, each reaching to the bottom, so that the next one covers its lower part."""
        drawn, below, room = [], 0, self.HEIGHT - self.ROOM_ABOVE
        for order, (layer, tenths) in enumerate(zip(self.layers, self._shares(), strict=True)):
            below += layer.amount_minor
            surface = self.HEIGHT - room * share(below, self.paid_in) / 100
            if layer.amount_minor > 0:
                percent = formats.percent_bp(10 * tenths)
                drawn.append(DrawnLayer(layer, self._path(surface, phase=order * 1.3), percent))
        return drawn[::-1]

    def _shares(self) -> list[int]:
        """Tenths of a percent; what is on the page adds up to a hundred."""
        amounts = [max(0, layer.amount_minor) for layer in self.layers]
        return split_largest_remainder(1_000, amounts) if any(amounts) else amounts

    def _path(self, surface: float, *, phase: float) -> str:
        waves = [
            f"{attribute(x)} {attribute(surface + self.SWELL * sin(x / self.WIDTH * 4 * pi + phase))}"
            for x in range(0, self.WIDTH + 1, 8)
        ]
        return f"M{' L'.join(waves)} L{self.WIDTH} {self.HEIGHT} L0 {self.HEIGHT}Z"
