"""Runs Saksbot: settings, joining the parts, command line, clock, delivery of the outbox."""

__version__ = "1.8.0"
