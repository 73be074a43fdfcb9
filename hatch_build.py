"""Compiles the built-in rules into the wheel (hatchling's build hook)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileRules(BuildHookInterface):  # type: ignore[type-arg]
    """In an editable install the checkout compiles them itself, when they changed."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if self.target_name != "wheel" or version == "editable":
            return
        root = Path(self.root)
        sys.path.insert(0, str(root))
        try:
            from guardcmd.store.rulefiles import compile_into

            compile_into(str(root / "rules"), str(root / "guardcmd" / "_compiled"))
        finally:
            sys.path.remove(str(root))
        build_data["artifacts"].append("guardcmd/_compiled/*")
