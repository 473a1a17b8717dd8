"""Which state may follow which."""

from backend.accounts.enums import ExportState

DATA_EXPORT: dict[str, frozenset[str]] = {
    ExportState.REQUESTED: frozenset({ExportState.READY, ExportState.EXPIRED}),
    ExportState.READY: frozenset({ExportState.EXPIRED}),
    ExportState.EXPIRED: frozenset(),
}
