export const description = "guardcmd judges every tool call before it runs"

export default function (amp) {
  const root = amp.system?.workspaceRoot
  const cwd = root ? amp.helpers.filePathFromURI(root) : process.cwd()
  amp.on("tool.call", async (event) => {
    const call = { session_id: event.thread?.id, cwd, tool_name: event.tool, tool_input: event.input }
    const answer = await guardcmd(call)
    if (answer.guardcmd === "pass") return { action: "allow" } // Amp knows no neutral answer; its own rules still apply
    return { action: "reject-and-continue", message: String(answer.reason) }
  })
  amp.on("agent.start", async (event) => {
    const content = await briefing(cwd, event.thread?.id, true)
    return content ? { message: { content } } : {}
  })
}
