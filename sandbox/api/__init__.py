"""What the bot asks of the workspace by HTTP: the Web API's methods, files, and answers to interactions."""
