"""What Emacs Lisp, Clojure, Guile, Racket and Common Lisp text does."""

from __future__ import annotations

import pytest

from tests.languages.support import lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('(message "rm x") ; (delete-file "x")', []),
        ("(dissoc {:a 1} :a) (remove odd? [1 2]) (delete 1 (list 1 2))", []),
        ('(delete-file "x")', ["lisp unlink x"]),
        ('(delete-directory "x" t)', ["lisp deleteDirectory x"]),
        ('(delete-directory "x")', ["lisp unlink x"]),
        ('(let ((d "/srv")) (delete-directory (concat d "/x") t))', ["lisp deleteDirectory /srv/x"]),
        ('(setq d "/srv") (delete-directory d t)', ["lisp deleteDirectory /srv"]),
        ('(mapc #\'delete-file (directory-files "/srv" t))', ["lisp unlink /srv/*"]),
        ('(shell-command "rm x")', ["shell: rm x"]),
        ('(call-process "rm" nil nil nil "-r" "x")', ["run: rm -r x"]),
        ('(system "rm x")', ["shell: rm x"]),
        ('(system* "rm" "x")', ["run: rm x"]),
        ('(uiop:run-program "rm x")', ["shell: rm x"]),
        ('(uiop:run-program \'("rm" "x"))', ["run: rm x"]),
        ('(clojure.java.shell/sh "rm" "x")', ["run: rm x"]),
        ('(babashka.fs/delete-tree "x")', ["lisp deleteDirectory x"]),
        ('(spit "x" "y")', ["redirect > x"]),
        ('(eval (read-string "1"))', []),
    ],
)
def test_does(text: str, expected: list[str]) -> None:
    assert lines(text, "lisp") == expected
