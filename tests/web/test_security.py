"""Headers, other sites, sizes, and logs that know nothing about people."""

import json

import pytest

from app.web import logs
from app.web.security import POLICY, policy


def test_the_policy_is_strict():
    assert "unsafe" not in policy() and policy().startswith("default-src 'none'")
    assert POLICY["frame-ancestors"] == "'none'" and POLICY["base-uri"] == "'none'"


@pytest.mark.parametrize("address", ["/", "/p/1.001193", "/nope", "/healthz", "/icon.svg", "/manifest.webmanifest"])
def test_every_answer_wears_its_headers(visit, address):
    headers = visit.client.get(address).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=(self)" in headers["Permissions-Policy"]
    assert "max-age=31536000" in headers["Strict-Transport-Security"]
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_the_inlined_style_is_named_by_its_hash(visit):
    import base64
    import hashlib
    import re

    page = visit("/p/1.001193")
    style = re.search(r"<style>(.*?)</style>", page.text, re.DOTALL).group(1)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'self' 'sha256-{digest}'" in page.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("headers", "cookie", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, True, 422),
        ({"Sec-Fetch-Site": "cross-site"}, False, 403),
        ({"Sec-Fetch-Site": "same-site"}, False, 403),
        ({"Sec-Fetch-Site": "none"}, False, 403),
        ({"Origin": "http://127.0.0.1:8000"}, True, 422),
        ({"Origin": "http://evil.example"}, False, 403),
        ({"Origin": "null"}, False, 403),
        ({}, False, 422),
        ({}, True, 403),
    ],
)
def test_other_sites_cannot_send_in_anybodys_name(citizen, headers, cookie, status):
    if cookie:
        citizen.client.set_cookie("receipt", "x", domain="127.0.0.1")
    citizen.post("/p/1.001193/start?o=21484", {}, status=status, headers=headers)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_reading_addresses_take_no_writing(citizen, method):
    answer = getattr(citizen.client, method)("/p/1.001193", headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 405


def test_ten_megabytes_of_text_are_too_much_and_nothing_is_stored(citizen):
    page = citizen.post("/p/1.001193/start?o=21484", {"yeu_cau_ho_ten": "x" * 10_000_000}, status=413)
    assert "Câu trả lời vẫn còn" in page.words()


def test_logs_know_nothing_about_people(app, citizen, capfd):
    secrets = ["Đinh Thị Mật", "051190009876", "0912345678", "bí mật của tôi"]
    citizen.post(
        "/p/2.000815/start?o=21484", dict.fromkeys(("ho_ten", "so_dinh_danh", "dien_thoai", "ghi_chu"), secrets[0]), status=422
    )
    for secret in secrets:
        citizen.get("/search", query_string={"q": secret})
        citizen.get(f"/d/{secret[:8]}", status=404)
    citizen.client.get("/p/1.001193", headers={"User-Agent": secrets[1]})
    logs.access.flush()
    lines = [line for line in capfd.readouterr().out.splitlines() if line.startswith("{")]
    assert len(lines) >= 10
    for line in lines:
        assert json.loads(line)["route"] is not None
        assert not any(secret in line or secret.encode("unicode_escape").decode() in line for secret in secrets)
        assert "7K3F" not in line and "203.0.113" not in line


def test_numbers_that_slip_into_a_line_are_cut_out():
    from app.web.logs import drop_numbers

    assert (
        drop_numbers(None, "", {"event": "x 051190001234 y 0912345678 z +84912345678"})["event"]
        == "x [number] y [number] z [number]"
    )


def test_a_fault_of_ours_is_told_by_a_number_and_not_by_a_trace(app, citizen, capfd, monkeypatch):
    from app.procedures import queries

    def broken(code):
        raise RuntimeError("secret of 051190001234")

    monkeypatch.setattr(queries, "procedure", broken)
    page = citizen.get("/p/1.001193", status=500)
    assert "Mã lỗi" in page.words() and "secret" not in page.text and "RuntimeError" not in page.text
    out = capfd.readouterr().out
    assert '"kind": "RuntimeError"' in out and "secret of" not in out


def test_health_and_figures(officer, visit):
    assert officer.get("/healthz").text == "ok\n"
    visit("/healthz")
    assert "gocua_requests_total" in officer.get("/metrics").text


@pytest.mark.parametrize("path", ["/vi/p/1.001193", "/VI/p/1.001193", "/vi//evil.example/x"])
def test_the_vietnamese_prefix_moves_to_the_bare_address_of_this_host(visit, path):
    answer = visit.client.get(path + "?o=1")
    assert answer.status_code == 308
    assert answer.headers["Location"].startswith("/") and not answer.headers["Location"].startswith("//")
