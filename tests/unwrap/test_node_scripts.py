from __future__ import annotations

import json

import pytest

from guardcmd.calls import Payload
from tests.unwrap.opening import opened, shown

SCRIPTS = {
    "prebuild": "rm pre",
    "build": "tsc",
    "postbuild": "rm post",
    "test": "vitest",
    "start": "node server.js",
    "clean": "rimraf dist",
    "postinstall": "rm after",
    "prepublishOnly": "rm before",
    "odd": 1,
}
FILES = {
    "/work/package.json": json.dumps({"name": "x", "scripts": SCRIPTS}, indent=1),
    "/work/web/package.json": json.dumps({"scripts": {"clean": "rm web"}}),
    "/work/bare/package.json": "{}",
    "/work/list/package.json": "[]",
    "/work/broken/package.json": "{",
    "/work/deno.json": json.dumps({"tasks": {"clean": "rm deno", "other": {"command": "rm other"}}}),
}
BUILD = ["shell: rm pre", "shell: tsc", "shell: rm post"]


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        ("npm run", []),
        ("npm run missing", []),
        ("npm run odd", []),
        ("npm ls", []),
        ("npm --prefix bare run clean", []),
        ("npm --prefix list run clean", []),
        ("npm --prefix broken run clean", ["opaque: file"]),
        ("npm --prefix missing run clean", []),
        ("npm run build", BUILD),
        ("npm run-script build", BUILD),
        ("npm -s run build", BUILD),
        ("npm run clean", ["shell: rimraf dist"]),
        ("npm run clean -- --force 'a b'", ["shell: rimraf dist --force 'a b'"]),
        ("npm run clean -- <?>", ["shell: rimraf dist …"]),
        ("npm test", ["shell: vitest"]),
        ("npm t", ["shell: vitest"]),
        ("npm start", ["shell: node server.js"]),
        ("npm install", ["shell: rm after"]),
        ("npm ci", ["shell: rm after"]),
        ("npm i left-pad", ["shell: rm after"]),
        ("npm publish", ["shell: rm before"]),
        ("npm --prefix web run clean", ["shell: rm web"]),
        ("npm -C web run clean", ["shell: rm web"]),
        ("npm --prefix=web run clean", ["shell: rm web"]),
        ("npm run clean --prefix web", ["shell: rm web"]),
        ("npm run <?>", ["opaque: variable"]),
        ("yarn", ["shell: rm after"]),
        ("yarn build", BUILD),
        ("yarn run build", BUILD),
        ("yarn clean --force", ["shell: rimraf dist --force"]),
        ("yarn --cwd web clean", ["shell: rm web"]),
        ("yarn prisma migrate reset", ["prisma migrate reset"]),
        ("yarn add docker", ["shell: rm after"]),
        ("yarn why docker", []),
        ("yarn workspace web clean", ["yarn clean"]),
        ("pnpm build", BUILD),
        ("pnpm -r run build", BUILD),
        ("pnpm --dir web clean", ["shell: rm web"]),
        ("pnpm prisma migrate reset --force", ["prisma migrate reset --force"]),
        ("bun run build", BUILD),
        ("bun test", []),  # a test runner of its own
        ("bun run build.ts", []),
        ("deno task clean --x", ["shell: rm deno --x", "shell: rimraf dist --x"]),
        ("deno task other", ["shell: rm other"]),
        ("deno fmt", []),
        ("node --run clean", ["shell: rimraf dist"]),
        ("node --env-file=.env --run=clean", ["shell: rimraf dist"]),
    ],
)  # fmt: skip
def test_what_a_package_runs(line: str, inside: list[str]) -> None:
    found = shown(opened(line, None, FILES))
    assert [each for each in found if each not in ("test", "build")] == inside


def test_the_line_of_the_script_is_named() -> None:
    (part,) = opened("npm run clean", None, FILES)
    assert isinstance(part, Payload)
    assert (part.origin.file, part.origin.via) == ("package.json", ("npm run clean",))
    assert FILES["/work/package.json"].split("\n")[part.origin.line - 1].strip().startswith('"clean"')
