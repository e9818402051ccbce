"""The reverse proxy of docs/nginx.conf in front of a real server: HTTPS, headers, a form that is sent, a log without tickets."""

import datetime
import http.client
import ipaddress
import re
import shutil
import socket
import ssl
import time
import urllib.parse
from pathlib import Path

import brotli
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from tests.nginx import Nginx
from tests.server import LiveServer, free_port

CONF = Path(__file__).resolve().parents[1] / "docs" / "nginx.conf"
FORM = "2.000815"


def certificate(folder: Path) -> None:
    """A self-signed one for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder.mkdir(parents=True)
    (folder / "fullchain.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    plain = serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    (folder / "privkey.pem").write_bytes(pem)


class Front:
    """nginx with our file before a server; `ask` goes over HTTPS and checks the certificate."""

    def __init__(self, folder: Path, furnished: Path):
        self.port, self.plain_port = free_port(), free_port()
        shutil.copytree(furnished, folder / "data")
        public = f"https://127.0.0.1:{self.port}"
        self.server = LiveServer(folder / "data", GOCUA_PROXIES="1", GOCUA_PUBLIC_URL=public)
        certificate(folder / "ssl")
        self.log = folder / "gocua.log"
        text = re.sub(r"^\s*listen \[::\].*\n", "", CONF.read_text("utf-8"), flags=re.MULTILINE)
        for ours, here in (
            ("listen 80;", f"listen 127.0.0.1:{self.plain_port};"),
            ("listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl"),
            ("127.0.0.1:8000", f"127.0.0.1:{self.server.port}"),
            ("/etc/ssl/gocua/", f"{folder}/ssl/"),
            ("/var/log/nginx/", f"{folder}/"),
            ("gocua.example.vn", "127.0.0.1"),
        ):
            assert ours in text, ours
            text = text.replace(ours, here)
        try:
            self._nginx = Nginx(folder / "nginx", text, self.port)
        except BaseException:
            self.server.stop()
            raise
        self.trust = ssl.create_default_context(cafile=folder / "ssl" / "fullchain.pem")

    def ask(self, method: str, path: str, body: str | None = None, **headers: str):
        """(status, headers, body) of one request."""
        line = http.client.HTTPSConnection("127.0.0.1", self.port, timeout=30, context=self.trust)
        line.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        answer = line.getresponse()
        got = answer.status, answer.headers, answer.read()
        line.close()
        return got

    def stop(self) -> None:
        self._nginx.stop()
        self.server.stop()


@pytest.fixture(scope="module")
def front(furnished, tmp_path_factory):
    one = Front(tmp_path_factory.mktemp("front"), furnished)
    yield one
    one.stop()


def test_home_comes_over_https_with_the_programs_own_headers_once(front):
    status, headers, body = front.ask("GET", "/", Accept_Encoding="br, gzip")
    assert status == 200 and "Bạn cần làm" in brotli.decompress(body).decode()
    assert headers.get_all("Strict-Transport-Security") == ["max-age=31536000; includeSubDomains"]
    assert len(headers.get_all("Content-Security-Policy")) == 1
    assert headers["Content-Encoding"] == "br" and headers["Cache-Control"].startswith("public")
    etag = headers["ETag"]
    assert front.ask("GET", "/", Accept_Encoding="br", If_None_Match=etag)[0] == 304


def test_phones_may_speak_http_2(front):
    context = ssl.create_default_context(cafile=None)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2", "http/1.1"])
    with socket.create_connection(("127.0.0.1", front.port)) as line, context.wrap_socket(line) as secure:
        assert secure.selected_alpn_protocol() == "h2"


def test_plain_http_is_sent_to_https(front):
    line = http.client.HTTPConnection("127.0.0.1", front.plain_port, timeout=30)
    line.request("GET", "/p/1.001193?o=21484")
    answer = line.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, "https://127.0.0.1/p/1.001193?o=21484")
    line.close()


def test_a_form_is_sent_and_its_ticket_is_in_no_log(front):
    answers = {"consent": "yes", "giay_gi": "Khác", "step": "send"}
    for _ in range(4):
        sent = urllib.parse.urlencode(answers)
        status, headers, body = front.ask(
            "POST",
            f"/p/{FORM}/start?o=21484",
            sent,
            Content_Type="application/x-www-form-urlencoded",
            Origin=f"https://127.0.0.1:{front.port}",
        )
        if status == 303:
            break
        named = re.findall(r'id="error-([\w.]+)"|href="#q-([\w.]+)"', body.decode())
        answers |= {f"{(one or other).split('.')[0]}.later": "1" for one, other in named}
    assert status == 303, re.sub(r"<[^>]+>", " ", body.decode())[-2000:]
    address = headers["Location"]
    assert re.fullmatch(r"(https://127\.0\.0\.1:\d+)?/d/[2-9A-Z]{8}", address), address
    assert "Secure" in headers["Set-Cookie"]
    ticket = address.rsplit("/", 1)[1]
    path = urllib.parse.urlsplit(address).path
    for asked in (path, "/en" + path, path.upper(), f"/search?q={ticket}", f"/nope/{ticket}", f"/desk/d/{ticket}"):
        front.ask("GET", asked)
    front.ask("GET", "/p/1.001193/papers?x=secret")
    logged = _log_with(front, "/p/1.001193/papers")
    assert " GET /d 200 " in logged and f" POST /p/{FORM}/start 303 " in logged
    assert ticket.lower() not in logged.lower() and "secret" not in logged and "127.0.0.1" not in logged
    assert ticket not in (front.server.log.read_text())


def _log_with(front: Front, words: str) -> str:
    deadline = time.monotonic() + 20
    while words not in front.log.read_text() and time.monotonic() < deadline:
        time.sleep(0.05)
    return front.log.read_text()


def test_another_site_cannot_send_a_form_through_the_proxy(front):
    kind = "application/x-www-form-urlencoded"
    status, _, _ = front.ask("POST", f"/p/{FORM}/start", "consent=yes", Content_Type=kind, Origin="https://elsewhere.example")
    assert status == 403


def test_more_than_the_program_takes_is_refused_at_the_door(front):
    line = http.client.HTTPSConnection("127.0.0.1", front.port, timeout=30, context=front.trust)
    line.putrequest("POST", f"/p/{FORM}/start")
    line.putheader("Content-Length", str(31 * 1024 * 1024))
    line.endheaders()
    answer = line.getresponse()
    assert answer.status == 413 and "Bấm nút quay lại của máy" in answer.read().decode()
    line.close()


def test_the_desk_stays_at_the_machine_itself(front):
    for path in ("/desk", "/metrics", "/components"):
        assert front.ask("GET", path)[0] == 404


def test_while_the_program_is_away_people_are_told_what_to_do(front):
    front.server.stop()
    try:
        status, headers, body = front.ask("GET", "/p/1.001193")
        assert status == 503 and headers["Retry-After"] and "Chờ một phút" in body.decode()
    finally:
        front.server.start()
    assert front.ask("GET", "/p/1.001193")[0] == 200
