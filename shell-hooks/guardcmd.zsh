# guardcmd in an interactive zsh: no line that you enter runs before it was judged.
#
# `guardcmd install zsh` loads this; lines above it name guardcmd's folders, its command line and the trigger words.
# GUARDCMD_STATUS says what you have: `blocks`, `degraded` (a line was judged late) or `off`.
#
# The widgets that accept a line judge it first, and leave a refused one in the editor. What reaches zsh by another way
# has no token of theirs: then a preexec hook judges it, and cancels it by a failing expansion, which ends the whole
# line. All functions here run under zsh's own options, without aliases (guardcmd/shells/zsh.py loads them so). Their
# local names begin with _g_: variables of yours that the line names are looked up behind them.

# Characters of lines that may cost no process; the words of such a line are looked up (guardcmd/shells/prefilter.py).
__guardcmd_plain=$'[-a-z A-Z0-9./_,:+@%=;|&<>~^\'"*?$\t\n]#'
__guardcmd_unquoted=$'[-a-z A-Z0-9./_,:+@%=;|&~^*?\n]#'
__guardcmd_quotes=$'\'"' __guardcmd_separators=$';|&\n\t' __guardcmd_breaks='/=:,@+%'
__guardcmd_rerunning='(|*[;|&({][[:space:]]#)(|(builtin|noglob|nocorrect) ##)(r|fc)(|[[:space:];|&]*)~*fc -[a-zA-Z]#[lRWAPpI]*'
__guardcmd_reserved='(if|then|elif|else|fi|for|do|done|while|until|repeat|select|case|esac|function|time|[{}!]|foreach|end|nocorrect|coproc)'
__guardcmd_widgets=(accept-line accept-and-hold accept-line-and-down-history accept-and-infer-next-history)

# --- the widgets

