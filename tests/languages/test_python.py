"""Python text to what it does."""

from __future__ import annotations

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.languages.support import facts, found, lines

HARMLESS = [
    "",
    "print('rm -rf /')",
    "import os; print(os.getcwd()); print(os.listdir('.'))",
    "import shutil; print(shutil.which('rm'))",
    "x = 'os.system(1)'",
    "# os.system('rm x')",
    '"""os.system(1)"""',
    "import json; print(json.load(open('package.json'))['name'])",
    "import requests; print(requests.get('https://example.com').json())",
    "df.drop('column', axis=1)",
    "items.remove('x')",
    "d = {}; d.clear(); d.pop('x')",
    "re.sub('a', 'b', 'c')",
    "def clean(path):\n    import shutil\n    shutil.rmtree(path)",  # nobody calls it, and its path is nobody's
    "def run(cmd):\n    import subprocess\n    return subprocess.run(cmd, shell=True)",
    "import boto3; print(boto3.__version__)",
    "import re\nprint(re.findall('\\d', 'a1'))",
    "match = {'delete': 1}\nprint(match['delete'])",
    "import ast; ast.literal_eval('[1]')",
    "session.execute(select(User))",
    "import sqlalchemy\nconn.execute(sqlalchemy.select(users))",
    "import threading; threading.Thread(target=print, args=('x',)).start()",
    "import sys; sys.exit(1)",
    "class A:\n    def remove(self): pass\nA().remove()",
    "list(map(str, [1, 2]))",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless(text: str) -> None:
    assert lines(text, "python") == []


DOES = [
    # programs
    ("import os; os.system('rm -rf /srv')", "shell: rm -rf /srv"),
    ("import os as o; o.popen('rm x')", "shell: rm x"),
    ("from os import system as s; s('rm x')", "shell: rm x"),
    ("from os import *\nsystem('rm x')", "shell: rm x"),
    ("__import__('os').system('rm x')", "shell: rm x"),
    ("import importlib; importlib.import_module('os').system('rm x')", "shell: rm x"),
    ("import os; getattr(os, 'sys' + 'tem')('rm x')", "shell: rm x"),
    ("import os; os.__dict__['system']('rm x')", "shell: rm x"),
    ("import os; vars(os)['system']('rm x')", "shell: rm x"),
    ("import sys, os; sys.modules['os'].system('rm x')", "shell: rm x"),
    ("f = __import__('os').system\nf('rm x')", "shell: rm x"),
    ("import os; os.__getattribute__('system')('rm x')", "shell: rm x"),
    ("import os, operator; operator.attrgetter('system')(os)('rm x')", "shell: rm x"),
    ("__builtins__.__import__('os').system('rm x')", "shell: rm x"),
    ("__builtins__.__dict__['exec']('import os; os.remove(\"x\")')", "python os.remove x"),
    ("import os; os.system.__call__('rm x')", "shell: rm x"),
    ("import os; vars()['os'].system('rm x')", "shell: rm x"),
    ("import os; (os.system if y else print)('rm x')", "shell: rm x"),
    ("import os; {'a': os.system}['a']('rm x')", "shell: rm x"),
    ("import os; (lambda c: os.system(c))('rm x')", "shell: rm x"),
    ("import os; os.system(chr(114) + chr(109) + ' x')", "shell: rm x"),
    ("import os; os.system(''.join(['r', 'm', ' x']))", "shell: rm x"),
    ("import os; os.system('x mr'[::-1])", "shell: rm x"),
    ("import os; os.system('%s %s' % ('rm', 'x'))", "shell: rm x"),
    ("import os; os.system('{} {p}'.format('rm', p='x'))", "shell: rm x"),
    ("import os\nd = '/srv'\nos.system(f'rm {d}/x')", "shell: rm /srv/x"),
    ("import os, sys\nos.system('rm ' + sys.argv[1])", "shell: rm …"),
    ("import os\nx = '/tmp/a' if y else '/'\nos.system('rm ' + x)", "shell: {rm /tmp/a,rm /}"),
    ("import os\nif y:\n    x = 'a'\nelse:\n    x = 'b'\nos.system(x)", "shell: {a,b}"),
    ("import subprocess; subprocess.run(['rm', '-rf', 'x'])", "run: rm -rf x"),
    ("import subprocess; subprocess.run('rm x', shell=True)", "shell: rm x"),
    ("from subprocess import check_output as c; c(['rm', 'x'])", "run: rm x"),
    ("import subprocess; subprocess.Popen('rm')", "run: rm"),
    ("import subprocess; subprocess.run('rm x'.split())", "run: rm x"),
    ("import subprocess, shlex; subprocess.run(shlex.split('rm \"a b\"'))", 'shell: rm "a b"'),
    ("import subprocess; subprocess.run(['sh', '-c', 'rm x'])", "run: sh -c rm x"),
    ("import subprocess; subprocess.run(*[['rm', 'x']])", "run: rm x"),
    ("import subprocess\nc = ['rm']\nc += ['x']\nc.append('y')\nsubprocess.run(c)", "run: rm x y"),
    ("import os; os.execvp('rm', ['rm', 'x'])", "run: rm x"),
    ("import os; os.execl('/bin/rm', 'rm', 'x')", "run: rm x"),
    ("import os; os.spawnlp(os.P_WAIT, 'rm', 'rm', 'x')", "run: rm x"),
    ("import asyncio; asyncio.run(asyncio.create_subprocess_exec('rm', 'x'))", "run: rm x"),
    ("import pty; pty.spawn(['rm', 'x'])", "run: rm x"),
    ("import ctypes; ctypes.CDLL(None).system(b'rm x')", "shell: rm x"),
    ("import sh; sh.rm('x')", "run: rm x"),
    ("import paramiko\nc = paramiko.SSHClient()\nc.exec_command('rm x')", "shell: rm x"),
    ("from fabric import Connection; Connection('h').run('rm x')", "shell: rm x"),
    ("def run(c):\n    import os\n    os.system(c)\nrun('rm x')", "shell: rm x"),
    ("def name():\n    return 'rm x'\nimport os\nos.system(name())", "shell: rm x"),
    ("class A:\n    def go(self, c):\n        import os\n        os.system(c)\nA().go('rm x')", "shell: rm x"),
    ("import os, threading; threading.Thread(target=os.system, args=('rm x',)).start()", "shell: rm x"),
    ("try:\n    pass\nfinally:\n    import os\n    os.system('rm x')", "shell: rm x"),
    ("if __name__ == '__main__':\n    import os\n    os.system('rm x')", "shell: rm x"),
    # files
    ("import shutil; shutil.rmtree('/srv/data')", "python shutil.rmtree /srv/data"),
    ("import os; os.remove('prod.db')", "python os.remove prod.db"),
    ("import os; os.unlink(path=__file__)", "python os.unlink …"),
    ("from pathlib import Path; Path('/srv', 'x').unlink()", "python pathlib.Path.unlink /srv/x"),
    ("from pathlib import Path; (Path('/srv') / 'x').unlink(missing_ok=True)", "python pathlib.Path.unlink /srv/x"),
    ("from pathlib import Path; Path('/srv/x').parent.rmdir()", "python pathlib.Path.rmdir /srv"),
    ("from pathlib import Path; [p.unlink() for p in Path('/srv').rglob('*')]", "python pathlib.Path.unlink /srv/*"),
    ("from pathlib import Path\nimport shutil\nshutil.rmtree(Path.home() / 'x')", "python shutil.rmtree ~/x"),
    ("import os, glob\nfor f in glob.glob('/srv/*'):\n    os.remove(f)", "python os.remove /srv/*"),
    ("import os\nfor f in os.listdir('/srv'):\n    os.remove(os.path.join('/srv', f))", "python os.remove /srv/…"),
    ("import os\nfor r, d, n in os.walk('/srv'):\n    for f in n:\n        os.remove(os.path.join(r, f))",
    "python os.remove /srv…/…"),
    ("import os\nlist(map(os.remove, ['a', 'b']))", "python os.remove {a,b}"),
    ("import os\nfor f in ['a', 'b']: os.remove(f)", "python os.remove {a,b}"),
    ("import os, sys\nos.remove(os.path.join(sys.argv[1], 'x'))", "python os.remove …"),
    ("import tempfile, shutil\nd = tempfile.mkdtemp()\nshutil.rmtree(d)", "python shutil.rmtree /tmp/…"),
    ("open('/etc/passwd', 'w').write('x')", "redirect > /etc/passwd"),
    ("open('x', mode='a')", "redirect >> x"),
    ("from pathlib import Path; Path('.env').write_text('')", "redirect > .env"),
    ("import shutil; shutil.copy('a', '/etc/b')", "redirect > /etc/b"),
    ("import os; os.rename('a', '.env')", "run: mv -- a .env"),
    ("import os; os.chmod('/etc/x', 0o777)", "run: chmod 777 /etc/x"),
    ("import os; os.kill(1, 9)", "run: kill -9 1"),
    # text that is run
    ("exec('import os; os.system(\"rm x\")')", "shell: rm x"),
    ("eval(\"__import__('os').system('rm x')\")", "shell: rm x"),
    ("exec(compile('import os; os.remove(\"x\")', 'f', 'exec'))", "python os.remove x"),
    ("import base64; exec(base64.b64decode('aW1wb3J0IG9zOyBvcy5yZW1vdmUoIngiKQ=='))", "python os.remove x"),
    ("import base64; exec(base64.b64decode('aW1wb3J0IG9zOyBvcy5yZW1vdmUoIngiKQ=='))", "unread: decode"),
    ("import codecs; exec(codecs.decode('vzcbeg bf; bf.erzbir(\"k\")', 'rot13'))", "python os.remove x"),
    ("exec(bytes.fromhex('696d706f7274206f733b206f732e72656d6f76652827782729'))", "python os.remove x"),
    ("exec(bytes([105, 109, 112, 111, 114, 116, 32, 111, 115]))", None),
    ("import urllib.request as u; exec(u.urlopen('http://x').read())", "unread: network"),
    ("import requests; exec(requests.get('http://x').text)", "unread: network"),
    ("import base64, requests; exec(base64.b64decode(requests.get('http://x').text))", "unread: network"),
    ("import zlib, sys; exec(zlib.decompress(sys.stdin.buffer.read()))", "unread: decode"),
    ("import sys; exec(sys.stdin.read())", "unread: variable"),
    ("exec(open(0).read())", "unread: variable"),
    ("exec(input())", "unread: variable"),
    ("exec(open('setup.py').read())", "python: import os"),
    ("import runpy; runpy.run_path('setup.py')", "python: import os"),
    # requests
    ("import requests; requests.delete('https://api/x')", "http DELETE https://api/x"),
    ("import requests; requests.request('DELETE', 'https://api/x')", "http DELETE https://api/x"),
    ("import requests; requests.Session().delete(url='https://api/x')", "http DELETE https://api/x"),
    ("import httpx\nwith httpx.Client() as c:\n    c.delete('https://api/x')", "http DELETE https://api/x"),
    ("import urllib.request as u; u.urlopen(u.Request('https://api/x', method='DELETE'))", "http DELETE https://api/x"),
    # databases
    ("import psycopg2; psycopg2.connect('dbname=p').cursor().execute('DROP TABLE x')", "sql: DROP TABLE x"),
    ("import sqlite3\nc = sqlite3.connect('a.db')\nfor t in ('a', 'b'):\n    c.execute(f'DROP TABLE {t}')",
    "sql: {DROP TABLE a,DROP TABLE b}"),
    ("from sqlalchemy import text\nwith engine.begin() as c:\n    c.execute(text('DROP TABLE x'))",
    "sql: DROP TABLE x"),
    ("cursor.execute('DELETE FROM t WHERE id = %s', (1,))", "sql: DELETE FROM t WHERE id = %s"),
    ("import psycopg2\ncursor.execute(query)", "unread: variable"),
    ("import pandas as pd; pd.read_sql('DROP TABLE x', c)", "sql: DROP TABLE x"),
    ("import sqlalchemy\nsession.execute(sqlalchemy.delete(User))", "sql delete User"),
    ("from app.models import User; User.objects.all().delete()", "sql delete app.models.User"),
    ("session.query(User).delete()", "sql delete User"),
    ("Base.metadata.drop_all(engine)", "sql drop table …"),
    ("from alembic import op; op.drop_table('x')", "sql drop table x"),
    ("from django.core.management import call_command; call_command('flush')", "run: django-admin flush"),
    ("from pymongo import MongoClient; MongoClient().drop_database('x')", "mongo dropDatabase x"),
    ("from pymongo import MongoClient; MongoClient().app.users.drop()", "mongo drop users"),
    ("from pymongo import MongoClient; MongoClient()['app']['users'].delete_many({})", "mongo deleteMany users"),
    ("import redis; redis.Redis().flushall()", "redis flushall"),
    ("import redis; redis.Redis().execute_command('FLUSHDB')", 'redis: "FLUSHDB"'),
    # clouds
    (
        "import boto3; boto3.client('ec2').terminate_instances(InstanceIds=['i-1'])",
        "run: aws ec2 terminate-instances --instance-ids i-1",
    ),
    (
        "import boto3; boto3.client('rds').delete_db_instance(DBInstanceIdentifier='p', SkipFinalSnapshot=True)",
        "run: aws rds delete-db-instance --db-instance-identifier p --skip-final-snapshot",
    ),
    ("import boto3\ns = boto3.Session()\ns.client('s3').delete_bucket(Bucket='b')",
    "run: aws s3api delete-bucket --bucket b"),
    ("import boto3; boto3.resource('s3').Bucket('b').objects.all().delete()", "run: aws s3 rm s3://b --recursive"),
    ("import boto3; boto3.resource('ec2').Instance('i').terminate()", "run: aws ec2 terminate-instances --id i"),
    ("import boto3\ndef f(ec2):\n    ec2.delete_vpc(VpcId='v')", "run: aws … delete-vpc --vpc-id v"),
    (
        "from google.cloud import storage; storage.Client().bucket('b').delete()",
        "python sdk.delete-container google.cloud.storage.Client().bucket().delete",
    ),
    ("from kubernetes import client; client.CoreV1Api().delete_namespace('x')", "run: kubectl delete namespace x"),
    ("import docker; docker.from_env().volumes.prune()", "run: docker volume prune -f"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DOES)
def test_does(text: str, expected: str | None) -> None:
    read = lines(text, "python", files={"/work/app/setup.py": b"import os"})
    assert read == [] if expected is None else expected in read


def test_many_files_are_told_from_one() -> None:
    assert facts("import os, glob\nfor f in glob.glob('x/*'): os.remove(f)", "python") == {"each": "yes"}
    assert facts("import os\nos.remove('x')", "python") == {}


def test_arguments_of_the_script() -> None:
    text = "import os, sys; os.remove(sys.argv[1])"
    assert lines(text, "python", positional=["prod.db"]) == ["python os.remove prod.db"]
    assert lines(text, "python") == ["python os.remove …"]


@pytest.mark.parametrize(
    "text",
    [
        "⟨⟩", "import os; ⟨⟩", "import os\n⟨⟩\nprint(1)", "x = (\n⟨⟩", "print 'x'; os.remove(x)", "!rm x", "y = !ls",
        "print 'x'; getattr(os, y)", "print 'x'; o = open", "print 'x'; open(p, 'w')", "print 'x'; open('x', mode)",
        "print 'x'; p.open('w')", "print 'x'; from subprocess import run", "print 'x'; import subprocess as s",
        "import subprocess; print 'x'; subprocess.run([p])", "import subprocess; print 'x'; subprocess.run(['n' 'pm'])",
        "import subprocess; print 'x'; subprocess.run(['\\x6epm'])", "print 'x'; c.execute(q)",
        "print 'x'; requests.put(u)",
        "import subprocess; print 'x'; subprocess.run('npm')", "import subprocess; print 'x'; subprocess.run([f'{p}'])",
        "print 'x'; os.replace(a, b)", "print 'x'; Request(u, method=m)", "print 'x'; o\uff53.\uff52emove(x)",
    ],
)  # fmt: skip
def test_what_cannot_be_read(text: str) -> None:
    assert "unread: variable" in lines(text, "python")


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("x = (", []),
        ("def", []),
        ("print 'x'", []),
        ("try: import x; print(1); except: print(2)", []),
        ("print 'x'; open(p)", []),
        ("print 'x'; open('a'); y = x.replace('a', 'b')", []),
        ("print 'x'; open('/srv/a', 'w')", ["redirect > /srv/a"]),
        ("import subprocess\nprint 'x'; subprocess.run(['ffprobe', '-v', 'x'])", ["run: ffprobe -v x"]),
        ("import urllib.request\nprint 'x'; urllib.request.Request(u)", []),
    ],
)
def test_what_does_not_compile_and_names_nothing_that_does_harm(text: str, others: list[str]) -> None:
    assert lines(text, "python", argv=["python3", "x.py"]) == [*others, "unread: local"]
    assert "unread: variable" in lines(text, "python", argv=["xonsh", "x.py"])


