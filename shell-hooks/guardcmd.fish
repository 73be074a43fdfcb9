# guardcmd at your own fish prompt: every line that you enter is judged before anything of it runs.
#
# `guardcmd install fish` loads this; lines above it name guardcmd's folders, its command line and the trigger words.
# GUARDCMD_STATUS says what you have: `blocks`, `degraded` (a line ran unjudged) or `off`.
#
# Keys that execute the line run __guardcmd_enter instead: it has fish execute the line, or leaves it where it is. What
# a plain line costs is a few builtins; a command substitution takes as long as ten of them, so there are few.

# --- the keys

function __guardcmd_enter # [MODE [SCRIPT]]: the mode that the key leads to, and what it did before us
    if set -q __guardcmd_running; and test (status current-command) != fish # `read` in a command: this is no command
        commandline -f execute
        return
    end
    set -q argv[2]; and not __guardcmd_asks_to_execute $argv[2]; and return
    commandline -b | read -lz text # with a newline at its end
    set -l __guardcmd_tokens
    string match -raq -- '(?<__guardcmd_tokens>[^\s;|&<>(){}]+)' "$text"
    if set -q __guardcmd_patterns[1]; or abbr --query -- $__guardcmd_tokens ';' '|' '&' '&&' '||' '<' '>'
        __guardcmd_expand; or return
        commandline -b | read -z text
    end
    set -q __guardcmd_heads; and __guardcmd_is_plain "$text"; or __guardcmd_admits (string trim -r -c \n -- "$text" | string collect); or return
    set -g __guardcmd_seen "$text"
    commandline -f execute
    test -n "$argv[1]"; and test "$argv[1]" != "$fish_bind_mode"; or return
    set fish_bind_mode $argv[1]
    commandline -f repaint-mode
end

function __guardcmd_asks_to_execute # SCRIPT: whether it ends in executing the line, which it does not do here
    functions -q commandline; and functions --copy commandline __guardcmd_commandline
    function commandline --wraps commandline
        if contains -- execute $argv; and contains -- $argv[1] -f --function
            set -g __guardcmd_asked
            set argv (string match -v -- execute $argv)
            set -q argv[2]; or return 0
        end
        functions -q __guardcmd_commandline; and __guardcmd_commandline $argv; or builtin commandline $argv
    end
    set -e __guardcmd_asked
    eval $argv[1]
    __guardcmd_restore
    set -q __guardcmd_asked
end

function __guardcmd_restore
    functions --erase commandline
    functions -q __guardcmd_commandline; or return
    functions --copy __guardcmd_commandline commandline
    functions --erase __guardcmd_commandline
end

function __guardcmd_take_keys # every key of every mode that would execute the line
    set -g __guardcmd_modes
    set -g __guardcmd_ours
    set -g __guardcmd_functions (bind --function-names)
    set -l lines (bind)
    string match -e -- __guardcmd_enter $lines | string replace 'bind ' '__guardcmd_keep ' | source
    set lines (string match -v -- '*__guardcmd_enter*' $lines)
    for line in (string match -- 'bind --preset *' $lines) (string match -v -- 'bind --preset *' $lines)
        if string match -rq -- execute\|__fish_toggle_comment_commandline $line; or __guardcmd_leads_to_execute $line
            string replace 'bind ' '__guardcmd_take ' -- $line | source
        end
    end
end

function __guardcmd_leads_to_execute # LINE: whether a function that the key calls executes the command line
    string match -q -- 'bind --preset *' $argv[1]; and return 1
    for word in (string match -ra -- '[\w.-]+' $argv[1])
        contains -- $word $__guardcmd_functions; and continue
        functions -q -- $word; and functions -- $word | string match -rq -- '\bexecute\b'; and return 0
    end
    return 1
end

function __guardcmd_keep # of what `bind` prints, keys of ours that ran something else before
    argparse -i preset user s/silent k/key 'M/mode=' 'm/sets-mode=' -- $argv
    set -q _flag_mode; or set -l _flag_mode default
    string match -rq -- "^__guardcmd_enter '[^']*' ." $argv[2]; or return # what it leads to may have changed
    set -ga __guardcmd_modes $_flag_mode
    set -ga __guardcmd_ours "$_flag_mode $argv[1]"
end

