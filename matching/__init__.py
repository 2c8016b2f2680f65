"""Which offers could serve which needs, and why. Pure: no Django, no clock, no sentences."""
