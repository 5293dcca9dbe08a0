"""Who owes whom after a trip with friends."""

__version__ = "0.1.0"
