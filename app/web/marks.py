"""Marks sentences for the catalogues, for code that knows neither request nor language."""


def N_(message: str) -> str:  # noqa: N802 - the name that gettext's tools look for
    """The sentence as it is; it is translated where it is shown."""
    return message
