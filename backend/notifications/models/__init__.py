from backend.notifications.models.circular import Circular
from backend.notifications.models.message import Message, Preference

__all__ = ["Circular", "Message", "Preference"]
