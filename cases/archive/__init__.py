"""The record of a case: what it holds, and gathering it from the database."""
