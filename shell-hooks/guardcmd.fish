# guardcmd at your own fish prompt: every line that you enter is judged before anything of it runs.
# `guardcmd install fish` loads this; lines above it name guardcmd's folders, its command line and the trigger words.
# GUARDCMD_STATUS says what you have: `blocks`, `degraded` (lines run unjudged) or `off`.
#
# Enter runs a function, which has fish execute the line or leaves it where it is.

# --- the key

function __guardcmd_enter
    set -l text (commandline -b | string collect)
    set -g __guardcmd_seen $text
    set -l expanded (__guardcmd_expanded | string collect)
    if test -z "$expanded"
        commandline --is-valid
        if test $status -eq 2 # fish puts a new line in
            commandline -f execute
            return
        end
        set expanded $text
    end
    if test "$expanded" = '?'
        commandline -f expand-abbr # what comes of it is shown, and judged at the second Enter
    else if __guardcmd_is_plain "$expanded"; or __guardcmd_may_run "$expanded"
        commandline -f execute
    else
        __guardcmd_go_below
        commandline -f repaint
    end
end

function __guardcmd_go_below # fish believes to be where it was, and will go up to the first line of its prompt
    set -l prompt (fish_prompt 2>/dev/null)
    set -l width (string length --visible -- "$prompt[-1]" 2>/dev/null; or echo 2)
    set -l rows (math (count $prompt) - 1)
    set -l lines (commandline -cb)
    for line in $lines
        set rows (math "$rows + 1 + floor(($width + "(string length -- "$line")") / max($COLUMNS, 1))")
    end
    set rows (math $rows - 1)
    test $rows -gt 0; and string repeat -N -n $rows \n >/dev/tty
    return 0
end

function __guardcmd_expanded # the text with its abbreviation expanded, `?` if only fish can tell; nothing if there is none
    set -l token (commandline -t | string collect)
    test -n "$token"; or return
    set -l found
    for line in (abbr --show 2>/dev/null)
        if string match -qr -- ' --(regex|function)' $line
            string match -q -- '*--function*' $line; and set found '?'
        else if string match -q -- "* -- $token *" $line
            set found (string replace -r -- '^.*? -- \S+ ' '' $line | string unescape | string collect)
            break
        end
    end
    test -n "$found"; or return
    if test "$found" = '?'
        abbr --query -- $token 2>/dev/null; and echo '?'
        return
    end
    set -l before (commandline -cb | string collect)
    set -l whole (commandline -b | string collect)
    set -l part (commandline -ct | string collect)
    set -l head (string sub -l (math (string length -- "$before") - (string length -- "$part")) -- "$before" | string collect)
    set -l tail (string sub -s (math (string length -- "$head") + (string length -- "$token") + 1) -- "$whole" | string collect)
    printf '%s' "$head$found$tail"
end

function __guardcmd_may_run
    __guardcmd_is_off; and return 0
    string match -qr '^\s*(exit|logout)( [0-9]{1,3})?\s*$' -- $argv[1]; and return 0
    __guardcmd_judge $argv[1]
    set -l result $status
    if test $result -eq 42 # guardcmd cannot read it, and fish does not run what it cannot read
        __guardcmd_judge $argv[1] --whole 1
        set result $status
    end
    switch $result
        case 40
            return 0
        case 41
            return 1
    end
    __guardcmd_unjudged $result $argv[1]
end

function __guardcmd_is_off # by `guardcmd off`, or in this shell alone
    set -q __guardcmd_given_up; and return 0
    test -e $__guardcmd_state/shells-off; or return 1
    set -l until
    read until <$__guardcmd_state/shells-off
    string match -qr '^[0-9]{1,12}$' -- $until; or return 1
    set -l now (command date +%s)
    test $now -lt $until -a (math $until - $now) -le 86400
end

function __guardcmd_is_disturbed # something besides the rules that the words are of: everything is judged
    test -e $__guardcmd_state/engaged; and return 0
    not set -q __guardcmd_own_rules; and test -e $__guardcmd_config/rules; and return 0
    set -l folder $PWD
    while test -n "$folder"
        test -e $folder/.guardcmd; and return 0
        test -e $folder/.git; and return 1
        set folder (string replace -r '/[^/]*$' '' -- $folder)
    end
    return 1
