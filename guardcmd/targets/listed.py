"""Which file names and places mean what: build outputs, valuable files, settings of agents, places that others run.

Every predicate takes the components of a normalised absolute path. Names of what must be protected are compared
without case, since macOS does not tell case apart; names that excuse (build outputs) are compared as written.
"""

from __future__ import annotations

from guardcmd.targets.globs import matches_any
from guardcmd.unwrap.patterns import is_pattern, matches

TYPE_CHECKING = False
if TYPE_CHECKING:
    Components = tuple[str, ...]


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _entries(text: str) -> tuple[Components, ...]:
    """`a/b` for one file or folder, `a/**` for everything in a folder too; `%` stands for a blank."""
    return tuple([tuple(entry.replace("%", " ").split("/")) for entry in text.split()])


HOLE = "\0"  # stands in a path for text that is not known

# --- what can be made again --------------------------------------------------------------

ARTEFACTS = _names(
    """
    node_modules bower_components jspm_packages dist build _build target out cdk.out
    .next .nuxt .output .svelte-kit .astro .turbo .parcel-cache .vite .angular .docusaurus .expo
    __pycache__ .pytest_cache .mypy_cache .ruff_cache .hypothesis .tox .nox .eggs .ipynb_checkpoints .pytype
    coverage htmlcov .coverage .nyc_output .cache .eslintcache .stylelintcache .sass-cache
    venv .venv .gradle .kotlin .dart_tool DerivedData zig-out .zig-cache zig-cache .stack-work dist-newstyle
    .terraform .terragrunt-cache .serverless .aws-sam .direnv .DS_Store
    npm-debug.log yarn-error.log _site .jekyll-cache _book storybook-static test-results playwright-report .nx .swc
    .phpunit.cache .phpunit.result.cache .php-cs-fixer.cache .rpt2_cache .ccache .clangd .bloop .metals
    """
)
ARTEFACT_PATTERNS = ("*.pyc", "*.pyo", "*.egg-info", "*.tsbuildinfo", "cmake-build-*", "*.o", "*.class")
PROJECT_SCRATCH = frozenset(("tmp", ".tmp", ".temp"))  # at any depth
PROJECT_SCRATCH_TOP = frozenset(("temp",))  # only directly below the root: deeper it may be source code

# --- what must not be lost ---------------------------------------------------------------

VALUABLE = (
    ".env*",
    "*.tfstate*",
    "*.sqlite*",
    "*.db",
    "*.dump",
    "*.pem",
    "*.key",
    "*.p12",
    "*.pfx",
    "*.kdbx",
    "id_rsa",
    "id_dsa",
    "id_ecdsa",
    "id_ed25519",
)
TEMPLATES = (".env.example", ".env.sample", ".env.template", ".env.dist", ".env.defaults")
BACKUPS = frozenset(("backup", "backups"))
# a glob is valuable if it takes one of these
VALUABLE_SAMPLES = (".env", "terraform.tfstate", "x.sqlite3", "x.db", "x.dump", "x.pem", "x.key", "id_rsa")

# --- what judges agents ------------------------------------------------------------------

