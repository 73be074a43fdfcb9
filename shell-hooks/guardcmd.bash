# guardcmd in an interactive bash: no line that you enter runs before it was judged.
#
# `guardcmd install bash` loads this; lines above it name guardcmd's folders, its command line and the trigger words.
# GUARDCMD_STATUS says what you have: `blocks`, `degraded` (a line may pass unjudged, or be judged late) or `off`.
#
# Enter is a macro of two keys: the first judges the line, and binds the second to accept-line or to nothing. So the
# line is read by readline and run by bash itself, as ever; a refused one stays where it is.

# Your aliases must not reach into these functions.
__guardcmd_aliases=
! \shopt -q expand_aliases || __guardcmd_aliases=1
\shopt -u expand_aliases

# Characters of lines that may cost no process; the words of such a line are looked up (guardcmd/shells/prefilter.py).
__guardcmd_odd=$'*[!abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./,:+@%=;|&<>~^\'"*?$ \t\n-]*'
__guardcmd_odd_dollar='$[!abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_?]*'
__guardcmd_judge_key='\C-x\C-_g' __guardcmd_next_key='\C-x\C-_o' __guardcmd_do_key='\C-x\C-_a'
# Where Enter was not ours, `seen` is unset: then bash itself judges the line before it runs, in a subshell that can
# only interrupt. The subscripts note things in this shell: the history's last number, before this line and with it.
__guardcmd_ps0='${__guardcmd_none[__guardcmd_old=__guardcmd_new,__guardcmd_new=\!,0]}'
__guardcmd_ps0+='${__guardcmd_seen-${__guardcmd_none[(__guardcmd_degraded=1)-1]}$(__guardcmd_net)}'

# --- the key

# Local names begin with _g_: variables of yours that the line names are looked up behind them. Where one cannot be
# set, since it is a readonly variable of yours, the line is not taken for harmless.
# bash copies a function whenever it is called: what every line needs is short, and the rest stands apart.

__guardcmd_enter() { # FUNCTION of readline, if the line may run; $_ of the command before
  __guardcmd_last=$2 __guardcmd_seen= __guardcmd_degraded=0
  if ! local _g_line=$READLINE_LINE _g_text=$__guardcmd_before$READLINE_LINE _g_do=$1 _g_mode=emacs; then
    __guardcmd_cannot
    return 0
  fi
  READLINE_LINE= # so that nothing runs if this fails
  [[ ${PROMPT_COMMAND[*]-} == *__guardcmd_prompt* ]] || __guardcmd_hang_prompt
  if [[ ! $__guardcmd_before && $_g_line == *["${histchars-!^}"]* ]] && __guardcmd_expands "$_g_line"; then
    _g_do=accept-line # bash shows the expansion and runs nothing: histverify
  elif { ! __guardcmd_is_disturbed && __guardcmd_is_plain "$_g_text"; } || __guardcmd_may_run "$_g_text"; then
    __guardcmd_before=$_g_text$'\n'
  else
    _g_do=
  fi
  [[ ! -o vi ]] || _g_mode=vi
  [[ $__guardcmd_bound == "$_g_do $_g_mode" ]] || __guardcmd_bind "$_g_do" "$_g_mode"
  READLINE_LINE=$_g_line
}

__guardcmd_cannot() {
  builtin printf 'guardcmd: that readonly variable stops it, so this line runs unjudged\n' >&2
  __guardcmd_degraded=1 __guardcmd_bound=
  builtin bind "\"$__guardcmd_do_key\": accept-line"
}

__guardcmd_bind() { # accept-line | operate-and-get-next | "", emacs | vi: what the second key does
  __guardcmd_bound="$1 $2"
  if [[ $2 == emacs ]]; then
    builtin bind "\"$__guardcmd_do_key\": ${1:-\"\"}"
  else
    builtin bind -m vi-insert "\"$__guardcmd_do_key\": ${1:-\"\"}"
    builtin bind -m vi-command "\"$__guardcmd_do_key\": ${1:-\"\"}"
  fi
}

