"""A real browser without a window, driven by its own protocol over a pipe.

Protocol: https://chromedevtools.github.io/devtools-protocol/. Pages see nothing of a driver, and
the machine needs none.
"""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import time
from base64 import b64decode
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Self

NAMES: Final = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
KEYS: Final = {"ArrowLeft": 37, "ArrowRight": 39, "Home": 36, "End": 35, "Tab": 9}
Value = Any
"""Whatever JSON can say."""
_OPTIONS: Final = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
    *("--disable-dev-shm-usage", "--remote-debugging-pipe"),
)
_PLUMBING: Final = """\
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.dup2(int(sys.argv[2]), 4)
os.execv(sys.argv[3], sys.argv[3:])
"""
_TIMEOUT: Final = 20
"""Seconds."""
_ABOVE_ALL_THAT_IS_MEANT: Final = 100


def found() -> str | None:
    """Return the path of a browser on this machine, if there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


class Browser:
    """A browser with one page, for as long as the context lasts.

    Attributes:
        errors: What the page has written into the console as an error, or thrown.
        requests: The addresses that were asked for.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._profile = TemporaryDirectory(prefix="browser-")
        self._answered = 0
        self._session: dict[str, str] = {}
        self.errors: list[str] = []
        self.requests: list[str] = []

    def __enter__(self) -> Self:
        # The browser reads its orders from descriptor 3 and answers on 4.
        (orders, self._orders), (self._answers, answers) = _pipe(), _pipe()
        plumbing = [sys.executable, "-S", "-c", _PLUMBING, str(orders), str(answers)]
        self._process = subprocess.Popen(
            [*plumbing, self._path, *_OPTIONS, f"--user-data-dir={self._profile.name}"],
            pass_fds=(orders, answers),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(orders)
        os.close(answers)
        self._input = os.fdopen(self._answers, "rb")
        target = self.send("Target.createTarget", url="about:blank")["targetId"]
        attached = self.send("Target.attachToTarget", targetId=target, flatten=True)
        self._session = {"sessionId": attached["sessionId"]}
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")
        return self

    def __exit__(self, *_: object) -> None:
        # Killed, it would leave children that write into the profile while that is removed.
        self._session = {}
        try:
            self.send("Browser.close")
            self._process.wait(_TIMEOUT)
        finally:
            self._process.kill()
        os.close(self._orders)
        self._input.close()
        self._profile.cleanup()

    def send(self, method: str, **parameters: object) -> dict[str, Any]:
        """Give the page an order, and return what the browser answers."""
        self._answered += 1
        order = {"id": self._answered, "method": method, "params": parameters, **self._session}
        os.write(self._orders, json.dumps(order).encode() + b"\0")
        while True:
            message = self._next()
            if message.get("id") == self._answered:
                assert "error" not in message, message["error"]
                result: dict[str, Any] = message["result"]
                return result

    def open(self, address: str) -> None:
        """Show a page, and wait until all of it has been loaded."""
        self.errors.clear()
        self.requests.clear()
        self.send("Page.navigate", url=address)
        while self._next().get("method") != "Page.loadEventFired":
            pass

    def look(
        self, width: int, height: int = 900, *, dark: bool = False, printed: bool = False
    ) -> None:
        """Give the window a size in pixels, and the page a medium."""
        self.send(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        medium = "print" if printed else "screen"
        self.send("Emulation.setEmulatedMedia", media=medium, features=[scheme])

    def of(self, expression: str) -> Value:
        """Return the value of an expression in the page's JavaScript."""
        answer = self.send(
            "Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True
        )
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def wait_until(self, expression: str) -> None:
        """Wait until an expression is true, but not for ever."""
        deadline = time.monotonic() + _TIMEOUT
        while not self.of(expression):
            assert time.monotonic() < deadline, f"never true: {expression}"

    def press(self, key: str) -> None:
        """Press a key and let it go."""
        for kind in ("rawKeyDown", "keyUp"):
            code = KEYS[key]
            self.send("Input.dispatchKeyEvent", type=kind, key=key, windowsVirtualKeyCode=code)

    def point(self, x: float, y: float) -> None:
        """Move the mouse there."""
        self.send("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)

    def touch(self, x: float, y: float) -> None:
        """Put a finger there and take it away."""
        for kind, points in (("touchStart", [{"x": x, "y": y}]), ("touchEnd", [])):
            self.send("Input.dispatchTouchEvent", type=kind, touchPoints=points)

    def click(self, selector: str) -> None:
        """Click into the middle of the first element that a selector finds."""
        x, y = self.of(
            f"(box => [box.x + box.width / 2, box.y + box.height / 2])"
            f"(document.querySelector({selector!r}).getBoundingClientRect())"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def picture(self, file: Path) -> None:
        """Keep a picture of the whole page."""
        file.parent.mkdir(exist_ok=True)
        answer = self.send("Page.captureScreenshot", captureBeyondViewport=True)
        file.write_bytes(b64decode(answer["data"]))

    def _next(self) -> dict[str, Any]:
        raw = bytearray()
        while (byte := self._input.read(1)) != b"\0":
            assert byte, "the browser is gone"
            raw += byte
        message: dict[str, Any] = json.loads(raw)
        match message.get("method"), message.get("params"):
            case "Runtime.exceptionThrown", parameters:
                self.errors.append(str(parameters))
            case "Log.entryAdded", {"entry": {"level": "error", "text": text}}:
                self.errors.append(text)
            case "Runtime.consoleAPICalled", {"type": "error"}:
                self.errors.append(str(message["params"]))
            case "Network.requestWillBeSent", {"request": {"url": address}}:
                self.requests.append(address)
        return message


def _pipe() -> tuple[int, int]:
    ends = os.pipe()
    high = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, _ABOVE_ALL_THAT_IS_MEANT) for end in ends]
    for end in ends:
        os.close(end)
    return high[0], high[1]
