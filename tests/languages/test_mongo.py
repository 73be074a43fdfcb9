"""Text of the MongoDB shell to what it does."""

from __future__ import annotations

import pytest

from tests.languages.support import facts, lines


@pytest.mark.parametrize(
    "text",
    [
        "",
        "db.users.find({}).limit(5)",
        "db.stats()",
        "use prod\nshow dbs\ndb.users.findOne()",
        "print('db.dropDatabase()')",
        "// db.users.drop()",
        "db.users.insertOne({a: 1})",
        "db.users.createIndex({a: 1})",
        "db.runCommand({ping: 1})",
        "db.users.aggregate([{$match: {}}, {$group: {_id: 1}}])",
        "rs.status(); sh.status()",
        "db.users.findAndModify({query: {a: 1}, update: {b: 1}})",
    ],
)
def test_harmless(text: str) -> None:
    assert lines(text, "mongo") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("db.dropDatabase()", "mongo dropDatabase db"),
        ("db.getSiblingDB('app').dropDatabase()", "mongo dropDatabase app"),
        ("db['dropDatabase']()", "mongo dropDatabase db"),
        ("db.users.drop()", "mongo drop users"),
        ("db['users']['drop']()", "mongo drop users"),
        ("db.getCollection('users').drop()", "mongo drop users"),
        ("const c = db.users; c.drop()", "mongo drop users"),
        ("db.runCommand({drop: 'users'})", "mongo drop users"),
        ("db.adminCommand({dropDatabase: 1})", "mongo dropDatabase"),
        ("db.adminCommand({shutdown: 1})", "mongo shutdownServer"),
        ("db.users.deleteMany({})", "mongo deleteMany users"),
        ("db.getCollectionNames().forEach(c => db[c].drop())", "mongo drop …"),
        ("db.users.aggregate([{$out: 'x'}])", "mongo aggregate-out x"),
        ("db.users.bulkWrite([{deleteMany: {filter: {}}}])", "mongo deleteMany users"),
        ("db.users.findAndModify({query: {}, remove: true})", "mongo findOneAndDelete users"),
        ("db.a.renameCollection('b', true)", "mongo renameCollection a b"),
        ("rs.reconfig(c, {force: true})", "mongo reconfig"),
        ("db.dropUser('x')", "mongo dropUser x"),
        ("db.runCommand(⟨⟩)", "unread: variable"),
        ("⟨⟩", "unread: variable"),
    ],
)
def test_does(text: str, expected: str) -> None:
    assert expected in lines(text, "mongo")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("db.users.deleteMany({})", "empty"),
        ("db.users.deleteMany()", "empty"),
        ("db.users.remove({})", "empty"),
        ("db.users.deleteMany({_id: {$exists: true}})", "empty"),
        ("db.users.deleteMany({_id: {$ne: null}})", "empty"),
        ("db.users.updateMany({}, {$set: {a: 1}})", "empty"),
        ("db.users.deleteMany({a: 1})", "present"),
        ("db.users.deleteMany(filter)", "present"),
        ("db.users.deleteOne({_id: 1})", "present"),
        ("db.runCommand({delete: 'users', deletes: [{q: {}, limit: 0}]})", "empty"),
        ("db.runCommand({delete: 'users', deletes: [{q: {a: 1}, limit: 0}]})", "present"),
    ],
)
def test_filters(text: str, expected: str) -> None:
    assert facts(text, "mongo")["filter"] == expected
