"""Started by installed hooks: `python -I -S start.py --site DIR ... hook CLIENT ...`. Compiled at each start: short."""
import posix, sys  # noqa: E401, I001
try:
    sys.path += [value for option, value in zip(sys.argv, sys.argv[1:]) if option == "--site"]
    __import__("guardcmd.agents.hook", fromlist=["main"]).main(sys.argv[1:])
except BaseException as error:
    posix.write(1, b'{"decision":"block","reason":"guardcmd did not start","permissionDecision":"deny","cancel":true}')
    posix.write(2, f"guardcmd refused this, because it could not start: {error!r}\n".encode("utf-8", "replace"))
finally:
    posix._exit(2)
