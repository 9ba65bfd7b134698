"""What people do in their apps: write, press, react, block, run groups."""
