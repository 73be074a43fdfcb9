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

__guardcmd_enter() { # FUNCTION of readline, if the line may run; $_ of the command before
  __guardcmd_last=$2 __guardcmd_seen= __guardcmd_degraded=0
  # every local name below, here: if one of them is a readonly variable of yours, nothing can be judged
  if ! local approved expanded folder found head known marks mode more name now options piece readings reading \
    status texts until value word depth do map extended line=$READLINE_LINE text=$__guardcmd_before$READLINE_LINE; then
    builtin printf 'guardcmd: that readonly variable stops it, so this line runs unjudged\n' >&2
    __guardcmd_degraded=1
    builtin bind "\"$__guardcmd_do_key\": accept-line"
    return 0
  fi
  READLINE_LINE= # so that nothing runs if this fails
  [[ ${PROMPT_COMMAND[*]-} == *__guardcmd_prompt* ]] || __guardcmd_hang_prompt
  if [[ ! $__guardcmd_before ]] && __guardcmd_expands "$line"; then
    __guardcmd_bind accept-line # bash shows the expansion and runs nothing: histverify
  elif { ! __guardcmd_is_disturbed && __guardcmd_is_plain "$text"; } || __guardcmd_may_run "$text"; then
    __guardcmd_before=$text$'\n'
    __guardcmd_bind "$1"
  else
    __guardcmd_bind ''
  fi
  READLINE_LINE=$line
}

__guardcmd_bind() { # accept-line | operate-and-get-next | "": what the second key does
  local mode=emacs
  [[ ! -o vi ]] || mode=vi
  [[ $__guardcmd_bound != "$1 $mode" ]] || return 0
  __guardcmd_bound="$1 $mode"
  if [[ $mode == emacs ]]; then
    builtin bind "\"$__guardcmd_do_key\": ${1:-\"\"}"
  else
    builtin bind -m vi-insert "\"$__guardcmd_do_key\": ${1:-\"\"}"
    builtin bind -m vi-command "\"$__guardcmd_do_key\": ${1:-\"\"}"
  fi
}

__guardcmd_expands() { # whether history expansion changes the line
  local marks=${histchars-!^}
  [[ ($1 == *"${marks:0:1}"* || $1 == "${marks:1:1}"*) && $- == *H* ]] || return 1
  local expanded
  expanded=$(builtin history -p -- "$1" 2>/dev/null) || return 1
  [[ $expanded != "$1" ]] || return 1
  shopt -s histverify
}

__guardcmd_may_run() {
  ! __guardcmd_is_off || return 0
  case $1 in exit | logout | 'exit '[0-9] | 'exit '[0-9][0-9] | 'exit '[0-9][0-9][0-9]) return 0 ;; esac
  __guardcmd_judge "$1"
  local status=$?
  if [[ $status == 42 ]]; then # guardcmd cannot read it: may bash?
    __guardcmd_reads "$1" || return 0
    __guardcmd_judge "$1" --whole 1
    status=$?
  fi
  case $status in
    40) __guardcmd_approved=$((${#1} + 1)) && return 0 ;;
    41) return 1 ;;
    *) __guardcmd_unjudged "$status" "$1" ;;
  esac
}

__guardcmd_is_off() { # by `guardcmd off`, or in this shell alone
  [[ ! $__guardcmd_given_up ]] || return 0
  [[ -e $__guardcmd_state/shells-off ]] || return 1
  local until= now
  builtin read -r until <"$__guardcmd_state/shells-off"
  builtin printf -v now '%(%s)T' -1
  [[ $until =~ ^[0-9]{1,12}$ ]] && ((now < until && until - now <= 86400))
}

