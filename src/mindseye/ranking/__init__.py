"""Ranking: pure functions over vectors that reorder what an index found. One method a file."""
