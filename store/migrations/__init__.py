"""The steps from one schema to the next, run by Alembic through store/schema.py.

A developer who has changed store/tables.py writes the next step with
`python -m store.migrations "what it does"`, reads it, and formats it.
"""
