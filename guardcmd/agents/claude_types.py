"""Types of Claude Code's settings that it insists on: a value of another type drops every hook of the file, in silence.

The keys stand in the schema of 2.1.329; each was tried with a wrong value in the client itself. Keys that it is lenient
with are not here. Pure.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


TEXTS = _names(
    """
    $schema advisorModel agent apiKeyHelper attributionProject autoMemoryDirectory awsAuthRefresh
    awsCredentialExport claudeMd gcpAuthRefresh language minimumVersion model otelHeadersHelper outputStyle
    plansDirectory pluginTrustMessage prUrlTemplate processWrapper proxyAuthHelper requiredMaximumVersion
    requiredMinimumVersion timeZone
    """
)
FLAGS = _names(
    """
    agentPushNotifEnabled allowAllClaudeAiMcps allowClaudeInChromeWithManagedMcp allowManagedHooksOnly
    allowManagedMcpServersOnly allowManagedPermissionRulesOnly allowNestedModelAccessUnderForceLogin
    alwaysThinkingEnabled autoCompactEnabled autoContinueAtUsageLimit autoDreamEnabled autoMemoryEnabled
    autoScrollEnabled autoUploadSessions awaySummaryEnabled bashEditDiffEnabled channelsEnabled
    clawdFileProgressEnabled disableAgentView disableArtifact disableBundledSkills disableClaudeAiConnectors
    disableCommandPluginSources disableRemoteControl disableReplyCheck disableSideloadFlags
    disableSkillShellExecution disableWindowsBashCommandSplit disableWorkflows doneMeansMerged
    emojiCompletionEnabled enableAllProjectMcpServers enableArtifact enableWorkflows enforceAvailableModels
    fastMode fastModePerSessionOptIn fileCheckpointingEnabled forceRemoteSettingsRefresh idleCompaction
    includeCoAuthoredBy includeGitInstructions inputNeededNotifEnabled isolatePeerMachines
    precomputeCompactionEnabled prefersReducedMotion promptSuggestionEnabled remoteControlAtStartup
    respectGitignore respondToBashCommands responseComparisonEnabled showClearContextOnPlanAccept
    showMessageTimestamps showThinkingSummaries showTurnDuration skipDangerousModePermissionPrompt
    skipWebFetchPreflight skipWorkflowUsageWarning spinnerTipsEnabled switchModelsOnFlag syncClaudeAiPlugins
    syncClaudeAiSkills syntaxHighlightingDisabled terminalProgressBarEnabled terminalTitleFromRename
    todoFeatureEnabled totalTokensReminderAfterUserTurn verbose wheelScrollAccelerationEnabled
    workflowKeywordTriggerEnabled wslInheritsWindowsSettings
    """
)
NUMBERS = _names(
    """
    cleanupPeriodDays desktopSessionCleanupPeriodDays feedbackSurveyRate skillListingBudgetFraction
    skillListingMaxDescChars totalTokensReminderBudget
    """
)
LISTS = _names(
    """
    allowedChannelPlugins allowedHttpHookUrls availableModels claudeMdExcludes companyAnnouncements
    fallbackModel httpHookAllowedEnvVars pluginSuggestionMarketplaces sshConfigs
    strictKnownMarketplaces
    """
)
TABLES = _names(
    """
    breakReminder enabledPlugins fileSuggestion modelOverrides pluginConfigs quietHours remote remoteTools
    sandbox skillOverrides spinnerVerbs statusLine voice worktree
    """
)
CHOICES = {
    "autoUpdatesChannel": ("latest", "stable", "rc"),
    "daemonColdStart": ("transient", "ask"),
    "defaultShell": ("bash", "powershell"),
    "disableAutoMode": ("disable",),
    "feedbackDrafts": ("notify", "quiet", "off"),
    "managedSourcesBehavior": ("first-wins", "merge"),
    "parentSettingsBehavior": ("first-wins", "merge"),
    "totalTokensReminder": ("off", "infinite", "fixed", "countdown", "padded-countdown"),
    "tui": ("default", "fullscreen"),
    "workflowSizeGuideline": ("unrestricted", "small", "medium", "large"),
}
MODES = ("acceptEdits", "auto", "bypassPermissions", "default", "dontAsk", "manual", "plan")  # permissions.defaultMode


def wrong_types(settings: Mapping[str, object]) -> Iterator[str]:
    """What is wrong with the values of known keys, one sentence each."""
    kinds: tuple[tuple[frozenset[str], type | tuple[type, ...], str], ...] = (
        (TEXTS, str, "text"),
        (FLAGS, bool, "true or false"),
        (NUMBERS, (int, float), "a number"),
        (LISTS, list, "a list"),
        (TABLES, dict, "an object"),
    )
    for keys, type_, name in kinds:
        for key in sorted(keys.intersection(settings)):
            value = settings[key]
            if not isinstance(value, type_) or (keys is NUMBERS and isinstance(value, bool)):
                yield f"`{key}` must be {name}"
    for key, allowed in CHOICES.items():
        if key in settings and settings[key] not in allowed:
            yield f"`{key}` must be one of {', '.join(allowed)}"
    yield from _wrong_inside(settings)


def _wrong_inside(settings: Mapping[str, object]) -> Iterator[str]:
    permissions = settings.get("permissions")
    if isinstance(permissions, dict):
        if "defaultMode" in permissions and permissions["defaultMode"] not in MODES:
            yield f"`permissions.defaultMode` must be one of {', '.join(MODES)}"
        if permissions.get("disableBypassPermissionsMode", "disable") != "disable":
            yield "`permissions.disableBypassPermissionsMode` can only be `disable`"
    line = settings.get("statusLine")
    if isinstance(line, dict):
        if line.get("type") != "command" or not isinstance(line.get("command"), str):
            yield '`statusLine` needs `"type": "command"` and a text `command`'
        if type(line.get("padding", 0)) not in (int, float):
            yield "`statusLine.padding` must be a number"
    plugins = settings.get("enabledPlugins")
    if isinstance(plugins, dict) and not all(isinstance(value, (bool, list)) for value in plugins.values()):
        yield "`enabledPlugins` must hold true, false or lists of texts"
    if "cleanupPeriodDays" in settings and not _is_positive(settings["cleanupPeriodDays"]):
        yield "`cleanupPeriodDays` must be a whole number above 0"


def _is_positive(value: object) -> bool:
    return isinstance(value, int) and value > 0