__guardcmd_expands() { # whether history expansion changes the line
  local _g_marks=${histchars-!^} _g_expanded
  [[ ($1 == *"${_g_marks:0:1}"* || $1 == "${_g_marks:1:1}"*) && $- == *H* ]] || return 1
  _g_expanded=$(builtin history -p -- "$1" 2>/dev/null) || return 1
  [[ $_g_expanded != "$1" ]] || return 1
  shopt -s histverify
}

__guardcmd_may_run() {
  ! __guardcmd_is_off || return 0
  case $1 in exit | logout | 'exit '[0-9] | 'exit '[0-9][0-9] | 'exit '[0-9][0-9][0-9]) return 0 ;; esac
  ! __guardcmd_reruns "$1" || return 1
  __guardcmd_judge "$1"
  local _g_status=$?
  if [[ $_g_status == 42 ]]; then # guardcmd cannot read it: may bash?
    __guardcmd_reads "$1" || return 0
    __guardcmd_judge "$1" --whole 1
    _g_status=$?
  fi
  case $_g_status in
    40) __guardcmd_approved=$((${#1} + 1)) && return 0 ;;
    41) return 1 ;;
    *) __guardcmd_unjudged "$_g_status" "$1" ;;
  esac
}

__guardcmd_reruns() { # whether the line is `fc`, or an alias of it, that runs what nobody has seen
  local _g_text=${1#"${1%%[! ]*}"} _g_word || return 1
  _g_word=${_g_text%%[[:space:]]*}
  [[ ! ${BASH_ALIASES[$_g_word]+x} ]] || _g_text="${BASH_ALIASES[$_g_word]} $_g_text"
  case $_g_text in fc | fc[[:space:]]*) ;; *) return 1 ;; esac
  _g_word=${_g_text#fc?}
  _g_word=${_g_word%%[[:space:]]*}
  case $_g_text in
    *[\;\|\&$'\n']*) ;;
    *) case $_g_word in *[!lnr-]*) ;; -*l*) return 1 ;; esac ;; # it lists
  esac
  builtin printf 'not run: fc runs lines that are not shown before; recall them with Up\n' >&2
}

__guardcmd_is_off() { # by `guardcmd off`, or in this shell alone
  [[ ! $__guardcmd_given_up ]] || return 0
  [[ -e $__guardcmd_state/shells-off ]] || return 1
  local _g_until= _g_now || return 1
  builtin read -r _g_until <"$__guardcmd_state/shells-off"
  builtin printf -v _g_now '%(%s)T' -1
  [[ $_g_until =~ ^[0-9]{1,12}$ ]] && ((_g_now < _g_until && _g_until - _g_now <= 28800))
}

