"""A QR code as an SVG of unit squares: exact at any size, on paper and on screens."""

from __future__ import annotations

import qrcode
from qrcode.constants import ERROR_CORRECT_M, ERROR_CORRECT_Q

QUIET_MODULES = 4
LEVELS = {"M": ERROR_CORRECT_M, "Q": ERROR_CORRECT_Q}


def matrix(text: str, level: str) -> list[list[bool]]:
    """The modules of a code for `text`, its quiet zone included. Raises KeyError for a level other than M and Q.

    Text in capitals, digits and `:/.-` takes the alphanumeric mode, and so fewer modules.
    """
    code = qrcode.QRCode(error_correction=LEVELS[level], border=QUIET_MODULES)
    code.add_data(text)
    code.make(fit=True)
    return code.get_matrix()


def svg(modules: list[list[bool]], label: str = "QR") -> str:
    """One path of unit squares, run by run, black on white."""
    runs = []
    for y, row in enumerate(modules):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                runs.append(f"M{start} {y}h{x - start}v1h-{x - start}z")
            x += 1
    size = len(modules)
    paper, ink = f"M0 0h{size}v{size}H0z", "".join(runs)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="code" viewBox="0 0 {size} {size}" shape-rendering="crispEdges" '
        f'role="img" aria-label="{label}"><path fill="#fff" d="{paper}"/><path fill="#000" d="{ink}"/></svg>'
    )
