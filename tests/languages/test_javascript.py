"""JavaScript and TypeScript text to what it does."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.languages.support import facts, found, lines

HARMLESS = [
    "",
    "console.log('rm -rf /')",
    "console.log(1+1)",
    "const p = require('./package.json'); console.log(p.version)",
    "// fs.rmSync('/')\n/* fs.rmSync('/') */",
    "const s = `fs.rmSync('/')`",
    "const r = /fs.rmSync('x')/.test('y')",
    "fs.readFileSync('a'); fs.existsSync('b'); fs.statSync('c')",
    "fetch('https://example.com').then(r => r.json()).then(console.log)",
    "axios.get('https://example.com')",
    "function clean(path) { fs.rmSync(path, {recursive: true}) }",
    "const clean = path => fs.rmSync(path)",
    "class A { remove(x) { fs.unlinkSync(x) } }",
    "export default { data() { return { a: 1 } }, methods: { del() { this.items.delete(1) } } }",
    "map.delete('x'); set.clear(); array.splice(0, 1)",
    "process.exit(0)",
    "let x: number = 1; type A = { b: string }; interface C { d(): void }",
    "if (a < b && c > d) { e() }",
    "const x = a ? b : c",
    "await prisma.user.findMany()",
    "for (const [k, v] of Object.entries(o)) console.log(k, v)",
    "#!/usr/bin/env node\nconsole.log(1)",
    "x = a / b / c; y = 'rm'",
]


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless(text: str) -> None:
    assert lines(text, "javascript") == []


DOES = [
    ("require('fs').rmSync('/srv', {recursive: true, force: true})", "javascript fs.rm-tree /srv"),
    ("require('node:fs').rmSync('x')", "javascript fs.rm x"),
    ("fs.unlinkSync('prod.db')", "javascript fs.rm prod.db"),
    ("const {rmSync: r} = require('fs'); r('x', {recursive: true})", "javascript fs.rm-tree x"),
    ("const {promises: {rm}} = require('fs'); rm('x')", "javascript fs.rm x"),
    ("import {rm} from 'node:fs/promises'; await rm(`/srv/${x}`, {recursive: true})", "javascript fs.rm-tree /srv/…"),
    ("import * as f from 'fs'; f.rmdirSync('x', {recursive: true})", "javascript fs.rm-tree x"),
    ("import fs, {unlink as u} from 'fs'; u('x', () => {})", "javascript fs.rm x"),
    ("const f = await import('fs'); f.rmSync('x')", "javascript fs.rm x"),
    ("require('fs')['rm' + 'Sync']('x')", "javascript fs.rm x"),
    ("require('fs').promises.rm('/srv', {recursive: true})", "javascript fs.rm-tree /srv"),
    ("require('rimraf').sync('/srv')", "javascript fs.rm-tree /srv"),
    ("import rimraf from 'rimraf'; rimraf('/srv')", "javascript fs.rm-tree /srv"),
    ("require('fs-extra').emptyDirSync('/srv')", "javascript fs.rm-tree /srv"),
    ("const fse = require('fs-extra'); fse.remove('/srv')", "javascript fs.rm-tree /srv"),
    ("Deno.removeSync('/srv', {recursive: true})", "javascript fs.rm-tree /srv"),
    ("const d = '/srv'; fs.rmSync(path.join(d, 'x'))", "javascript fs.rm /srv/x"),
    ("const d = '/srv'; fs.rmSync(d + '/x')", "javascript fs.rm /srv/x"),
    ("let d = 'a'; if (x) { d = 'b' } fs.rmSync(d)", "javascript fs.rm {a,b}"),
    ("fs.readdirSync('/srv').forEach(f => fs.unlinkSync('/srv/' + f))", "javascript fs.rm /srv/…"),
    ("for (const f of ['a', 'b']) fs.rmSync(f)", "javascript fs.rm {a,b}"),
    ("for (const f of ['a', 'b']) { fs.rmSync(f) }", "javascript fs.rm {a,b}"),
    ("fs.writeFileSync('/etc/x', '')", "redirect > /etc/x"),
    ("fs.appendFileSync('x', '')", "redirect >> x"),
    ("fs.createWriteStream('x', {flags: 'a'})", "redirect >> x"),
    ("fs.renameSync('a', '.env')", "run: mv -- a .env"),
    ("require('child_process').execSync('rm -rf /srv')", "shell: rm -rf /srv"),
    ("const {execSync: x} = require('child_process'); x('terraform destroy')", "shell: terraform destroy"),
    ("const cp = require('child_process'); cp.exec(`rm ${f}`, (e) => {})", "shell: rm …"),
    ("require('child_process').spawn('rm', ['-rf', 'x'])", "run: rm -rf x"),
    ("require('child_process').spawnSync('rm -rf x', {shell: true})", "shell: rm -rf x"),
    ("require('child_process').execFile('rm', ['x'], () => {})", "run: rm x"),
    ("const {promisify} = require('util'); promisify(require('child_process').exec)('rm x')", "shell: rm x"),
    ("await execa('rm', ['x'])", "run: rm x"),
    ("import {execa} from 'execa'; await execa('rm', ['x'])", "run: rm x"),
    ("await $`rm -rf ${x}`", "shell: rm -rf …"),
    ("Bun.spawn(['rm', 'x'])", "run: rm x"),
    ("new Deno.Command('rm', {args: ['x']}).outputSync()", "run: rm x"),
    ("require('shelljs').rm('-rf', 'x')", "run: rm -rf x"),
    ("async function main() { require('child_process').execSync('rm x') }\nmain()", "shell: rm x"),
    ("const run = (c: string): void => { require('child_process').execSync(c) }\nrun('rm x')", "shell: rm x"),
    ("class A { go(c) { require('child_process').execSync(c) } }\nnew A().go('rm x')", "shell: rm x"),
    ("(function () { fs.rmSync('x') })()", "javascript fs.rm x"),
    ("(() => { fs.rmSync('x') })()", "javascript fs.rm x"),
    ("setTimeout(() => fs.rmSync('x'), 10)", "javascript fs.rm x"),
    ("try { fs.rmSync('x') } catch (e) {}", "javascript fs.rm x"),
    ("if (true) fs.rmSync('x'); else fs.rmSync('y')", "javascript fs.rm y"),
    ("const {a = fs} = {}; fs.rmSync('x')", "javascript fs.rm x"),
    ("export async function f() {}\nfs!.rmSync('x')", "javascript fs.rm x"),
    ("f<string>(fs.rmSync('x'))", "javascript fs.rm x"),
    ("process.mainModule.require('child_process').execSync('rm x')", "shell: rm x"),
    ("eval(\"require('fs').rmSync('x')\")", "javascript fs.rm x"),
    ("eval(atob('cmVxdWlyZSgnZnMnKS5ybVN5bmMoJ3gnKQ=='))", "javascript fs.rm x"),
    ("eval(Buffer.from('cmVxdWlyZSgnZnMnKS5ybVN5bmMoJ3gnKQ==', 'base64').toString())", "unread: decode"),
    ("new Function('require(\"fs\").rmSync(\"x\")')()", "javascript fs.rm x"),
    ("eval(await fetch('https://x').then(r => r.text()))", "unread: network"),
    ("eval(process.argv[2])", "unread: variable"),
    ("fetch('https://api/x', {method: 'DELETE'})", "http DELETE https://api/x"),
    ("axios.delete('https://api/x')", "http DELETE https://api/x"),
    ("axios({method: 'delete', url: 'https://api/x'})", "http DELETE https://api/x"),
    ("https.request({method: 'DELETE', host: 'api', path: '/x'})", "http DELETE api/x"),
    ("const {Pool} = require('pg'); new Pool().query('DROP TABLE x')", "sql: DROP TABLE x"),
    ("await prisma.$executeRawUnsafe('DROP TABLE x')", "sql: DROP TABLE x"),
    ("await prisma.$executeRaw`DELETE FROM x`", "sql: DELETE FROM x"),
    ("await prisma.user.deleteMany()", "sql delete user"),
    ("await User.destroy({truncate: true})", "sql delete User"),
    ("await sequelize.sync({force: true})", "sql drop table …"),
    ("const knex = require('knex'); knex('t').del()", "sql delete a table"),
    ("const {MongoClient} = require('mongodb'); db.collection('users').deleteMany({})", "mongo deleteMany users"),
    ("client.flushAll()", "redis flushall"),
    (
        "const {TerminateInstancesCommand: T} = require('@aws-sdk/client-ec2'); c.send(new T({InstanceIds: ['i']}))",
        "run: aws ec2 terminate-instances --instance-ids i",
    ),
    ("const AWS = require('aws-sdk'); new AWS.S3().deleteBucket({Bucket: 'b'})",
    "run: aws s3api delete-bucket --bucket b"),
    (
        "const {Storage} = require('@google-cloud/storage'); new Storage().bucket('b').delete()",
        "javascript sdk.delete-container @google-cloud/storage.Storage().bucket().delete",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DOES)
def test_does(text: str, expected: str) -> None:
    assert expected in lines(text, "javascript")


@pytest.mark.parametrize(("text", "where"), [
    ("await prisma.user.deleteMany({where: {id: 1}})", "present"),
    ("await prisma.user.deleteMany({where: {}})", "missing"),
    ("await User.destroy({where: {id: 1}})", "present"),
])  # fmt: skip
def test_conditions_of_mappers(text: str, where: str) -> None:
    assert facts(text, "javascript") == {"where": where}


@pytest.mark.parametrize("text", ["⟨⟩", "f(); ⟨⟩;", "if (a) { b(", "a)", "`${"])
def test_what_cannot_be_read(text: str) -> None:
    assert "unread: variable" in lines(text, "javascript")


def test_arguments_of_the_script() -> None:
    assert lines("fs.rmSync(process.argv[2])", "javascript", positional=["x.js", "prod.db"]) == [
        "javascript fs.rm prod.db"
    ]


def test_limits_are_told() -> None:
    assert "unread: limit" in lines("x = " + "(" * 200 + "1" + ")" * 200, "javascript")


WORDS = [
    "const a = ", "require('fs')", ".rmSync(", "'x'", ")", "{", "}", "[", "]", "=>", "function f(", "`", "${", ";",
    "\n", "class A {",
    "if (", "for (const x of ", "import {a as b} from 'm'", "new ", "...", "?.", "!", "/", "eval(", "async ",
    "await ", ":", "?", ",",
    "x", "1", "return ", "<", ">", "export default ", "\ua66e", "//", "/*", "*/", "a: ", "switch (x) {", "case 1:",
    "catch (e) {",
]  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=30), st.sampled_from(["javascript", "mongo"]))
def test_never_raises(words: list[str], language: str) -> None:
    found("".join(words), language)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_never_raises_on_any_text(text: str) -> None:
    found(text, "javascript")
