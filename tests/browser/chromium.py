"""The system's Chromium, driven by Playwright."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from playwright.async_api import Browser, async_playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
_PRETENDED_MICROPHONE = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


def chromium_path() -> str | None:
    """Return where the system has a Chromium, or None."""
    return next(filter(None, map(shutil.which, _NAMES)), None)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Run Chromium without a window and with a microphone that hums. Raises FileNotFoundError where there is none."""
    path = chromium_path()
    if path is None:
        raise FileNotFoundError(f"There is no Chromium on PATH (looked for {', '.join(_NAMES)}).")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=[*_QUIET, *_PRETENDED_MICROPHONE])
        try:
            yield browser
        finally:
            await browser.close()
