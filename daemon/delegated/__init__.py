"""delegated: drop a task file into a folder; the right assistant gets a complete brief by mail."""

__version__ = "0.1.0"
