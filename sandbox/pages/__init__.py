"""The chat pages: a phone-like screen for each of several customers.

They are plain files without a build step, and ask nobody but the sandbox for anything.
"""

from pathlib import Path

from aiohttp import web

_STATIC = Path(__file__).parent / "static"
_PREFIX = "/sandbox/pages"
_ONLY_FROM_HERE = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def add_pages(app: web.Application) -> None:
    """Mount the chat pages on the sandbox's application: `/` and the files under `/sandbox/pages/`."""
    app.router.add_get("/", _show)
    app.router.add_static(_PREFIX, _STATIC)
    app.on_response_prepare.append(_always_ask_again)


async def _show(_request: web.Request) -> web.FileResponse:
    headers = {"Content-Security-Policy": _ONLY_FROM_HERE, "Referrer-Policy": "no-referrer"}
    return web.FileResponse(_STATIC / "index.html", headers=headers)


async def _always_ask_again(request: web.Request, response: web.StreamResponse) -> None:
    """Let browsers keep the files but ask whether they changed, so that a new version is seen at once."""
    if request.path == "/" or request.path.startswith(_PREFIX):
        response.headers["Cache-Control"] = "no-cache"
