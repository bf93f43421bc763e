"""Worlds to begin with: generated rows for any backend."""

from lp_persistence.sample.generator import SMALL, World, generate, load_world

__all__ = ["SMALL", "World", "generate", "load_world"]
