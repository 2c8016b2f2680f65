"""What follows what: event kind → actions. Nothing else happens by itself."""
