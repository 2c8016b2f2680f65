"""Where things are and what moving them takes. Pure: no Django, no clock."""