# folders and files below any directory, with `*` for one component and a closing `**` for everything below
AGENT_SETTINGS = _entries(
    """
    .claude/settings.json .claude/settings.local.json .claude/hooks/** .claude/plugins/** .claude/local/** .claude.json
    share/claude/versions/** etc/claude-code/** application%support/claudecode/**
    .codex/hooks.json .codex/config.toml .codex/managed_config.toml .codex/requirements.toml .codex/rules/**
    .codex/hooks/** .codex/plugins/** etc/codex/**
    .gemini/settings.json .gemini/hooks/** .gemini/extensions/** .gemini/policies/** .gemini/trustedfolders.json
    etc/gemini-cli/** application%support/geminicli/**
    .qwen/settings.json .qwen/hooks/** .qwen/extensions/** .qwen/trustedfolders.json
    etc/qwen-code/** application%support/qwencode/**
    .copilot/settings.json .copilot/config.json .copilot/hooks/** .copilot/plugins/** .copilot/installed-plugins/**
    .github/hooks/** .github/copilot/** etc/github-copilot/** etc/vscode/**
    .cursor/hooks.json .cursor/hooks/** .cursor/cli-config.json .cursor/cli.json .cursor/permissions.json
    etc/cursor/** application%support/cursor/hooks.json
    .codeium/windsurf/hooks.json .codeium/windsurf/hooks/** .windsurf/hooks.json .windsurf/hooks/** etc/windsurf/**
    application%support/windsurf/hooks.json
    opencode/plugins/** opencode/plugin/** .config/opencode/tools/** .config/opencode/tool/**
    .opencode/plugins/** .opencode/plugin/** .opencode/tools/** .opencode/tool/** opencode.json opencode.jsonc
    .pi/agent/extensions/** .pi/agent/settings.json .pi/extensions/** .pi/settings.json
    .cline/hooks/** .cline/plugins/** .cline/data/globalstate.json .clinerules/hooks/** cline/hooks/**
    .kiro/hooks/** .kiro/agents/** .kiro/settings/** .aws/amazonq/cli-agents/** .amazonq/cli-agents/**
    .config/amp/** .amp/plugins/** .amp/settings.json etc/ampcode/** application%support/ampcode/**
    .factory/hooks.json .factory/settings.json .factory/settings.local.json .factory/hooks/** .factory/plugins/**
    .agents/hooks.json .agents/plugins/** .gemini/config/hooks.json .gemini/config/plugins/**
    .config/goose/config.yaml .config/goose/permission.yaml .config/goose/plugins/**
    crush.json .crush.json
    .config/devin/** .devin/config.json .devin/config.local.json .devin/hooks.v1.json .devin/hooks/**
    .hermes/config.yaml .hermes/hooks/** .hermes/plugins/** .openclaw/openclaw.json .openclaw/extensions/**
    .openclaw/plugins/** .openclaw/hooks/**
    .kimi-code/config.toml .kimi/config.toml .kimi/config.json .augment/settings.json etc/augment/**
    .continue/settings.json .continue/settings.local.json .continue/permissions.yaml
    """
)
# the programs that clients start by: another one in their place starts them without their hooks
AGENT_PROGRAMS = tuple(
    [
        (*folder, name)
        for folder in ((".local", "bin"), ("usr", "bin"), ("local", "bin"), ("homebrew", "bin"), (".npm-global", "bin"))
        for name in ("claude", "codex", "gemini", "qwen", "copilot", "opencode", "cursor-agent", "cline", "droid")
    ]
)
# folders that hold little else: to remove or replace them is to remove the settings
AGENT_FOLDERS = _entries(
    """
    .claude .codex .gemini .gemini/config .qwen .copilot .cursor .codeium/windsurf .windsurf .opencode .config/opencode
    .pi .pi/agent .cline .clinerules .kiro .amp .config/amp .factory .agents .config/goose .config/crush .config/devin
    .devin .hermes .openclaw .kimi-code .kimi .continue .github/copilot
    """
)
# wherever it was installed, with the reader that it leans on
GUARD_FOLDERS = _entries(
    """
    .guardcmd .config/guardcmd bin/guardcmd share/guardcmd state/guardcmd application%support/guardcmd
    site-packages/guardcmd dist-packages/guardcmd site-packages/bashlex dist-packages/bashlex
    venvs/guardcmd tools/guardcmd cellar/guardcmd opt/guardcmd
    """
)

# --- what others run ---------------------------------------------------------------------

STARTUP = _entries(
    """
    .bashrc .bash_profile .bash_login .bash_logout .bash_aliases .profile .zshrc .zshenv .zprofile .zlogin .zlogout
    .kshrc .cshrc .tcshrc .login .xprofile .xinitrc .xsession .xsessionrc .pam_environment .inputrc .envrc
    .config/fish/config.fish .config/fish/conf.d/** .config/fish/functions/** .config/environment.d/**
    .config/autostart/** .config/systemd/user/** .local/share/systemd/user/** library/launchagents/**
    library/launchdaemons/** .ssh/authorized_keys .ssh/authorized_keys2 .ssh/rc .ssh/config .ssh/environment
    .gitconfig .config/git/config .config/git/hooks/** .git/config .git/config.worktree .git/hooks/** .githooks/**
    .husky/** .pre-commit-config.yaml lefthook.yml .lefthook.yml .lefthook/**
    .github/workflows/** .github/actions/** .gitlab-ci.yml .gitlab/ci/** .circleci/** jenkinsfile azure-pipelines.yml
    .travis.yml bitbucket-pipelines.yml .drone.yml .woodpecker.yml .woodpecker/** .buildkite/** appveyor.yml
    .appveyor.yml .cirrus.yml .forgejo/workflows/** .gitea/workflows/** .teamcity/** .semaphore/**
    .mcp.json .cursor/mcp.json .vscode/mcp.json .copilot/mcp-config.json .factory/mcp.json
    .codeium/windsurf/mcp_config.json .vscode/settings.json .vscode/tasks.json
    code/user/settings.json code%-%insiders/user/settings.json vscodium/user/settings.json
    cursor/user/settings.json windsurf/user/settings.json data/machine/settings.json
    """
)
STARTUP_SYSTEM = _entries(
    """
    etc/crontab etc/anacrontab etc/cron.d/** etc/cron.hourly/** etc/cron.daily/** etc/cron.weekly/** etc/cron.monthly/**
    var/spool/cron/** var/cron/** var/at/** etc/systemd/** lib/systemd/** usr/lib/systemd/** usr/local/lib/systemd/**
    run/systemd/** etc/init.d/** etc/rc.local etc/rc.d/** etc/init/** etc/profile etc/profile.d/** etc/bash.bashrc
    etc/bashrc etc/zsh/** etc/zshrc etc/zshenv etc/zprofile etc/fish/** etc/environment etc/ld.so.preload
    etc/ld.so.conf.d/** etc/pam.d/** etc/sudoers etc/sudoers.d/** etc/doas.conf etc/xdg/autostart/** etc/gitconfig
    etc/ssh/sshrc etc/update-motd.d/** etc/network/if-up.d/** etc/udev/rules.d/** library/launchagents/**
    library/launchdaemons/**
    """
)

