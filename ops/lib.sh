# shellcheck shell=bash
# What the scripts in this folder share. Sourced, never run. Works with the bash 3.2 of macOS.
set -euo pipefail
export LC_ALL=C

NAME=${OPS_NAME:-$(basename "$0")}
TOOL=${OPS_TOOL:-temporal}
TEMPORAL=${TEMPORAL_CLI_PATH:-temporal}
TCTL=${TCTL_PATH:-tctl}
DRY_RUN=''
PRINT=''
ARGS=()
OPS_WAIT=${OPS_WAIT:-15}

ENVIRONMENT='
Every script: --help, --dry-run (looks, and says what would be done), --print (prints the command instead of running it).
Exit codes: 0 done, 1 failed, 2 wrong usage.
Temporal: TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE and the other variables of temporal; TEMPORAL_CLI_PATH if it is not on the PATH.
API, where it says so: GALLEY_URL (such as http://127.0.0.1:3000) and GALLEY_KEY, the key of an operator. It never stands on a command line.
OPS_WAIT: seconds to wait for what was asked (15).'

fail() {
  printf '%s: %s\n' "$NAME" "$*" >&2
  exit 1
}

misuse() {
  printf '%s: %s\nTry: %s --help\n' "$NAME" "$*" "$NAME" >&2
  exit 2
}

# One word as it can be pasted into a shell.
quote() {
  if [[ $1 =~ ^[A-Za-z0-9_./:=@%+,-]+$ ]]; then
    printf '%s' "$1"
  else
    # By sed, as versions of bash differ in how they read quotes and backslashes in replacements.
    printf "'%s'" "$(printf '%s' "$1" | sed "s/'/'\\\\''/g")"
  fi
}

show_command() {
  local word line=''
  for word in "$@"; do line="$line${line:+ }$(quote "$word")"; done
  printf '%s\n' "$line"
}

# Runs a command that changes something; under --print shows it instead.
act() {
  if [ -n "$PRINT" ]; then show_command "$@"; else "$@"; fi
}

# Handles one word of the command line that is no option of the script's own.
common() {
  case "$1" in
    -h | --help)
      printf '%s\n%s\n' "$USAGE" "$ENVIRONMENT"
      exit 0
      ;;
    --dry-run) DRY_RUN=yes ;;
    --print) PRINT=yes ;;
    -*) misuse "Unknown option: $1" ;;
    *) ARGS+=("$1") ;;
  esac
}

# The value of an option: value "$@", with the option first.
value() {
  [ $# -ge 2 ] || misuse "$1 needs a value."
  case "$2" in --*) misuse "$1 needs a value." ;; esac
  printf '%s' "$2"
}

# Checks how many arguments there are: arguments LEAST MOST 'what they are'.
arguments() {
  if [ "${#ARGS[@]}" -lt "$1" ] || [ "${#ARGS[@]}" -gt "$2" ]; then misuse "Expected $3."; fi
  [[ $OPS_WAIT =~ ^[0-9]{1,4}$ ]] || misuse 'OPS_WAIT needs whole seconds, such as 15.'
  [ -z "$DRY_RUN" ] || [ -z "$PRINT" ] || misuse 'Either --dry-run or --print, not both.'
}

UUID='[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
KINDS='blog|item|article|backlink|content|bulk'

is_uuid() { [[ $1 =~ ^$UUID$ ]]; }

check_uuid() { is_uuid "$2" || misuse "Not the ID of $1: $2"; }

check_kind() { [[ $1 =~ ^($KINDS)$ ]] || misuse "Not a kind of order: $1. There are: ${KINDS//|/, }."; }

check_number() {
  [[ $2 =~ ^[1-9][0-9]{0,5}$ ]] || misuse "$1 needs a whole number from 1 to 999999, not $2"
}

