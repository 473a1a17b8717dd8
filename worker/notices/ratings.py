"""Notices about what the public says of solutions."""

from backend.core import clock
from backend.notifications.enums import Category
from programmes import events_of_rating as events
from programmes.models import Comment, CommunityAward
from worker.notices import addresses, people
from worker.notices.notice import Notice
from worker.notices.taking_part import Notices


def comment_made(event: events.CommentMade) -> Notices:
    """The team, once a day; nothing for what is gone or hidden by then, or for what they say themselves."""
    row = Comment.objects.select_related("solution__team", "solution__sprint", "solution__current_version", "author")
    comment = row.get(pk=event.comment_id)
    if comment.withdrawn_at is not None or comment.hidden_at is not None:
        return []
    solution = comment.solution
    return [
        Notice(
            to=people.without(people.team_members(solution.team), comment.author),
            category=Category.TEAM,
            template="programmes/comment_made",
            url=addresses.comments(solution),
            context={"solution": solution.shown_title, "sprint": solution.sprint.title},
            once=f"comment_made:{solution.public_id}:{clock.now():%Y-%m-%d}",
        )
    ]


def community_award_given(event: events.CommunityAwardGiven) -> Notices:
    rows = CommunityAward.objects.select_related("solution__team", "solution__current_version", "sprint")
    award = rows.get(pk=event.award_id)
    solution = award.solution
    return [
        Notice(
            to=people.team_members(solution.team),
            category=Category.TEAM,
            template="programmes/community_award_given",
            url=addresses.solution(solution),
            context={"solution": solution.shown_title, "sprint": award.sprint.title, "ratings": award.ratings},
        )
    ]
