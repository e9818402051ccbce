"""Security headers as data, and the refusal of cross-site requests by their headers, with no token in any page.

Sources: docs/sources.md, "Browsers"; MDN on Sec-Fetch-Site.
"""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import urlsplit

from flask import Flask, current_app, g, request

from .errors import Refused, TooLarge

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' blob:",
    "media-src": "'self' blob:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "manifest-src": "'self'",
    "worker-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "object-src": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(self), geolocation=()",
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
}
ASSETS = (
    "/static/",
    "/kept/",
)  # scripts, bundles of a pack: the page that loads them carries the policy; their own headers stay few
ASSET_HEADERS = ("X-Content-Type-Options",)
PERCENT_BYTES = 3  # what one byte takes in an urlencoded form
SAFE = ("GET", "HEAD", "OPTIONS")
DECODER = "/js/scan-worker.js"  # a worker lives under the policy of its own answer; this one alone runs WebAssembly


@lru_cache(64)
def policy(**changes: str) -> str:
    """The Content-Security-Policy; `style_src="'self' 'sha256-...'"` replaces one directive."""
    named = {name.replace("_", "-"): value for name, value in changes.items()}
    return "; ".join(f"{name} {value}" for name, value in {**POLICY, **named}.items())


def init_app(app: Flask) -> None:
    """Refuse what comes from other sites or is too long, and give every answer its headers."""
    app.before_request(refuse_other_sites)
    app.after_request(add_policy)
    app.wsgi_app = with_headers(app.wsgi_app)  # type: ignore[method-assign]


def refuse_other_sites() -> None:
    """Raise Refused for an unsafe request from another site, TooLarge for a text longer than any form of ours.

    Sec-Fetch-Site decides; where a browser sends none, Origin must be this host; where both are missing (an old
    browser, a tool) only a request without a cookie is taken: it cannot act in anybody's name.
    """
    if request.method in SAFE:
        return
    site = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    if site is not None:
        allowed = site == "same-origin"
    elif origin is not None:
        allowed = urlsplit(origin).netloc == request.host
    else:
        allowed = not request.cookies
    if not allowed:
        raise Refused
    if (request.content_length or 0) > current_app.config["MAX_FORM_MEMORY_SIZE"] * PERCENT_BYTES:
        if request.mimetype == "application/x-www-form-urlencoded":  # werkzeug limits only multipart
            raise TooLarge


def add_policy(response):
    """Put the policy on; a page that inlined a stylesheet names its hash and nothing looser."""
    is_decoder = request.path.endswith(DECODER)
    is_asset = request.path.startswith(ASSETS) and response.status_code == 200 and not is_decoder
    if "Content-Security-Policy" not in response.headers and not is_asset:
        style = g.get("inlined_style")
        changes = {"style_src": f"'self' '{style}'"} if style else {}
        if is_decoder:
            changes = {"script_src": "'self' 'wasm-unsafe-eval'"}
        response.headers.add("Content-Security-Policy", policy(**changes))
    return response


def with_headers(wsgi_app):
    """A WSGI layer that puts the same headers on every answer (few on assets): no route sets one of them itself."""
    pages = list(HEADERS.items())
    assets = [(name, HEADERS[name]) for name in ASSET_HEADERS]

    def layer(environ, start_response):
        always = assets if environ["PATH_INFO"].startswith(ASSETS) else pages
        return wsgi_app(environ, lambda status, headers, *failed: start_response(status, [*headers, *always], *failed))

    return layer
