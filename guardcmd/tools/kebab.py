"""Names of parameters and operations as a command line spells them."""

from __future__ import annotations


def kebab(name: str) -> str:
    """`terminate-instances` of terminate_instances, terminateInstances and TerminateInstances."""
    words: list[str] = []
    start = 0
    for place in range(1, len(name)):
        before, here = name[place - 1], name[place]
        following = name[place + 1 : place + 2]
        if here.isupper() and (not before.isupper() or (following.islower() and following != "s")):
            words.append(name[start:place])
            start = place
    words.append(name[start:])
    return "-".join([word.strip("_-").lower().replace("_", "-") for word in words if word.strip("_-")])
