"""What an erasure leaves outside the database: the packages in EXPORT_DIR are this program's own, too."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.archive.names import package_name
from cases.context import Context
from cases.erasing import finishing
from cases.erasing.finishing import Left


def finish(context: Context, export_dir: Path | None, *, now: datetime) -> list[Left]:
    """Go on with every erasure that is under way. Raises OSError and UnreachableError."""

    def remove_package(case_id: str) -> None:
        if export_dir is not None:
            (export_dir / package_name(case_id)).unlink(missing_ok=True)

    return finishing.finish(context, remove_package, now=now)