__guardcmd_accept-line __guardcmd_accept-and-hold __guardcmd_accept-line-and-down-history \
__guardcmd_accept-and-infer-next-history() {
  local _g_name=${funcstack[1]#__guardcmd_}
  if [[ -z ${_g_inside-} ]]; then # else another program's widget has called us back
    local _g_inside=1 _g_context=$CONTEXT
    if [[ $_g_context == (start|cont) ]]; then # no `vared` or `select`
      local _g_failed=1
      {
        __guardcmd_admits || { _g_failed=; return 0 } # not run
        _g_failed=
      } always {
        if [[ -n $_g_failed ]]; then
          TRY_BLOCK_ERROR=0
          __guardcmd_fault "$PREBUFFER$BUFFER" || return 0
        fi
      }
    fi
    if [[ -n ${__guardcmd_others[$_g_name]-} ]] && (( ${+functions[${__guardcmd_others[$_g_name]}]} )); then
      builtin zle _guardcmd-$_g_name
      return
    fi
  fi
  builtin zle .$_g_name
}

__guardcmd_admits() { # whether the line in the editor may be accepted
  local _g_text=$BUFFER _g_file
  __guardcmd_seen=1
  builtin unset __guardcmd_token
  [[ -n $__guardcmd_prompted ]] || __guardcmd_hang
  __guardcmd_prompted=
  if [[ $_g_context == start ]]; then
    __guardcmd_approved=0
    [[ $_g_text != (*"$__guardcmd_bang"*|"$__guardcmd_hat"*) ]] || ! __guardcmd_expands || return 1
  else
    _g_text=$PREBUFFER$_g_text
  fi
  if [[ ${#_g_text} -le 1000 && $_g_text == ${~__guardcmd_unquoted} && -n $__guardcmd_has_words ]]; then
    __guardcmd_has_plain_words "$_g_text" 0
  else
    __guardcmd_is_plain "$_g_text"
  fi
  if (( ! $? )); then
    [[ $PWD == "$__guardcmd_watched_from" ]] || __guardcmd_watch
    for _g_file in $__guardcmd_watched; do [[ ! -e $_g_file ]] || break; done
    if [[ ! -e $_g_file ]]; then
      __guardcmd_token=$_g_text
      return 0
    fi
  fi
  ! __guardcmd_reruns || return 1
  __guardcmd_may_run "$_g_text"
}

__guardcmd_expands() { # shows what history expansion makes of the line, as with HIST_VERIFY; whether it did
  [[ $__guardcmd_options_set != *K* && -n $histchars ]] || return 1 # the user's NO_BANG_HIST
  local _g_before=$BUFFER
  builtin zle .expand-history
  [[ $BUFFER != "$_g_before" ]]
}

__guardcmd_reruns() { # puts what `r` or `fc` would run into the editor, or refuses it; whether it did
  local -a _g_words; _g_words=(${(Q)${(z)BUFFER}})
  local _g_found=
  __guardcmd_find_rerun "${_g_words[@]}" || return 1
  __guardcmd_rerun "$_g_found" "${_g_words[@]}"
  return 0
}

__guardcmd_find_rerun() { # WORDS: whether one of them, at the place _g_found, runs lines of the history again
  local _g_place=0 _g_word _g_head=1
  for _g_word; do
    (( ++_g_place ))
    case $_g_word in
      (';'|';;'|'|'|'||'|'&'|'&&'|'|&'|'&|'|'('|'{'|do|then|else|elif|if|while|until|repeat|'!'|time|coproc) _g_head=1 ;;
      (builtin|command|noglob|nocorrect|-|[0-9]##) ;;
      (*=*) ;;
      (*)
        if [[ -n $_g_head ]]; then
          if (( ${+aliases[$_g_word]} )); then
            [[ ${aliases[$_g_word]} != ${~__guardcmd_rerunning} ]] || _g_found=2
          elif [[ $_g_word == (r|fc) ]] && (( ${+builtins[$_g_word]} && ! ${+functions[$_g_word]} )); then
            [[ $_g_word == fc && ${@[_g_place+1]-} == -[a-zA-Z]#[lRWAPpI]* ]] || _g_found=$_g_place
          fi
        fi
        _g_head=
        ;;
    esac
  done
  [[ -n $_g_found ]]
}

__guardcmd_rerun() { # PLACE WORDS: of `r` or `fc` among them
  local _g_place=$1 _g_edit= _g_file _g_editor _g_lines
  shift
  if [[ -n $PREBUFFER || $BUFFER == *[\$\`\;\|\&\<\>\(\)$'\n']* ]] || (( _g_place > 1 )); then
    builtin zle -M 'guardcmd: r and fc run lines that are not shown before; enter them alone'
    return
  fi
  [[ $1 == r ]] || _g_edit=1
  _g_editor=${FCEDIT:-${EDITOR:-vi}}
  shift
  while [[ ${1-} == -[a-zA-Z]* || ${1-} == -- ]]; do
    case $1 in
      (-s) _g_edit= ;;
      (-e) _g_editor=${2-} && shift ;;
      (-e*) _g_editor=${1#-e} ;;
    esac
    shift
  done
  [[ $_g_editor != - ]] || _g_edit=
  local _g_argument _g_events=
  for _g_argument; do [[ $_g_argument == [^=]*=* ]] || _g_events+=x; done
  case $_g_events in
    ('') _g_lines=$(builtin fc -ln "$@" -1 -1 2>&1) ;;
    (x) _g_lines=$(builtin fc -ln "$@" "${@[-1]}" 2>&1) ;;
    (*) _g_lines=$(builtin fc -ln "$@" 2>&1) ;;
  esac || { builtin zle -M "$_g_lines"; return }
  if [[ -n $_g_edit ]]; then
    _g_file=$(command mktemp "${TMPDIR:-/tmp}/guardcmd.XXXXXX") || return
    builtin print -r -- "$_g_lines" >| "$_g_file"
    __guardcmd_show
    (builtin eval "$_g_editor \"\$_g_file\"") </dev/tty >/dev/tty 2>&1
    _g_lines=$(<"$_g_file")
    command rm -f -- "$_g_file"
  fi
  BUFFER=${_g_lines//\\n/$'\n'} CURSOR=${#BUFFER}
}

__guardcmd_show() { # before anything is printed while a line is edited
  builtin zle || return 0
  POSTDISPLAY=
  builtin zle -R # where a search has left the cursor, nothing else would know
  builtin zle -I
}

# --- the decision

__guardcmd_may_run() { # TEXT; in a widget it leaves the token
  if __guardcmd_is_off; then
    __guardcmd_token=$1
    return 0
  fi
  case $1 in (exit|logout|'exit '[0-9](|[0-9])(|[0-9])) __guardcmd_token=$1; return 0 ;; esac
  local _g_result
  local -a _g_whole _g_look
  if builtin zle; then _g_look=(--look 1); else _g_whole=(--whole 1); fi # zsh has read the line by then
  __guardcmd_judge "$1" $_g_whole $_g_look
  _g_result=$?
  if (( _g_result == 42 )); then # guardcmd cannot read it: may zsh?
    __guardcmd_reads "$1" || return 0 # without a token: what zsh reads all the same is judged before it runs
    _g_whole=(--whole 1)
    __guardcmd_judge "$1" $_g_whole $_g_look
    _g_result=$?
  fi
  if (( _g_result == 43 )); then
    __guardcmd_show
    __guardcmd_judge "$1" $_g_whole
    _g_result=$?
  fi
  case $_g_result in
    (40) __guardcmd_approved=$(( ${#1} + 1 )) ;;
    (41) return 1 ;;
    (*) __guardcmd_unjudged $_g_result "$1" || return 1 ;;
  esac
  __guardcmd_token=$1
}

__guardcmd_is_off() { # by `guardcmd off`, or in this shell alone
  [[ -z $__guardcmd_given_up ]] || return 0
  [[ -e $__guardcmd_state/shells-off ]] || return 1
  local _g_until=${"$(<"$__guardcmd_state/shells-off")"%%$'\n'*} _g_now=${(%):-%D{%s}}
  [[ ${#_g_until} -le 12 && $_g_until == [0-9]## ]] && (( _g_now < _g_until && _g_until - _g_now <= 28800 ))
}

__guardcmd_watch() { # what has rules of its own, so that everything is judged; a repository ends the search
  __guardcmd_watched_from=$PWD
  __guardcmd_watched=($__guardcmd_state/engaged)
  [[ -n $__guardcmd_own_rules ]] || __guardcmd_watched+=($__guardcmd_config/rules)
  local _g_folder=$PWD
  while [[ -n $_g_folder ]]; do
    __guardcmd_watched+=(${_g_folder%/}/.guardcmd)
    [[ ! -e $_g_folder/.git ]] || break
    _g_folder=${_g_folder%/*}
  done
}

# --- the prefilter

__guardcmd_is_plain() { # TEXT [DEPTH]
  [[ ${#1} -le 1000 && ${2-0} -le 4 && $1 == ${~__guardcmd_plain} && -n $__guardcmd_has_words ]] || return 1
  [[ $1 != *\$* || $1 != (*\$|*\$[^a-zA-Z0-9_?]*) ]] || return 1
  local _g_text _g_word
  local -a _g_readings; _g_readings=("$1")
  if [[ $1 == *[$__guardcmd_quotes]* ]]; then
    _g_readings=("${1//[$__guardcmd_quotes]/}" "${1//[$__guardcmd_quotes]/ }")
    _g_readings+=("${(@)_g_readings//[$__guardcmd_breaks]/ }")
  fi
  for _g_text in "${_g_readings[@]}"; do
    if [[ $_g_text == *[\<\>]* ]]; then
      _g_text=" $_g_text "
      for _g_word in ' 2>&1 ' ' 2>/dev/null ' ' >/dev/null ' ' &>/dev/null ' ' 2> /dev/null ' ' > /dev/null '; do
        _g_text=${_g_text//$_g_word/ }
      done
      [[ $_g_text != *[\<\>]* ]] || return 1
    fi
    __guardcmd_has_plain_words "$_g_text" ${2-0} || return 1
  done
  return 0
}

__guardcmd_has_plain_words() { # READING DEPTH
  local _g_text=$1 _g_word _g_head=1 _g_odd= _g_globals=${__guardcmd_globals-1}
  [[ $_g_text != *[$__guardcmd_separators]* ]] || _g_text=${${_g_text//[;|&$'\n']/ ; }//$'\t'/ }
  [[ $_g_text != *[-=/._0-9]* ]] || _g_odd=1
  for _g_word in ${(s: :)_g_text}; do # not by IFS, which may be readonly
    [[ -z $_g_head && -z ${__guardcmd_words[${(L)_g_word}]-} && ( $_g_globals == 0 || ${+galiases[$_g_word]} == 0 ) &&
      ( -z $_g_odd || $_g_word == [a-zA-Z]# || $_g_word != (*[=/.]*|*[0-9_-]|*-[vV]) ) ]] && continue # most of them
    case ${__guardcmd_words[${(L)_g_word}]-} in
      (a) return 1 ;;
      (h) [[ -z $_g_head ]] || return 1 ;;
      (s) _g_head=1; continue ;;
    esac
    [[ $_g_word != (*[=/.]*|*[0-9_-]|*-[vV]) ]] || ! __guardcmd_is_known "${(L)_g_word}" "$_g_head" || return 1
    (( ! _g_globals || ! ${+galiases[$_g_word]} )) || return 1
    [[ -n $_g_head ]] || continue
    _g_head=
    # no name of a program; `r` runs another line
    [[ $_g_word != (*[/,:+@%=~^\$*?]*|r) && ${+functions[$_g_word]} == 0 && ${+saliases[${_g_word##*.}]} == 0 ]] || return 1
    [[ ${+aliases[$_g_word]} == 1 && ${_g_within-} != *" $_g_word "* ]] || continue
    [[ ${aliases[$_g_word]} != *[$' \t'] ]] || return 1
    local _g_within="${_g_within-} $_g_word "
    __guardcmd_is_plain "${aliases[$_g_word]}" $(( $2 + 1 )) || return 1
  done
  return 0
}

__guardcmd_is_known() { # WORD HEAD: a path, an assignment, or a name with a version
  local _g_piece=$1 _g_name
  while true; do
    while [[ $_g_piece == */ ]]; do _g_piece=${_g_piece%/}; done
    _g_name=${_g_piece##*/}
    while [[ -n $_g_name ]]; do
      case ${__guardcmd_words[$_g_name]-} in (a) return 0 ;; (h) [[ -z $2 ]] || return 0 ;; esac
      case $_g_name in
        (*.*) _g_name=${_g_name%%.*} ;;
        (*-v) _g_name=${_g_name%-v} ;;
        (*[0-9_-]) _g_name=${_g_name%?} ;;
        (*) break ;;
      esac
    done
    [[ $_g_piece == *=* ]] || return 1
    _g_piece=${_g_piece##*=}
  done
}

# --- the judgement

__guardcmd_judge() { # TEXT [OPTIONS]: the status of guardcmd/shells/line.py
  [[ -r ${__guardcmd_start[4]} && $1 != *$'\0'* ]] || return 127
  local _g_text=$1 _g_expanded=
  local -a _g_options; _g_options=("${__guardcmd_options[@]}" --session "$__guardcmd_session" "${@[2,-1]}")
  if (( ${#galiases} || ${#saliases} )) || [[ -n ${aliases[(I)${~__guardcmd_reserved}]} ]]; then
    _g_expanded=$(__guardcmd_expanded "$1") || [[ ${2-} == --whole ]] || return 42 # so that zsh asks for more, or complains
  fi
  if [[ -n $_g_expanded ]]; then
    _g_text=$_g_expanded
  elif (( __guardcmd_approved && __guardcmd_approved < ${#1} )); then
    _g_options+=(--approved $__guardcmd_approved)
  fi
  ! builtin zle || [[ -z ${zle_bracketed_paste-} ]] || _g_options+=(--brackets 1)
  builtin setopt local_traps
  builtin trap : INT # Ctrl-C is the question's
  {
    local _g_told=
    builtin print -rn -- "$_g_text"$'\0' && __guardcmd_definitions "$_g_text" && _g_told=1
  } always {
    [[ -n $_g_told ]] || builtin print -rn -- x # a record that is not closed: nothing is judged by half
  } |
    "${__guardcmd_start[@]}" "${_g_options[@]}"
}

__guardcmd_expanded() { # in a subshell: the text as zsh reads it, if an alias that it takes anywhere has a part in that
  __guardcmd_as_the_user
  functions[__guardcmd_read]=$1 || return
  (( ${+functions[__guardcmd_read]} )) || return
  local _g_all=${functions[__guardcmd_read]}
  (( ! ${#galiases} )) || builtin unalias -- "${(@k)galiases}"
  builtin unalias -s -m "*"
  builtin unalias -- ${(k)aliases[(I)${~__guardcmd_reserved}]}
  functions[__guardcmd_read]=$1
  [[ $_g_all == "${functions[__guardcmd_read]}" ]] || builtin print -r -- "$_g_all"
  return 0
} 2>/dev/null

__guardcmd_as_the_user() { # in a subshell: what zsh's parser is to read as it reads lines here
  builtin setopt aliases
  [[ $__guardcmd_options_set != *I* ]] || builtin setopt ignore_braces
  [[ $__guardcmd_options_set == *k* ]] || histchars=${histchars[1,2]} # else `#` would begin a comment
}

__guardcmd_definitions() { # in a subshell: what this shell knows of the text's words, and of the words of that
  local _g_texts=$1 _g_more _g_word _g_found _g_depth _g_known=' ' _g_variables=' '
  local -a _g_values
  for _g_depth in 1 2 3 4 5 6; do
    _g_more=
    for _g_word in ${(s: :)_g_texts//[$' \t\n\'"`;|&<>(){}$\\=']/ }; do
      [[ $_g_known != *" $_g_word "* && ${#_g_known} -lt 20000 ]] || continue
      _g_known+="$_g_word "
      if (( ${+aliases[$_g_word]} )); then
        _g_found=${aliases[$_g_word]}
        builtin print -rn -- "aalias $_g_word='${_g_found//\'/'\\''}'"$'\0'
        _g_more+=" $_g_found"
      fi
      if (( ${+functions[$_g_word]} )); then
        [[ ${functions[$_g_word]} != 'builtin autoload'* ]] || builtin autoload +X -- "$_g_word" 2>/dev/null
        _g_found=${functions[$_g_word]}
        builtin print -rn -- "f$_g_word () {"$'\n'"$_g_found"$'\n}\0'
        _g_more+=" $_g_found"
      fi
    done
    [[ $_g_texts == *\$* ]] || _g_texts=
    for _g_word in ${(s: :)_g_texts//[^a-zA-Z0-9_\$]/ }; do # of `$x`, `${(U)x}`, `${${x}#y}`
      _g_word=${_g_word##*\$}
      [[ $_g_word == [a-zA-Z_]* && $_g_variables != *" $_g_word "* && ${#_g_variables} -lt 20000 ]] || continue
      _g_variables+="$_g_word "
      [[ ${parameters[$_g_word]-} != *special* ]] || continue
      case ${parameters[$_g_word]-} in
        (scalar*|integer*|float*) _g_found=${(qq)${(P)_g_word}} ;;
        (array*|association*)
          _g_values=("${(@kvP)_g_word}")
          _g_found="(${(j: :)${(@qq)_g_values}})"
          [[ ${parameters[$_g_word]} != association* ]] || builtin print -rn -- "vtypeset -A $_g_word"$'\0'
          ;;
        (*) continue ;;
      esac
      (( ${#_g_found} <= 20000 )) || continue
      builtin print -rn -- "v$_g_word=$_g_found"$'\0'
      [[ $_g_word == *_functions ]] || _g_more+=" $_g_found" # a command, or the text of one
    done
    _g_texts=$_g_more
    [[ -n $_g_texts ]] || break
  done
  return 0
}

__guardcmd_reads() ( # whether zsh's own parser can read the text, and would not ask for more
  [[ $1 != *(\&\&|\||\\)[[:space:]]# ]] || return 1
  __guardcmd_as_the_user
  functions[__guardcmd_read]=$1
  (( ${+functions[__guardcmd_read]} ))
) 2>/dev/null

__guardcmd_unjudged() { # STATUS TEXT: without a judgement the person decides
  __guardcmd_set_status degraded
  case $2 in (cd|'cd '*) [[ $2 == *[\;\|\&\<\>\`\(\$$'\n']* ]] || return 0 ;; esac
  __guardcmd_show
  local _g_brackets=
  ! builtin zle || _g_brackets=${zle_bracketed_paste[1]-}
  builtin setopt local_traps
  builtin trap : INT
  (
    builtin trap 'exit 1' INT
    saved=$(command stty -g)
    builtin trap 'command stty "$saved"; builtin print -rn -- "$_g_brackets"' EXIT
    command stty icanon echo isig icrnl opost
    [[ -z $_g_brackets ]] || builtin print -rn -- "${zle_bracketed_paste[2]}"
    builtin print -r -- "guardcmd could not judge this line (status $1):"$'\n'"  ${(V)2}"
    [[ -r ${__guardcmd_start[4]} ]] || builtin print -r -- "guardcmd is missing from ${__guardcmd_start[4]%/guardcmd/*}"
    builtin print -r -- 'hint: repair it (`guardcmd doctor`), then start a new shell'
    while builtin read -rs -t 0.02 -k 1 _; do :; done # what was typed before does not count
    builtin print -rn -- 'type RUN to run it unjudged, OFF to leave this shell unguarded, or press Enter to leave: '
    answer=
    builtin read -r -t 180 answer
    case $answer in (RUN) exit 0 ;; (OFF) exit 3 ;; (*) exit 1 ;; esac
  ) </dev/tty >/dev/tty 2>&1
  case $? in
    (0) return 0 ;;
    (3) __guardcmd_given_up=1; __guardcmd_set_status off; return 0 ;;
  esac
  builtin print -r -- 'not run: guardcmd could not judge it' >/dev/tty
  return 1
}

# --- the net

__guardcmd_preexec() { # the line as the history has it, cut, as zsh has read it
  [[ $1 != "${__guardcmd_token-}" || -z $1 ]] || return 0
  local _g_decided=
  {
    __guardcmd_net "$1" "$3" && return 0
    _g_decided=1
  } always {
    if (( TRY_BLOCK_ERROR > 0 )) && [[ -z $_g_decided ]]; then
      TRY_BLOCK_ERROR=0
      __guardcmd_fault "$3" && return 0
    fi
  }
  builtin unset __guardcmd_not_run
  { : ${__guardcmd_not_run?} } 2>/dev/null
}

__guardcmd_net() { # LINE TEXT: whether zsh may run what it has read
  if (( ${+__guardcmd_token} )); then
    local -a _g_line _g_judged
    _g_line=(${(s: :)1//[$'\t\n']/ }) _g_judged=(${(s: :)__guardcmd_token//[$'\t\n']/ })
    [[ ${(j: :)_g_line} != "${(j: :)_g_judged}" ]] || return 0 # HIST_REDUCE_BLANKS changes blanks
  elif [[ -z $__guardcmd_seen ]]; then
    __guardcmd_degraded=1
  fi
  ! __guardcmd_is_off || return 0
  if (( __guardcmd_degraded )) && [[ -z $__guardcmd_told ]]; then
    builtin print -r -- 'guardcmd: another program has taken Enter, so lines are judged late: `guardcmd doctor`' >/dev/tty
  fi
  __guardcmd_approved=0
  local _g_file _g_found=
  if __guardcmd_is_plain "$2"; then
    [[ $PWD == "$__guardcmd_watched_from" ]] || __guardcmd_watch
    for _g_file in $__guardcmd_watched; do [[ ! -e $_g_file ]] || break; done
    [[ -e $_g_file ]] || return 0
  fi
  if __guardcmd_find_rerun ${(Q)${(z)2}}; then
    builtin print -r -- 'not run: r and fc run lines that are not shown before; recall them with Up' >/dev/tty
    return 1
  fi
  ! __guardcmd_may_run "$2" || return 0
  [[ ! -o zle ]] || builtin print -rz -- "${1:-$2}" # it is kept for editing
  return 1
}

__guardcmd_fault() { # TEXT: whether it may run although the hook itself has failed
  case $1 in (exit|logout|cd|'cd '*|'guardcmd '*) [[ $1 == *[\;\|\&\<\>\`\(\$$'\n']* ]] || return 0 ;; esac
  __guardcmd_show
  builtin print -r -- 'not run: the hook of guardcmd has failed; `exit`, `cd` and `guardcmd` still run' >/dev/tty
  return 1
}

# --- around the prompt

__guardcmd_prompt() {
  builtin unset __guardcmd_token
  __guardcmd_approved=0
  [[ ${preexec_functions[1]-} == __guardcmd_preexec && ${precmd_functions[1]-} == __guardcmd_precmd ]] ||
    __guardcmd_hang
  __guardcmd_ready
  if [[ -n $__guardcmd_given_up || -e $__guardcmd_state/shells-off ]] && __guardcmd_is_off; then
    __guardcmd_set_status off
  elif (( __guardcmd_degraded )) || [[ ! -o zle ]]; then
    __guardcmd_set_status degraded
    (( ! __guardcmd_degraded )) || { __guardcmd_told=1; __guardcmd_take_widgets }
  elif [[ ${GUARDCMD_STATUS-} != blocks ]]; then
    __guardcmd_set_status blocks
  fi
  __guardcmd_seen= __guardcmd_degraded=0 __guardcmd_prompted=1
}

__guardcmd_ready() { # what need not be found out when the line is entered
  __guardcmd_globals=${#galiases} __guardcmd_bang=${histchars[1]} __guardcmd_hat=${histchars[2]}
  [[ $PWD == "$__guardcmd_watched_from" ]] || __guardcmd_watch
}

__guardcmd_hang() { # first of all hooks, also when a start-up file has set the arrays after us
  {
    preexec_functions=(__guardcmd_preexec ${preexec_functions:#__guardcmd_preexec})
    precmd_functions=(__guardcmd_precmd ${precmd_functions:#__guardcmd_precmd})
  } always {
    TRY_BLOCK_ERROR=0 # they may be readonly
  }
}

__guardcmd_take_widgets() { # what was there before is called when the line may run
  local _g_name _g_key _g_keys _g_search
  for _g_name in $__guardcmd_widgets; do
    [[ ${widgets[$_g_name]-} != user:__guardcmd_* ]] || continue
    __guardcmd_others[$_g_name]=
    if [[ ${widgets[$_g_name]-} == user:* ]]; then
      __guardcmd_others[$_g_name]=${widgets[$_g_name]#user:}
      builtin zle -A $_g_name _guardcmd-$_g_name
    fi
    builtin zle -N $_g_name __guardcmd_$_g_name
  done
  # in a search, these keys run the found line without a call of the widget; under another name it is called
  _g_keys=$(builtin bindkey -L) _g_search=$(builtin bindkey -M isearch -L)
  for _g_key _g_name in '^M' accept-line '^J' accept-line '^O' accept-line-and-down-history '^[a' accept-and-hold; do
    [[ $_g_keys == *"\"$_g_key\" $_g_name"* && $_g_search != *"\"$_g_key\" "* ]] || continue
    builtin zle -N _guardcmd-found-$_g_name __guardcmd_$_g_name
    builtin bindkey -M isearch $_g_key _guardcmd-found-$_g_name
  done
}

__guardcmd_set_status() { # GUARDCMD_SEGMENT is for a prompt: empty while all is well
  [[ ${GUARDCMD_STATUS-} != "$1" ]] || return 0
  GUARDCMD_STATUS=$1 GUARDCMD_SEGMENT=
  [[ $1 == blocks ]] || GUARDCMD_SEGMENT="[guardcmd $1] "
}

__guardcmd_load() {
  typeset -gA __guardcmd_others
  __guardcmd_options_set=$- __guardcmd_watched_from= __guardcmd_prompted=
  __guardcmd_approved=0 __guardcmd_degraded=0 __guardcmd_given_up= __guardcmd_own_rules= __guardcmd_told=
  __guardcmd_seen= __guardcmd_has_words=
  (( ! ${#__guardcmd_words} )) || __guardcmd_has_words=1
  [[ ! -e $__guardcmd_config/rules ]] || __guardcmd_own_rules=1
  __guardcmd_ready
  __guardcmd_session="zsh-$$-${(%):-%D{%s}}"
  __guardcmd_take_widgets
  __guardcmd_hang
  __guardcmd_set_status degraded # until the first prompt has shown that nobody took the hooks away
}

if [[ -o interactive ]]; then
  if [[ $ZSH_VERSION != (5.<4->*|<6->.*) ]] || ! builtin zmodload zsh/parameter zsh/zle; then
    GUARDCMD_STATUS=off GUARDCMD_SEGMENT='[guardcmd off] '
    builtin print -ru2 -- "guardcmd: zsh $ZSH_VERSION is not supported, so this shell is not guarded"
    builtin print -ru2 -- 'hint: use zsh 5.4 or later'
  else
    __guardcmd_load
  fi
fi