__guardcmd_is_disturbed() { # something besides the rules that the words are of: everything is judged
  [[ ! -e $__guardcmd_state/engaged && ($__guardcmd_own_rules || ! -e $__guardcmd_config/rules) ]] || return 0
  local _g_folder=$PWD || return 0
  while [[ $_g_folder && ! -e $_g_folder/.guardcmd ]]; do
    [[ ! -e $_g_folder/.git ]] || return 1
    _g_folder=${_g_folder%/*}
  done
  [[ $_g_folder ]]
}

# --- the prefilter

__guardcmd_is_plain() { # TEXT [DEPTH]
  [[ ${#1} -le 1000 && ${2-0} -le 4 && $1 != $__guardcmd_odd && ${#__guardcmd_words[@]} -gt 0 ]] || return 1
  case $1 in
    *[\'\"\<\>\$*?]*) __guardcmd_has_plain_readings "$1" "${2-0}" ;;
    *) __guardcmd_has_plain_words "$1" "${2-0}" ;;
  esac
}

__guardcmd_has_plain_readings() { # TEXT DEPTH: with quotes, redirects, variables or patterns
  local _g_readings=("$1") _g_text _g_nowhere || return 1
  case $1 in
    *$__guardcmd_odd_dollar | *'$') return 1 ;;
    *[\'\"]*)
      _g_readings=("${1//[\'\"]/}" "${1//[\'\"]/ }")
      _g_readings+=("${_g_readings[@]//[\/=:,@+%]/ }")
      ;;
  esac
  for _g_text in "${_g_readings[@]}"; do
    _g_text=" $_g_text "
    case $_g_text in *[\<\>]*)
      for _g_nowhere in ' 2>&1 ' ' 2>/dev/null ' ' >/dev/null ' ' &>/dev/null ' ' 2> /dev/null ' ' > /dev/null '; do
        _g_text=${_g_text//"$_g_nowhere"/ }
      done
      ;;
    esac
    case $_g_text in *[\<\>]*) return 1 ;; esac
    # no pattern: the words are split, and nothing else
    __guardcmd_has_plain_words "${_g_text//[*?]/\~}" "$2" || return 1
  done
}

__guardcmd_has_plain_words() { # TEXT DEPTH: whether no word may name a program that any rule knows
  local IFS=$' \t\n' _g_text=$1 _g_word _g_head=1 || return 1
  case $_g_text in *[\;\|\&$'\n']*) _g_text=${_g_text//[;|&$'\n']/ ; } ;; esac
  for _g_word in $_g_text; do
    case ${__guardcmd_words[${_g_word,,}]-no} in '') return 1 ;; h) [[ ! $_g_head ]] || return 1 ;; esac
    case $_g_word in
      ';') _g_head=1 && continue ;;
      *[=/.]* | *[0-9_-] | *-[vV]) ! __guardcmd_is_known "${_g_word,,}" "$_g_head" || return 1 ;;
    esac
    [[ $_g_head ]] || continue
    _g_head=
    case $_g_word in *[/,:+@%=~^$]*) return 1 ;; esac # no name of a program
    ! builtin declare -F -- "$_g_word" >/dev/null || return 1
    [[ ! ${BASH_ALIASES[$_g_word]+x} ]] || __guardcmd_is_plain_alias "$_g_word" "$2" || return 1
  done
}

__guardcmd_is_plain_alias() { # NAME DEPTH
  [[ ${_g_within-} != *" $1 "* ]] || return 0
  case ${BASH_ALIASES[$1]} in *[$' \t']) return 1 ;; esac
  local _g_within="${_g_within-} $1 " || return 1
  __guardcmd_is_plain "${BASH_ALIASES[$1]}" "$(($2 + 1))"
}

__guardcmd_is_known() { # WORD HEAD: a path, an assignment, or a name with a version
  local _g_piece=$1 _g_name || return 0
  while :; do
    while [[ $_g_piece == */ ]]; do _g_piece=${_g_piece%/}; done
    _g_name=${_g_piece##*/}
    while [[ $_g_name ]]; do
      case ${__guardcmd_words[$_g_name]-no} in '') return 0 ;; h) [[ ! $2 ]] || return 0 ;; esac
      case $_g_name in
        *.*) _g_name=${_g_name%%.*} ;;
        *-v) _g_name=${_g_name%-v} ;;
        *[0-9_-]) _g_name=${_g_name%?} ;;
        *) break ;;
      esac
    done
    [[ $_g_piece == *=* ]] || return 1
    _g_piece=${_g_piece##*=}
  done
}

# --- the judgement

__guardcmd_judge() { # TEXT [OPTIONS]: the status of guardcmd/shells/line.py
  local _g_text=$1 _g_options=("${__guardcmd_options[@]}" --session "$__guardcmd_session") || return 127
  shift
  ((!__guardcmd_approved || __guardcmd_approved >= ${#_g_text})) || _g_options+=(--approved "$__guardcmd_approved")
  [[ -r ${__guardcmd_start[3]} ]] || return 127
  local _g_settings _g_result
  _g_settings=$(builtin bind -v 2>/dev/null)
  [[ $_g_settings != *'enable-bracketed-paste on'* ]] || _g_options+=(--brackets 1)
  ! __guardcmd_draw "$_g_settings" || _g_options+=(--drawn 1)
  { builtin printf '%s\0' "$_g_text" && __guardcmd_definitions "$_g_text"; } |
    "${__guardcmd_start[@]}" "${_g_options[@]}" "$@"
  _g_result=${PIPESTATUS[1]}
  [[ ${_g_options[*]} != *' --drawn 1'* ]] || builtin printf '\r\e[J' >&2
  return "$_g_result"
}

__guardcmd_draw() { # SETTINGS of readline: draws prompt and line where readline has taken them away, for the meantime
  # readline takes the whole line away since bash 5.1; whatever it would not draw as it stands here is left out
  ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 501)) && [[ ${_g_line-} && ! ${READLINE_LINE-} ]] || return 1
  local _g_prompt=${PS1-}
  [[ ! $__guardcmd_before ]] || _g_prompt=${PS2-}
  case ${TERM-} in '' | dumb | emacs*) return 1 ;; esac
  case $1 in *'horizontal-scroll-mode on'* | *'show-mode-in-prompt on'*) return 1 ;; esac
  case $_g_prompt in *'$('* | *'`'*) return 1 ;; esac # nothing of yours is run for this
  _g_prompt=${_g_prompt@P}
  _g_prompt=${_g_prompt//[$'\001\002']/}
  case $_g_line in *[[:cntrl:]]*) return 1 ;; esac
  builtin printf '\e7%s%s\e8' "${_g_prompt##*$'\n'}" "$_g_line" >&2
}

