"""The headers of an export, as nginx and as CDNs read them: as few rules as say the same as the server's own answers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from . import languages

Kind = tuple[tuple[tuple[str, str], ...], bool, bool]
Segments = tuple[str, ...]
KNOWN_ENDINGS = (".js", ".json", ".wasm", ".png", ".svg", ".mp3", ".opus", ".txt", ".bin")  # CDNs know their types by themselves
PLACEHOLDER = re.compile(r"<(?:(\w+):)?(\w+)>")


@dataclass(frozen=True)
class Answer:
    """One exported address: path, the pattern of its route, headers as sent, page or file, compressed copies or none."""

    path: str
    template: str
    headers: tuple[tuple[str, str], ...]
    is_page: bool
    is_pressed: bool

    @property
    def kind(self) -> Kind:
        return (tuple(sorted(self.headers)), self.is_page, self.is_pressed)


@dataclass(frozen=True)
class Rule:
    """Addresses that share their headers. whole: everything below `segments` too."""

    segments: Segments
    whole: bool
    kind: Kind


def rules(answers: Iterable[Answer]) -> list[Rule]:
    """One rule for a pattern whose answers agree, one for a whole folder that does; else address by address."""
    listed = list(answers)
    by_template: dict[str, set[Kind]] = {}
    for answer in listed:
        by_template.setdefault(answer.template, set()).add(answer.kind)
    said: dict[Segments, Kind] = {}
    for answer in listed:
        path = answer.template if len(by_template[answer.template]) == 1 else answer.path
        said[tuple(path.strip("/").split("/")) if path != "/" else ()] = answer.kind
    return sorted(_folded(said, ()), key=_precedence)


def _folded(said: dict[Segments, Kind], at: Segments) -> list[Rule]:
    depth = len(at)
    own = said.get(at)
    is_root = not at or (depth == 1 and at[0] in languages.LANGUAGES)
    if len(said) > 1 and len(set(said.values())) == 1 and not is_root:
        return [Rule(at, True, next(iter(said.values())))]
    found = [Rule(at, False, own)] if own else []
    below: dict[str, dict[Segments, Kind]] = {}
    for segments, kind in said.items():
        if len(segments) > depth:
            below.setdefault(segments[depth], {})[segments] = kind
    for name, inner in below.items():
        found += _folded(inner, (*at, name))
    return found


def _precedence(rule: Rule) -> tuple:
    """What is exact stands before what is a pattern: the first one that fits wins."""
    return (rule.whole, any("<" in segment for segment in rule.segments), -len(rule.segments), rule.segments)


def for_cdns(answers: Iterable[Answer]) -> str:
    """A `_headers` file, as Netlify and Cloudflare Pages read it. No address fits two rules: they would add up."""
    lines = ["# Made by gocua export-site."]
    for rule in rules(_plainer(answer) for answer in answers):
        headers, is_page, _ = rule.kind
        path = "/" + "/".join(_cdn_segment(one) for one in rule.segments)
        fitting = [f"{path}/*"] if rule.whole else [path, f"{path}/"] if is_page and path != "/" else [path]
        for address in fitting:
            lines += [address, *(f"  {name}: {value}" for name, value in headers)]
    return "\n".join(lines) + "\n"


def redirects(server: str) -> str:
    """A `_redirects` file: what needs the server is asked there; without one there is nothing to send elsewhere."""
    lines = ["# Made by gocua export-site."]
    for prefix in _prefixes() if server else ():
        lines += [f"{prefix}/p/:code/start{more} {server}{prefix}/p/:code/start{more} 307" for more in ("", "/:version")]
        lines += [f"{prefix}/{letter}/* {server}{prefix}/{letter}/:splat 307" for letter in "dD"]
    return "\n".join(lines) + "\n"


def for_nginx(found: list[Rule], nobody: Answer, server: str) -> str:
    """An include for a `server { root ...; }`: types, headers, our own brotli and gzip files, pages of lists."""
    lines = [
        "# Made by gocua export-site: include it inside a server block whose `root` is this folder.",
        "gzip off;",
        "gzip_static on;",
        "etag on;",
        'set $gocua_br "";',
        'set $gocua_coding "";',
        'set $gocua_page "";',
        'if ($http_accept_encoding ~* "(^|[ ,])br($|[ ,;])") { set $gocua_br ".br"; set $gocua_coding "br"; }',
        'if ($arg_page ~ "^[0-9]+$") { set $gocua_page "/page-$arg_page"; }',
    ]
    if server:
        prefixes = "|".join(prefix for prefix in _prefixes() if prefix)
        lines += [f'location ~ "^({prefixes})?/(p/[^/]+/start(/[0-9]+)?|[dD]/[^/]+)/?$" {{ return 307 {server}$request_uri; }}']
    for rule in found:
        lines += [f'location ~ "{_pattern(rule)}" {{', *_said(rule.kind), "}"]
    lines += ["error_page 404 /404.html;", "location = /404.html {", "    internal;"]
    lines += _said(nobody.kind, of_error=True)
    return "\n".join([*lines, "}", ""])


def _said(kind: Kind, of_error: bool = False) -> list[str]:
    headers, is_page, is_pressed = kind
    always = " always" if of_error else ""
    lines = ["    types { }"]
    for name, value in headers:
        quoted = value.replace("\\", "\\\\").replace('"', '\\"')
        lines += [f'    default_type "{quoted}";' if name == "Content-Type" else f'    add_header {name} "{quoted}"{always};']
    if of_error:
        return lines
    coding = "$gocua_br" if is_pressed else ""
    names = [f"$uri$gocua_page/index.html{coding}", f"$uri/index.html{coding}"] if is_page else [f"$uri{coding}"]
    said = ["    add_header Content-Encoding $gocua_coding;"] if coding else []
    return [*lines, *said, f"    try_files {' '.join(names)} =404;"]


def _pattern(rule: Rule) -> str:
    path = "".join("/" + _segment(one) for one in rule.segments)
    if rule.whole:
        return f"^{path}(/.*)?$"
    return f"^{path}/?$" if rule.kind[1] else f"^{path}$"


def _plainer(answer: Answer) -> Answer:
    if not answer.path.endswith(KNOWN_ENDINGS):
        return answer
    return replace(answer, headers=tuple(one for one in answer.headers if one[0] != "Content-Type"), is_pressed=False)


def _cdn_segment(text: str) -> str:
    return ":number" if text.startswith("page-<") else PLACEHOLDER.sub(r":\2", text)


def _segment(text: str) -> str:
    if text.startswith("page-<"):
        return "page-[0-9]+"
    found = PLACEHOLDER.fullmatch(text)
    if found:
        return ".+" if found.group(1) == "path" else "[^/]+"
    return "".join("[^/]+" if PLACEHOLDER.fullmatch(part) else re.escape(part) for part in re.split(r"(<[^>]+>)", text))


def _prefixes() -> list[str]:
    return ["" if one.tag == languages.DEFAULT else f"/{one.tag}" for one in languages.offered()]
