"""The door for machines: JSON over HTTP, described by OpenAPI. Loaded only where `API_PORT` is set."""
