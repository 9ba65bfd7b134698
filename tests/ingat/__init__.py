"""The composition root: settings, logs, supervision, backups."""
