"""Perl text to what it does."""

from __future__ import annotations

import pytest

from tests.languages.support import lines


@pytest.mark.parametrize(
    "text",
    [
        "",
        "s/old/new/g",
        "print 'rm -rf /'",
        "print qq{rm -rf /}",
        'print "$name @list\\n" if /system/; print',
        "s/'/\"/g; tr/a-z/A-Z/; y/a/b/",
        "m{system('rm x')}; qr/unlink/",
        "# system('rm x')",
        "=pod\n\nsystem('rm x')\n\n=cut\n\nprint 1",
        "my %h = (s => 1, y => 2, q => 3); print $h{s}",
        "eval { die }; delete $h{x}",
        "my $x = $a / $b / $c;",
        "open(F, '<', 'x')",
    ],
)
def test_harmless(text: str) -> None:
    assert lines(text, "perl") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("system('rm x')", "shell: rm x"),
        ("system 'rm', '-rf', 'x'", "run: rm -rf x"),
        ("my @a = ('rm', 'x'); system(@a)", "run: rm x"),
        ("exec qw(rm -rf x)", "run: rm -rf x"),
        ("`rm $x`", "shell: rm …"),
        ("qx{rm x}", "shell: rm x"),
        ("print `rm x`", "shell: rm x"),
        ("my $d = '/srv'; system(\"rm $d/x\")", "shell: rm /srv/x"),
        ("my $d = '/srv'; system('rm ' . $d)", "shell: rm /srv"),
        ("s/x/system('rm x')/e", "shell: rm x"),
        ("s{x}{`rm x`}ge", "shell: rm x"),
        ("while (<>) { s/'/\"/; system('rm x') }", "shell: rm x"),
        ("print \"@{[system('rm x')]}\"", "shell: rm x"),
        ("open(F, '|rm x')", "shell: rm x"),
        ("open(my $f, '-|', 'rm x')", "shell: rm x"),
        ("open(my $f, '-|', 'rm', 'x')", "run: rm x"),
        ("open(F, '>/etc/x')", "redirect > /etc/x"),
        ("open(my $f, '>>', 'x')", "redirect >> x"),
        ("unlink 'a', 'b'", "perl unlink b"),
        ("unlink glob '/srv/*'", "perl unlink /srv/*"),
        ('unlink(glob("/srv/*"))', "perl unlink /srv/*"),
        ("foreach my $f (glob '/srv/*') { unlink $f }", "perl unlink /srv/*"),
        ('unlink "$d/x" or die', "perl unlink …/x"),
        ("use File::Path; remove_tree('/srv')", "perl File::Path::rmtree /srv"),
        ("File::Path::rmtree('/srv')", "perl File::Path::rmtree /srv"),
        ("rename 'a', '.env'", "run: mv -- a .env"),
        ("eval 'system(\"rm x\")'", "shell: rm x"),
        ("eval decode_base64('c3lzdGVtKCdybSB4Jyk=')", "shell: rm x"),
        ("eval $code", "unread: variable"),
        ("$dbh->do('DROP TABLE x')", "sql: DROP TABLE x"),
        ("⟨⟩", "unread: variable"),
    ],
)
def test_does(text: str, expected: str) -> None:
    assert expected in lines(text, "perl")