function __guardcmd_take # what `bind` prints behind its own name
    argparse -i preset user s/silent k/key 'M/mode=' 'm/sets-mode=' -- $argv
    set -q _flag_mode; or set -l _flag_mode default
    contains -- "$_flag_mode $argv[1]" $__guardcmd_ours; or test $_flag_mode = paste; and return # a paste is text
    set -ga __guardcmd_modes $_flag_mode
    set -l key $_flag_key $argv[1]
    set -l does $argv[2..-1]
    set -l others
    for each in $does
        contains -- $each $__guardcmd_functions; or set -a others $each
    end
    if set -q others[1]
        set -l script (string join '; ' -- (string replace -r -- '^('(string join '|' $__guardcmd_functions)')$' 'commandline -f $1' $does))
        bind -M $_flag_mode $key "__guardcmd_enter '$_flag_sets_mode' "(string escape -- "$script")
    else if test $does[1] = execute
        bind -M $_flag_mode $key "__guardcmd_enter $_flag_sets_mode"
    else # the line is judged when it is there, so at the next Enter
        bind -M $_flag_mode $key (string split -m 1 execute -- "$does")[1]
    end
end

function __guardcmd_has_keys
    for mode in default insert
        contains -- $mode $__guardcmd_modes; or continue
        bind -M $mode $__guardcmd_key 2>/dev/null | string match -q '*__guardcmd_enter*'; or return 1
    end
    return 0
end

# --- abbreviations: fish expands the one at the cursor when it executes the line, so it is expanded before

function __guardcmd_expand # fails where the line is to be continued and not executed
    set -l text (commandline -b | string collect)
    set -l cursor (commandline -C)
    set -l before (string sub -l $cursor -- "$text" | string collect)
    set -l left (string match -r -- '[^\s;|&<>(){}]*$' "$before" | string collect)
    set -l right (string match -r -- '^[^\s;|&<>(){}]*' (string sub -s (math $cursor + 1) -- "$text" | string collect) | string collect)
    set -g __guardcmd_token "$left$right"
    set -l head (string sub -l (math $cursor - (string length -- "$left")) -- "$text" | string collect)
    set -l tail (string sub -s (math $cursor + (string length -- "$right") + 1) -- "$text" | string collect)
    set -g __guardcmd_position anywhere
    string match -rq -- '(?:^|[;|&\n({])\s*(?:(?:and|or|not|if|while|else|begin|time|!)\s+|[A-Za-z_]\w*=[^\s;|&]*\s+)*$' "$head"
    and set __guardcmd_position command
    set -g __guardcmd_found
    abbr --show | string replace 'abbr ' '__guardcmd_abbr ' | source
    for each in $__guardcmd_found[-1..1]
        set -l found (eval $each)
        test $status -eq 0; or continue
        set found (string join \n -- $found | string collect)
        commandline -r -- "$head$found$tail"
        commandline -C (string length -- "$head$found$tail")
        break
    end
    __guardcmd_may_expand; or return 0
    commandline --is-valid
    switch $status
        case 0 # no abbreviation ends in a blank
            commandline -C 999999
            commandline -i ' '
        case 2
            commandline -i \n
            return 1
    end
    return 0
end

function __guardcmd_may_expand # whether fish might expand something at the cursor
    set -l text (commandline -b | string collect)
    set -l cursor (commandline -C)
    set -l token (string match -r -- '[^\s;|&<>(){}]*$' (string sub -l $cursor -- "$text" | string collect))
    set token "$token"(string match -r -- '^[^\s;|&<>(){}]*' (string sub -s (math $cursor + 1) -- "$text" | string collect))
    abbr --query -- "$token"; and return 0
    for pattern in $__guardcmd_patterns
        string match -rq -- "^(?:$pattern)\$" "$token"; and return 0
    end
    string match -rq -- '[;|&<>]$' "$text"
end

function __guardcmd_abbr # what `abbr --show` prints behind its own name
    argparse -i a/add U/universal g/global 'r/regex=' 'p/position=' 'set-cursor=?' 'f/function=' -- $argv
    test "$_flag_position" = anywhere; or test $__guardcmd_position = command; or return
    if set -q _flag_regex
        string match -rq -- "^(?:$_flag_regex)\$" "$__guardcmd_token"; or return
    else
        test "$argv[1]" = "$__guardcmd_token"; or return
    end
    if set -q _flag_function
        set -ga __guardcmd_found (string escape -- $_flag_function $__guardcmd_token | string join ' ')
    else
        set -ga __guardcmd_found "echo -n "(string escape -- "$argv[2..-1]")
    end
    set -q _flag_set_cursor; or return
    set -q _flag_set_cursor[1]; and test -n "$_flag_set_cursor"; or set -l _flag_set_cursor %
    set __guardcmd_found[-1] "$__guardcmd_found[-1] | string collect | string replace -- "(string escape -- $_flag_set_cursor)" ''"
