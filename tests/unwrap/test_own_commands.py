from __future__ import annotations

import pytest

from tests.unwrap.opening import opened, shown

FILES = {
    "/work/shop/management/commands/purge.py": "rm()",
    "/work/manage.py": "",
    "/work/app/Console/Commands/Purge.php": "<?php protected $signature = 'shop:purge {--all}'; rm();",
    "/work/app/Console/Commands/Other.php": "<?php $signature = 'shop:other';",
    "/work/parts/10-a": "#!/bin/sh\nrm a\n",
    "/work/parts/20-b": "#!/bin/sh\nls\n",
}


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("manage.py purge --yes", ["python: rm()"]),
        ("manage.py missing", []),
        ("manage.py purge --help", []),
        ("django-admin purge", ["python: rm()"]),
        ("artisan shop:purge", ["php: <?php protected $signature = 'shop:purge {--all}'; rm();"]),
        ("artisan list", []),
        ("run-parts parts", ["shell: #!/bin/sh\nrm a\n", "shell: #!/bin/sh\nls\n"]),
        ("run-parts --test parts", []),
        ("run-parts missing", []),
    ],
)
def test_commands_of_the_project(line: str, inside: list[str]) -> None:
    assert shown(opened(line, None, FILES)) == inside
