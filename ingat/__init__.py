"""The composition root and the command line: the only package that imports all others."""
