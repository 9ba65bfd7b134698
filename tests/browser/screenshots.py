"""`python -m tests.browser.screenshots`: pictures of the chat pages for the documentation.

It runs Ingat in its sandbox, lets people chat, and writes what they see at 1280 by 800 and 390 by 844.
With `--url` it uses a sandbox that serves already, whatever bot answers there.
"""

import argparse
import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, ViewportSize

from tests.browser.chromium import chromium
from tests.browser.screens import Screen
from tests.browser.served import ingat_in_its_sandbox

_WIDE = ViewportSize(width=1280, height=800)
_TELEPHONE = ViewportSize(width=390, height=844)
_FOLDER = Path(__file__).parents[2] / "docs" / "screenshots"
_WAYAN_ID = 7000000004


def main() -> int:
    """Write the pictures; say where."""
    parser = argparse.ArgumentParser(prog="python -m tests.browser.screenshots", description=__doc__.splitlines()[0])
    parser.add_argument("--url", help="the address of a running sandbox (default: run Ingat in one)")
    parser.add_argument(
        "--folder", type=Path, default=_FOLDER, help="where the pictures go (default: docs/screenshots)"
    )
    arguments = parser.parse_args()
    try:
        asyncio.run(_take_all(arguments.url, arguments.folder))
    except (FileNotFoundError, RuntimeError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


async def _take_all(url: str | None, folder: Path) -> None:
    await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data:
        async with _address(url, Path(data)) as address, chromium() as browser:
            await _side_by_side(browser, address, folder)
            await _three_people(browser, address, folder)
            await _on_a_telephone(browser, address, folder)


@asynccontextmanager
async def _address(url: str | None, data: Path) -> AsyncIterator[str]:
    if url is not None:
        yield url
        return
    async with ingat_in_its_sandbox(data) as address:
        yield address


async def _side_by_side(browser: Browser, url: str, folder: Path) -> None:
    page = await browser.new_page(viewport=_WIDE)
    await page.goto(url)
    siti, emma = Screen(page, "Siti Demo"), Screen(page, "Emma Demo")
    await siti.button("MULAI").wait_for()
    await _picture(page, folder, "start-1280x800")
    await siti.is_answered(siti.press("MULAI"))
    await emma.is_answered(emma.press("START"))
    await siti.is_answered(siti.sends_sample("Contoh foto", caption="Pesanan 4411 sampai rusak, kopinya tumpah semua"))
    await siti.is_answered(siti.type_text("Pesanan 4411 yang rusak itu bagaimana kelanjutannya?"))
    await emma.is_answered(emma.type_text("How long does delivery to Bali take?"))
    await emma.is_answered(emma.type_text("My parcel is three days late"))
    await _picture(page, folder, "two-people-1280x800")
    await page.close()


async def _three_people(browser: Browser, url: str, folder: Path) -> None:
    page = await browser.new_page(viewport=_WIDE)
    await page.goto(f"{url}/?people=7000000001,7000000003,{_WAYAN_ID}")
    siti, wayan = Screen(page, "Siti Demo"), Screen(page, "Wayan Demo")
    await wayan.is_answered(wayan.press("MULAI"))
    await wayan.is_answered(wayan.sends_sample("Contoh voice note"))
    await wayan.press("Menu perintah")
    await siti.is_answered(siti.type_text("Bisa bayar pakai QRIS?"))
    await _picture(page, folder, "three-people-1280x800")
    await page.close()


async def _on_a_telephone(browser: Browser, url: str, folder: Path) -> None:
    page = await browser.new_page(viewport=_TELEPHONE)
    await page.goto(f"{url}/?people={_WAYAN_ID}")
    wayan = Screen(page, "Wayan Demo")
    await wayan.is_answered(wayan.type_text("Gerai di Denpasar buka jam berapa?"))
    await _picture(page, folder, "chat-390x844")
    await wayan.button("Wayan Demo: ganti orang").click()
    await _picture(page, folder, "people-390x844")
    await page.get_by_role("dialog").get_by_role("button", name="Tutup").click()
    await wayan.press("Lampirkan")
    await _picture(page, folder, "attachments-390x844")
    await page.close()


async def _picture(page: Page, folder: Path, name: str) -> None:
    await page.mouse.move(0, 0)
    await page.evaluate("document.activeElement.blur()")
    await page.screenshot(path=folder / f"{name}.png", animations="disabled")
    sys.stdout.write(f"{folder / name}.png\n")


if __name__ == "__main__":
    sys.exit(main())
