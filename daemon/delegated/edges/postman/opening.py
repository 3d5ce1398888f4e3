"""The way to an open line: connect, TLS, greeting, login. Whatever goes wrong here concerns no letter."""

from __future__ import annotations

import asyncio
import base64
import os
import socket
import ssl
from typing import TYPE_CHECKING

import aiosmtplib

from delegated.edges.postman.line import Line, told

if TYPE_CHECKING:
    from delegated.edges.postman.server import Manner, Server

# A login happens inside TLS only, so the plainest is the best. One of them is tried and not all, as aiosmtplib's own
# login would: each try with a wrong password counts against the account.
_LOGINS = ("plain", "login", "cram-md5")


class NoLine(Exception):  # noqa: N818 - what the postman meets, not a fault of his
    """No connection could be made that letters may be given to. `code` is the server's, where it said one."""

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code


async def open_line(server: Server, manner: Manner, tls: ssl.SSLContext | None) -> Line:
    """A line ready for letters, within `manner.timeout` altogether. Raises NoLine, and nothing else."""
    seconds = manner.timeout.total_seconds()
    smtp = aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        # Without a name aiosmtplib would ask the DNS for one, which can take long; the address is said in its place.
        local_hostname=manner.local_hostname or "localhost",
        timeout=seconds,
        use_tls=server.security == "tls",
        start_tls=False,
        tls_context=tls,
    )
    try:
        async with asyncio.timeout(seconds):
            return await _greeted(smtp, server, manner)
    except NoLine:
        smtp.close()
        raise
    except Exception as fault:  # noqa: BLE001 - a clerk without a line must always be able to say why
        smtp.close()
        raise _no_line(fault, server, seconds) from None
    except BaseException:
        smtp.close()
        raise


async def _greeted(smtp: aiosmtplib.SMTP, server: Server, manner: Manner) -> Line:
    await smtp.connect()
    name = manner.local_hostname or _own_address(smtp)
    await _say_hello(smtp, name)
    if server.security == "starttls":
        await _start_tls(smtp, server)
        # What was said before TLS counts no more (RFC 3207, 4.2).
        await _say_hello(smtp, name)
    if server.user is not None:
        await _log_in(smtp, server, server.user)
    transport = smtp.transport
    if not isinstance(transport, asyncio.Transport):
        raise NoLine(f"{server.place} closed the connection after the greeting")
    return Line(transport, dict(smtp.esmtp_extensions), manner.timeout.total_seconds())


def _own_address(smtp: aiosmtplib.SMTP) -> str:
    address = str(smtp.get_transport_info("sockname")[0]).partition("%")[0]
    return f"[IPv6:{address}]" if ":" in address else f"[{address}]"


async def _say_hello(smtp: aiosmtplib.SMTP, name: str) -> None:
    try:
        await smtp.ehlo(hostname=name)
    except aiosmtplib.SMTPHeloError:
        if not smtp.is_connected:
            raise
        await smtp.helo(hostname=name)


async def _start_tls(smtp: aiosmtplib.SMTP, server: Server) -> None:
    if not smtp.supports_extension("starttls"):
        raise NoLine(
            f"{server.place} offers no STARTTLS, and nothing was sent in clear text; "
            "use smtps:// in mail.url, or the port that offers it (587 as a rule)"
        )
    await smtp.starttls()


async def _log_in(smtp: aiosmtplib.SMTP, server: Server, user: str) -> None:
    offered = smtp.server_auth_methods
    wanted = ("xoauth2",) if server.xoauth2_token else _LOGINS
    way = next((name for name in wanted if name in offered), None)
    if way is None:
        raise NoLine(
            f"{server.place} offers no login by {', '.join(wanted).upper()}; it offers: {' '.join(offered) or 'none'}"
        )
    word = await _word(server)
    login = {
        "plain": smtp.auth_plain,
        "login": smtp.auth_login,
        "cram-md5": smtp.auth_crammd5,
        "xoauth2": smtp.auth_xoauth2,
    }[way]
    try:
        await login(user, word)
    except aiosmtplib.SMTPAuthenticationError as fault:
        what = "token" if server.xoauth2_token else "password"
        said = _without(user, word, told(f"{fault.code} {fault.message}"))
        raise NoLine(
            f"the server refused user and {what}: {said}; mend them in mail.url or in the secret", fault.code
        ) from None


async def _word(server: Server) -> str:
    """Password or token. Of a fault only the kind is told: its text comes from the source of a secret."""
    try:
        return await server.xoauth2_token() if server.xoauth2_token else server.password() if server.password else ""
    except Exception as fault:  # noqa: BLE001 - whatever the source of a secret may raise
        raise NoLine(
            f"no login at {server.place}: the password or token could not be had ({type(fault).__name__})"
        ) from None


def _without(user: str, word: str, text: str) -> str:
    """The text without the secret: some servers repeat what they did not like."""
    plain = f"\0{user}\0{word}"
    bearer = f"user={user}\x01auth=Bearer {word}\x01\x01"
    encoded = [base64.b64encode(secret.encode()).decode() for secret in (plain, bearer, word)]
    for secret in (*encoded, word):
        text = text.replace(secret, "***") if secret else text
    return text


def _no_line(fault: Exception, server: Server, seconds: float) -> NoLine:
    place = server.place
    cause = fault.__cause__ if isinstance(fault.__cause__, OSError) else fault
    match cause:
        case ssl.SSLError():
            return NoLine(_no_tls(cause, server))
        case aiosmtplib.SMTPResponseException():
            return NoLine(f"{place} turned us away: {told(f'{cause.code} {cause.message}')}", cause.code)
        case TimeoutError():
            return NoLine(f"nobody answers at {place}: no word within {seconds:g} s")
        case aiosmtplib.SMTPException():
            return NoLine(f"{place} broke the greeting off: {told(cause.message)}")
        case OSError():
            return NoLine(f"nobody answers at {place}: {_why(cause)}")
        case _:
            return NoLine(f"no connection to {place}: {type(cause).__name__}: {told(str(cause))}")


def _no_tls(fault: ssl.SSLError, server: Server) -> str:
    if isinstance(fault, ssl.SSLCertVerificationError):
        return (
            f"the certificate of {server.place} does not prove that it is {server.host}: {fault.verify_message}; mend "
            "the certificate or the host in mail.url, or name your own authority's file in SSL_CERT_FILE"
        )
    port = "smtps:// is for port 465 as a rule, smtp:// with STARTTLS for 587"
    return f"no TLS with {server.place}: {fault.reason or type(fault).__name__}; is it the right port? {port}"


def _why(fault: OSError) -> str:
    if isinstance(fault, socket.gaierror) or fault.errno is None:
        return told(fault.strerror or str(fault))
    return os.strerror(fault.errno)