# Sets KIND, ID and WORKFLOW from an argument such as blog:<id>.
parse_order() {
  [[ $1 =~ ^($KINDS):($UUID)$ ]] || misuse "Not an order: $1. Expected <kind>:<id>, such as blog:<id>; kinds: ${KINDS//|/, }."
  WORKFLOW=$1
  KIND=${BASH_REMATCH[1]}
  ID=${BASH_REMATCH[2]}
}

# A string in double quotes, as list filters and JSON have it. Control characters are refused before, by check_line.
in_quotes() {
  printf '"%s"' "$(printf '%s' "$1" | sed 's/[\"]/\\&/g')"
}

check_line() {
  if [ -z "$2" ] || [ "${#2}" -gt 1200 ]; then misuse "$1 needs a line of text."; fi
  ! [[ $2 =~ [[:cntrl:]] ]] || misuse "$1 needs one line, without control characters."
}

need() {
  command -v "$1" >/dev/null 2>&1 || fail "$1 was not found. $2"
}

need_temporal() {
  if [ "$TOOL" = tctl ]; then
    need "$TCTL" 'Install tctl, or set TCTL_PATH to it; the scripts one folder up need temporal only.'
  else
    need "$TEMPORAL" 'Install the Temporal command line, or set TEMPORAL_CLI_PATH to it.'
  fi
}

# The command line of tctl, whose variables have other names.
tctl_words() {
  TCTL_WORDS=("$TCTL")
  [ -z "${TEMPORAL_ADDRESS:-}" ] || TCTL_WORDS+=(--address "$TEMPORAL_ADDRESS")
  [ -z "${TEMPORAL_NAMESPACE:-}" ] || TCTL_WORDS+=(--namespace "$TEMPORAL_NAMESPACE")
}

# Under --print nothing is sent, so nothing is needed.
need_api() {
  GALLEY_URL=${GALLEY_URL:-http://127.0.0.1:3000}
  GALLEY_URL=${GALLEY_URL%/}
  local address='^https?://[][A-Za-z0-9._:/-]+$'
  [[ $GALLEY_URL =~ $address ]] || misuse 'GALLEY_URL is not an address, such as http://127.0.0.1:3000'
  [ -z "${1:-}" ] || return 0
  [ -n "${GALLEY_KEY:-}" ] || misuse "GALLEY_KEY is not set. It holds an operator's key for the API."
  [[ $GALLEY_KEY =~ ^[A-Za-z0-9._~+/=-]+$ ]] || misuse 'GALLEY_KEY is not a key.'
  need curl 'It sends requests to the API.'
}

# Shows a request as it can be pasted into bash or zsh: api_command METHOD PATH [BODY]. The key stays in its variable.
api_command() {
  # shellcheck disable=SC2016
  printf 'curl -sS -X %s -H @<(printf '\''Authorization: Bearer %%s'\'' "$GALLEY_KEY")' "$1"
  [ -z "${3:-}" ] || printf " -H 'Content-Type: application/json' -d %s" "$(quote "$3")"
  printf ' %s\n' "$(quote "$GALLEY_URL$2")"
}

# Sends a request: api METHOD PATH [BODY]. Sets HTTP and ANSWER.
api() {
  local out words=(--disable --silent --show-error --max-time 60 --request "$1" --write-out '\n%{http_code}')
  [ -z "${3:-}" ] || words+=(--header 'Content-Type: application/json' --data-binary "$3")
  # The key comes through a pipe: whoever lists processes must not read it.
  out=$(curl "${words[@]}" --header @<(printf 'Authorization: Bearer %s' "$GALLEY_KEY") "$GALLEY_URL$2" 2>&1) ||
    fail "The API at $GALLEY_URL does not answer: ${out%%$'\n'*}"
  HTTP=${out##*$'\n'}
  ANSWER=${out%$'\n'*}
}

# As api, and fails unless the answer is a success.
api_ok() {
  api "$@"
  case "$HTTP" in
    2??) ;;
    401) fail 'The API does not know the key in GALLEY_KEY.' ;;
    *) fail "The API answered $HTTP: $(said)" ;;
  esac
}

