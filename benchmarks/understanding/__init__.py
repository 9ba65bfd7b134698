"""How well customers are understood, as docs/understanding.md says. Run `python -m benchmarks.understanding FOLDER`."""
