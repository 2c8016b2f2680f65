"""The steps of the waste hierarchy in the reader's language."""

from django.utils.translation import gettext_lazy as _

from matching.knowledge import Hierarchy

_STEPS = {
    Hierarchy.REUSE: _("Reuse and repair"),
    Hierarchy.FOOD: _("Food for people"),
    Hierarchy.SHARING: _("Sharing"),
    Hierarchy.MATERIAL: _("New materials and products"),
    Hierarchy.FEED: _("Feed"),
    Hierarchy.EXCHANGE: _("Heat, cold, water and gases"),
    Hierarchy.SOIL: _("Soil and fertiliser"),
    Hierarchy.BIOGAS: _("Biogas"),
    Hierarchy.FILLING: _("Roads, filling and covering"),
    Hierarchy.ENERGY: _("Fuel and energy recovery"),
}


def hierarchy_name(step: Hierarchy) -> str:
    """Return what a step of the waste hierarchy is called above its uses."""
    return str(_STEPS[step])
