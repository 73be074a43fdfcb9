export const Guardcmd = async ({ client, directory }) => ({
  "tool.execute.before": async (input, output) => {
    const call = { session_id: input.sessionID, cwd: directory, tool_name: input.tool, tool_input: output.args }
    const answer = await guardcmd(call)
    if (answer.guardcmd !== "pass") throw new Error(String(answer.reason))
    if (answer.warning) warn(client, answer.warning)
  },
  "experimental.chat.system.transform": async (input, output) => {
    const text = input.sessionID ? await briefing(directory, input.sessionID) : ""
    if (text) output.system.push(text)
  },
})

function warn(client, message) {
  client.app.log({ body: { service: "guardcmd", level: "warn", message } })?.catch?.(() => {})
}
