"""The QR code of a receipt: capitals before the `#`, the secret behind it, which no server ever sees in an address."""

from __future__ import annotations

import qrcode
from markupsafe import Markup
from qrcode.constants import ERROR_CORRECT_M

QUIET_MODULES = 4


def receipt_address(public_url: str, ticket: str, secret: str) -> str:
    """`HTTPS://HOST/D/<TICKET>#<32 hex digits in capitals>`."""
    return f"{public_url}/d/{ticket}#{secret}".upper()


def receipt_code(public_url: str, ticket: str, secret: str) -> Markup:
    """The code as an inline picture, black on white with its quiet zone."""
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=QUIET_MODULES)
    code.add_data(receipt_address(public_url, ticket, secret))
    code.make(fit=True)
    return Markup(modules_svg(code.get_matrix()))  # noqa: S704


def modules_svg(matrix: list[list[bool]]) -> str:
    """One path of unit squares, run by run: small, and whole pixels at any size."""
    runs = []
    for y, row in enumerate(matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            x += 1
    size = len(matrix)
    return (
        f'<svg class="code" viewBox="0 0 {size} {size}" shape-rendering="crispEdges" role="img" aria-label="QR">'
        f'<path fill="#fff" d="M0 0h{size}v{size}H0z"/><path fill="#000" d="{"".join(runs)}"/></svg>'
    )
