"""What holds for a run of the linter: command line over configuration file over default."""

from contractkit.settings.records import Settings

__all__ = ["Settings"]
