"""Kinds of sprints that are known to work, as data: from each of them a sprint is made in one step."""

from typing import Final

from programmes.domain.templates.hackathon import HACKATHON
from programmes.domain.templates.kinds import SprintTemplate
from programmes.domain.templates.lab import LAB
from programmes.domain.templates.startup import STARTUP

TEMPLATES: Final[dict[str, SprintTemplate]] = {one.key: one for one in (HACKATHON, STARTUP, LAB)}
