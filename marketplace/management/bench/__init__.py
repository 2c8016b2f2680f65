"""The parts of `manage.py bench`: each yields the lines of its section of `docs/benchmarks.md`."""
