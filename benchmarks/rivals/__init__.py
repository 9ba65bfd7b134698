"""Bots to compare with, each as its libraries' documentation would have it written. Nothing here is part of Ingat."""
