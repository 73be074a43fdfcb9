"""Each wrapper by hand, then every entry of the data by its own grammar."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from guardcmd.calls import Input, Invocation, Opaque, Payload
from guardcmd.ruleset.model import Wrapper
from guardcmd.shell.value import known
from guardcmd.unwrap.grammar import spellings
from guardcmd.unwrap.openers import open_invocation
from guardcmd.unwrap.program import words as words_of
from tests.unwrap.opening import invocation, opened, rule_file, shown, world

NOTHING: list[str] = []


@pytest.mark.parametrize(
    ("line", "inside"),
    [
        # runs nothing
        ("sudo -l rm x", NOTHING),
        ("sudo -v", NOTHING),
        ("sudo -e /etc/hosts", NOTHING),
        ("ionice -p 12", NOTHING),
        ("taskset -p 3 700", NOTHING),
        ("env", NOTHING),
        ("env A=1", NOTHING),
        ("ssh -V", NOTHING),
        ("ssh -G web1 rm x", NOTHING),
        ("npx --version", NOTHING),
        ("screen -ls", NOTHING),
        ("docker ps", NOTHING),
        ("docker rm x", NOTHING),
        ("kubectl get pods", NOTHING),
        ("git commit -m 'rm -rf x'", NOTHING),
        ("uv pip install docker requests", NOTHING),
        ("poetry add docker kubernetes", NOTHING),
        ("tar xf a.tar -C /tmp", NOTHING),
        ("parallel --dry-run rm ::: a", NOTHING),
        # rights
        ("sudo rm x", ["rm x"]),
        ("/usr/bin/sudo rm x", ["rm x"]),
        ("sudo -u root -n A=1 rm -rf /", ["rm -rf /"]),
        ("sudo -uroot -- rm x", ["rm x"]),
        ("sudo -kn rm x", ["rm x"]),
        ("sudo --user=root --login rm x", ["rm x"]),
        ("sudo -E env A=1 rm x", ["env A=1 rm x"]),
        ("sudo -s 'rm x'", ["shell: rm x"]),
        ("sudo -u<?> rm x", ["rm x"]),
        ("doas -u bob rm x", ["rm x"]),
        ("su - postgres -c 'rm x'", ["shell: rm x"]),
        ("su -c 'rm x' bob", ["shell: rm x"]),
        ("su bob --command='rm x'", ["shell: rm x"]),
        ("su root -- -c 'rm x'", ["sh -c rm x"]),
        ("su bob clean.sh", ["sh clean.sh"]),
        ("pkexec --user root rm x", ["rm x"]),
        ("gosu app rm x", ["rm x"]),
        ("setpriv --reuid=1 --clear-groups rm x", ["rm x"]),
        ("sg docker -c 'rm x'", ["shell: rm x"]),
        ("capsh --drop=all -- -c 'rm x'", ["bash -c rm x"]),
        # surroundings
        ("env -i A=1 B=2 rm x", ["rm x"]),
        ("env - rm x", ["rm x"]),
        ("env -S 'A=1 rm x' y", ["rm x y"]),
        ("env -iS'rm -rf' y", ["rm -rf y"]),
        ("env --split-string='-i rm x'", ["rm x"]),
        ("nohup rm x", ["rm x"]),
        ("nice -n 5 rm x", ["rm x"]),
        ("nice -5 rm x", ["rm x"]),
        ("ionice -c2 -n7 rm x", ["rm x"]),
        ("chrt -f 99 rm x", ["rm x"]),
        ("taskset -c 0-3 rm x", ["rm x"]),
        ("setsid -w rm x", ["rm x"]),
        ("stdbuf -oL -e 0 rm x", ["rm x"]),
        ("timeout 5 rm x", ["rm x"]),
        ("timeout -k 5 -s KILL 10s rm x", ["rm x"]),
        ("timeout --foreground --sig=INT 1m rm x", ["rm x"]),
        ("gtimeout 5 rm x", ["rm x"]),
        ("time -f %e -o log rm x", ["rm x"]),
        ("caffeinate -t 60 -i rm x", ["rm x"]),
        ("unbuffer -p rm x", ["rm x"]),
        ("flock /tmp/l rm x", ["rm x"]),
        ("flock -n -w 5 /tmp/l -c 'rm x'", ["shell: rm x"]),
        ("flock -n 9", NOTHING),
        ("systemd-run --user --scope -p A=1 rm x", ["rm x"]),
        ("xvfb-run -a -s '-screen 0' rm x", ["rm x"]),
        ("faketime '1 day ago' rm x", ["rm x"]),
        ("arch -x86_64 rm x", ["rm x"]),
        ("setarch x86_64 -R rm x", ["rm x", "x86_64 -R rm x"]),
        ("dumb-init -- rm x", ["rm x"]),
        ("wait-for-it db:5432 -t 30 -- rm x", ["rm x"]),
        ("start-stop-daemon -S -x /bin/rm -- -rf x", ["/bin/rm -rf x", "-rf x"]),
        ("guardcmd run -- rm x", ["rm x"]),
        ("guardcmd run -c 'rm x'", ["shell: rm x"]),
        ("rtk git reset --hard", ["git reset --hard"]),
        ("busybox rm x", ["rm x"]),
        ("toybox sh -c 'rm x'", ["sh -c rm x"]),
        # watching
        ("strace -f -e trace=file -o out rm x", ["rm x"]),
        ("ltrace -c rm x", ["rm x"]),
        ("gdb -q --args rm x", ["rm x"]),
        ("gdb -batch -ex 'shell rm x' prog", ["shell: rm x"]),
        ("perf stat -e cycles rm x", ["rm x"]),
        ("watch -n 1 -d rm x", ["shell: rm x"]),
        ("watch 'rm x; ls'", ["shell: rm x; ls"]),
        ("script -qc 'rm x' /dev/null", ["shell: rm x"]),
        ("script -q /dev/null rm x", ["rm x"]),
        ("entr -r rm /_", ["rm …"]),
        ("entr -s 'rm x'", ["shell: rm x"]),
        ("watchexec -e py -- rm x", ["shell: rm x"]),
        ("reflex -r '[.]go$' -s -- rm x", ["rm x"]),
        ("pct clone 1 2", NOTHING),
        ("crictl exec -it c rm x", ["rm x"]),
        ("crictl rm x", NOTHING),
        ("nodemon --exec 'rm x' app.js", ["shell: rm x"]),
        # roots
        ("chroot --userspec=a /mnt rm x", ["rm x"]),
        ("unshare -r -n --mount-proc rm x", ["rm x"]),
        ("nsenter -t 1 -m -u -n rm x", ["rm x"]),
        ("ip netns exec ns rm x", ["rm x"]),
        ("flatpak-spawn --host rm x", ["rm x"]),
        # terminals
        ("tmux new-session -d -s a 'rm x'", ["shell: rm x"]),
        ("tmux -L sock new -d rm x", ["rm x"]),
        ("tmux split-window -h -t 1 'rm x'", ["shell: rm x"]),
        ("tmux run-shell -b 'rm x'", ["shell: rm x"]),
        ("screen -dmS a rm x", ["rm x"]),
        ("zellij run -f -- rm x", ["rm x"]),
        ("xterm -hold -e rm x", ["rm x"]),
        ("gnome-terminal -- rm x", ["rm x"]),
        # other machines
        ("ssh web1 rm -rf '*'", ["shell: rm -rf *"]),
        ("ssh -p 22 -i k bob@web1 'rm x; ls'", ["shell: rm x; ls"]),
        ("ssh web1 -p 22 rm x", ["shell: rm x"]),
        ("ssh -o ProxyCommand='rm x' web1", ["shell: rm x"]),
        ("ssh -tt <?> sudo rm x", ["shell: sudo rm x"]),
        ("sshpass -p pw ssh web1 rm x", ["ssh web1 rm x"]),
        ("mosh web1 -- rm x", ["rm x"]),
        ("vagrant ssh web -c 'rm x'", ["shell: rm x"]),
        ("gcloud compute ssh vm --zone z --command='rm x'", ["shell: rm x"]),
        ("az vm run-command invoke -g g -n n --command-id RunShellScript --scripts 'rm x'", ["shell: rm x"]),
        ("heroku run -a app rails db:drop", ["shell: rails db:drop"]),
        ("fly ssh console -a app -C 'rm x'", ["shell: rm x"]),
        ("aws ecs execute-command --cluster c --task t --interactive --command 'rm x'", ["shell: rm x"]),
        # containers
        ("docker exec -it web rm x", ["rm x"]),
        ("docker -H tcp://h exec -u root web sh -c 'rm x'", ["sh -c rm x"]),
        ("docker container exec web rm x", ["rm x"]),
        ("docker run --rm -v /a:/b -e A=1 alpine:3 rm x", ["rm x"]),
        ("docker run --rm --entrypoint rm alpine -rf x", ["rm -rf x", "-rf x"]),
        ("docker run hashicorp/terraform:1.5 destroy", ["destroy", "terraform destroy"]),
        ("docker compose -f a.yml exec -T db rm x", ["rm x"]),
        ("docker-compose -p a run --rm app rm x", ["rm x"]),
        ("podman exec web rm x", ["rm x"]),
        ("kubectl exec web -- rm x", ["rm x"]),
        ("kubectl -n prod exec -it web -c app -- rm x", ["rm x"]),
        ("kubectl exec -n prod deploy/web -- sh -c 'rm x'", ["sh -c rm x"]),
        ("kubectl exec web rm x", ["rm x"]),
        ("kubectl debug node/n -it --image=busybox -- rm x", ["rm x"]),
        ("oc rsh web rm x", ["rm x"]),
        ("k3s kubectl delete ns x", ["kubectl delete ns x"]),
        ("lxc exec vm -- rm x", ["rm x"]),
        ("multipass exec vm -- rm x", ["rm x"]),
        ("distrobox-enter -n box -- rm x", ["rm x"]),
        ("bat --pager 'rm x' f", ["shell: rm x"]),
        ("limactl shell vm rm x", ["rm x"]),
        ("nomad alloc exec -task t 1 rm x", ["rm x"]),
        # other systems
        ("wsl -d Ubuntu -- rm x", ["shell: rm x"]),
        ("cmd /c 'rm x'", ["cmd: rm x"]),
        # packages and versions
        ("npx prisma@5 migrate reset", ["prisma migrate reset"]),
        ("npx -y firebase-tools@latest projects:list", ["firebase projects:list"]),
        ("npx -p prisma -c 'prisma migrate reset'", ["shell: prisma migrate reset"]),
        ("npx @railway/cli@3 down", ["railway down"]),
        ("npx @scope/tool x", ["tool x"]),
        ("npm exec -- prisma migrate reset", ["prisma migrate reset"]),
        ("npm exec prisma -- migrate reset", ["prisma -- migrate reset", "prisma migrate reset"]),
        ("npx del-cli -- -d src", ["del -- -d src", "del -d src"]),
        ("npm x prisma migrate reset", ["prisma migrate reset"]),
        ("pnpm dlx prisma migrate reset", ["prisma migrate reset"]),
        ("pnpm -C web exec prisma migrate reset", ["prisma migrate reset"]),
        ("yarn dlx prisma migrate reset", ["prisma migrate reset"]),
        ("bunx prisma migrate reset", ["prisma migrate reset"]),
        ("uvx --from awscli aws s3 ls", ["aws s3 ls"]),
        ("uv run manage.py flush", ["python manage.py flush"]),
        ("uv run --with x -m django flush", ["python -m django flush"]),
        ("uv --directory d run python x.py", ["python x.py"]),
        ("uv tool run awscli s3 ls", ["aws s3 ls"]),
        ("pipx run --spec x awscli s3 ls", ["aws s3 ls"]),
        ("poetry run python manage.py flush", ["python manage.py flush"]),
        ("pipenv run rm x", ["rm x"]),
        ("bundle exec rails db:drop", ["rails db:drop"]),
        ("rbenv exec rails db:drop", ["rails db:drop"]),
        ("conda run -n env --no-capture-output rm x", ["rm x"]),
        ("mise exec node@20 -- rm x", ["rm x"]),
        ("direnv exec . rm x", ["rm x"]),
        ("nix-shell -p jq --run 'rm x'", ["shell: rm x"]),
        ("nix develop .#a -c rm x", ["rm x"]),
        ("nix run nixpkgs#terraform -- destroy", ["destroy", "terraform -- destroy", "terraform destroy"]),
        ("corepack yarn x", ["yarn x"]),
        ("shx rm -rf x", ["rm -rf x"]),
        ("npx rimraf --glob x", ["rimraf --glob x"]),
        ("rimraf --glob x y", ["rm -rf x y"]),
        # variables and secrets
        ("dotenv -e .env -- rm x", ["rm x"]),
        ("cross-env A=1 B=2 rm x", ["rm x"]),
        ("op run --env-file=.env -- rm x", ["rm x"]),
        ("aws-vault exec prod -- terraform destroy", ["terraform destroy"]),
        ("aws-vault exec -d 1h prod terraform destroy", ["terraform destroy"]),
        ("chamber exec a b -- rm x", ["rm x"]),
        ("doppler run -p a -c prod -- rm x", ["rm x"]),
        ("doppler run --command 'rm x'", ["shell: rm x"]),
        ("infisical run --env=prod -- rm x", ["rm x"]),
        ("envchain aws rm x", ["rm x"]),
        ("sops exec-env f.yaml 'rm x'", ["shell: rm x"]),
        ("sops exec-file f.yaml 'rm {}'", ["shell: rm …"]),
        ("consul lock a rm x", ["shell: rm x"]),
        # code in options
        ("git bisect run rm -rf x", ["rm -rf x"]),
        ("git -C d --no-pager bisect run sh -c 'rm x'", ["sh -c rm x"]),
        ("git rebase -i HEAD~3 -x 'rm x'", ["shell: rm x"]),
        ("git rebase main --exec='rm x'", ["shell: rm x"]),
        ("git submodule foreach --recursive 'rm x'", ["shell: rm x"]),
        ("git submodule foreach rm x", ["rm x"]),
        ("git filter-branch --tree-filter 'rm x' HEAD", ["shell: rm x"]),
        ("git difftool -y --extcmd 'rm x'", ["shell: rm x"]),
        ("git clone -c core.sshCommand='rm x' url", ["shell: rm x"]),
        ("rsync -a -e 'ssh -p 22' a b:", ["shell: ssh -p 22"]),
        ("tar xf a.tar --to-command='rm x'", ["shell: rm x"]),
        ("tar cf a --checkpoint=1 --checkpoint-action=exec='rm x' b", ["shell: rm x"]),
        ("nc -l -p 1 -e /bin/sh", ["shell: /bin/sh"]),
        ("apt-get install -o DPkg::Pre-Invoke::='rm x' y", ["shell: rm x"]),
        ("man -P 'rm x' ls", ["shell: rm x"]),
        ("less '+!rm x' f", ["shell: rm x"]),
        ("hyperfine -w 3 'rm x' -p 'rm y'", ["shell: rm y", "shell: rm x"]),
        ("concurrently -k 'rm x' 'rm y'", ["shell: rm x", "shell: rm y"]),
        # several readings
        ("sudo --what rm x", ["rm x", "x"]),
        ("timeout <?> rm x", ["rm x"]),
        ("docker <?> web rm x", ["rm x", "rm x"]),  # exec or run
        ("sudo <?> rm x", ["… rm x"]),
    ],
)  # fmt: skip
def test_what_a_wrapper_runs(line: str, inside: list[str]) -> None:
    assert shown(opened(line)) == inside


def only(line: str, **fields: object) -> Invocation | Payload | Opaque:
    parts = opened(line, **fields)  # type: ignore[arg-type]
    assert len(parts) == 1
    return parts[0]


@pytest.mark.parametrize("line", ["sudo rm x", "doas rm x", "su -c 'rm x'", "run0 rm x"])
def test_elevated(line: str) -> None:
    assert only(line).origin.elevated


@pytest.mark.parametrize(
    "line",
    [
        "ssh h rm x",
        "docker exec c rm x",
        "kubectl exec p -- rm x",
        "chroot /m rm x",
        "nsenter -t 1 rm x",
        "lxc exec v rm x",
    ],
)
def test_remote_knows_nothing_of_this_machine(line: str) -> None:
    inside = only(line, environment={"A": "1"})
    assert inside.origin.remote
    assert inside.directory is not None
    assert not inside.directory.known
    assert inside.environment == {}
    assert getattr(inside, "state", None) is None


def test_the_host_is_named() -> None:
    assert only("ssh bob@web1 rm x").origin.host == "bob@web1"
    assert only("docker exec db rm x").origin.via == ("docker exec db",)
    assert only("kubectl -n prod exec web -- rm x").origin.host == "web"


@pytest.mark.parametrize(
    ("line", "directory"),
    [
        ("env -C /srv rm x", "/srv"),
        ("env --chdir=sub rm x", "/work/sub"),
        ("sudo -D /srv rm x", "/srv"),
        ("uv run --directory ../a rm x", "/a"),
        ("systemd-run --working-directory=/srv rm x", "/srv"),
        ("git -C sub bisect run rm x", "/work/sub"),
        ("pnpm --dir web exec rm x", "/work/web"),
        ("sudo rm x", "/work"),
    ],
)
def test_directory_options(line: str, directory: str) -> None:
    inside = only(line)
    assert inside.directory is not None
    assert inside.directory.text == directory


def test_assignments_reach_the_command() -> None:
    inside = only("env A=1 -u C B=<?> rm x", environment={"D": "4"})
    assert {name: value.shown() for name, value in inside.environment.items()} == {"A": "1", "B": "…", "D": "4"}


@pytest.mark.parametrize(
    "line", ["sudo -i", "sudo -s", "su", "su bob", "ssh web1", "at now", "batch", "unshare -r", "chroot /m"]
)
def test_without_a_command_standard_input_is_code(line: str) -> None:
    assert shown(opened(line)) == []
    assert shown(opened(line, "rm x\n")) == ["shell: rm x\n"]
    assert shown(opened(line, Input("pipe", program="curl", fetched=True))) == ["opaque: network"]


@pytest.mark.parametrize("line", ["sudo rm x", "ssh web1 cat", "timeout 5 psql", "docker exec -i db psql"])
def test_standard_input_goes_to_the_command(line: str) -> None:
    inside = only(line, given="drop table x")
    client = inside if isinstance(inside, Invocation) else getattr(inside, "client", None)
    assert client is not None
    assert client.input.text == known("drop table x")


def test_code_in_variables() -> None:
    environment = {"GIT_SSH_COMMAND": "rm x", "PAGER": "rm y", "OTHER": "rm z"}
    assert shown(opened("git fetch", environment=environment)) == ["shell: rm x", "shell: rm y"]
    assert shown(opened("man ls", environment={"MANPAGER": "rm x"})) == ["shell: rm x"]


def test_too_many_readings_are_told() -> None:
    line = "sudo " + " ".join(f"--o{number} x" for number in range(40)) + " rm x"
    assert "opaque: limit" in shown(opened(line))


# --- every entry of the data ---------------------------------------------------------------

KINDS = words_of(
    "value_options optional_value_options flags no_command shell_options command_options split_options "
    "directory_options module_options file_options program_options"
)


@pytest.mark.parametrize("name", ["wrappers", "interpreters"])
def test_an_option_of_an_entry_is_of_one_kind(name: str) -> None:
    for wrapper in rule_file(name).wrappers:
        found: dict[str, str] = {}
        for kind in KINDS:
            for option in [each for listed in getattr(wrapper, kind) for each in spellings(listed)]:
                assert found.setdefault(option, kind) == kind, (wrapper.programs, option)


RUNNING = ("argv", "line", "joined", "package", "each", "code")
COMMAND = ("rm", "-rf", "target")
ENTRIES = [
    each
    for each in rule_file("wrappers").wrappers
    if each.runs in RUNNING and each.language == "shell" and not each.unknown_operands
]


def options_of(draw: st.DrawFn, wrapper: Wrapper, values: tuple[str, ...], flags: tuple[str, ...]) -> list[str]:
    """Some options of one level, spelled in one of the ways that the style allows."""
    words: list[str] = []
    taking = {name for each in values for name in spellings(each)}
    for _ in range(draw(st.integers(0, 3))):
        if flags and (not values or draw(st.booleans())):
            name = draw(st.sampled_from(spellings(draw(st.sampled_from(flags)))))
            words += [name] if name not in taking else [name, "v"]
        elif values:
            name = draw(st.sampled_from(spellings(draw(st.sampled_from(values)))))
            long = name[:2] == "--" or wrapper.style in ("goflag", "single-dash")
            forms = [[name, "v"]]
            if long:
                forms.append([f"{name}=v"])
            elif len(name) == 2:
                forms.append([f"{name}v"])
            words += draw(st.sampled_from(forms))
    return words


@st.composite
def command_lines(draw: st.DrawFn) -> list[str]:
    wrapper = draw(st.sampled_from(ENTRIES))
    words = [draw(st.sampled_from(wrapper.programs))]
    words += options_of(draw, wrapper, wrapper.global_options, wrapper.global_flags) if wrapper.subcommand else []
    for word in wrapper.subcommand:
        words.append(draw(st.sampled_from(word.split("|"))))
    if wrapper.style != "none":
        words += options_of(draw, wrapper, wrapper.value_options + wrapper.directory_options, wrapper.flags)
    words += ["A=1"] if wrapper.assignments and draw(st.booleans()) else []
    words += [f"own{number}" for number in range(wrapper.skip)]
    if wrapper.command_options:
        option = draw(st.sampled_from(spellings(draw(st.sampled_from(wrapper.command_options)))))
        return [*words, option, *COMMAND, *([wrapper.terminator] if wrapper.terminator else [])]
    if wrapper.dashes:
        words.append("--")
    if wrapper.runs in ("code", "each"):
        return [*words, " ".join(COMMAND)]
    return [*words, *COMMAND]


def carries(part: object) -> bool:
    if isinstance(part, Invocation):
        return " ".join(COMMAND) in " ".join(word.shown() for word in part.argv)
    return isinstance(part, Payload) and " ".join(COMMAND) in part.text.shown()


@settings(max_examples=400, deadline=None)
@given(command_lines())
def test_the_command_is_found_behind_any_options(words: list[str]) -> None:
    start = invocation("x").replace(argv=tuple(known(word) for word in words))
    parts = open_invocation(start, world()) or []
    assert any(carries(part) for part in parts), words


@pytest.mark.parametrize("line", ["del-cli '*.tmp' --dry-run", "del x -d", "rimraf x --help", "del -d x"])
def test_an_option_that_only_shows_may_stand_behind_what_is_handed_on(line: str) -> None:
    assert opened(line) == []


@pytest.mark.parametrize("line", ["del-cli '*.tmp' -f", "del -- x -d", "rimraf -g x"])
def test_other_options_there_change_nothing(line: str) -> None:
    assert "rm -rf" in shown(opened(line))[0]
