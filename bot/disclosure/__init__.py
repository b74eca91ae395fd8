"""What is kept about one person, as papers: what they are given, and what a case worker looks through first."""
