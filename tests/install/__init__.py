"""What docs/install.md and docs/operations.md tell an administrator to type is typed here, line by line."""
