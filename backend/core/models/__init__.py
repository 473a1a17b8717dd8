from backend.core.models.audit import AuditEntry, AuditPersonal, AuditSeal, AuditSubjectKey
from backend.core.models.base import PublicModel
from backend.core.models.outbox import DueJob, Heartbeat, OutboxMessage
from backend.core.models.states import state_known

__all__ = [
    "AuditEntry",
    "AuditPersonal",
    "AuditSeal",
    "AuditSubjectKey",
    "DueJob",
    "Heartbeat",
    "OutboxMessage",
    "PublicModel",
    "state_known",
]
