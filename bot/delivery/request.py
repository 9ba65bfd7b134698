"""Carry a Bot API call over aiohttp, and say honestly how far it came."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

import aiohttp
import orjson
from aiohttp.abc import AbstractResolver
from telegram._utils.defaultvalue import DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

from bot.delivery.answers import NotSent, parsed, refusal

_NEVER_LEFT: Final = (
    aiohttp.ClientConnectorError,  # refused, unreachable, no such host, no TLS
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,  # covers the wait for a free connection, too
    aiohttp.InvalidURL,
    aiohttp.ServerFingerprintMismatch,
)
_KEEP_ALIVE_S: Final = 30.0
_DNS_CACHE_S: Final = 300
_HEADERS: Final = {"User-Agent": BaseRequest.USER_AGENT, "Accept-Encoding": "identity"}
_JSON_HEADERS: Final = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeouts:
    """How long each step of a call may take, in seconds, where the call itself does not say.

    `pool_s` and `connect_s` together bound the way to a connection; with `write_s` (`upload_s` for files) and `read_s`
    they bound the whole call.
    """

    pool_s: float = 5.0
    connect_s: float = 5.0
    write_s: float = 5.0
    upload_s: float = 20.0
    read_s: float = 5.0


PATIENT: Final = Timeouts()


class AiohttpRequest(BaseRequest):
    """PTB's way to the network: one aiohttp session with a pool of kept-alive connections, opened in the running loop.

    A failure before the first byte was written raises `NotSent`. Any other `TimedOut` or `NetworkError` leaves open
    whether Telegram acted: the answer timed out or broke off, was a 5xx, or was not one of the Bot API.
    """

    __slots__ = ("_connections", "_default", "_resolver", "_session", "_timeouts", "_urls")

    def __init__(
        self, connections: int = 100, timeouts: Timeouts = PATIENT, resolver: AbstractResolver | None = None
    ) -> None:
        self._connections = connections
        self._resolver = resolver
        self._timeouts = timeouts
        self._default = _client_timeout(timeouts.read_s, timeouts.write_s, timeouts.connect_s, timeouts.pool_s)
        self._session: aiohttp.ClientSession | None = None
        self._urls: dict[str, URL] = {}

    @property
    def read_timeout(self) -> float:
        """How long an answer is waited for, in seconds."""
        return self._timeouts.read_s

    async def initialize(self) -> None:
        """Open the session. Its connections are opened as they are needed."""
        self._opened()

    async def shutdown(self) -> None:
        """Close the session and its connections. A later call opens a new one."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Return the answer in a body. Raises `NetworkError` if it is none, without quoting it in exception or log."""
        return parsed(payload)

    async def do_request(  # noqa: PLR0917 - the signature is PTB's
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make one call and return status and body.

        Raises `NotSent`, `TimedOut` or another `NetworkError`, none of which quotes the URL, for it holds the token;
        and `BadRequest` for parameters that JSON cannot hold.
        """
        uploads = request_data is not None and request_data.contains_files
        timeout = self._timeout(uploads, read_timeout, write_timeout, connect_timeout, pool_timeout)
        body, headers = _body(request_data)
        failure: NetworkError
        try:
            async with self._opened().request(
                method, self._parsed_url(url), data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                payload = await response.read()
        except (aiohttp.ClientError, OSError) as error:
            failure = _without_url(error)
        else:
            if HTTPStatus.OK <= response.status < HTTPStatus.MULTIPLE_CHOICES:
                return response.status, payload
            return refusal(response.status, payload, url=url, retry_after=response.headers.get("Retry-After"))
        raise failure  # not within the except block: a traceback would show aiohttp's error too, and some quote the URL

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._connections,
                    keepalive_timeout=_KEEP_ALIVE_S,
                    resolver=self._resolver,
                    ttl_dns_cache=_DNS_CACHE_S,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers=_HEADERS,
            )
        return self._session

    def _timeout(self, uploads: bool, *given_s: ODVInput[float]) -> aiohttp.ClientTimeout:
        if not uploads and all(isinstance(value, DefaultValue) for value in given_s):
            return self._default
        ours = self._timeouts
        defaults_s = (ours.read_s, ours.upload_s if uploads else ours.write_s, ours.connect_s, ours.pool_s)
        return _client_timeout(
            *(
                default_s if isinstance(value, DefaultValue) else value
                for value, default_s in zip(given_s, defaults_s, strict=True)
            )
        )

    def _parsed_url(self, url: str) -> URL:
        """Parse each method's address once. Those of files are all different and not kept."""
        known = self._urls.get(url)
        if known is None:
            known = URL(url)
            if "/file/" not in url:
                self._urls[url] = known
        return known


def _client_timeout(
    read_s: float | None, write_s: float | None, connect_s: float | None, pool_s: float | None
) -> aiohttp.ClientTimeout:
    """Map PTB's four timeouts so that a total one cannot end before the connection stands: it always means unknown."""
    to_connection_s = None if connect_s is None or pool_s is None else connect_s + pool_s
    total_s = (
        None if to_connection_s is None or read_s is None or write_s is None else to_connection_s + read_s + write_s
    )
    return aiohttp.ClientTimeout(total=total_s, connect=to_connection_s, sock_connect=connect_s, sock_read=read_s)


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, dict[str, str] | None]:
    if data is None:
        return None, None
    if data.contains_files:
        return _form(data), None
    try:
        return orjson.dumps(data.parameters), _JSON_HEADERS
    except TypeError as error:
        raise BadRequest(f"The parameters are not JSON: {error}") from None


def _form(data: RequestData) -> aiohttp.FormData:
    form = aiohttp.FormData()
    for name, text in data.json_parameters.items():
        form.add_field(name, text)
    for name, (filename, content, mime_type) in data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime_type)
    return form


def _without_url(error: aiohttp.ClientError | OSError) -> NetworkError:
    kind = type(error).__name__
    if isinstance(error, _NEVER_LEFT):
        return NotSent(f"No connection to the Bot API ({kind})")
    if isinstance(error, TimeoutError):
        return TimedOut(f"No answer in time ({kind})")
    return NetworkError(f"The connection broke off ({kind})")