end

# --- the prefilter: whether none of the words may be a program that a rule knows (guardcmd/shells/prefilter.py)

function __guardcmd_is_plain
    set -l text (string lower -- $argv[1] | string collect)
    test (string length -- "$text") -le 1000 -a (count $__guardcmd_words) -gt 0; or return 1
    string match -qr -- '[^a-z0-9_./,:+@%=;|&<>~^\'"*?$ \t\n-]|\$(?![a-z0-9_])' $text; and return 1
    set text (string replace -ra -- '(?<= )(2>&1|(2|&)?>( )?/dev/null)(?= |$)' ' ' $text | string collect)
    string match -q -- '*[<>]*' $text; and return 1
    string match -qr -- '[<>]' $text; and return 1
    __guardcmd_is_disturbed; and return 1
    for head in (string split -n -- ';' (string replace -ra -- '[;|&\n]' ';' $text | string collect))
        set -l name (string match -r -- '^\s*(\S*)' $head)[2]
        test -n "$name"; or continue
        string match -qr -- '^[a-z0-9_.-]+$' $name; or return 1
        string match -q -- '*.*' $name; and return 1 # .., or a path
        if functions -q -- $name
            __guardcmd_is_own $name; and return 1
        end
    end
    # a name as it was typed may be another function than in lower case
    for name in (string match -ra -- '[A-Za-z0-9_-]*[A-Z][A-Za-z0-9_-]*' $argv[1])
        functions -q -- $name; and return 1
    end
    for reading in (string replace -ra -- '[\'"]' '' $text | string collect) (string replace -ra -- '[\'"]' ' ' $text | string collect)
        for piece in (string match -ra -- '[a-z0-9_.-]+' $reading)
            while test -n "$piece"
                contains -- $piece $__guardcmd_words; and return 1
                set piece (string match -r -- '^(?:([^.]*)\..*|(.*)-v|(.*)[0-9_-])$' $piece)[-1]
            end
        end
    end
    return 0
end

function __guardcmd_is_own # whether a function is none of those that come with fish
    set -l from (functions --details -- $argv[1])
    test "$from" = - -o "$from" = stdin; and return 0
    not string match -q -- "$__fish_data_dir/*" $from; and not string match -q -- 'embedded:*' $from
end

# --- the judgement

function __guardcmd_judge # TEXT [OPTIONS]: the status of guardcmd/shells/line.py
    set -l options $__guardcmd_options --session $__guardcmd_session --brackets 1 $argv[2..-1]
    test -r $__guardcmd_start[4]; or return 127
    begin
        printf '%s\0' $argv[1]
        __guardcmd_definitions $argv[1]
    end | command $__guardcmd_start $options
    return $pipestatus[2]
end

function __guardcmd_definitions # what this shell knows of the text's words, and of the words of that
    set -l texts $argv[1]
    set -l known
    for depth in 1 2 3 4 5 6
        set -l more
        for word in (string match -ra -- '[^\s\'"`;|&<>(){}$\\\\=\[\]]+' $texts)
            contains -- $word $known; and continue
            test (count $known) -lt 2000; or break
            set -a known $word
            if functions -q -- $word; and __guardcmd_is_own $word
                set -l found (functions -- $word | string match -v -- '# Defined *' | string collect)
                printf 'f%s\0' $found
                set -a more $found
            end
            string match -qr -- '^[A-Za-z_][A-Za-z0-9_]*$' $word; or continue
            string match -q -- "*\$$word*" $texts; or continue
            contains -- $word status pipestatus argv history PATH HOME PWD fish_pid last_pid; and continue
            set -q $word; and printf 'v%s\0' "set $word "(string escape -- $$word | string join ' ')
        end
        set texts $more
        test -n "$texts"; or break
    end
end

