"""From what Slack told, or could not tell while nobody listened, to the acts."""
