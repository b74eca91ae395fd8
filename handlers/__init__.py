"""Slack in, Slack out: one module for each thing a person does, their views and their wording."""
