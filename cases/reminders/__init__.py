"""What falls due to be said to whom: the moments (slots), the clock's look at them (tick), what is said (bundles)."""
