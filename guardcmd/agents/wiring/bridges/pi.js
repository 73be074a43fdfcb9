const NO = "No, do not run it"
const YES = "Yes, run it this once"

export default function (pi) {
  pi.on("tool_call", async (event, ctx) => {
    const attended = ctx.mode === "tui" && ctx.hasUI === true
    const call = { session_id: sessionOf(ctx), cwd: ctx.cwd, tool_name: event.toolName, tool_input: event.input, attended }
    const answer = await guardcmd(call)
    if (answer.guardcmd === "ask" && attended) {
      const chosen = await ctx.ui.select(`guardcmd: ${answer.reason}`, [NO, YES])
      return chosen === YES ? undefined : { block: true, reason: `the user said no: ${answer.reason}` }
    }
    if (answer.guardcmd !== "pass") return { block: true, reason: String(answer.reason) }
    if (answer.warning && ctx.hasUI) ctx.ui.notify(answer.warning, "warning")
    return undefined
  })
  pi.on("before_agent_start", async (event, ctx) => {
    const content = await briefing(ctx.cwd, sessionOf(ctx), true)
    return content ? { message: { customType: "guardcmd", content, display: false } } : undefined
  })
}

function sessionOf(ctx) {
  return ctx.sessionManager?.getSessionId?.() ?? ""
}
