"""Why everybody sits where they sit, and what could not be met: words with facts, put into sentences elsewhere."""

from collections import Counter
from collections.abc import Iterator

from programmes.domain.placing.kinds import NOWHERE, Placement, Question, Reason
from programmes.domain.placing.scene import Scene, Seat, Seating, is_together


def placements(question: Question, scene: Scene, seating: Seating) -> tuple[Placement, ...]:
    together = {one: is_together(group, seating) for group in scene.groups for one in group}
    sizes = Counter(row.group for row in scene.people if row.group)
    full = _full(scene, seating)
    found = [
        Placement(person=row.key, team=None, reasons=(Reason("opted_out"),)) for row in question.people if row.opted_out
    ]
    for number, (person, seat) in enumerate(zip(scene.people, seating, strict=True)):
        if seat.team == NOWHERE:
            found.append(Placement(person=person.key, team=None, reasons=(Reason("no_seat_left"),)))
            continue
        team = scene.teams[seat.team]
        reasons = [*_reasons(scene, number, seat, full)]
        if person.group and sizes[person.group] > 1:
            code = "together" if together.get(number) else "apart"
            reasons.append(Reason(code, {"group": person.group, "size": sizes[person.group]}))
        found.append(Placement(person=person.key, team=team.key, skill=seat.skill, reasons=tuple(reasons)))
    return tuple(sorted(found, key=lambda row: row.person))


def _full(scene: Scene, seating: Seating) -> set[str]:
    """Teams without a place left, and challenges all of whose teams have none."""
    sizes = Counter(seat.team for seat in seating)
    rest: Counter[str] = Counter()
    for number, team in enumerate(scene.teams):
        rest[team.key] += team.free - sizes[number]
        rest[team.challenge] += team.free - sizes[number]
    return {key for key, left in rest.items() if left == 0}


def _reasons(scene: Scene, number: int, seat: Seat, full: set[str]) -> Iterator[Reason]:
    person, team = scene.people[number], scene.teams[seat.team]
    if number in scene.forced:
        yield Reason("pinned")
    rank = scene.rank(person, team)
    if rank is not None:
        yield Reason("wish", {"rank": rank + 1, "of": len(person.wishes)})
    elif person.wishes:
        taken = sum(wish in full for wish in person.wishes)
        yield Reason("beyond_wishes", {"wishes": len(person.wishes), "full": taken})
    else:
        yield Reason("no_wish")
    if seat.skill:
        yield Reason("skill", {"skill": seat.skill})
    if person.languages and team.languages:
        shared = sorted(person.languages & team.languages)
        yield Reason("language", {"language": shared[0]}) if shared else Reason("language_differs")
    if person.times and team.times:
        shared = sorted(person.times & team.times)
        yield Reason("times", {"times": ",".join(shared)}) if shared else Reason("times_differ")


def unmet(scene: Scene, seating: Seating) -> tuple[Reason, ...]:
    """From the whole to the single: places, skills, sizes, groups, pins."""
    return (*_seats(scene, seating), *_skills(scene, seating), *_sizes(scene, seating), *_torn(scene, seating))


def _seats(scene: Scene, seating: Seating) -> Iterator[Reason]:
    without = sum(seat.team == NOWHERE for seat in seating)
    if without:
        seats = sum(team.free for team in scene.teams)
        yield Reason("seats_short", {"people": len(seating), "seats": seats, "without": without})


def _skills(scene: Scene, seating: Seating) -> Iterator[Reason]:
    known = {skill for person in scene.people for skill in person.skills}
    filled = Counter(seating)
    nobody: Counter[str] = Counter()
    for number, team in enumerate(scene.teams):
        for skill, places in sorted(team.skills.items()):
            missing = places - filled[Seat(number, skill)]
            if skill not in known and missing > 0:
                nobody[skill] += 1
            elif missing > 0:
                yield Reason("skill_missing", {"team": team.key, "skill": skill, "missing": missing})
    for skill, teams in sorted(nobody.items()):
        yield Reason("skill_nobody_has", {"skill": skill, "teams": teams})


def _sizes(scene: Scene, seating: Seating) -> Iterator[Reason]:
    sizes = Counter(seat.team for seat in seating)
    for number, team in enumerate(scene.teams):
        size = team.present + sizes[number]
        if size < team.least:
            yield Reason("team_below_least", {"team": team.key, "size": size, "least": team.least})


def _torn(scene: Scene, seating: Seating) -> Iterator[Reason]:
    yield from scene.notes
    large = {note.facts["group"] for note in scene.notes if note.code == "group_too_large"}
    where: dict[str, list[int]] = {}
    for person, seat in zip(scene.people, seating, strict=True):
        if person.group:
            where.setdefault(person.group, []).append(seat.team)
    for name, teams in sorted(where.items()):
        seated = {team for team in teams if team != NOWHERE}
        if name not in large and len(seated) > 1:
            yield Reason("group_apart", {"group": name, "size": len(teams), "teams": len(seated)})
