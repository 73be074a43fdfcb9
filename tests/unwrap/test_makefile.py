from __future__ import annotations

import pytest

from guardcmd.shell.value import known
from guardcmd.unwrap.makefile import Makefile

TEXT = """\
# a comment
DIR := build
OUT = $(DIR)/out
LATE = $(OUT)
LIST = a b
LIST += c
export NAME ?= x
override FORCED := yes
REV != git rev-parse HEAD
AT := $(shell date +%s)
define HELPER
rm -rf $(1)
echo $(2)
endef
ifeq ($(OS),Darwin)
SED = gsed
else
SED = sed
endif

.PHONY: all clean
all: build test ## help

build: $(OUT)
\t@mkdir -p $(DIR)
\t-rm -f $(OUT)/*.o \\
\t  $(OUT)/*.a

clean distclean::
\trm -rf $(DIR) $(UNSET)/x

test: NAME = y
test: build | order ; pytest $(NAME)
\t$(call HELPER,tmp,done)
\t$(foreach d,$(LIST),rm -rf $(d);)

%.html: %.md
\tpandoc $< -o $@
cost: ; @echo $$HOME $(SED)
"""


def a_makefile(text: str = TEXT) -> Makefile:
    makefile = Makefile()
    makefile.read(text, "Makefile")
    return makefile


def lines(makefile: Makefile, *targets: str) -> list[str]:
    return [makefile.expand(line.text).shown() for _, line in makefile.lines_of(targets)]


@pytest.mark.parametrize(
    ("text", "expanded"),
    [
        ("$(DIR)", "build"),
        ("${DIR}x", "buildx"),
        ("$(LATE)", "build/out"),
        ("$(LIST)", "a b c"),
        ("$(FORCED)", "yes"),
        ("$$x", "$x"),
        ("$(UNSET)/*", "…/*"),
        ("$(MAKE) -C x", "make -C x"),
        ("$(RM) x", "rm -f x"),
        ("$(SED)", "{gsed,sed}"),  # both branches
        ("$(shell ls)", "…"),
        ("$(wildcard *.c)", "…"),
        ("$(OUT:.c=.o)", "…"),
        ("$(strip  $(DIR) )", "build"),
        ("$(call HELPER,a,b)", "rm -rf a\necho b"),
        ("$(foreach d,$(LIST),$(d))", "{a,b,c}"),
        ("$(if $(X),a,b)", "{a,b}"),
        ("$($(UNSET))", "…"),
        ("$(MAKEFLAGS)", ""),
        ("$", "$"),
        ("$(", "…"),
    ],
)
def test_variables(text: str, expanded: str) -> None:
    assert a_makefile().expand(text).shown() == expanded


def test_recipes_come_after_what_they_need() -> None:
    makefile = a_makefile()
    assert makefile.default == "all"
    build = ["@mkdir -p build", "-rm -f build/out/*.o \\\n  build/out/*.a"]
    assert lines(makefile, "build") == build
    assert lines(makefile)[: len(build)] == build
    assert lines(makefile)[len(build)] == "{pytest x,pytest y}"
    assert lines(makefile, "clean") == ["rm -rf build …/x"]
    assert lines(makefile, "distclean") == ["rm -rf build …/x"]
    assert lines(makefile, "missing") == []


def test_line_numbers_are_of_the_file() -> None:
    numbers = {line.text.split()[0]: line.number for _, line in a_makefile().lines_of(("build", "clean"))}
    assert numbers == {"@mkdir": 25, "-rm": 26, "rm": 30}


def test_pattern_rules() -> None:
    makefile = a_makefile()
    assert lines(makefile, "index.html") == ["pandoc … -o …"]
    assert makefile.goals_of("index.html")[0].needs == ("index.md",)


def test_what_runs_while_the_file_is_read() -> None:
    assert [line.text for line in a_makefile().shell] == ["git rev-parse HEAD", "date +%s"]


def test_a_target_whose_name_is_not_known_may_be_any() -> None:
    makefile = a_makefile("$(TARGETS):\n\trm x\n")
    assert lines(makefile, "whatever") == ["rm x"]


def test_one_shell() -> None:
    assert lines(a_makefile(".ONESHELL:\na:\n\tcd x\n\trm y\n"), "a") == ["cd x\nrm y"]


def test_rings_end() -> None:
    assert lines(a_makefile("a: b\n\trm a\nb: a\n\trm b\n"), "a") == ["rm b", "rm a"]
    assert a_makefile("A = $(B)\nB = $(A)\n").expand("$(A)").shown() == "…"


def test_doubling_variables_stay_cheap() -> None:
    text = "V0 = x\n" + "".join(f"V{n} = $(V{n - 1})$(V{n - 1})\n" for n in range(1, 60))
    assert a_makefile(text).expand("$(V59)") != known("")


@pytest.mark.parametrize(
    "text", ["", "\t", "\trm x", ":", "=", "a", "define", "a:", "include", "$(", "a: $(", "ifeq", "endif"]
)
def test_odd_texts(text: str) -> None:
    a_makefile(text).lines_of(("a",))
