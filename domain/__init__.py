"""What the work is about and what is true of it, without any database: values, rules, words for refusals."""
