"""What one does and sees on the pages, in the words of a person."""

import re
from collections.abc import Awaitable

from playwright.async_api import Locator, Page, expect

WITHIN_MS = 1000  # so soon everything must be seen
_STARTS_WITHIN_MS = 30_000
_WITH_CAPTION = {"Contoh foto", "Contoh album"}  # these ask for one before they go


class Screen:
    """One person's phone on a page."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.section = page.locator("section.phone", has=page.locator(".person-bar", has_text=name))

    def button(self, name: str) -> Locator:
        """Return a button of this phone by its exact name."""
        return self.section.get_by_role("button", name=name, exact=True)

    async def press(self, name: str) -> None:
        """Press a button."""
        await self.button(name).last.click()

    async def type_text(self, text: str) -> None:
        """Write in the field and press Enter."""
        await self.section.get_by_role("textbox").first.fill(text)
        await self.section.get_by_role("textbox").first.press("Enter")

    async def sends_sample(self, name: str, caption: str = "") -> None:
        """Send one of the ready samples behind the paper clip of somebody who speaks Indonesian."""
        await self.press("Lampirkan")
        await self.press(name)
        if name in _WITH_CAPTION:
            await self.section.get_by_label("Keterangan (boleh kosong)").fill(caption)
            await self.press("Kirim")

    async def is_answered(self, doing: Awaitable[None]) -> None:
        """Do something and wait until the bot has said something more; it may still be starting."""
        before = await self.bubbles("incoming").count()
        await doing
        await expect(self.bubbles("incoming")).not_to_have_count(before, timeout=_STARTS_WITHIN_MS)

    def bubbles(self, side: str) -> Locator:
        """Return the bubbles of one side, `incoming` or `outgoing`."""
        return self.section.locator(f".message.{side}")

    async def sees(self, text: str | re.Pattern[str], side: str = "incoming", within_ms: int = WITHIN_MS) -> None:
        """See words in a bubble, within a second."""
        await expect(self.bubbles(side).filter(has_text=text).last).to_be_in_viewport(timeout=within_ms)

    async def sees_own(self, kind: str) -> None:
        """See one's own photo, voice and so on as the last thing sent, within a second."""
        await expect(self.section.locator(f".message.outgoing.kind-{kind}").last).to_be_in_viewport(timeout=WITHIN_MS)

    async def sees_toast(self, text: str) -> None:
        """See the short line over the chat, within a second."""
        await expect(self.section.locator(".toast")).to_have_text(text, timeout=WITHIN_MS)
