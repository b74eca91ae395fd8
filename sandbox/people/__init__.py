"""What a person's Slack client lets them do: by ids (acts), by what is visible (hands), and what comes of it."""
