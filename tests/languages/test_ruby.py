"""Ruby text to what it does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.languages.support import facts, found, lines


@pytest.mark.parametrize(
    "text",
    [
        "",
        "puts 'rm -rf /'",
        "# system('rm x')",
        "=begin\nsystem('rm x')\n=end\nputs 1",
        "x = 5 / 2; y = 3 / 1",
        "puts %w[rm -rf x].inspect",
        "a.delete(1); h.delete_if { |k| k }",
        'puts "a #{b} c"',
        "def clean(path)\n  puts path\nend",
        "x = <<~EOS\n  system('rm x')\nEOS\nputs x",
        "File.read('a'); Dir.entries('b')",
        "User.where(a: 1).count",
        "s =~ /system('rm')/",
    ],
)
def test_harmless(text: str) -> None:
    assert lines(text, "ruby") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("system('rm -rf x')", "shell: rm -rf x"),
        ("system 'rm', '-rf', 'x'", "run: rm -rf x"),
        ("`rm #{x}`", "shell: rm …"),
        ("%x(rm x)", "shell: rm x"),
        ("%x{rm #{'x'}}", "shell: rm …"),
        ("exec('rm x')", "shell: rm x"),
        ("IO.popen('rm x')", "shell: rm x"),
        ("require 'open3'; Open3.capture3('rm x')", "shell: rm x"),
        ("Kernel.system('rm x')", "shell: rm x"),
        ("x = 'rm'\nsystem(\"#{x} y\")", "shell: rm y"),
        ("system(\"rm \" + 'x')", "shell: rm x"),
        ("system(<<~EOS)\n  rm x\nEOS\n", "shell:   rm x\n"),
        ("if a then system('rm x') end", "shell: rm x"),
        ("[1].each { |i| system('rm x') }", "shell: rm x"),
        ("puts \"#{system('rm x')}\"", "shell: rm x"),
        ("FileUtils.rm_rf('/srv')", "ruby FileUtils.rm_r /srv"),
        ("FileUtils.rm_rf '/srv'", "ruby FileUtils.rm_r /srv"),
        ("FileUtils.rm_rf(['a', 'b'])", "ruby FileUtils.rm_r b"),
        ("include FileUtils\nrm_rf 'x'", "ruby FileUtils.rm_r x"),
        ("File.delete('x')", "ruby File.delete x"),
        ("File.delete(*Dir['/srv/*'])", "ruby File.delete /srv/*"),
        ("Dir.glob('/srv/*').each { |f| File.delete(f) }", "ruby File.delete /srv/*"),
        ("Dir.glob('/srv/*').each do |f|\n  File.unlink f\nend", "ruby File.delete /srv/*"),
        ("FileUtils.rm_rf(File.join('/srv', 'x'))", "ruby FileUtils.rm_r /srv/x"),
        ("Pathname.new('/srv').rmtree", "ruby FileUtils.rm_r /srv"),
        ("File.write('/etc/x', '')", "redirect > /etc/x"),
        ("File.open('x', 'a') { }", "redirect >> x"),
        ("eval('system(\"rm x\")')", "shell: rm x"),
        ("eval(Base64.decode64('c3lzdGVtKCdybSB4Jyk='))", "shell: rm x"),
        ("eval(Base64.decode64('c3lzdGVtKCdybSB4Jyk='))", "unread: decode"),
        ("eval(URI.open('http://x').read)", "unread: network"),
        ("eval(code)", "unread: variable"),
        ("ActiveRecord::Base.connection.execute('DROP TABLE x')", "sql: DROP TABLE x"),
        ("User.delete_all", "sql delete User"),
        ("Aws::EC2::Client.new.terminate_instances(instance_ids: ['i'])", "run: aws ec2 terminate-instances"),
        ("HTTParty.delete('https://api/x')", "http DELETE https://api/x"),
        ("⟨⟩", "unread: variable"),
        ("system(⟨⟩)", "shell: …"),
    ],
)
def test_does(text: str, expected: str) -> None:
    assert expected in lines(text, "ruby")


def test_conditions_of_mappers() -> None:
    assert facts("User.delete_all", "ruby") == {"where": "missing"}
    assert facts("User.where(a: 1).delete_all", "ruby") == {"where": "present"}


WORDS = ["system", "(", ")", "'rm x'", "\"a #{", "}", "`", "%x(", "%w[", "<<~EOS", "\n", "EOS", "/",
         "do |f|", "end", ".each",
         "x", "=", ";",
         "eval", "File.delete", "*", "[", "]", "{", "|", ",", "=>", ":a", "if", "#", "=begin", "\ua66e"]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25), st.sampled_from(["ruby", "perl", "php", "lua", "powershell"]))
def test_never_raises(words: list[str], language: str) -> None:
    found(" ".join(words), language)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["ruby", "perl", "php", "lua", "powershell", "nothing"]))
def test_never_raises_on_any_text(text: str, language: str) -> None:
    found(text, language)
