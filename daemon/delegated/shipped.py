"""What comes with the program beside its code: rules, settings, units. Found in the wheel, and in a checkout."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent


def shipped(kind: str) -> Path:
    """The folder of that kind: `rules`, `config` or `systemd`.

    Raises FileNotFoundError, with both places that were looked at, where the installation lacks it.
    """
    in_wheel = _PACKAGE / "_shipped" / kind
    in_checkout = _PACKAGE.parents[1] / kind
    if in_wheel.is_dir():
        return in_wheel
    # Only in a checkout is the package in daemon/; elsewhere two levels up is somebody else's folder.
    if _PACKAGE.parent.name == "daemon" and in_checkout.is_dir():
        return in_checkout
    msg = f"the shipped {kind} are missing: neither {in_wheel} nor {in_checkout} is there; install delegated again"
    raise FileNotFoundError(msg)
