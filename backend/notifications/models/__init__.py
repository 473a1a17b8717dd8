from backend.notifications.models.message import Message, Preference

__all__ = ["Message", "Preference"]
