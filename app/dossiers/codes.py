"""The QR code of a receipt: the secret stands behind the `#`, which no server ever sees in an address."""

from __future__ import annotations

from markupsafe import Markup

from ..offices import codes


def receipt_address(public_url: str, ticket: str, secret: str) -> str:
    """`HTTPS://HOST/D/<TICKET>#<32 hex digits>`, in capitals."""
    return f"{public_url}/d/{ticket}#{secret}".upper()


def receipt_code(public_url: str, ticket: str, secret: str) -> Markup:
    """The code as an inline picture, black on white with its quiet zone."""
    return Markup(codes.svg(codes.matrix(receipt_address(public_url, ticket, secret), "M")))  # noqa: S704
