"""The archive package of a case: one ZIP with everything that its record says, the same bytes when made again."""