__guardcmd_is_disturbed() { # something besides the rules that the words are of: everything is judged
  [[ ! -e $__guardcmd_state/engaged && ($__guardcmd_own_rules || ! -e $__guardcmd_config/rules) ]] || return 0
  local folder=$PWD
  while [[ $folder && ! -e $folder/.guardcmd ]]; do
    [[ ! -e $folder/.git ]] || return 1
    folder=${folder%/*}
  done
  [[ $folder ]]
}

# --- the prefilter

__guardcmd_is_plain() { # TEXT [DEPTH]
  [[ ${#1} -le 1000 && ${2-0} -le 4 && $1 != $__guardcmd_odd && ${#__guardcmd_words[@]} -gt 0 ]] || return 1
  local IFS=$' \t\n' readings=("$1") text word head value
  case $1 in
    *$__guardcmd_odd_dollar | *'$') return 1 ;;
    *[\'\"]*)
      readings=("${1//[\'\"]/}" "${1//[\'\"]/ }")
      readings+=("${readings[@]//[\/=:,@+%]/ }")
      ;;
  esac
  for text in "${readings[@]}"; do
    case $text in *[\<\>]*)
      text=" $text "
      for word in ' 2>&1 ' ' 2>/dev/null ' ' >/dev/null ' ' &>/dev/null ' ' 2> /dev/null ' ' > /dev/null '; do
        text=${text//"$word"/ }
      done
      case $text in *[\<\>]*) return 1 ;; esac
      ;;
    esac
    case $text in *[\;\|\&$'\n']*) text=${text//[;|&$'\n']/ ; } ;; esac
    case $text in *[*?]*) text=${text//[*?]/\~} ;; esac # no pattern: the words below are split, and nothing else
    head=1
    for word in $text; do
      case ${__guardcmd_words[${word,,}]-no} in '') return 1 ;; h) [[ ! $head ]] || return 1 ;; esac
      case $word in
        ';') head=1 && continue ;;
        *[=/.]* | *[0-9_-] | *-[vV]) ! __guardcmd_is_known "${word,,}" "$head" || return 1 ;;
      esac
      [[ $head ]] || continue
      head=
      case $word in *[/,:+@%=~^$]*) return 1 ;; esac # no name of a program
      ! builtin declare -F -- "$word" >/dev/null || return 1
      [[ ${BASH_ALIASES[$word]+x} && ! ${__guardcmd_within-} == *" $word "* ]] || continue
      value=${BASH_ALIASES[$word]}
      case $value in *[$' \t']) return 1 ;; esac
      local __guardcmd_within="${__guardcmd_within-} $word "
      __guardcmd_is_plain "$value" "$((${2-0} + 1))" || return 1
    done
  done
}

__guardcmd_is_known() { # WORD HEAD: a path, an assignment, or a name with a version
  local piece=$1 name
  while :; do
    while [[ $piece == */ ]]; do piece=${piece%/}; done
    name=${piece##*/}
    while [[ $name ]]; do
      case ${__guardcmd_words[$name]-no} in '') return 0 ;; h) [[ ! $2 ]] || return 0 ;; esac
      case $name in
        *.*) name=${name%%.*} ;;
        *-v) name=${name%-v} ;;
        *[0-9_-]) name=${name%?} ;;
        *) break ;;
      esac
    done
    [[ $piece == *=* ]] || return 1
    piece=${piece##*=}
  done
}

# --- the judgement

