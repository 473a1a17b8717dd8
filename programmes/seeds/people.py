"""Invented people who fill sprints and teams."""

from dataclasses import dataclass
from typing import Final

from django.utils.text import slugify

from backend.accounts.models import User
from programmes.models import Profile
from programmes.seeds.personas import KEYS, person, persona
from programmes.services.profiles import profile_save


@dataclass(frozen=True, slots=True)
class Somebody:
    name: str
    skills: tuple[str, ...]
    topics: tuple[str, ...]
    language: str = "de"

    @property
    def key(self) -> str:
        return slugify(self.name).split("-", maxsplit=1)[0]


CROWD: Final = (
    Somebody("Amira Saleh", ("Gestaltung", "Figma"), ("Nachbarschaft", "Bildung")),
    Somebody("Bastian Kern", ("Python", "Karten"), ("Verkehr",)),
    Somebody("Chiara Rossi", ("Text", "Interviews"), ("Gesundheit",)),
    Somebody("Daniel Okafor", ("JavaScript", "Barrierefreiheit"), ("Teilhabe",), "en"),
    Somebody("Elif Demir", ("Projektleitung",), ("Bildung", "Teilhabe")),
    Somebody("Finn Petersen", ("Hardware", "LoRaWAN"), ("Klima",)),
    Somebody("Greta Lindner", ("Recht", "Datenschutz"), ("Verwaltung",)),
    Somebody("Hannes Bauer", ("Landwirtschaft",), ("Klima", "Ernährung")),
    Somebody("Ines Carvalho", ("Übersetzung", "Portugiesisch"), ("Teilhabe",)),
    Somebody("Jakub Nowak", ("Python", "Daten"), ("Klima",)),
    Somebody("Katja Wolff", ("Pflege",), ("Gesundheit",)),
    Somebody("Lars Mertens", ("Stadtplanung",), ("Verkehr", "Klima")),
    Somebody("Mai Nguyen", ("Gestaltung", "Illustration"), ("Bildung",)),
    Somebody("Nele Franke", ("Öffentlichkeit",), ("Nachbarschaft",)),
    Somebody("Omar Farouk", ("JavaScript",), ("Nachbarschaft", "Teilhabe")),
    Somebody("Paula Richter", ("Statistik", "Daten"), ("Gesundheit",)),
    Somebody("Quirin Huber", ("Hardware",), ("Energie",)),
    Somebody("Rosa Jimenez", ("Moderation",), ("Nachbarschaft",)),
    Somebody("Samuel Groß", ("Finanzen",), ("Ernährung",)),
    Somebody("Thea Albrecht", ("Gebärdensprache",), ("Teilhabe",)),
    Somebody("Uwe Schilling", ("Ehrenamt", "Logistik"), ("Verkehr",)),
    Somebody("Vera Pavlova", ("Python",), ("Energie",), "en"),
    Somebody("Wanja Tietz", ("Video",), ("Bildung",)),
    Somebody("Xenia Dimou", ("Interviews",), ("Gesundheit",)),
    Somebody("Yusuf Aydın", ("Karten", "JavaScript"), ("Verkehr",)),
    Somebody("Zoe Martin", ("Projektleitung", "Text"), ("Klima",), "en"),
    Somebody("Anton Beck", ("Buchhaltung",), ("Ernährung",)),
    Somebody("Birgit Haas", ("Seniorenarbeit",), ("Nachbarschaft", "Gesundheit")),
    Somebody("Cem Kaya", ("Daten",), ("Verwaltung",)),
    Somebody("Dörte Janssen", ("Lehre",), ("Bildung",)),
    Somebody("Emil Fuchs", ("Figma",), ("Energie",)),
    Somebody("Fatou Diallo", ("Französisch", "Moderation"), ("Teilhabe",)),
    Somebody("Gustav Ernst", ("Handwerk",), ("Energie", "Klima")),
    Somebody("Helin Arslan", ("Text",), ("Nachbarschaft",)),
    Somebody("Ivo Marković", ("Python", "Hardware"), ("Verkehr",)),
    Somebody("Jana Scholz", ("Verwaltung",), ("Verwaltung", "Teilhabe")),
)
BY_KEY: Final = {somebody.key: somebody for somebody in CROWD}


def someone(key: str) -> User:
    """A persona or one of the crowd, by first name in small letters."""
    if key in KEYS:
        return persona(key)
    chosen = BY_KEY[key]
    return person(f"{slugify(chosen.name).replace('-', '.')}@example.org", chosen.name, chosen.language)


def profiles_seed() -> None:
    for somebody in CROWD:
        user = someone(somebody.key)
        if not Profile.objects.filter(user=user).exists():
            languages = ("Deutsch",) if somebody.language == "de" else ("English", "Deutsch")
            profile_save(
                actor=user, skills=somebody.skills, topics=somebody.topics, languages=languages, is_public=True
            )
