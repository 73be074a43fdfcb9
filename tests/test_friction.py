"""A working day of a web developer, command by command, in a real repository of a scratch home: nobody is made to type
a name, and hardly anybody is asked."""

from __future__ import annotations

import subprocess
from collections import Counter
from pathlib import Path

import pytest

from guardcmd.edge import Edge
from guardcmd.proposal import ShellText
from guardcmd.store.paths import Paths
from tests.corpus.reading import commands

KUBECONFIG = """
apiVersion: v1
clusters:
- cluster:
    server: https://127.0.0.1:45671
  name: kind-shop
contexts:
- context:
    cluster: kind-shop
    user: kind-shop
  name: kind-shop
current-context: kind-shop
"""
PACKAGE = """{"name": "shop", "version": "1.3.0", "scripts": {
  "build": "tsc -p . && vite build", "lint": "eslint src", "test": "vitest run", "dev": "vite", "start": "node dist",
  "storybook": "storybook dev -p 6006", "typecheck": "tsc --noEmit", "format": "prettier --write src"}}"""
MAKEFILE = """
help:
\t@grep -E '^[a-z]+:' Makefile
build:
\tnpm run build
test:
\tnpm test
lint:
\tnpm run lint
clean:
\trm -rf dist build coverage
"""
KEPT = {  # what git has
    "package.json": PACKAGE,
    "package-lock.json": "{}\n",
    "Makefile": MAKEFILE,
    "scripts/dev.sh": "#!/bin/sh\nexec npm run dev\n",
    "scripts/seed.sh": "#!/bin/bash\nset -euo pipefail\npsql shop_dev -f db/seed.sql\n",
    "scripts/generate-icons.js": "require('fs').writeFileSync('src/icons.ts', 'export {}')\n",
    "db/seed.sql": "INSERT INTO flags (name) VALUES ('totals');\n",
    "db/queries/report.sql": "SELECT day, sum(total) FROM orders GROUP BY day;\n",
    "k8s/api.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: shop-api}\n",
    "src/index.ts": "export {}\n",
    "src/cart/types.ts": "export {}\n",
    "src/legacy/old.ts": "export {}\n",
    ".gitignore": "node_modules\ndist\n.env\nnotes.txt\n",
}
LOOSE = {
    ".env": "DATABASE_URL=postgres://shop:shop@localhost:5432/shop_dev\n",
    "notes.txt": "call back\n",
    "node_modules/zod/index.js": "\n",
    "dist/index.js": "\n",
}


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shop = tmp_path / "home" / "shop"
    written = {**KEPT, **LOOSE, "../.kube/config": KUBECONFIG}
    for name, text in written.items():
        path = shop / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    identity = ("-c", "user.name=d", "-c", "user.email=d@example.com", "-c", "commit.gpgsign=false")
    for words in (("init", "-q"), ("add", "-A"), (*identity, "commit", "-qm", "shop")):
        subprocess.run(["git", *words], cwd=shop, check=True, env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path)})
    return shop


def test_a_working_day_is_left_in_peace(project: Path) -> None:
    home = project.parent
    edge = Edge(Paths(str(home / "state"), str(home / "config")), {"HOME": str(home), "SHELL": "/bin/bash"})
    day = commands("day")
    found = {line: edge.judge(edge.propose(ShellText(line), str(project))).verdict.decision for line in day}
    stopped = {kind: [line for line, said in found.items() if said == kind] for kind in ("ask", "confirm", "block")}
    assert len(day) >= 500
    assert stopped["confirm"] + stopped["block"] == []
    assert len(stopped["ask"]) <= len(day) * 0.02, stopped["ask"]
    assert Counter(found.values())["allow"] >= len(day) * 0.9
