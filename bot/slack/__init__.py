"""How Slack is reached: HTTP, Socket Mode, the Web API, and what its answers mean."""
