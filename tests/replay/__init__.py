"""Playing questions through the whole path, and counting."""
