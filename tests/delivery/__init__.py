"""What the delivering edge promises."""
