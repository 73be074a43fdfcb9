from __future__ import annotations

import pytest

from tests.unwrap.opening import opened, shown

FILES = {
    "/work/Rakefile": (
        "task :a do\n  rm 'a'\nend\n\nnamespace :db do\n  desc 'x'\n  task :b, [:n] => [:c] do |t|\n    rm 'b'\n  end\n"
        "  task c: :environment do\n    rm 'c'\n  end\nend\ntask default: 'db:b'\ntask(:d) { rm 'd' }\n"
    ),
    "/work/lib/tasks/e.rake": "task :e do\n  rm 'e'\nend\n",
    "/work/sub/Rakefile": "task :f do\n  rm 'f'\nend\n",
}


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("rake missing", []),
        ("rake -T", []),
        ("rake --dry-run a", []),
        ("rake a", ["ruby:   rm 'a'"]),
        ("rake A=1 a", ["ruby:   rm 'a'"]),
        ("rake 'db:b[1]'", ["ruby:     rm 'b'", "ruby:     rm 'c'"]),
        ("rake", ["ruby:     rm 'b'", "ruby:     rm 'c'"]),
        ("rake d", ["ruby:  rm 'd' "]),
        ("rake e", ["ruby:   rm 'e'"]),
        ("rake -C sub f", ["ruby:   rm 'f'"]),
        ("rake -f sub/Rakefile f", ["ruby:   rm 'f'"]),
    ],
)
def test_what_rake_runs(line: str, inside: list[str]) -> None:
    assert shown(opened(line, None, FILES)) == inside
