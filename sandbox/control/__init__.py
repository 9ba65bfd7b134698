"""The control API under `/sandbox/`: what people, tests and pages ask for. README.md is its contract."""

from sandbox.control.routes import add_control

__all__ = ["add_control"]