# What an answer that is an error says.
said() {
  local message
  message=$(json_text message)
  printf '%s' "${message:-no message}"
}

# The first member of that name in ANSWER that is a string. Quotes within strings are escaped, so none is mistaken for a member.
json_text() {
  local pattern="\"$1\":\"(([^\"\\\\]|\\\\.)*)\""
  if [[ $ANSWER =~ $pattern ]]; then printf '%s' "${BASH_REMATCH[1]}"; fi
}

# The address of an order of KIND in the API.
order_path() {
  case "$KIND" in
    blog) printf '/api/blog-generation/%s' "$ID" ;;
    item) printf '/api/generation/%s' "$ID" ;;
    article) printf '/api/article-orders/%s' "$ID" ;;
    backlink) printf '/api/backlink-orders/%s' "$ID" ;;
    content) printf '/api/content/%s' "$ID" ;;
    bulk) printf '/api/bulk-generate/%s' "$ID" ;;
  esac
}

# Begins to wait for what was asked; each later call pauses a moment, and fails once OPS_WAIT seconds are over.
still_waiting() {
  if [ -z "${WAIT_END:-}" ]; then
    WAIT_END=$(($(date +%s) + OPS_WAIT))
  else
    [ "$(date +%s)" -lt "$WAIT_END" ] || return 1
    sleep 0.2
  fi
}

# Waits until the status of the order, which becomes STATUS, matches a pattern.
await_status() {
  while still_waiting; do
    api_ok GET "$(order_path)"
    STATUS=$(json_text status)
    ! [[ $STATUS =~ ^($1)$ ]] || return 0
  done
  return 1
}

# Sends a signal to WORKFLOW: signal NAME JSON. What becomes of it is decided and recorded in Postgres.
signal() {
  act "$TEMPORAL" workflow signal --workflow-id "$WORKFLOW" --name "$1" --input "$2" --command-timeout 30s
}

# A time that long ago, as list filters take it: ago 90m
ago() {
  [[ $1 =~ ^([1-9][0-9]{0,5})([smhd])$ ]] || misuse "Not an age: $1. Expected a number with s, m, h or d, such as 90m."
  local seconds=${BASH_REMATCH[1]} at
  case "${BASH_REMATCH[2]}" in
    m) seconds=$((seconds * 60)) ;;
    h) seconds=$((seconds * 3600)) ;;
    d) seconds=$((seconds * 86400)) ;;
  esac
  at=$(($(date +%s) - seconds))
  date -u -d "@$at" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null || date -u -r "$at" +%Y-%m-%dT%H:%M:%SZ
}

# The lanes that can be paused, which are all whose work can wait.
# shellcheck disable=SC2034
PAUSABLE='ideas|writing|quality|images|publishing|webhooks|mail|payments|records'

# The whole of pause-lane and resume-lane, after their options: change_lane pause|resume LANE [BODY]
change_lane() {
  local path="/api/lanes/$2/$1" state pattern
  [ "$2" != all ] || path="/api/lanes/$1"
  need_api "$PRINT"
  if [ -n "$PRINT" ]; then
    api_command POST "$path" "${3:-}"
    return
  fi
  if [ -n "$DRY_RUN" ]; then
    api_ok GET /api/lanes
    pattern="\"lane\":\"$2\",\"state\":\"([a-z]+)\""
    if [[ $ANSWER =~ $pattern ]]; then state=" It is ${BASH_REMATCH[1]}."; fi
    printf 'Would %s lane %s.%s\n' "$1" "$2" "${state:-}"
    return
  fi
  api_ok POST "$path" "${3:-}"
  pattern='"changed":\[([^]]*)\]'
  [[ $ANSWER =~ $pattern ]] || fail 'The API did not say what changed.'
  if [ -z "${BASH_REMATCH[1]}" ]; then
    printf 'Nothing to do: lane %s was %sd already.\n' "$2" "$1"
  else
    printf '%sd: %s\n' "$1" "$(tr -d '"' <<<"${BASH_REMATCH[1]}")"
  fi
}
