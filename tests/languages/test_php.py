"""PHP text to what it does."""

from __future__ import annotations

import pytest

from tests.languages.support import lines


@pytest.mark.parametrize(
    "text",
    [
        "",
        "echo 'rm -rf /';",
        "// system('rm x')\n# system('rm x')\n/* system('rm x') */",
        "<html>system('rm x') it's</html>",
        "<?php echo 1; ?> system('rm x')",
        "$x = <<<EOT\nsystem('rm x')\nEOT;\necho $x;",
        "echo file_get_contents('x');",
        "$a = ['exec' => 1]; echo $a['exec'];",
        "fopen('x', 'r');",
        "DB::select('SELECT 1');",
    ],
)
def test_harmless(text: str) -> None:
    assert [line for line in lines(text, "php") if line != "sql: SELECT 1"] == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("shell_exec('rm x');", "shell: rm x"),
        ('system("rm $x");', "shell: rm …"),
        ("$d = '/srv'; exec(\"rm {$d}/x\", $out);", "shell: rm /srv/x"),
        ("$d = '/srv'; passthru('rm ' . $d . '/x');", "shell: rm /srv/x"),
        ("`rm x`;", "shell: rm x"),
        ("proc_open('rm x', [], $p);", "shell: rm x"),
        ("<?php system('rm x'); ?>", "shell: rm x"),
        ("<?= `rm x` ?>", "shell: rm x"),
        ("if (true) { system('rm x'); }", "shell: rm x"),
        ("unlink('x');", "php unlink x"),
        ("array_map('unlink', glob('/srv/*'));", "php unlink /srv/*"),
        ("foreach (glob('/srv/*') as $f) { unlink($f); }", "php unlink /srv/*"),
        ("$d = '/srv'; unlink($d . '/x');", "php unlink /srv/x"),
        ("Storage::deleteDirectory('x');", "php deleteDirectory x"),
        ("file_put_contents('/etc/x', '');", "redirect > /etc/x"),
        ("fopen('x', 'a');", "redirect >> x"),
        ("rename('a', '.env');", "run: mv -- a .env"),
        ("eval('system(\"rm x\");');", "shell: rm x"),
        ("eval(base64_decode('c3lzdGVtKCdybSB4Jyk7'));", "shell: rm x"),
        ("eval(gzinflate(base64_decode($x)));", "unread: decode"),
        ("eval(file_get_contents('http://x'));", "unread: network"),
        ("include 'setup.php';", "php: <?php unlink('y');"),
        ("$pdo->exec('DROP TABLE x');", "sql: DROP TABLE x"),
        ("mysqli_query($c, 'DROP TABLE x');", "sql: DROP TABLE x"),
        ("DB::statement('DROP TABLE x');", "sql: DROP TABLE x"),
        ("User::truncate();", "sql truncate User"),
        ("Http::delete('https://api/x');", "http DELETE https://api/x"),
    ],
)
def test_does(text: str, expected: str) -> None:
    assert expected in lines(text, "php", files={"/work/app/setup.php": b"<?php unlink('y');"})
