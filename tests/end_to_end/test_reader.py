"""The reading side, deployed: asked as programs ask it, and in a real browser."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

import pytest
import requests
from botocore.credentials import Credentials

from gas_notifier import REPOSITORY
from gas_notifier.aws import recorder
from gas_notifier.commands.page import written
from gas_notifier.emulator.door import Door
from gas_notifier.emulator.emulator import Emulator
from gas_notifier.emulator.isolated_environment import ACCOUNT, REGION
from gas_notifier.history.price_history import recorded
from gas_notifier.settings.settings import Settings
from gas_prices.credible import judge
from gas_prices.record import Record
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule
from tests.support import browser as browsers
from tests.support.browser import Browser
from tests.support.pipeline import ALL, OPERATOR, Pipeline, deployed

SCREENSHOTS: Final = REPOSITORY / "screenshots"
AXE: Final = REPOSITORY / "node_modules/axe-core/axe.min.js"
TIMEOUT: Final = 60
METHODS: Final = ("GET", "HEAD")
NEWEST: Final = "Feb 9, 2026: $3.07, mail about a drop"
SIDEWAYS: Final = "document.documentElement.scrollWidth - innerWidth"


@pytest.fixture(scope="module")
def pipeline(bootstrapped: Emulator) -> Iterator[Pipeline]:
    """Return the pipeline with its page, after two weeks, of which the second was told.

    Its fetcher was killed in the first look, amid the years before.
    """
    with deployed(
        bootstrapped,
        [ALL],
        email=ALL,
        regions="buffalo,utica",
        api="read-write",
        replica_regions="us-east-2",
    ) as pipeline:
        pipeline.cut_off("2026-02-02", after=100)
        pipeline.look("2026-02-09")
        yield pipeline


@pytest.fixture(scope="module")
def door(pipeline: Pipeline) -> Iterator[str]:
    """Return the address of the deployed page by plain HTTP."""
    with Door(pipeline.emulator, pipeline.deployment.page_url) as door:
        yield door.url


@pytest.fixture(scope="module")
def shell() -> Iterator[Browser]:
    """Return a browser; without one, the test is left out, but never in CI."""
    path = browsers.found()
    if path is None and os.environ.get("CI") != "true":
        pytest.skip(f"no browser, such as {browsers.NAMES[0]}, is on the PATH")
    assert path, "CI needs a browser"
    with Browser(path) as browser:
        yield browser


@pytest.fixture
def browser(shell: Browser, door: str) -> Browser:
    """Return the browser with the deployed page on the screen of a desktop."""
    shell.look(1200)
    shell.open(f"{door}/")
    return shell


def get(address: str, **headers: str) -> requests.Response:
    return requests.get(address, headers=headers, timeout=TIMEOUT)


def text(browser: Browser, selector: str) -> str:
    found: str = browser.of(f"document.querySelector({selector!r}).textContent")
    return found


def test_the_page_the_weeks_and_the_feed_tell_what_is_recorded(door: str) -> None:
    assert "<title>Gas in Buffalo: $3.07</title>" in get(f"{door}/").text
    assert "<title>Gas in Utica: " in get(f"{door}/?region=utica").text
    weeks = get(f"{door}/weeks?limit=2").json()
    assert [week["week"] for week in weeks["weeks"]] == ["2026-02-09", "2026-02-02"]
    assert weeks["weeks"][0]["notice"] == {"kind": "drop", "regions": ["buffalo"]}
    assert get(f"{door}/{weeks['next']}").json()["weeks"][0]["week"] == "2026-01-26"
    assert get(f"{door}/weeks/2026-02-09").json() == weeks["weeks"][0]
    assert "Buffalo: $3.07, down 1 cent from $3.08" in get(f"{door}/notices.atom").text


@pytest.mark.parametrize(
    ("path", "status"), [("weeks/2026-99-99", 400), ("weeks/2030-01-07", 404), ("admin", 404)]
)
def test_what_is_not_there_is_said_in_json(door: str, path: str, status: int) -> None:
    answer = get(f"{door}/{path}")
    assert answer.status_code == status
    assert "\n" not in answer.text
    json.loads(answer.text)


def test_a_head_is_answered_as_a_get_is_without_the_text(door: str) -> None:
    whole, head = (requests.request(method, f"{door}/", timeout=TIMEOUT) for method in METHODS)
    assert (whole.status_code, head.status_code, head.text) == (200, 200, "")
    differing = {"Content-Length", "Date"}
    assert head.headers.keys() - differing == whole.headers.keys() - differing
    assert head.headers["ETag"] == whole.headers["ETag"]


def test_what_a_reader_has_is_not_sent_again(door: str) -> None:
    tag = get(f"{door}/").headers["ETag"]
    again = get(f"{door}/", **{"If-None-Match": tag})
    assert (again.status_code, again.text) == (304, "")


def test_each_mail_ends_with_the_pages_address(pipeline: Pipeline) -> None:
    pipeline.deployment.resend("2026-02-09")
    message = pipeline.inboxes[ALL].messages()[-1]
    assert message.body.splitlines()[-1].startswith("All prices, and a chart: https://")


def test_the_years_before_the_watch_are_all_there_although_the_first_look_was_killed(
    pipeline: Pipeline,
) -> None:
    *before, first, second = pipeline.deployment.records()
    published = [row for row in recorded().rows if row.week <= second.week]
    assert len(before) == 952
    assert before == [
        Record(week.week, week.prices, week.suspect, highs={}, since={})
        for week in judge(published)[:-2]
    ]
    assert [first.notice and first.notice.kind, second.notice and second.notice.kind] == [
        "first",
        "drop",
    ]


def test_a_week_can_be_put_by_who_may_and_its_mail_follows(pipeline: Pipeline) -> None:
    page_url = pipeline.deployment.page_url
    authority = pipeline.emulator.environment["AWS_CA_BUNDLE"]
    prices = {"buffalo": Decimal("3.05"), "utica": Decimal("3.30")}
    today = datetime.now(UTC).date()
    week = today - timedelta(days=today.weekday())

    unsigned = requests.put(f"{page_url}weeks/{week}", data="{}", timeout=TIMEOUT, verify=authority)
    assert unsigned.status_code == 403
    iam = pipeline.emulator.client("iam")
    iam.create_user(UserName=OPERATOR)
    key = iam.create_access_key(UserName=OPERATOR)["AccessKey"]

    def put() -> tuple[int, str]:
        signer = Credentials(key["AccessKeyId"], key["SecretAccessKey"])
        return recorder.put(page_url, week, prices, signer, REGION, authority=authority)

    assert put()[0] == 403
    api = page_url.rstrip("/").rpartition("/")[2]
    route = f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api}/$default/PUT/weeks/*"
    statement = {"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": route}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    iam.put_user_policy(UserName=OPERATOR, PolicyName="record", PolicyDocument=policy)
    pipeline.inboxes[ALL].messages()

    status, answer = put()

    assert (status, json.loads(answer)["told"]) == (201, ["buffalo"])
    [subject] = pipeline.mailed()[ALL]
    assert subject.startswith("Gas down 2c to $3.05 in Buffalo")
    assert put()[0] == 200
    pipeline.forget(str(week))
    iam.delete_user_policy(UserName=OPERATOR, PolicyName="record")
    iam.delete_access_key(UserName=OPERATOR, AccessKeyId=key["AccessKeyId"])
    iam.delete_user(UserName=OPERATOR)


def test_ten_years_are_small_on_the_wire(door: str) -> None:
    answers = [get(f"{door}/{part}") for part in ("", "page.css", "page.js", "icon.svg")]
    assert answers[0].headers["Content-Encoding"] == "gzip"
    assert sum(int(answer.headers["Content-Length"]) for answer in answers) < 60_000


def test_the_browser_shows_what_is_recorded_and_asks_nobody_else(
    browser: Browser, door: str
) -> None:
    assert text(browser, "h1") == "Gas in Buffalo"
    assert text(browser, ".now") == "$3.07"
    assert text(browser, ".value") == NEWEST
    assert browser.errors == []
    assert {address.split("?")[0] for address in browser.requests} <= {
        f"{door}/{path}" for path in ("", "page.css", "page.js", "icon.svg")
    }


def test_by_keyboard_alone_one_walks_through_the_prices(browser: Browser) -> None:
    for _ in ("regions", "range", "chart"):
        browser.press("Tab")
    plot = "document.activeElement"
    assert browser.of(f"{plot}.className") == "plot year"
    assert browser.of(f"getComputedStyle({plot}).outlineWidth") == "2px"
    browser.press("ArrowLeft")
    assert text(browser, ".value") == "Feb 2, 2026: $3.08"
    browser.press("Home")
    assert text(browser, ".value") == "Feb 10, 2025: $3.12"
    assert browser.of(f"{plot}.getAttribute('aria-valuetext')") == "Feb 10, 2025: $3.12"
    assert browser.of(f"{plot}.getAttribute('role')") == "slider"


def test_pointer_and_finger_find_the_nearest_price(browser: Browser) -> None:
    box: Any = browser.of(
        "(box => [box.left, box.top, box.width])"
        "(document.querySelector('.plot.year > svg').getBoundingClientRect())"
    )
    left, top, width = box
    is_hidden = "document.querySelector('.plot.year .here').hidden"
    browser.point(left, top + 20)
    assert text(browser, ".value") == "Feb 10, 2025: $3.12"
    assert browser.of(is_hidden) is False
    browser.point(left, top - 200)
    assert text(browser, ".value") == NEWEST
    assert browser.of(is_hidden) is True
    browser.touch(left + width * 51 / 52, top + 20)
    assert text(browser, ".value") == "Feb 2, 2026: $3.08"


def test_ranges_and_regions_are_chosen_and_the_address_tells_both(browser: Browser) -> None:
    shown = "[...document.querySelectorAll('.plot')].filter(plot => plot.offsetHeight)"
    assert browser.of(f"{shown}.map(plot => plot.className)") == ["plot year"]
    browser.of(f"{shown}[0].focus()")
    browser.press("Home")
    browser.click("[value=years]")
    assert text(browser, ".value") == NEWEST
    assert browser.of(f"{shown}.map(plot => plot.className)") == ["plot years"]
    legends = "[...document.querySelectorAll('figcaption ul')].filter(one => one.offsetHeight)"
    assert browser.of(f"{legends}.map(one => one.className)") == ["years"]
    browser.click("nav button")
    browser.click("nav [popovertargetaction]")
    assert browser.of("document.querySelector(':popover-open')") is None
    browser.click("nav button")
    browser.click("nav li:nth-child(2) a")
    browser.wait_until(
        "document.readyState == 'complete'"
        " && document.querySelector('h1').textContent == 'Gas in Utica'"
    )
    assert browser.of("location.search") == "?region=utica&range=years"
    assert browser.of(f"{shown}.map(plot => plot.className)") == ["plot years"]
    assert browser.errors == []


@pytest.mark.parametrize(
    ("width", "scheme", "paper"),
    [(320, "dark", "rgb(20, 24, 29)"), (1200, "light", "rgb(255, 255, 255)")],
)
def test_it_is_accessible_and_fits_any_window(
    browser: Browser, width: int, scheme: str, paper: str
) -> None:
    browser.look(width, dark=scheme == "dark")
    browser.of("document.querySelectorAll('details').forEach(part => part.open = true)")
    assert browser.of(SIDEWAYS) == 0
    browser.of(AXE.read_text(encoding="utf-8"))
    violations = ".then(result => result.violations.map(one => one.help))"
    assert browser.of(f"axe.run(){violations}") == []
    browser.of("document.querySelector('[popover]').showPopover()")
    assert browser.of(f"axe.run('nav'){violations}") == []
    assert browser.of("getComputedStyle(document.body).backgroundColor") == paper
    themes = "[...document.querySelectorAll('[name=theme-color]')]"
    theme = f"{themes}.filter(theme => matchMedia(theme.media).matches).pop().content"
    shade = "getComputedStyle(document.body).getPropertyValue('--paper')"
    assert browser.of(theme) == browser.of(shade)


@pytest.mark.parametrize(("width", "enlarged"), [(600, "100%"), (390, "200%")])
def test_twice_as_large_it_needs_no_sideways_scrolling(
    browser: Browser, width: int, enlarged: str
) -> None:
    browser.look(width)
    browser.of(f"document.documentElement.style.fontSize = '{enlarged}'")
    assert browser.of(SIDEWAYS) == 0


def test_how_old_the_prices_are_is_reckoned_where_they_are_read(
    browser: Browser, door: str
) -> None:
    def read_on(day: str) -> tuple[str, bool]:
        clock = f"Date.now = () => new Date({day!r}).getTime()"
        added = browser.send("Page.addScriptToEvaluateOnNewDocument", source=clock)
        browser.open(f"{door}/")
        browser.send("Page.removeScriptToEvaluateOnNewDocument", **added)
        return text(browser, ".age"), browser.of("document.querySelector('.old').hidden")

    assert read_on("2026-02-09") == ("today", True)
    assert read_on("2026-02-20") == ("11 days ago", True)
    assert read_on("2026-03-17") == ("36 days ago", False)


def test_without_javascript_all_of_it_can_be_read(browser: Browser, door: str) -> None:
    browser.send("Emulation.setScriptExecutionDisabled", value=True)
    browser.open(f"{door}/")
    browser.send("Emulation.setScriptExecutionDisabled", value=False)
    assert browser.of("document.querySelector('.plot.year').offsetHeight") > 200
    assert browser.of("document.querySelectorAll('tbody tr').length") == 954
    assert browser.of("document.querySelectorAll('.chart .price').length") == 4


def test_pictures_of_it_are_kept(browser: Browser) -> None:
    for name, width, options in (
        ("desktop-light", 1200, {}),
        ("desktop-dark", 1200, {"dark": True}),
        ("phone-light", 320, {}),
        ("phone-dark", 320, {"dark": True}),
        ("print", 720, {"printed": True}),
    ):
        browser.look(width, **options)
        browser.picture(SCREENSHOTS / f"{name}.png")
        assert (SCREENSHOTS / f"{name}.png").stat().st_size > 10_000


def test_a_page_in_a_file_changes_regions_without_a_server(
    shell: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = tmp_path_factory.mktemp("page") / "page.html"
    file.write_text(written(Settings(rule=Rule(tuple(REGIONS)))), encoding="utf-8")
    shell.look(1200)
    shell.open(file.as_uri())
    articles = "[...document.querySelectorAll('article')]"
    shown = f"{articles}.filter(one => one.offsetHeight).map(one => one.id)"
    assert shell.of(shown) == ["new_york_state"]
    shell.click("#new_york_state [value=all]")
    shell.click("nav button")
    shell.click("#new_york_state [href$='#utica']")
    shell.wait_until("document.title == 'Gas in Utica: $4.00'")
    assert shell.of(shown) == ["utica"]
    assert shell.of("document.querySelector(':popover-open')") is None
    assert shell.of("document.querySelector('#utica .plot.all').offsetHeight > 0") is True
    assert shell.of("location.search + location.hash") == "?range=all#utica"
    assert shell.errors == []
    shell.picture(SCREENSHOTS / "file-all-years.png")
