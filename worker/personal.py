"""All packages together hand over, or forget, what they hold about a person."""

from django.conf import settings
from django.utils import translation

from backend.accounts.events import AccountErased, DataExportRequested
from backend.accounts.models import DataExport, User
from backend.accounts.selectors.personal_data import account_personal_data
from backend.accounts.services.data_export import data_export_store
from backend.notifications.services.messages import messages_forget
from funding.selectors.personal_data import funding_personal_data
from funding.services import forgetting as funding
from programmes.selectors.personal_data import programmes_personal_data
from programmes.services import forgetting as programmes
from worker.notices import addresses


def data_export_build(event: DataExportRequested) -> None:
    """Put a person's archive together. What was erased meanwhile is no longer asked for."""
    export = DataExport.objects.select_related("user").filter(pk=event.export_id).first()
    if export is None:
        return
    user = export.user
    parts = [account_personal_data(user), programmes_personal_data(user), funding_personal_data(user)]
    data_export_store(export=export, parts=parts, url=addresses.EXPORT)


def account_erased(event: AccountErased) -> None:
    """Runs in the transaction that marks the message handled: all is forgotten, or it is tried again."""
    user = User.objects.get(pk=event.user_id)
    names = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            names[language] = user.shown_name
    messages_forget(by=str(user.public_id), names=names)
    programmes.person_forget(user=user)
    funding.person_forget(user=user)