end

function __guardcmd_pattern # the same, of which only patterns count
    argparse -i a/add U/universal g/global 'r/regex=' 'p/position=' 'set-cursor=?' 'f/function=' -- $argv
    set -ga __guardcmd_patterns $_flag_regex
end

# --- the decision

function __guardcmd_admits # TEXT, which is not plain
    __guardcmd_is_off; and return 0
    string match -rq -- '^\s*(exit|logout)( [0-9]{1,3})?\s*$' $argv[1]; and return 0
    commandline --is-valid; or return 0 # fish goes on in a new line, or complains
    set -l look
    commandline --paging-mode; and set look --look 1
    __guardcmd_judge $argv[1] --whole 1 $look
    set -l result $status
    switch $result
        case 40
            return 0
        case 43 # Enter may be for the pager only
            __guardcmd_close_pager
            return 1
    end
    if test $result -ne 41
        __guardcmd_unjudged $result $argv[1]; and return 0
    end
    __guardcmd_go_below
    commandline -f repaint
    return 1
end

function __guardcmd_close_pager # as fish does where the cursor has been moved
    set -l cursor (commandline -C)
    set -l length (string length -- (commandline -b | string collect))
    if test $cursor -lt $length
        commandline -C $length
    else
        commandline -C (math max\($cursor - 1, 0\))
        commandline -f forward-char
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

function __guardcmd_is_off # by `guardcmd off`, or in this shell alone
    set -q __guardcmd_given_up; and return 0
    test -e $__guardcmd_state/shells-off; or return 1
    set -l until
    read until <$__guardcmd_state/shells-off
    string match -qr '^[0-9]{1,12}$' -- $until; or return 1
    set -l now (command date +%s)
    test $now -lt $until -a (math $until - $now) -le 28800
end

function __guardcmd_is_disturbed # something besides the rules that the words are of: everything is judged
    test -e $__guardcmd_state/engaged $__guardcmd_own_rules; and return 0
    for folder in $__guardcmd_folders
        test -e $folder/.guardcmd; and return 0
        test -e $folder/.git; and return 1
    end
    return 1
end

function __guardcmd_look_up # the folders that this one is in
    set -g __guardcmd_folder $PWD
    set -g __guardcmd_folders
    set -g __guardcmd_marked
    set -l folder $PWD
    while test -n "$folder"
        set -a __guardcmd_folders $folder
        set -a __guardcmd_marked -o -e $folder/.guardcmd
        set folder (string replace -r -- '/[^/]*\z' '' $folder | string collect)
    end
end

# --- the prefilter: whether none of the words may be a program that a rule knows (guardcmd/shells/prefilter.py)

set -l more '(?:-[vV]|[0-9_-])*' # what a version adds to a name
set -l dots '(?:\.[\w.-]*)?'
# another character, a `$` before no name, a word of the shell where a command begins or what is no name there, and names
# of programs that end in a version themselves
set -g __guardcmd_odd '[^\w./,:+@%=;|&~^*?$ \t\n-]|\$(?![A-Za-z0-9_])|(?:^|[;|&\n])[ \t]*(?:(?i:'$__guardcmd_heads')'$more'(?:[.\s;|&]|\z)|[\w.-]*[^\w.\s;|&-]|-|\.(?:[\s;|&]|\z))|(?<![\w.-])(?i:'$__guardcmd_versions')'$more$dots'(?![\w.-])'
set -g __guardcmd_nowhere '(?:^| )(?:2>&1|(?:2|&)?>/dev/null|2?> /dev/null)(?: |\z)'
set -g __guardcmd_head '(?:^|[;|&\n])[ \t]*(?<__guardcmd_names>[^\s;|&]+)'
# the name in the last part of a word, without what a version adds to it; of quoted text in all of its parts
set -l name '(?<__guardcmd_names>(?<__guardcmd_letters>[A-Za-z0-9])[\w-]*?(?<=[A-Za-z]))'$more$dots
set -g __guardcmd_part '(?<![\w.-])'$name'(?![\w.-])'
set -g __guardcmd_name '(?<![^\s;|&=/])'$name'(?![\w.-])(?![^\s;|&=]*/[^\s;|&=/])'

