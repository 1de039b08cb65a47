"""Inconsistencies and concerns between Parties, and the technical expert review."""

from tallystick.article6.review.cases import Case
from tallystick.article6.review.consequences import requests
from tallystick.article6.review.entering import replay
from tallystick.article6.review.opening import opened, openings, unopened
from tallystick.article6.review.reviews import Review, reviews, status
from tallystick.article6.review.values import (
    REVIEW_TEAM,
    SECRETARIAT,
    Event,
    Kind,
    Opening,
    Recommendation,
    Side,
    State,
    Topic,
)

__all__ = [
    "REVIEW_TEAM",
    "SECRETARIAT",
    "Case",
    "Event",
    "Kind",
    "Opening",
    "Recommendation",
    "Review",
    "Side",
    "State",
    "Topic",
    "opened",
    "openings",
    "replay",
    "requests",
    "reviews",
    "status",
    "unopened",
]
