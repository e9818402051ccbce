"""Money in words of pages: `8.000 đồng`, the way in which it came."""

from __future__ import annotations

from flask import Flask

from ..web.texts import t


def dong(amount: int) -> str:
    """`8.000 đồng`, `-8.000 đồng`."""
    return str(t("%(amount)s đồng", amount=f"{amount:,}".replace(",", ".")))


def way_name(way: str) -> str:
    """How money came."""
    return str({"cash": t("Tiền mặt"), "transfer": t("Chuyển khoản")}[way])


def init_app(app: Flask) -> None:
    """Give templates the lines."""
    app.jinja_env.globals.update(dong=dong, way_name=way_name)
