"""What a screen shows: read from the database, and nothing is changed."""
