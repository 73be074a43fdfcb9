"""Started by installed hooks: `python -I -S start.py --site DIR hook CLIENT --state DIR --config DIR`; compiled each time."""
import posix, sys  # noqa: E401, I001
try:
    sys.path += [value for option, value in zip(sys.argv, sys.argv[1:]) if option == "--site"]
    from guardcmd.agents.hook import main
    main(sys.argv[1:])
except BaseException as error:
    posix.write(2, f"guardcmd refused this, because it could not start: {error!r}\n".encode("utf-8", "replace"))
    posix.write(1, b'{"decision":"block","reason":"guardcmd could not start","permissionDecision":"deny","cancel":true}')
    posix._exit(2)
