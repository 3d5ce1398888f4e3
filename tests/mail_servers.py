"""A real Dovecot and a real Postfix, as processes of the tests' own: on loopback only, in a folder of their own.

    dovecot.url("desk@example.org", PASSWORD);  dovecot.deliver("desk", mail);  dovecot.stop();  dovecot.start()
    postfix.url("alex@example.org");  postfix.maildir("desk");  await postfix.mails("desk")

Both read and write the same Maildirs: what Postfix delivers, Dovecot shows. Nothing can leave the machine: Postfix has
no client for SMTP here, and bounces whatever is not for its own people.
They want Debian's packages (`scripts/_mail_servers`) and root: skipped on a laptop without them, an error in CI.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import ssl
import subprocess
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

import aiosmtplib
import pytest
import trustme

from waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PASSWORD = "open-secret"
PEOPLE = (
    "desk@example.org",
    "alex@example.org",
    "robin@example.org",
    "maya@example.net",
    "ben@example.net",
    "kim@example.net",
    "sam@example.net",
)
"""Who has a mailbox at Postfix. Anybody else at these domains bounces."""

_PATIENCE = 30
_NOBODY = 65534
_SBIN = os.pathsep.join((os.environ.get("PATH", ""), "/usr/local/sbin", "/usr/sbin", "/sbin"))
_numbers = count(1)
_Server = TypeVar("_Server", "Dovecot", "Postfix")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(slots=True)
class Tree:
    """The folder of the servers, short enough for sockets in it, and its own certificate authority."""

    path: Path
    authority: trustme.CA = field(default_factory=trustme.CA)

    @property
    def ca(self) -> Path:
        """The certificate to trust, in a file."""
        return self.path / "ca.pem"

    @property
    def tls(self) -> ssl.SSLContext:
        """Trusts these servers."""
        return ssl.create_default_context(cafile=str(self.ca))

    def maildir(self, user: str) -> Path:
        """Where the mail of a user lies, made where it is missing."""
        return self.make(self.path / "mail" / user.partition("@")[0] / "Maildir")

    def make(self, maildir: Path) -> Path:
        """An empty Maildir, for the user that all mail belongs to."""
        for made in (maildir.parent, maildir, *(maildir / name for name in ("tmp", "new", "cur"))):
            if not made.exists():
                made.mkdir(mode=0o700)
                os.chown(made, _NOBODY, _NOBODY)
        return maildir

    def deliver(self, user: str, mail: bytes, name: str | None = None) -> Path:
        """Put a mail into a mailbox as a server would: written in `tmp`, renamed into `new`."""
        name = name or f"{time.time_ns()}.{os.getpid()}_{next(_numbers)}.example"
        written = self.maildir(user) / "tmp" / name
        written.write_bytes(mail)
        os.chown(written, _NOBODY, _NOBODY)
        return written.rename(self.maildir(user) / "new" / name)

    def set_up(self) -> None:
        """The certificate of 127.0.0.1 and localhost, and the place for mail."""
        self.path.chmod(0o755)
        (self.path / "mail").mkdir()
        os.chown(self.path / "mail", _NOBODY, _NOBODY)
        self.authority.cert_pem.write_to_path(str(self.ca))
        certificate = self.authority.issue_cert("127.0.0.1", "localhost")
        certificate.private_key_pem.write_to_path(str(self.path / "key.pem"))
        for number, blob in enumerate(certificate.cert_chain_pems):
            blob.write_to_path(str(self.path / "certificate.pem"), append=number > 0)


@dataclass(slots=True)
class Dovecot:
    """IMAP on two ports: `port` is TLS from the first byte, `starttls_port` wants STARTTLS.

    Everybody has a mailbox there, and the login is `PASSWORD`, or by XOAUTH2 with the same as the token.
    """

    tree: Tree
    port: int = field(default_factory=_free_port)
    starttls_port: int = field(default_factory=_free_port)
    host: str = "127.0.0.1"
    offers: str = ""
    """What it says that it can do, from its next start; empty: all of it."""
    _process: subprocess.Popen[bytes] | None = None

    @property
    def socket(self) -> Path:
        """Where Postfix asks whether a password is right."""
        return self.tree.path / "auth"

    @property
    def log(self) -> str:
        """All that it said."""
        return (self.tree.path / "dovecot.log").read_text(errors="replace")

    def url(self, user: str, password: str = "", folder: str = "") -> str:
        """`replies.url` for this user."""
        login = f"{quote(user)}:{password}" if password else quote(user)
        return f"imaps://{login}@{self.host}:{self.port}/{quote(folder)}"

    def add_folder(self, user: str, name: str, rights: str = "lrwstipekxa") -> None:
        """A folder beside the INBOX, with what its owner may do in it (RFC 4314)."""
        folder = self.tree.maildir(user) / f".{name}"
        self.tree.make(folder)
        (folder / "dovecot-acl").write_text(f"owner {rights}\n")

    def deliver(self, user: str, mail: bytes, name: str | None = None) -> Path:
        """A mail arrives."""
        return self.tree.deliver(user, mail, name)

    def start(self) -> None:
        """Begin, or begin again on the same ports; returns once it answers."""
        configuration = self.tree.path / "dovecot.conf"
        configuration.write_text(self._configuration())
        self._process = _started(["dovecot", "-F", "-c", str(configuration)], self.tree.path / "dovecot.log")
        _wait(lambda: _answers(self.port) and _answers(self.starttls_port), self._process, lambda: self.log)

    def stop(self) -> None:
        """End at once, with every connection."""
        _end(self._process)

    @contextmanager
    def away(self) -> Iterator[None]:
        """It is down for a while."""
        self.stop()
        try:
            yield
        finally:
            self.start()

    def _configuration(self) -> str:
        base = self.tree.path
        return f"""
            base_dir = {base}/dovecot
            state_dir = {base}/dovecot.state
            instance_name = {base.name}
            log_path = {base}/dovecot.log
            protocols = imap
            listen = {self.host}
            ssl = required
            ssl_cert = <{base}/certificate.pem
            ssl_key = <{base}/key.pem
            auth_mechanisms = plain login xoauth2
            auth_username_chars =
            auth_failure_delay = 0
            auth_cache_size = 0
            mail_location = maildir:{base}/mail/%n/Maildir
            mail_max_userip_connections = 100
            mail_plugins = acl
            plugin {{
              acl = vfile
            }}
            {f"imap_capability = {self.offers}" if self.offers else ""}
            passdb {{
              driver = static
              args = password={PASSWORD}
            }}
            userdb {{
              driver = static
              args = uid={_NOBODY} gid={_NOBODY} home={base}/mail/%n
            }}
            namespace inbox {{
              inbox = yes
            }}
            service imap-login {{
              inet_listener imap {{
                port = {self.starttls_port}
              }}
              inet_listener imaps {{
                port = {self.port}
                ssl = yes
              }}
            }}
            # Here all come from the same address: nobody is made to wait for what another test did.
            service anvil {{
              unix_listener anvil-auth-penalty {{
                mode = 0
              }}
            }}
            service auth {{
              unix_listener {self.socket} {{
                mode = 0666
              }}
            }}
            """


@dataclass(slots=True)
class Postfix:
    """Takes mail of `PEOPLE` on `port` (STARTTLS) and `tls_port` (TLS from the start), and of strangers on `mx_port`.

    Mail for `desk+anything@example.org` is desk's, with the whole address in `Delivered-To` and `X-Original-To`.
    Somebody unknown, and every other domain, bounces.
    """

    tree: Tree
    dovecot: Dovecot
    port: int = field(default_factory=_free_port)
    tls_port: int = field(default_factory=_free_port)
    mx_port: int = field(default_factory=_free_port)
    host: str = "127.0.0.1"
    _process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        """All that it said."""
        return (self.tree.path / "postfix.log").read_text(errors="replace")

    def url(self, user: str = "desk@example.org", password: str = PASSWORD) -> str:
        """`mail.url` for this user."""
        return f"smtps://{quote(user)}:{password}@{self.host}:{self.tls_port}"

    def maildir(self, user: str) -> Path:
        """Where the mail of one of `PEOPLE` lies."""
        return self.tree.maildir(user)

    async def send(self, sender: str, recipient: str, mail: bytes) -> None:
        """A mail from a stranger, or from somebody who says so: no login, and only to `PEOPLE` and who is not there."""
        await aiosmtplib.send(mail, sender=sender, recipients=[recipient], hostname=self.host, port=self.mx_port)

    async def mails(self, user: str, least: int = 1) -> list[bytes]:
        """What lies unread with a user, oldest first, once there is so much of it."""
        new = self.maildir(user) / "new"
        await until(lambda: len(list(new.iterdir())) >= least)
        return [mail.read_bytes() for mail in sorted(new.iterdir(), key=lambda mail: mail.stat().st_mtime_ns)]

    def start(self) -> None:
        """Begin, or begin again on the same ports; returns once it answers."""
        folder = self.tree.path / "postfix"
        for made in (folder, folder / "queue", folder / "data"):
            made.mkdir(exist_ok=True)
        shutil.chown(folder / "data", "postfix")
        (folder / "main.cf").write_text(self._main())
        (folder / "master.cf").write_text(self._master())
        boxes = "".join(f"{address} {address.partition('@')[0]}/Maildir/\n" for address in PEOPLE)
        (folder / "boxes").write_text(boxes)
        self._process = _started(["postfix", "-c", str(folder), "start-fg"], self.tree.path / "postfix.log")
        _wait(lambda: all(map(_answers, (self.port, self.tls_port, self.mx_port))), self._process, lambda: self.log)

    def stop(self) -> None:
        """End at once; what is queued stays."""
        # What was started is a script that waits for the master.
        _end(self._process, self.tree.path / "postfix" / "queue" / "pid" / "master.pid")

    def _main(self) -> str:
        base = self.tree.path
        return f"""\
