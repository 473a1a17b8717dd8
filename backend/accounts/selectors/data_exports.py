from backend.accounts.models import DataExport, User


def data_export_latest(user: User) -> DataExport | None:
    """The last archive that a person has asked for, in whatever state."""
    return DataExport.objects.filter(user=user).first()
