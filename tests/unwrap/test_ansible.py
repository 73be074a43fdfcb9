from __future__ import annotations

import pytest

from tests.unwrap.opening import opened, shown


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("ansible all --list-hosts", []),
        ("ansible all -m ping", []),
        ("ansible all -m copy -a 'src=a dest=b'", []),
        ("ansible all -m shell -a 'rm x' --check", []),
        ("ansible all -a 'rm x'", ["shell: rm x"]),
        ("ansible web -i hosts -m shell -a 'rm x'", ["shell: rm x"]),
        ("ansible -m ansible.builtin.shell -a 'rm x' web", ["shell: rm x"]),
        ("ansible web -m raw --args 'rm x' -b", ["shell: rm x"]),
        ("ansible web -m <?> -a 'rm x'", ["shell: rm x"]),
    ],
)
def test_what_ansible_runs(line: str, inside: list[str]) -> None:
    assert shown(opened(line)) == inside


def test_it_runs_on_the_hosts() -> None:
    (part,) = opened("ansible web -b -a 'rm x'")
    assert (part.origin.remote, part.origin.elevated, part.origin.host) == (True, True, "web")