@pytest.mark.parametrize(
    "text",
    [
        "p = sys.argv[1]\nopen(p, 'w')\nos.remove(p)",
        "for n in names:\n    open(f'a_{n}', 'w')\n    os.remove(f'a_{n}')",
        "for n in names:\n    open(f'a_{n:02d}', 'w')\n    os.remove(f'a_{n:02d}')",
        "p = sys.argv[1]\nwith open(p, 'wb') as f: f.write(x)\nos.unlink(str(p))",
        "p = Path(d) / x\np.write_text('a')\np.unlink()",
        "p = input()\nopen(os.path.join(p, 'a'), 'w')\nos.remove(os.path.join(p, 'a'))",
        "p = input()\nurllib.request.urlretrieve(u, p)\nos.remove(p)",
        "os.makedirs('work')\nshutil.rmtree('work')",
        "os.mkdir('work')\nsubprocess.run(['make', '-C', 'work'])\nshutil.rmtree('work')",
        "p = input()\ntry:\n    open(p, 'w')\nfinally:\n    os.remove(p)",
    ],
)
def test_what_the_text_itself_made_may_go(text: str) -> None:
    assert not any("rm" in one or "unlink" in one or "remove" in one for one in lines(IMPORTS + text, "python"))


@pytest.mark.parametrize(
    "text",
    [
        "p = sys.argv[1]\nos.remove(p)\nopen(p, 'w')",
        "p = sys.argv[1]\nopen(p, 'a')\nos.remove(p)",
        "p = sys.argv[1]\nopen(p, 'r')\nos.remove(p)",
        "for n in names:\n    open(f'a_{n}', 'w')\n    os.remove(f'a_{n + 1}')",
        "for n in names:\n    open(f'a_{n:02d}', 'w')\n    os.remove(f'a_{n:03d}')",
        "for n in names:\n    open(f'a_{n}', 'w')\nfor n in others:\n    os.remove(f'a_{n}')",
        "open(f'a_{x}', 'w')\nos.remove(f'a_{y}')",
        "x = input()\nopen(f'a_{x}', 'w')\nx = input()\nos.remove(f'a_{x}')",
        "if x: os.mkdir('work')\nshutil.rmtree('work')",
        "for x in y: os.mkdir('work')\nshutil.rmtree('work')",
        "while x: os.mkdir('work')\nshutil.rmtree('work')",
        "try: os.mkdir('work')\nexcept FileExistsError: pass\nshutil.rmtree('work')",
        "os.makedirs('work', exist_ok=True)\nshutil.rmtree('work')",
        "os.makedirs('work', 0o755, True)\nshutil.rmtree('work')",
        "os.mkdir('work')\nos.chdir('/srv')\nshutil.rmtree('work')",
        "os.mkdir('work')\nshutil.move('/srv/data', 'work')\nshutil.rmtree('work')",
        "os.mkdir('work')\nos.system('mv src work')\nshutil.rmtree('work')",
        "os.mkdir('work')\nsubprocess.run(['mv', 'src', 'work'])\nshutil.rmtree('work')",
        "os.mkdir('work')\nos.system(x)\nshutil.rmtree('work')",
        "os.mkdir('work')\nPath('src').rename('work/src')\nshutil.rmtree('work')",
        "def f(): os.mkdir('work')\nshutil.rmtree('work')",
        "def f(): os.mkdir('work')\nThread(target=f)\nshutil.rmtree('work')",
        "if x: os.chdir('/srv')\nelse: os.mkdir('work')\nshutil.rmtree('work')",
        "d = {'a': input()}\nopen(d[x], 'w')\nos.remove(d[y])",
    ],
)
def test_what_the_text_may_not_have_made_is_told(text: str) -> None:
    found = lines(IMPORTS + text, "python")
    assert any("os.remove" in one or "shutil.rmtree" in one for one in found), found


