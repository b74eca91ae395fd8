"""How fast the bot is, as ratios to a bare Bolt app measured in the same minutes: `python -m tests.bench`."""
