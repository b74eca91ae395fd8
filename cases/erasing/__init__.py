"""Erasing: cases that need not be kept any more, and persons (docs/decisions/0023)."""
