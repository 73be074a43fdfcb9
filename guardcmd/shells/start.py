"""Started by the shells' hooks: `python -I -S start.py --site DIR ... line SHELL`. Compiled at each start: short."""
import posix, sys  # noqa: E401, I001
try:
    sys.path += [value for option, value in zip(sys.argv, sys.argv[1:]) if option == "--site"]
    __import__("guardcmd.shells.entry", fromlist=["main"]).main(sys.argv[1:])
except BaseException as error:
    posix.write(2, f"guardcmd could not start: {error!r}\n".encode("utf-8", "replace"))
finally:
    posix._exit(70)
