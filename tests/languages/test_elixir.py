"""What Elixir text does."""

from __future__ import annotations

import pytest

from tests.languages.support import lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Map.delete(%{a: 1}, :a) |> IO.inspect()", []),
        ('IO.puts("File.rm_rf") # File.rm_rf!("x")', []),
        ('File.rm_rf!("/srv/x")', ["elixir deleteDirectory /srv/x"]),
        ('"/srv/x" |> File.rm_rf()', ["elixir deleteDirectory /srv/x"]),
        ('Path.wildcard("/srv/*") |> Enum.each(&File.rm!/1)', ["elixir unlink /srv/*"]),
        ('System.cmd("rm", ["-rf", "x"])', ["run: rm -rf x"]),
        (':os.cmd(~c"rm x")', ["shell: rm x"]),
        (":os.cmd('rm x')", ["shell: rm x"]),
        ("Repo.delete_all(User)", ["sql delete User"]),
        ("Shop.Repo.delete_all(from o in Order, where: o.old)", ["sql delete from"]),
        ('Ecto.Adapters.SQL.query!(Repo, "DROP TABLE t")', ["sql: DROP TABLE t"]),
        ('for f <- Path.wildcard("/srv/*"), do: File.rm!(f)', ["elixir unlink /srv/*"]),
    ],
)
def test_does(text: str, expected: list[str]) -> None:
    assert lines(text, "elixir") == expected
