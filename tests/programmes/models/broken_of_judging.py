"""What the public says, who is not impartial and what is published of a selection, broken behind Python's back."""

from collections.abc import Mapping
from typing import Final

from programmes.models import Comment, CommunityAward, DeclaredConflict, Rating, SelectionPackage
from tests.factories import programmes as make
from tests.factories.accounts import UserFactory
from tests.factories.ratings import CommentFactory, CommunityAwardFactory, RatingFactory
from tests.programmes.models.breaking import Break, change

BROKEN: Final[Mapping[str, Break]] = {
    "comment_hidden_has_moment": change(Comment, CommentFactory.create, hidden_why="Beleidigt."),
    "comment_removed_has_reason": change(
        Comment, CommentFactory.create, hidden_at="2000-01-01T00:00Z", is_removed=True
    ),
    "comment_says_something": change(Comment, CommentFactory.create, body=""),
    "declared_conflict_has_reason": lambda: DeclaredConflict.objects.create(
        solution=make.SolutionFactory.create(), juror=UserFactory.create(), reason=""
    ),
    "selection_package_is_there_or_failed": lambda: SelectionPackage.objects.create(sprint=make.SprintFactory.create()),
    "rating_stars_known": change(Rating, RatingFactory.create, stars=6),
    "community_award_other_has_reason": change(CommunityAward, CommunityAwardFactory.create, rank=2),
    "community_award_rank_counts_from_one": change(CommunityAward, CommunityAwardFactory.create, rank=0, note="Ja."),
    "community_award_score_within": change(CommunityAward, CommunityAwardFactory.create, score_hundredths=501),
}