compatibility_level = 3.6
queue_directory = {base}/postfix/queue
data_directory = {base}/postfix/data
maillog_file = {base}/postfix.log
maillog_file_prefixes = {base}
myhostname = mail.example.org
myorigin = example.org
mydestination =
mynetworks =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
recipient_delimiter = +
virtual_mailbox_domains = example.org, example.net
virtual_mailbox_maps = texthash:{base}/postfix/boxes
virtual_mailbox_base = {base}/mail
virtual_uid_maps = static:{_NOBODY}
virtual_gid_maps = static:{_NOBODY}
default_transport = error:nothing leaves this machine
relay_transport = error:nothing leaves this machine
smtpd_relay_restrictions = permit_sasl_authenticated, reject_unauth_destination
smtpd_reject_unlisted_recipient = no
smtpd_tls_cert_file = {base}/certificate.pem
smtpd_tls_key_file = {base}/key.pem
smtpd_tls_auth_only = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = {self.dovecot.socket}
smtpd_client_connection_rate_limit = 0
smtputf8_enable = yes
message_size_limit = 52428800
virtual_mailbox_limit = 0
"""

    def _master(self) -> str:
        login = "-o smtpd_sasl_auth_enable=yes"
        return f"""\
127.0.0.1:{self.port} inet n - n - - smtpd -o smtpd_tls_security_level=encrypt {login}
127.0.0.1:{self.tls_port} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes {login}
127.0.0.1:{self.mx_port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""


@pytest.fixture(scope="session")
def tree() -> Iterator[Tree]:
    """One folder and one certificate for both."""
    _demand("dovecot", "postfix")
    with tempfile.TemporaryDirectory(prefix="mail.", dir="/tmp", ignore_cleanup_errors=True) as folder:
        made = Tree(Path(folder))
        made.set_up()
        yield made


@pytest.fixture(scope="session")
def dovecot(tree: Tree) -> Iterator[Dovecot]:
    """A Dovecot that runs, and lets everybody in who knows `PASSWORD`."""
    with _running(Dovecot(tree)) as server:
        yield server


@pytest.fixture(scope="session")
def postfix(tree: Tree, dovecot: Dovecot) -> Iterator[Postfix]:
    """A Postfix that runs, delivers to the Maildirs that Dovecot shows, and asks it for passwords."""
    with _running(Postfix(tree, dovecot)) as server:
        yield server


@contextmanager
def _running(server: _Server) -> Iterator[_Server]:
    server.start()
    try:
        yield server
    finally:
        server.stop()


def _demand(*programs: str) -> None:
    missing = [name for name in programs if shutil.which(name, path=_SBIN) is None]
    if os.geteuid() != 0:
        missing.append("root, whom they want to be started by")
    if not missing:
        return
    why = f"no mail servers: {', '.join(missing)} missing; see scripts/_mail_servers"
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


def _started(command: list[str], log: Path) -> subprocess.Popen[bytes]:
    """In a session of its own, so that all of it can be ended."""
    with log.open("ab") as said:
        return subprocess.Popen(
            command,
            env={**os.environ, "PATH": _SBIN},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            start_new_session=True,
        )


def _wait(happened: Callable[[], bool], process: subprocess.Popen[bytes], log: Callable[[], str]) -> None:
    end = time.monotonic() + _PATIENCE
    while not happened():
        if process.poll() is not None or time.monotonic() > end:
            pytest.fail(f"{process.args!r} does not answer; it said:\n{log()}")
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.02)


def _answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def _end(process: subprocess.Popen[bytes] | None, master: Path | None = None) -> None:
    if process is None or process.poll() is not None:
        return
    pid = int(master.read_text()) if master and master.exists() else process.pid
    os.killpg(pid, signal.SIGTERM)
    process.wait(_PATIENCE)
