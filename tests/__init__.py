"""The tests: mirrors of the packages, and journeys through the real program against the sandbox."""