function __guardcmd_is_plain # TEXT
    set -l name $__guardcmd_name
    if string match -rq -- '[<>\'"]|^(?s:.{1000})' $argv[1]
        string match -rq -- '\$[\'"]|^(?s:.{1001})|[\'"](?s:.*)/dev/null|/dev/null(?s:.*)[\'"]' $argv[1]; and return 1
        set argv[1] (string replace -ra -- $__guardcmd_nowhere ' ' $argv[1] | string collect)
        if string match -rq -- '[\'"]' $argv[1] # as bash would join them, and as if each were a blank
            set name $__guardcmd_part
            set argv[1] (string replace -ra -- '[\'"]' '' $argv[1] | string collect)\n(string replace -ra -- '[\'"]' ' ' $argv[1] | string collect)
        end
    end
    string match -rq -- $__guardcmd_odd $argv[1]; and return 1
    test "$PWD" = "$__guardcmd_folder"; or __guardcmd_look_up
    test -e $__guardcmd_state/engaged $__guardcmd_own_rules $__guardcmd_marked; and __guardcmd_is_disturbed; and return 1
    set -l __guardcmd_names
    string match -raq -- $__guardcmd_head $argv[1]
    for each in $__guardcmd_names
        functions -q -- $each; and __guardcmd_is_own $each; and return 1
    end
    set -l __guardcmd_letters
    string match -raq -- $name $argv[1]; or return 0
    set -l known __guardcmd_words_$__guardcmd_letters
    while set -q known[1]
        string match -iq -- "* $__guardcmd_names[1] *" $$known[1]; and return 1
        set -e known[1] __guardcmd_names[1]
    end
    return 0
end

function __guardcmd_is_own # NAME: whether a function is none of those that come with fish
    functions --details -- $argv[1] | read -l from
    not string match -q -- "$__fish_data_dir/*" "$from"; and not string match -q -- 'embedded:*' "$from"
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
    set -e __guardcmd_running
    set -g __guardcmd_seen
    set -q __guardcmd_folder; and test "$PWD" = "$__guardcmd_folder"; or __guardcmd_look_up
    __guardcmd_see_patterns
    # at first after config.fish and your own key bindings
    if not set -q __guardcmd_taken; or test "$fish_key_bindings" != "$__guardcmd_taken"; or not __guardcmd_has_keys
        __guardcmd_take_keys
        set -g __guardcmd_taken "$fish_key_bindings"
    end
    if __guardcmd_is_off
        __guardcmd_set_status off
    else if set -q __guardcmd_passed_by; or not __guardcmd_has_keys
        __guardcmd_set_status degraded
    else
        __guardcmd_set_status blocks
    end
end

function __guardcmd_see_patterns # abbreviations that are no plain words; before fish 3.6 there are none
    builtin -q abbr; or return
    set -l shown (abbr --show | string match -- '*--regex *')
    test "$shown" = "$__guardcmd_shown"; and return
    set -g __guardcmd_shown $shown
    set -g __guardcmd_patterns
    string replace 'abbr ' '__guardcmd_pattern ' -- $shown | source
end

function __guardcmd_retake --on-variable fish_key_bindings
    for mode in default insert # until the next prompt, which knows what fish has made of it
        bind -M $mode $__guardcmd_key __guardcmd_enter
    end
    set -e __guardcmd_taken
end

function __guardcmd_preexec --on-event fish_preexec # too late to stop it
    set -g __guardcmd_running
    if test "$argv[1]"\n = "$__guardcmd_seen"
        set -e __guardcmd_passed_by
    else if not __guardcmd_is_off
        set -q __guardcmd_passed_by
        or echo 'guardcmd: another program executed this line, so it runs unjudged: `guardcmd doctor`' >&2
        set -g __guardcmd_passed_by
    end
end

if status is-interactive
    if string match -rq '^([0-2]|3\.[0-3])\.' -- $version
        set -g GUARDCMD_STATUS off
        set -g GUARDCMD_SEGMENT '[guardcmd off] '
        functions --erase __guardcmd_prompt __guardcmd_preexec __guardcmd_retake
        echo "guardcmd: fish $version is not supported, so this shell is not guarded" >&2
        echo 'hint: use fish 3.4 or later' >&2
    else
        set -g __guardcmd_session fish-$fish_pid-(command date +%s)
        set -g __guardcmd_own_rules
        test -e $__guardcmd_config/rules; or set __guardcmd_own_rules -o -e $__guardcmd_config/rules
        set -g __guardcmd_seen
        set -g __guardcmd_key \r
        string match -rq '^[4-9]' -- $version; and set -g __guardcmd_key enter
        set -e __guardcmd_taken
        __guardcmd_set_status degraded # until the first prompt has taken the keys
    end
end
