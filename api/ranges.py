"""A figure that is not known exactly, as every answer tells it."""

from rest_framework import serializers


class RangeOut(serializers.Serializer):
    """A figure that is not known exactly: low, what we reckon with, high."""

    low = serializers.FloatField()
    default = serializers.FloatField()
    high = serializers.FloatField()
