"""Rows and files: SQLAlchemy tables, queries, the outbox and inbox, attachment bytes. Never commits by itself."""
