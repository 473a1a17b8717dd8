"""Which state may follow which."""

from backend.accounts.enums import ExportState, InvitationState

DATA_EXPORT: dict[str, frozenset[str]] = {
    ExportState.REQUESTED: frozenset({ExportState.READY, ExportState.EXPIRED}),
    ExportState.READY: frozenset({ExportState.EXPIRED}),
    ExportState.EXPIRED: frozenset(),
}

INVITATION: dict[str, frozenset[str]] = {
    InvitationState.OPEN: frozenset({InvitationState.ACCEPTED, InvitationState.DECLINED, InvitationState.WITHDRAWN}),
    InvitationState.ACCEPTED: frozenset(),
    InvitationState.DECLINED: frozenset(),
    InvitationState.WITHDRAWN: frozenset(),
}
