import { spawn } from "node:child_process"

const LARGEST = 1000000 // characters of an answer
const ANSWERS = ["pass", "ask", "brief"]

// What guardcmd says to one call: `pass`, `ask` with a reason, `brief` with a context, or `refuse` with a reason.
// Never rejects: whatever goes wrong, silence included, comes back as a refusal.
function guardcmd(call) {
  return new Promise((resolve) => {
    let child
    let out = ""
    let err = ""
    const end = (answer) => {
      clearTimeout(timer)
      resolve(answer)
    }
    const broken = (why) => {
      child?.kill("SIGKILL")
      const look = "a person must look: `guardcmd doctor`"
      end({ guardcmd: "refuse", reason: `guardcmd could not judge this, so nothing of it ran (${why}); ${look}` })
    }
    const timer = setTimeout(() => broken(`no answer within ${PATIENCE / 1000} s`), PATIENCE)
    try {
      const data = JSON.stringify({ hook_event_name: "PreToolUse", ...call, bridge: CLIENT })
      child = spawn(ARGV[0], ARGV.slice(1), { stdio: ["pipe", "pipe", "pipe"] })
      child.on("error", (error) => broken(error.message))
      child.stdin.on("error", () => {}) // it ended before it had read everything: its status tells
      child.stdout.setEncoding("utf8").on("data", (text) => (out.length > LARGEST ? broken("too long") : (out += text)))
      child.stderr.setEncoding("utf8").on("data", (text) => (err.length > LARGEST ? 0 : (err += text)))
      child.on("close", (status, signal) => {
        if (status === 2 && err.trim()) return end({ guardcmd: "refuse", reason: err.trim() })
        if (status !== 0) return broken(signal ? `ended by ${signal}` : `status ${status}`)
        const answer = parsed(out)
        ANSWERS.includes(answer?.guardcmd) ? end(answer) : broken(out ? "an answer that is none" : "no answer")
      })
      child.stdin.end(data)
    } catch (error) {
      broken(String(error?.message ?? error))
    }
  })
}

function parsed(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

// What the model is told when a session starts; empty where guardcmd cannot say it. `once`: only the first time.
const told = new Map()
async function briefing(cwd, session_id, once = false) {
  const key = once ? `${cwd} ${session_id}` : cwd
  if (once && told.has(key)) return ""
  if (!told.has(key)) told.set(key, guardcmd({ hook_event_name: "SessionStart", cwd, session_id }))
  const answer = await told.get(key)
  return answer.guardcmd === "brief" ? String(answer.context) : ""
}