function __guardcmd_unjudged # STATUS TEXT: without a judgement the person decides
    __guardcmd_set_status degraded
    string match -qr '^\s*cd( [^;|&<>`($\n]*)?$' -- $argv[2]; and return 0
    set -g __guardcmd_answer ''
    command sh -c '
        trap "exit 1" INT
        saved=$(stty -g)
        trap "stty \"\$saved\"" EXIT
        stty icanon echo isig icrnl opost
        printf "\nguardcmd could not judge this line (status %s):\n  %s\n" "$1" "$(printf %s "$2" | tr -d "\000-\011\013-\037\177")"
        [ -r "$3" ] || printf "guardcmd is missing: %s\n" "$3"
        printf "hint: repair it (\`guardcmd doctor\`), then start a new shell\n"
        stty -icanon min 0 time 0
        while [ -n "$(dd bs=1000 count=1 2>/dev/null)" ]; do :; done # what was typed before does not count
        stty icanon
        printf "type RUN to run it unjudged, OFF to leave this shell unguarded, or press Enter to leave: "
        read -r answer
        case $answer in RUN) exit 0 ;; OFF) exit 3 ;; *) exit 1 ;; esac
    ' sh $argv[1] $argv[2] $__guardcmd_start[4] </dev/tty >/dev/tty 2>&1
    switch $status
        case 0
            return 0
        case 3
            set -g __guardcmd_given_up 1
            __guardcmd_set_status off
            return 0
    end
    echo 'not run: guardcmd could not judge it' >/dev/tty
    return 1
end

# --- around the prompt

function __guardcmd_set_status # GUARDCMD_SEGMENT is for a prompt: empty while all is well
    test "$GUARDCMD_STATUS" = $argv[1]; and return
    set -g GUARDCMD_STATUS $argv[1]
    set -g GUARDCMD_SEGMENT
    test $argv[1] = blocks; or set -g GUARDCMD_SEGMENT "[guardcmd $argv[1]] "
end

function __guardcmd_prompt --on-event fish_prompt
    set -q __guardcmd_taken; or __guardcmd_take_keys # after config.fish and your own key bindings
    set -g __guardcmd_taken 1
    if __guardcmd_is_off
        __guardcmd_set_status off
    else if set -q __guardcmd_passed_by; or not __guardcmd_has_keys
        __guardcmd_set_status degraded
    else
        __guardcmd_set_status blocks
    end
end

function __guardcmd_preexec --on-event fish_preexec # too late to stop it
    if not set -q __guardcmd_seen; and not __guardcmd_is_off; and test -n "$argv[1]"
        set -q __guardcmd_passed_by
        or echo 'guardcmd: another program has taken Enter, so lines run unjudged: `guardcmd doctor`' >&2
        set -g __guardcmd_passed_by 1
    else
        set -e __guardcmd_passed_by
    end
    set -e __guardcmd_seen
end

function __guardcmd_has_keys
    for mode in default insert
        contains -- $mode (bind -L); or continue
        string match -q -- '*__guardcmd_enter*' (bind -M $mode \r 2>/dev/null); or return 1
    end
    return 0
end

function __guardcmd_take_keys # every key of every mode that would run the line
    for mode in default insert visual replace replace_one (string match -v paste (bind -L)) # in a paste it is text
        bind -M $mode \r __guardcmd_enter
        bind -M $mode \n __guardcmd_enter
        set -q __guardcmd_named_keys; or continue
        bind -M $mode enter __guardcmd_enter
        bind -M $mode ctrl-j __guardcmd_enter
    end
    for line in (bind --all 2>/dev/null; or bind)
        set -l found (string match -r -- '^bind (?:-s |--silent )?(?:--preset )?(?:-M (\S+) )?(?:-m \S+ )?(\S+) execute$' $line)
        test (count $found) -eq 3; or continue
        contains -- $found[3] \\r \\n enter ctrl-j; and continue
        set -l mode $found[2]
        test "$mode" = paste; and continue
        test -n "$mode"; or set mode default
        bind -M $mode (string unescape -- $found[3]) __guardcmd_enter
    end
end

if status is-interactive
    set -g __guardcmd_session fish-$fish_pid-(command date +%s)
    test -e $__guardcmd_config/rules; and set -g __guardcmd_own_rules 1
    string match -qr '^[4-9]' -- $version; and set -g __guardcmd_named_keys 1
    set -e __guardcmd_taken
    __guardcmd_set_status degraded # until the first prompt has taken the keys
end
