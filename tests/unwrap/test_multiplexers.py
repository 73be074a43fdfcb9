from __future__ import annotations

import pytest

from tests.unwrap.opening import opened, shown


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("tmux", []),
        ("tmux ls", []),
        ("tmux attach -t a", []),
        ("tmux send-keys -t a C-c", ["shell: C-c"]),
        ("tmux send-keys -t a 'rm x' Enter", ["shell: rm x"]),
        ("tmux send -ta 'rm x' C-m", ["shell: rm x"]),
        ("tmux -L s send-keys -t a rm Space x Enter 'rm y' Enter", ["shell: rm x", "shell: rm y"]),
        ("tmux send-keys -l 'rm x'", ["shell: rm x"]),
        ("tmux send-keys <?> Enter", ["opaque: variable"]),
        ("tmux new -d -s a \\; send-keys 'rm x' C-m", ["tmux new -d -s a", "tmux send-keys rm x C-m"]),
        ("tmux new -d 'rm x;' split-window 'rm y'", ["tmux new -d rm x", "tmux split-window rm y"]),
        ("screen -S a -X stuff 'rm x\\n'", ["shell: rm x\n"]),
        ("screen -S a -p 0 -X stuff 'rm x^M'", ["shell: rm x\n"]),
        ("screen -X screen rm x", ["rm x"]),
        ("screen -S a -X quit", []),
        ("screen -S X rm x", ["rm x"]),
    ],
)
def test_commands_in_windows(line: str, inside: list[str]) -> None:
    assert shown(opened(line)) == inside
