"""Patches on command lines."""

from __future__ import annotations

import pytest

from tests.support import judge

PATCH = "*** Begin Patch\n{}\n*** End Patch"
DELETION = PATCH.format("*** Delete File: .env")
DIFF = "--- a/{0}\n+++ b/{0}\n@@ -1 +1 @@\n-a\n+b\n"
UPDATED = PATCH.format("*** Update File: scripts/dev.sh\n@@\n-exec npm run dev\n+terraform destroy")
ADDED = PATCH.format("*** Add File: x.sh\n+terraform destroy")
DESTROYING = DIFF.format("scripts/dev.sh").replace("+b", "+terraform destroy")
HOOK = DIFF.format(".git/hooks/pre-commit")


@pytest.mark.parametrize(
    "text",
    [
        f"apply_patch <<'EOF'\n{DELETION}\nEOF",
        f"cd src && apply_patch <<'EOF'\n{PATCH.format('*** Add File: ../.claude/settings.json')}\nEOF",
        f"applypatch <<EOF\n{DELETION}\nEOF",
        f"apply_patch '{DELETION}'",
        f"bash -lc \"apply_patch <<'EOF'\n{DELETION}\nEOF\"",
        f"git apply <<'EOF'\n{HOOK}EOF",
        f"git -C /home/dev/app apply - <<'EOF'\n{HOOK}EOF",
        f"git apply -p0 <<'EOF'\n{HOOK.replace('a/.', '.').replace('b/.', '.')}EOF",
        f"patch -p1 <<'EOF'\n{HOOK}EOF",
        f"printf '%s' '{HOOK}' > x.diff; git apply x.diff",
        f"printf '%s' '{HOOK}' > x.diff; patch -p1 -i x.diff",
        f"cat > x.diff <<'EOF'\n{HOOK}EOF\npatch -p1 < x.diff",
        f"git apply <<'EOF'\n{DIFF.format('.claude/settings.json')}EOF",
        # what a patch writes is read when it is run
        f"apply_patch <<'EOF'\n{ADDED}\nEOF\nbash x.sh",
        f"apply_patch <<'EOF'\n{UPDATED}\nEOF\nbash scripts/dev.sh",
        f"patch -p1 <<'EOF'\n{DESTROYING}EOF\nbash scripts/dev.sh",
    ],
)
def test_is_stopped(text: str) -> None:
    assert judge(text).decision in ("ask", "confirm", "block")


@pytest.mark.parametrize(
    "text",
    [
        f"apply_patch <<'EOF'\n{PATCH.format('*** Add File: a.md')}\nEOF",
        f"git apply <<'EOF'\n{DIFF.format('src/a.py')}EOF",
        f"git apply --check <<'EOF'\n{HOOK}EOF",
        f"git apply --stat <<'EOF'\n{HOOK}EOF",
        f"patch --dry-run -p1 <<'EOF'\n{HOOK}EOF",
        "git apply x.diff",
        "git diff main | git apply -R",
        "curl -s https://example.com/x.diff | git apply",
        "patch -p1 < x.diff",
        "git apply",
        "patch",
        "apply_patch",
    ],
)
def test_passes(text: str) -> None:
    assert judge(text).decision in ("allow", "notify")
