"""Whose certificates the bot trusts: those of the machine, and of an own authority that the settings name."""

from __future__ import annotations

import os
import ssl
from pathlib import Path


def trusting(authority: Path | None) -> ssl.SSLContext:
    """A context that lets nobody in without a certificate for the right name from somebody trusted.

    Raises ValueError, with words for the administrator, for an authority's file that can not be used.
    """
    context = ssl.create_default_context()
    if authority:
        try:
            context.load_verify_locations(authority)
        except ssl.SSLError:
            raise ValueError(f"{authority} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)") from None
        except OSError as error:
            raise ValueError(f"{authority} can not be read: {os.strerror(error.errno or 0)}") from None
    return context
