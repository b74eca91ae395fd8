"""The import: places, people and cases from YAML or JSON files, taken in whole or not at all.

documents → entries → records reads the files, checks and plan compare them with what is known, writing and
telling carry the plan out. Every step collects all faults it finds, so that one try shows them all.
"""

from cases.importing.faults import Fault, FaultyFilesError
from cases.importing.identities import Identified, Identity, Unknown, identify, unknown
from cases.importing.run import Preview, Report, preview, take_in, take_in_with

__all__ = [
    "Fault",
    "FaultyFilesError",
    "Identified",
    "Identity",
    "Preview",
    "Report",
    "Unknown",
    "identify",
    "preview",
    "take_in",
    "take_in_with",
    "unknown",
]
