"""How large a rush is and what goes wrong meanwhile."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Plan:
    people: int = 42_968
    capacity: int = 28_361
    hall: int = 300
    """Of the people: who shares one address and signs in by mailed code."""
    connections: int = 200
    """That clients hold open; a double click opens another one for its moment."""
    doubled: float = 0.1
    """Share of forms that are sent twice at the same time."""
    at_once: float = 0.7
    """Share of people who come in the first moment; the others follow, fewer and fewer."""
    tail_seconds: float = 60.0
    reloaders: int = 4_000
    reloads: int = 5
    kills: int = 3
    """Workers that are killed while people register; one more while teams form."""
    lease_seconds: int = 20
    web_processes: int = 2
    code_seconds: int = 900
    """How long a code to sign in with is good for. Shorter in a smaller rush, where less stands before its mail."""
    seed: int = 1

    @property
    def teams(self) -> int:
        return max(2, self.capacity // 19)

    @property
    def leaving(self) -> int:
        """Who gives a place back, so that others move up."""
        return max(2, self.capacity // 100)


def plan_for(people: int) -> Plan:
    """The kick-off in the same proportions with fewer people."""
    whole = Plan()
    if people >= whole.people:
        return Plan(people=people, capacity=people * whole.capacity // whole.people)
    share = people / whole.people
    return Plan(
        people=people,
        capacity=max(10, round(whole.capacity * share)),
        hall=min(whole.hall, people // 4),
        reloaders=max(20, round(whole.reloaders * share)),
        tail_seconds=max(1.0, whole.tail_seconds * share),
        kills=1 if people < 1_000 else 2,
        lease_seconds=3 if people < 5_000 else 10,
        code_seconds=max(30, round(whole.code_seconds * share)),
        connections=min(whole.connections, max(20, people // 5)),
    )
