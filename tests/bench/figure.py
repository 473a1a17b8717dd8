from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Both in times per second; a ratio of 1 means that our way costs nothing."""

    name: str
    ours: float
    baseline: float
    note: str

    @property
    def ratio(self) -> float:
        return self.ours / self.baseline
