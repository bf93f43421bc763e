"""Worlds to begin with: generated rows for any backend."""

from lp_persistence.sample.generator import World, generate, load_world

__all__ = ["World", "generate", "load_world"]
