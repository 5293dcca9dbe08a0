"""sddtasks: compile a Spec-Driven Development tasks.md into doit tasks."""

__version__ = "0.1.0"