# what says who somebody is, or where their programs log in: judged like the above, since others act on it
CREDENTIALS = _entries(
    """
    .aws/credentials .aws/config .config/gcloud/** .config/doctl/config.yaml .config/hcloud/cli.toml .fly/config.yml
    .oci/config .boto .s3cfg .kube/config .config/containers/auth.json .config/helm/registry/config.json
    .config/gh/hosts.yml .config/glab-cli/config.yml .config/hub .git-credentials .config/git/credentials
    .netrc .pypirc .gem/credentials .cargo/credentials .cargo/credentials.toml .composer/auth.json
    .config/pip/pip.conf .pip/pip.conf .terraformrc .terraform.d/credentials.tfrc.json .config/op/** .vault-token
    .config/rclone/rclone.conf .config/sops/age/keys.txt .pgpass .my.cnf .mylogin.cnf .databrickscfg .gnupg/**
    .password-store/** .local/share/keyrings/** library/keychains/** .config/stripe/config.toml
    .config/heroku/** .config/supabase/access-token .supabase/access-token
    """
)
# below a home directory only: in a project these are settings
HOME_CREDENTIALS = _entries(
    """
    .npmrc .yarnrc .yarnrc.yml .bunfig.toml .curlrc .wgetrc .ssh/** .azure/** .docker/config.json .m2/settings.xml
    .gradle/gradle.properties .nuget/nuget.config .wrangler/config/** .snowflake/** .vercel/auth.json
    """
)
NO_CREDENTIALS = _names("known_hosts known_hosts.old")

# --- the system --------------------------------------------------------------------------

# these and all below them
SYSTEM = _names(
    """
    bin boot dev efi etc lib lib32 lib64 libx32 proc sbin sys usr var run nix snap System Library Applications cores
    lost+found private
    """
)
# only as a whole: what lies below belongs to somebody
SYSTEM_WHOLE = frozenset(("home", "Users", "opt", "srv", "mnt", "media", "Volumes", "net", "sysroot"))
LOOSE_BELOW = (  # below these somebody's own things begin
    ("usr", "local"),
    ("usr", "src"),
    ("var", "www"),
    ("var", "log"),
    ("var", "backups"),
    ("run", "user"),
)
NO_LOSS_DEVICES = frozenset(
    ("null", "zero", "full", "random", "urandom", "tty", "stdin", "stdout", "stderr", "fd", "pts", "shm", "ptmx")
)
TEMPORARY = (("tmp",), ("var", "tmp"), ("usr", "tmp"), ("var", "folders"), ("dev", "shm"))
SYSTEM_CACHES = (("var", "cache"), ("var", "lib", "apt", "lists"), ("var", "lib", "dnf"))
HOME_CACHES = _entries(
    """
    .cache Library/Caches .npm .cargo/registry .cargo/git .gradle/caches .m2/repository
    go/pkg/mod .bun/install/cache .local/share/pnpm/store .pnpm-store .yarn/cache .nuget/packages .ivy2/cache
    """
)


class Listing:
    """Entries that may stand below any folder, found by the last name that they state."""

    def __init__(self, entries: tuple[Components, ...]) -> None:
        self.entries = entries
        self.files: dict[str, list[Components]] = {}
        self.folders: dict[str, list[Components]] = {}
        for entry in entries:
            below = entry[-1] == "**"
            stated = entry[:-1] if below else entry
            (self.folders if below else self.files).setdefault(stated[-1], []).append(stated)

    def has(self, names: Components, glob: bool) -> bool:
        if glob and any(is_pattern(name) for name in names):
            return any(_may_be(names, entry) for entry in self.entries)
        if any(names[-len(entry) :] == entry for entry in self.files.get(names[-1], ())):
            return True
        return any(
            names[at + 1 - len(entry) : at + 1] == entry
            for at, name in enumerate(names)
            for entry in self.folders.get(name, ())
            if at + 1 >= len(entry)
        )


