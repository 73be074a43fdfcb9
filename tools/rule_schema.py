"""Writes schema/rules.schema.json from the tables that read rule files. Run it from a checkout after changing them."""

from __future__ import annotations

import json
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from guardcmd.ruleset.schema import schema  # noqa: E402  the checkout's, not an installed one

if __name__ == "__main__":
    (ROOT / "schema/rules.schema.json").write_text(json.dumps(schema(), indent=2) + "\n")
