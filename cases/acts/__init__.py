"""What people, jobs and files do: one act is one function and one transaction."""
