"""How static files are kept in production: compressed, under names that change with their content."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's, that also follows the imports of our scripts; what others' scripts import is not ours to mend."""

    patterns = (
        *CompressedManifestStaticFilesStorage.patterns,
        ("marketplace/*.js", CompressedManifestStaticFilesStorage._js_module_import_aggregation_patterns[1]),
    )
