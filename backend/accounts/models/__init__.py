from backend.accounts.models.api_token import ApiToken
from backend.accounts.models.data_export import DataExport
from backend.accounts.models.invitation import Invitation
from backend.accounts.models.organisation import Membership, Organisation, PastMembership
from backend.accounts.models.user import User

__all__ = ["ApiToken", "DataExport", "Invitation", "Membership", "Organisation", "PastMembership", "User"]
