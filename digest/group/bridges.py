"""Clusters of one language → clusters of several, by what reads alike in both."""

from __future__ import annotations

from collections.abc import Sequence

from digest.group.profile import Profile


def join_languages(profiles: Sequence[Profile], clusters: Sequence[list[int]]) -> tuple[list[list[int]], list[int]]:
    """Joined clusters, and the indices of articles that came into another language's story."""
    return list(clusters), []