__guardcmd_judge() { # TEXT [OPTIONS]: the status of guardcmd/shells/line.py
  local text=$1 options=("${__guardcmd_options[@]}" --session "$__guardcmd_session")
  shift
  ((!__guardcmd_approved || __guardcmd_approved >= ${#text})) || options+=(--approved "$__guardcmd_approved")
  [[ $(builtin bind -v 2>/dev/null) != *'enable-bracketed-paste on'* ]] || options+=(--brackets 1)
  [[ -r ${__guardcmd_start[3]} ]] || return 127
  { builtin printf '%s\0' "$text" && __guardcmd_definitions "$text"; } |
    "${__guardcmd_start[@]}" "${options[@]}" "$@"
  return "${PIPESTATUS[1]}"
}

__guardcmd_definitions() { # in a subshell: what this shell knows of the text's words, and of the words of that
  set -f +eux
  local IFS=$' \t\n' texts=$1 more word found depth known=' '
  for depth in 1 2 3 4 5 6; do
    more=
    for word in ${texts//[\'\"\`\;\|\&\<\>\(\)\{\}\$\\=]/ }; do
      [[ $known != *" $word "* && ${#known} -lt 20000 ]] || continue
      known+="$word "
      if [[ ${BASH_ALIASES[$word]+x} ]]; then
        found=${BASH_ALIASES[$word]}
        builtin printf "aalias %s='%s'\0" "$word" "${found//\'/\'\\\'\'}"
        more+=" $found"
      fi
      if builtin declare -F -- "$word" >/dev/null; then
        found=$(builtin declare -f -- "$word")
        builtin printf 'f%s\0' "$found"
        more+=" $found"
      fi
      [[ $word != *[!A-Za-z0-9_]* && $word != [0-9]* && $texts == *'$'?("{")"$word"* ]] || continue
      found=$(builtin declare -p -- "$word" 2>/dev/null)
      [[ $found == 'declare '[!aA]*=* && $found != 'declare -'*([a-zA-Z])[aAn]* ]] || continue
      found=${!word}
      builtin printf "v%s='%s'\0" "$word" "${found//\'/\'\\\'\'}"
    done
    texts=$more
    [[ $texts ]] || break
  done
}

__guardcmd_reads() { # whether bash's own parser can read the text
  local extended=()
  ! shopt -q extglob || extended=(-O extglob)
  BASH_ENV='' "$BASH" --norc "${extended[@]}" -n <<<"$1" 2>/dev/null
}

__guardcmd_unjudged() { # STATUS TEXT: without a judgement the person decides
  __guardcmd_set_status degraded
  case $2 in cd | 'cd '*) [[ $2 == *[\;\|\&\<\>\`\(\$$'\n']* ]] || return 0 ;; esac
  (
    trap 'exit 1' INT
    saved=$(command stty -g)
    trap 'command stty "$saved"' EXIT
    command stty icanon echo isig icrnl opost
    builtin printf 'guardcmd could not judge this line (status %s):\n  %q\n' "$1" "$2"
    if [[ ! -r ${__guardcmd_start[3]} ]]; then
      builtin printf 'guardcmd is missing from %s\n' "${__guardcmd_start[3]%/guardcmd/*}"
    fi
    builtin printf 'hint: repair it (`guardcmd doctor`), then start a new shell\n'
    while builtin read -r -s -t 0.02 -n 10000 _; do :; done # what was typed before does not count
    builtin printf 'type RUN to run it unjudged, OFF to leave this shell unguarded, or press Enter to leave: '
    builtin read -r -t 180 answer
    case $answer in RUN) exit 0 ;; OFF) exit 3 ;; *) exit 1 ;; esac
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
  local line
  line=$(HISTTIMEFORMAT='' builtin history 1)
  {
    [[ $__guardcmd_told ]] ||
      builtin printf 'guardcmd: another program has taken Enter, so lines are judged late: `guardcmd doctor`\n'
    if ((__guardcmd_old == __guardcmd_new)) && [[ ${HISTCONTROL-} != ignoredups || ${HISTIGNORE-} || ! -o history ]]; then
      builtin printf 'guardcmd: this line is not in the history, so it runs unjudged\n'
      return 0
    fi
    line=${line#"${line%%[! ]*}"}
    line=${line#"${line%%[!0-9]*}"}
    line=${line#[* ]}
    line=${line#"${line%%[! ]*}"}
    __guardcmd_approved=0
    ! __guardcmd_is_disturbed && __guardcmd_is_plain "$line" && return 0
    __guardcmd_may_run "$line" </dev/tty && return 0
    [[ ! $(trap -p INT) ]] || builtin printf 'guardcmd: your own trap of INT lets it run all the same\n'
  } >/dev/tty 2>&1
  builtin kill -INT $$
}

# --- around the prompt

__guardcmd_prompt() { # the last of PROMPT_COMMAND
  local status=$? until now
  __guardcmd_before= __guardcmd_approved=0
  unset -v __guardcmd_seen
  __guardcmd_hang_net
  if __guardcmd_is_off; then
    __guardcmd_set_status off
  elif ((__guardcmd_degraded)) || [[ ! $__guardcmd_edits ]]; then
    __guardcmd_set_status degraded
    __guardcmd_told=1
  else
    __guardcmd_set_status blocks
  fi
  [[ $- != *e* ]] || return 0 # under errexit the status would end the shell
  return "$status"
}

__guardcmd_hang_prompt() { # also when a start-up file has set PROMPT_COMMAND after us
  [[ ${PROMPT_COMMAND[*]-} != *__guardcmd_prompt* ]] || return 0
  if [[ $(builtin declare -p PROMPT_COMMAND 2>/dev/null) == 'declare -a'* ]]; then
    PROMPT_COMMAND+=(__guardcmd_prompt)
  else
    PROMPT_COMMAND=${PROMPT_COMMAND:+$PROMPT_COMMAND$'\n'}__guardcmd_prompt
  fi
}

__guardcmd_hang_net() {
  [[ ${PS0-} == *__guardcmd_seen* ]] || PS0=$__guardcmd_ps0${PS0-}
}

__guardcmd_set_status() { # GUARDCMD_SEGMENT is for a prompt: empty while all is well
  [[ ${GUARDCMD_STATUS-} != "$1" ]] || return 0
  GUARDCMD_STATUS=$1 GUARDCMD_SEGMENT=
  [[ $1 == blocks ]] || GUARDCMD_SEGMENT="[guardcmd $1] "
}

__guardcmd_edit() { # edits the line like edit-and-execute-command, and does not execute it
  local file saved
  file=$(command mktemp "${TMPDIR:-/tmp}/guardcmd.XXXXXX") || return 0
  builtin printf '%s\n' "$READLINE_LINE" >|"$file"
  saved=$(command stty -g </dev/tty)
  command stty sane </dev/tty
  eval "${VISUAL:-${EDITOR:-vi}} \"\$file\"" </dev/tty >/dev/tty 2>&1
  command stty "$saved" </dev/tty
  READLINE_LINE=$(<"$file")
  READLINE_POINT=${#READLINE_LINE}
  command rm -f -- "$file"
  return 0
}

__guardcmd_take_keys() { # every key of every keymap that would run the line
  local map key function check=$__guardcmd_judge_key next=$__guardcmd_next_key
  for map in emacs-standard vi-insert vi-command; do
    builtin bind -m "$map" -x "\"$check\": __guardcmd_enter accept-line \"\$_\"; : \"\$__guardcmd_last\""
    builtin bind -m "$map" -x "\"$next\": __guardcmd_enter operate-and-get-next \"\$_\"; : \"\$__guardcmd_last\""
    while builtin read -r key function; do
      case $function in
        accept-line) builtin bind -m "$map" "$key \"$check$__guardcmd_do_key\"" ;;
        operate-and-get-next) builtin bind -m "$map" "$key \"$next$__guardcmd_do_key\"" ;;
        edit-and-execute-command | vi-edit-and-execute-command) builtin bind -m "$map" -x "$key __guardcmd_edit" ;;
        insert-comment) # with an argument it takes a comment's # away and runs the line
          case $map in vi-command) key+=' "I#' ;; *) key+=' "\C-a#' ;; esac
          builtin bind -m "$map" "$key$check$__guardcmd_do_key\""
          ;;
      esac
    done < <(builtin bind -m "$map" -p)
  done
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
  __guardcmd_hang_net
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