__guardcmd_definitions() { # in a subshell: what this shell knows of the text's words, and of the words of that
  set -f +eux
  local IFS=$' \t\n' _g_texts=$1 _g_more _g_word _g_found _g_depth _g_known=' '
  for _g_depth in 1 2 3 4 5 6; do
    _g_more=
    for _g_word in ${_g_texts//[\'\"\`\;\|\&\<\>\(\)\{\}\$\\=]/ }; do
      [[ $_g_known != *" $_g_word "* && ${#_g_known} -lt 20000 ]] || continue
      _g_known+="$_g_word "
      if [[ ${BASH_ALIASES[$_g_word]+x} ]]; then
        _g_found=${BASH_ALIASES[$_g_word]}
        builtin printf "aalias %s='%s'\0" "$_g_word" "${_g_found//\'/\'\\\'\'}"
        _g_more+=" $_g_found"
      fi
      if builtin declare -F -- "$_g_word" >/dev/null; then
        _g_found=$(builtin declare -f -- "$_g_word")
        builtin printf 'f%s\0' "$_g_found"
        _g_more+=" $_g_found"
      fi
    done
    case $_g_texts in *\$*) __guardcmd_variables "$_g_texts" ;; esac
    _g_texts=$_g_more
    [[ $_g_texts ]] || break
  done
}

__guardcmd_variables() { # TEXT: of `$x`, `${!x}`, `${x[@]}`, `$((x))`
  local IFS=$' \t\n' _g_word _g_found _g_kind
  for _g_word in ${1//[!A-Za-z0-9_]/ }; do
    [[ $_g_word != [0-9]* && $_g_known != *" \$$_g_word "* && ${#_g_known} -lt 20000 ]] || continue
    _g_known+="\$$_g_word "
    [[ $_g_word != _g_* && (${!_g_word+x} || $1 == *"{${_g_word}["*) ]] || continue
    _g_found=$(builtin declare -p -- "$_g_word" 2>/dev/null)
    [[ $_g_found == 'declare -'*=* && ${#_g_found} -le 20000 ]] || continue
    _g_kind=${_g_found#declare -}
    _g_kind=${_g_kind%% *} _g_found=${_g_found#*=}
    case $_g_kind in
      *n*) continue ;; # a reference
      *A*) builtin printf 'vdeclare -A %s\0v%s=%s\0' "$_g_word" "$_g_word" "$_g_found" ;;
      *a*) builtin printf 'v%s=%s\0' "$_g_word" "$_g_found" ;;
      *) _g_found=${!_g_word} && builtin printf "v%s='%s'\0" "$_g_word" "${_g_found//\'/\'\\\'\'}" ;;
    esac
    case $1 in *'${!'*) _g_more+=" \$$_g_found" ;; *) _g_more+=" $_g_found" ;; esac
  done
}

__guardcmd_reads() { # whether bash's own parser can read the text
  local _g_extended=()
  ! shopt -q extglob || _g_extended=(-O extglob)
  BASH_ENV='' "$BASH" --norc "${_g_extended[@]}" -n <<<"$1" 2>/dev/null
}

__guardcmd_unjudged() { # STATUS TEXT: without a judgement the person decides
  __guardcmd_set_status degraded
  case $2 in cd | 'cd '*) [[ $2 == *[\;\|\&\<\>\`\(\$$'\n']* ]] || return 0 ;; esac
  (
    trap 'exit 1' INT
    _g_saved=$(command stty -g)
    trap 'command stty "$_g_saved"' EXIT
    command stty icanon echo isig icrnl opost
    builtin printf 'guardcmd could not judge this line (status %s):\n  %q\n' "$1" "$2"
    if [[ ! -r ${__guardcmd_start[3]} ]]; then
      builtin printf 'guardcmd is missing from %s\n' "${__guardcmd_start[3]%/guardcmd/*}"
    fi
    builtin printf 'hint: repair it (`guardcmd doctor`), then start a new shell\n'
    while builtin read -r -s -t 0.02 -n 10000 _; do :; done # what was typed before does not count
    builtin printf 'type RUN to run it unjudged, OFF to leave this shell unguarded, or press Enter to leave: '
    builtin read -r -t 180 _g_answer
    case $_g_answer in RUN) exit 0 ;; OFF) exit 3 ;; *) exit 1 ;; esac
  ) </dev/tty >/dev/tty 2>&1
  case $? in
    0) return 0 ;;
    3) __guardcmd_given_up=1 && __guardcmd_set_status off && return 0 ;;
  esac
  builtin printf 'not run: guardcmd could not judge it\n' >&2
  return 1
}

# --- where Enter is not ours

__guardcmd_net() { # runs in a subshell before the line does
  ! __guardcmd_is_off || return 0
  local _g_line
  _g_line=$(HISTTIMEFORMAT='' builtin history 1)
  {
    [[ $__guardcmd_told ]] ||
      builtin printf 'guardcmd: another program has taken Enter, so lines are judged late: `guardcmd doctor`\n'
    if ((__guardcmd_old == __guardcmd_new)) && [[ ${HISTCONTROL-} != ignoredups || ${HISTIGNORE-} || ! -o history ]]; then
      builtin printf 'guardcmd: this line is not in the history, so it runs unjudged\n'
      return 0
    fi
    _g_line=${_g_line#"${_g_line%%[! ]*}"}
    _g_line=${_g_line#"${_g_line%%[!0-9]*}"}
    _g_line=${_g_line#[* ]}
    _g_line=${_g_line#"${_g_line%%[! ]*}"}
    __guardcmd_approved=0
    ! __guardcmd_is_disturbed && __guardcmd_is_plain "$_g_line" && return 0
    __guardcmd_may_run "$_g_line" </dev/tty && return 0
    [[ ! $(trap -p INT) ]] || builtin printf 'guardcmd: your own trap of INT lets it run all the same\n'
  } >/dev/tty 2>&1
  builtin kill -INT $$
}

# --- around the prompt

__guardcmd_prompt() { # the last of PROMPT_COMMAND
  local _g_status=$?
  __guardcmd_before= __guardcmd_approved=0
  unset -v __guardcmd_seen
  [[ ${PS0-} == *__guardcmd_seen* ]] || PS0=$__guardcmd_ps0${PS0-}
  if __guardcmd_is_off; then
    __guardcmd_set_status off
  elif ((__guardcmd_degraded)) || [[ ! $__guardcmd_edits ]]; then
    __guardcmd_set_status degraded
    __guardcmd_told=1
  else
    __guardcmd_set_status blocks
  fi
  [[ $- != *e* ]] || return 0 # under errexit the status would end the shell
  return "$_g_status"
}

__guardcmd_hang_prompt() { # also when a start-up file has set PROMPT_COMMAND after us
  [[ ${PROMPT_COMMAND[*]-} != *__guardcmd_prompt* ]] || return 0
  if [[ $(builtin declare -p PROMPT_COMMAND 2>/dev/null) == 'declare -a'* ]]; then
    PROMPT_COMMAND+=(__guardcmd_prompt)
  else
    PROMPT_COMMAND=${PROMPT_COMMAND:+$PROMPT_COMMAND$'\n'}__guardcmd_prompt
  fi
}

__guardcmd_set_status() { # GUARDCMD_SEGMENT is for a prompt: empty while all is well
  [[ ${GUARDCMD_STATUS-} != "$1" ]] || return 0
  GUARDCMD_STATUS=$1 GUARDCMD_SEGMENT=
  [[ $1 == blocks ]] || GUARDCMD_SEGMENT="[guardcmd $1] "
}

__guardcmd_edit() { # edits the line like edit-and-execute-command, and does not execute it
  local _g_file _g_saved
  _g_file=$(command mktemp "${TMPDIR:-/tmp}/guardcmd.XXXXXX") || return 0
  builtin printf '%s\n' "$READLINE_LINE" >|"$_g_file"
  _g_saved=$(command stty -g </dev/tty)
  command stty sane </dev/tty
  eval "${VISUAL:-${EDITOR:-vi}} \"\$_g_file\"" </dev/tty >/dev/tty 2>&1
  command stty "$_g_saved" </dev/tty
  READLINE_LINE=$(<"$_g_file")
  READLINE_POINT=${#READLINE_LINE}
  command rm -f -- "$_g_file"
  return 0
}

__guardcmd_take_keys() { # every key of every keymap that would run the line
  local _g_map _g_key _g_function _g_check=$__guardcmd_judge_key _g_next=$__guardcmd_next_key
  for _g_map in emacs-standard vi-insert vi-command; do
    builtin bind -m "$_g_map" -x "\"$_g_check\": __guardcmd_enter accept-line \"\$_\"; : \"\$__guardcmd_last\""
    builtin bind -m "$_g_map" -x "\"$_g_next\": __guardcmd_enter operate-and-get-next \"\$_\"; : \"\$__guardcmd_last\""
    while builtin read -r _g_key _g_function; do
      case $_g_function in
        accept-line) builtin bind -m "$_g_map" "$_g_key \"$_g_check$__guardcmd_do_key\"" ;;
        operate-and-get-next) builtin bind -m "$_g_map" "$_g_key \"$_g_next$__guardcmd_do_key\"" ;;
        edit-and-execute-command | vi-edit-and-execute-command) builtin bind -m "$_g_map" -x "$_g_key __guardcmd_edit" ;;
        insert-comment) # with an argument it takes a comment's # away and runs the line
          case $_g_map in vi-command) _g_key+=' "I#' ;; *) _g_key+=' "\C-a#' ;; esac
          builtin bind -m "$_g_map" "$_g_key$_g_check$__guardcmd_do_key\""
          ;;
      esac
    done < <(builtin bind -m "$_g_map" -p)
  done
  # before bash 5.2 this key has a function without a name, which no list shows
  [[ $(for _g_key in -p -s -X; do builtin bind -m vi-command $_g_key; done) == *'"v": '* ]] ||
    builtin bind -m vi-command -x '"v": __guardcmd_edit'
}

__guardcmd_load() {
  __guardcmd_before= __guardcmd_approved=0 __guardcmd_degraded=0 __guardcmd_given_up= __guardcmd_bound= __guardcmd_last=
  __guardcmd_none=('') __guardcmd_old=-1 __guardcmd_new=-1 __guardcmd_own_rules= __guardcmd_edits= __guardcmd_told=
  [[ ! -e $__guardcmd_config/rules ]] || __guardcmd_own_rules=1
  builtin printf -v __guardcmd_session 'bash-%s-%(%s)T' "$$" -1
  if [[ -o emacs || -o vi ]]; then
    __guardcmd_edits=1
    shopt -s histverify
    __guardcmd_take_keys
  fi
  __guardcmd_hang_prompt
  [[ ${PS0-} == *__guardcmd_seen* ]] || PS0=$__guardcmd_ps0${PS0-}
  __guardcmd_set_status degraded # until the first prompt has shown that nobody took PROMPT_COMMAND away
}

if [[ $- == *i* ]]; then
  if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 403)); then
    GUARDCMD_STATUS=off GUARDCMD_SEGMENT='[guardcmd off] '
    printf 'guardcmd: bash %s does not show the typed line to a hook, so this shell is not guarded\n' "$BASH_VERSION" >&2
    printf 'hint: use zsh, or bash 4.3 or later (`brew install bash`)\n' >&2
  else
    __guardcmd_load
  fi
fi
[[ ! $__guardcmd_aliases ]] || shopt -s expand_aliases