IMPORTS = "import os, sys, shutil, subprocess, urllib.request\nfrom pathlib import Path\nfrom threading import Thread\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import ffm\nsubprocess.run([ffm.exe(), '-i', 'x'])", "run: ffm.exe() -i x"),
        ("from ffm import exe\np = exe()\nsubprocess.run([p, 'x'])", "run: ffm.exe() x"),
        ("import ffm\nsubprocess.run([ffm.exe('a'), 'x'])", "run: … x"),
        ("import ffm\nsubprocess.run([ffm.load()['a'], 'x'])", "run: … x"),
        ("import ffm\nsubprocess.run([ffm.load().get(), 'x'])", "run: … x"),
        ("import yaml\nsubprocess.run([yaml.load(), 'x'])", "run: … x"),
        ("import json\nsubprocess.run([json.load(), 'x'])", "run: … x"),
        ("subprocess.run([input(), 'x'])", "run: … x"),
        ("subprocess.run([ffm.exe(), 'x'])", "run: … x"),
        ("subprocess.run([sys.executable, '-m', 'x'])", "run: python3 -m x"),
    ],
)
def test_a_program_that_a_library_names(text: str, expected: str) -> None:
    assert lines(IMPORTS + text, "python") == [expected]


def test_a_hole_in_a_string_is_part_of_it() -> None:
    assert lines("import os; os.remove('/srv/⟨⟩')", "python") == ["python os.remove /srv/…"]