AGENT_LISTING = Listing((*AGENT_SETTINGS, *AGENT_PROGRAMS, *AGENT_FOLDERS))
STARTUP_LISTING = Listing((*STARTUP, *CREDENTIALS))


def is_artefact(inside: Components) -> bool:
    """A named build output, or something below one. `inside` are the components below the project's root."""
    return any(name in ARTEFACTS or matches_any(ARTEFACT_PATTERNS, name) for name in inside)


def is_project_scratch(inside: Components) -> bool:
    return bool(inside) and (inside[0] in PROJECT_SCRATCH_TOP or any(name in PROJECT_SCRATCH for name in inside))


def is_valuable(components: Components, glob: bool = False) -> bool:
    """Whether the last name is one of a file that must not be lost, or a folder on the way holds backups."""
    if not components:
        return False
    names = lower(components)
    if any(name in BACKUPS for name in names):
        return True
    last = names[-1]
    if matches_any(VALUABLE, last):
        return last not in TEMPLATES
    return glob and is_pattern(last) and any(_takes(last, sample) for sample in VALUABLE_SAMPLES)


def is_repository(components: Components, glob: bool = False) -> bool:
    """`.git` itself or something inside it."""
    return any(name == ".git" or (glob and is_pattern(name) and _takes(name, ".git")) for name in lower(components))


def is_git_lock(components: Components) -> bool:
    """`.git/index.lock`: left over when git died; no part of the repository's content."""
    return ".git" in components[:-1] and components[-1].endswith(".lock")


def is_agent_settings(components: Components, glob: bool = False) -> bool:
    """Whether it is one of them, or may be: `~/.claude/$x`, what a search below `~` finds by the name hooks.json."""
    names = lower(components)
    if names[-2:-1] == (".codex",) and names[-1].endswith(
        ".config.toml"
    ):  # `codex --profile NAME` reads NAME.config.toml
        return True
    if HOLE not in "".join(names):
        return AGENT_LISTING.has(names, glob)
    first = next(place for place, name in enumerate(names) if HOLE in name)
    if not any(names[max(0, first - len(folder)) : first] == folder for folder in AGENT_FOLDERS):
        return AGENT_LISTING.has(names, glob)
    patterns = tuple([name.replace(HOLE, "*") for name in names])
    return AGENT_LISTING.has(patterns, True) or AGENT_LISTING.has(tuple([name for name in names if name != HOLE]), glob)


def is_guard_by_name(components: Components) -> bool:
    names = lower(components)
    return any(_holds(names, folder) for folder in GUARD_FOLDERS)


def is_startup(components: Components, glob: bool = False) -> bool:
    names = lower(components)
    return STARTUP_LISTING.has(names, glob) or any(
        names[: len(entry) - 1] == entry[:-1] if entry[-1] == "**" else names == entry for entry in STARTUP_SYSTEM
    )


def is_home_credential(inside: Components) -> bool:
    """Of the components below a home directory: a file that says who its owner is."""
    names = lower(inside)
    return any(
        len(names) >= len(entry) and names[: len(entry) - 1] == entry[:-1] if entry[-1] == "**" else names == entry
        for entry in HOME_CREDENTIALS
    ) and not any(name in NO_CREDENTIALS or name.endswith(".pub") for name in names)


def under(components: Components, folders: tuple[Components, ...]) -> bool:
    """Whether it is one of the folders or lies below one."""
    return any(components[: len(folder)] == folder for folder in folders)


def is_system(components: Components) -> bool:
    """Whether losing this breaks the machine: a system folder, something in it, or the place of all homes or data."""
    first = components[0]
    if is_pattern(first):  # /e*, /???/x
        return True
    if first in SYSTEM_WHOLE:
        return len(components) == 1
    if first not in SYSTEM:
        return False
    return not any(len(components) > len(folder) and components[: len(folder)] == folder for folder in LOOSE_BELOW)


def lower(components: Components) -> Components:
    return tuple([name.lower() for name in components])


def _takes(pattern: str, sample: str) -> bool:
    """A leading dot is only taken by a written dot."""
    return matches(pattern, sample) and (not sample.startswith(".") or pattern.startswith("."))


def _holds(names: Components, run: Components) -> bool:
    return any(names[at : at + len(run)] == run for at in range(len(names) - len(run) + 1))


def _may_be(names: Components, entry: Components) -> bool:
    """Whether a path with patterns in it can be the entry, or inside it."""
    below = entry[-1] == "**"
    stated = entry[:-1] if below else entry
    last = len(names) - len(stated)
    return any(_fits(names[at : at + len(stated)], stated) for at in (range(last + 1) if below else [last]) if at >= 0)


def _fits(names: Components, stated: Components) -> bool:
    return all(name == part or (is_pattern(name) and _takes(name, part)) for name, part in zip(names, stated))
