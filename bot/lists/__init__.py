"""Lists as files: a table as XLSX and as CSV."""
