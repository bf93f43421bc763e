"""The command ``lp-persistence``; its subcommands are named utilities."""

from lp_persistence.command.main import main

__all__ = ["main"]
