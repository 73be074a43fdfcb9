import { mkdirSync, readdirSync, statSync, unlinkSync, writeFileSync } from "node:fs"

const NOTES = `${ARGV[ARGV.indexOf("--state") + 1]}/cline` // one file for each agent: the turn that this stands in
const DAY = 24 * 3600 * 1000

export default {
  name: "guardcmd",
  manifest: { capabilities: ["hooks", "rules"] },
  setup: async (api, ctx) => {
    prepare()
    const content = await briefing(process.cwd(), ctx?.session?.sessionId)
    if (content) api.registerRule({ id: "guardcmd", content })
  },
  hooks: {
    beforeModel: async ({ snapshot }) => {
      note(snapshot)
      return undefined
    },
    beforeTool: async ({ snapshot, toolCall, input }) => {
      const call = { id: toolCall.toolCallId, name: toolCall.toolName, input }
      const answer = await guardcmd({
        hookName: "tool_call",
        taskId: snapshot.conversationId ?? snapshot.agentId,
        workspaceRoots: [process.cwd()],
        tool_call: call,
        preToolUse: { toolName: call.name },
      })
      return answer.guardcmd === "pass" ? undefined : { skip: true, reason: String(answer.reason) }
    },
  },
}

// where this fails, the hook judges instead
function note(snapshot) {
  try {
    writeFileSync(`${NOTES}/${snapshot.agentId}`, String(snapshot.iteration), { mode: 0o600 })
  } catch {}
}

function prepare() {
  try {
    mkdirSync(NOTES, { recursive: true, mode: 0o700 })
    for (const name of readdirSync(NOTES)) {
      if (Date.now() - statSync(`${NOTES}/${name}`).mtimeMs > DAY) unlinkSync(`${NOTES}/${name}`)
    }
  } catch {}
}
