"""The Bot API: `/bot<token>/<method>` and `/file/bot<token>/<path>`, as strict as Telegram and a little stricter."""