def test_the_connection_stands_for_its_client() -> None:
    text = "import psycopg2; psycopg2.connect(host='h', dbname='d').cursor().execute('DROP TABLE x')"
    (payload,) = found(text, "python")
    assert [word.text for word in payload.client.argv] == ["psql", "-h", "h", "-d", "d"]  # type: ignore[union-attr]


def test_no_warning_is_printed() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        lines("print('\\d' is 'x')", "python")
    assert caught == []


def test_limits_are_told() -> None:
    deep = "x = " + "(" * 90 + "1" + ")" * 90
    assert lines(deep, "python") == []
    assert lines("x = 1" + " + 1" * 5_000, "python") in (["unread: limit"], ["unread: variable"])


WORDS = [
    "import os", "os.system('x')", "x = ", "for f in g:", "    os.remove(f)", "def f(a):", "    return a", "f('x')",
    "exec(x)",
    "class A:", "    def m(self): pass", "A().m()", "with open('x') as f:", "    pass", "x += 'y'", "try:", "except E:",
    "lambda: 0", "[y for y in z]", "{**a}", "f'{x}'", "x[1:2]", "*a, b = c", "del x", "global x", "if x: pass",
    "\ua66e",
    "import subprocess", "subprocess.run(x, shell=y)", "getattr(os, x)(y)", "x.y.z = w", "await q", "match x:",
    "    case 1: pass",
    "''.join(x)", "'%s' % x", "'{}'.format(x)", "x * 3", "import boto3", "boto3.client(x).y(z=w)", "cursor.execute(x)",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=20))
def test_never_raises(words: list[str]) -> None:
    found("\n".join(words), "python")


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_never_raises_on_any_text(text: str) -> None:
    found(text, "python")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import shutil; shutil.move('a', 'b')", "run: mv -- a b"),
        ("from pathlib import Path; Path('a').rename('b')", "run: mv -- a b"),
        ("import subprocess, sys; subprocess.run([sys.executable, 'x.py'])", "run: python3 x.py"),
        ("import sh; sh.terraform.destroy('-auto-approve')", "run: terraform destroy -auto-approve"),
        ("from plumbum.cmd import rm; rm('x')", "run: rm x"),
        ("import git; git.Repo('.').git.reset('--hard')", "run: git reset --hard"),
        ("import s3fs; s3fs.S3FileSystem().rm('b/x', recursive=True)", "python sdk.delete-container b/x"),
        ("import ftplib; ftplib.FTP('h').delete('x')", "python sdk.delete x"),
        ("import pandas as pd; pd.DataFrame().to_sql('t', e, if_exists='replace')", "sql create or replace table t"),
    ],
)
def test_more_libraries(text: str, expected: str) -> None:
    assert expected in lines(text, "python")
