"""A phone hears of news about a dossier: asked for by a press, told without a name, shown by the worker while no page is open."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from app.dossiers import service as dossiers
from app.notices import service
from app.web.clock import now
from tests.browser.conftest import FLAGS, PHONE
from tests.browser.keeper import settled, until
from tests.browser.office import office
from tests.builders import a_filled_form
from tests.chromium import program
from tests.notices.test_notices import a_subscription

pytestmark = pytest.mark.browser
# Only the browser's maker can give an address to push to; all else is the page's own.
SUBSCRIBED = """(subscription) => {
  PushManager.prototype.getSubscription = () => Promise.resolve(null);
  PushManager.prototype.subscribe = (how) => {
    window.askedWith = [how.userVisibleOnly, how.applicationServerKey.length];
    return Promise.resolve(subscription);
  };
}"""
SHOWN = """async () => {
  const { active } = await navigator.serviceWorker.ready;
  const shown = await (await navigator.serviceWorker.getRegistration()).getNotifications();
  return active && shown.map(({ title, body, data }) => [title, body, data.address]);
}"""


@pytest.fixture
def page(chromium, live, tmp_path):
    """A phone whose owner lets pages tell of news."""
    context = chromium.browser_type.launch_persistent_context(
        tmp_path / "profile",
        executable_path=program(is_whole=True),
        args=FLAGS,
        viewport=PHONE,
        base_url=live.url,
        permissions=["notifications"],
    )
    yield context.new_page()
    context.close()


def receipt(page: Page, live) -> str:
    """Open the whole receipt of a new dossier, as its holder holds it; returns the ticket."""
    with office(live.data_dir) as app:
        made = dossiers.receive_form(app.extensions["gocua.keys"], a_filled_form(), now())
    page.context.add_cookies([{"name": "receipt", "value": made.secret, "url": f"{live.url}/d/{made.ticket}"}])
    page.goto(f"/d/{made.ticket}")
    page.wait_for_selector("svg.code")
    return made.ticket


def shown_after(page: Page, push: Callable[[], object]) -> list:
    """Push until something is shown; returns all that is. A browser that is asked while it is about to show a message forgets that one,
    so each push gets a longer rest than the one before; the message carries a tag, so that two pushes still make one."""
    for rest in (500, 1_000, 2_000, 4_000, 8_000, 16_000):
        push()
        page.wait_for_timeout(rest)
        if shown := page.evaluate(SHOWN):
            return shown
    return []


def test_the_holder_presses_and_the_server_knows_where_to_tell(page, live):
    page.add_init_script(f"({SUBSCRIBED})({json.dumps(a_subscription())})")
    page.goto("/")
    settled(page)
    ticket = receipt(page, live)
    offer = page.locator("[data-module=notify]")
    with page.expect_response(f"**/d/{ticket}/notices") as answer:
        offer.locator("button").click()
    assert answer.value.status == 201
    expect(offer.locator("[data-part=yes]")).to_be_visible()
    assert page.evaluate("window.askedWith") == [True, 65]


def test_what_the_server_says_is_shown_by_the_worker_and_names_nobody(page, live):
    page.goto("/")
    settled(page)
    ticket = receipt(page, live)
    session = page.context.new_cdp_session(page)
    known = []
    session.on("ServiceWorker.workerRegistrationUpdated", lambda told: known.extend(told["registrations"]))
    session.send("ServiceWorker.enable")
    until(page, "() => navigator.serviceWorker.getRegistration().then((one) => Boolean(one && one.active))")
    with office(live.data_dir) as app, app.test_request_context("/"):
        message = service.message("returned", "vi", f"/d/{ticket}")
    told = {"origin": live.url, "registrationId": known[-1]["registrationId"], "data": json.dumps(message)}
    assert shown_after(page, lambda: session.send("ServiceWorker.deliverPushMessage", told)) == [
        [message["title"], message["body"], f"/d/{ticket}"]
    ]
