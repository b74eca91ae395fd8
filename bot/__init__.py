"""Runs Saksbot: settings, joining the parts, command line, clock, delivery of the outbox."""
