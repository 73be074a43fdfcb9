// Loads a bridge as its client does, and has it judge one shell command: prints `passed`, or `stopped: REASON`.
//   node host.mjs BRIDGE CLIENT COMMAND DIRECTORY
import { readFileSync } from "node:fs"

const [path, client, command, directory] = process.argv.slice(2)
const session = "guardcmd-doctor"

const HOSTS = {
  opencode: async (bridge) => {
    const hooks = await bridge.Guardcmd({ client: { app: { log: async () => {} } }, directory })
    await hooks["tool.execute.before"]({ tool: "bash", sessionID: session }, { args: { command } })
    return ""
  },
  pi: async (bridge) => {
    const handlers = {}
    bridge.default({ on: (event, handler) => (handlers[event] = handler) })
    const ctx = { cwd: directory, hasUI: false, mode: "print", sessionManager: { getSessionId: () => session } }
    const said = await handlers.tool_call({ toolName: "bash", toolCallId: "1", input: { command } }, ctx)
    return said?.block ? said.reason : ""
  },
  amp: async (bridge) => {
    const handlers = {}
    const amp = { on: (event, handler) => (handlers[event] = handler), system: { workspaceRoot: directory } }
    bridge.default({ ...amp, helpers: { filePathFromURI: String } })
    const call = { thread: { id: session }, toolUseID: "1", tool: "shell_command", input: { command } }
    const said = await handlers["tool.call"](call, {})
    return said.action === "allow" ? "" : said.message
  },
  cline: async (bridge) => {
    process.chdir(directory)
    const toolCall = { toolCallId: "1", toolName: "run_commands" }
    const call = { snapshot: { conversationId: session }, toolCall, input: { commands: [command] } }
    const said = await bridge.default.hooks.beforeTool(call)
    return said?.skip ? said.reason : ""
  },
}

// as text, because a bridge may end in .ts
const bridge = await import(`data:text/javascript,${encodeURIComponent(readFileSync(path, "utf8"))}`)
let reason
try {
  reason = await HOSTS[client](bridge)
} catch (error) {
  reason = error.message
}
console.log(reason ? `stopped: ${reason}` : "passed")
