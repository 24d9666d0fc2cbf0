#!/bin/sh
# Places one order, watches it, picks its first idea, approves the finished post, and prints the address of the post that is out.
# Needs curl. GALLEY_URL and GALLEY_KEY come from the environment; the keyword is the argument.
set -eu

: "${GALLEY_URL:?is the address of the API, such as http://127.0.0.1:3000}"
: "${GALLEY_KEY:?is the API key of your store}"
keyword=${1:-hand coffee grinder}
orders=$GALLEY_URL/api/blog-generation
tries=600 # one a second
shown=

fail() {
  echo "Error: $*" >&2
  exit 1
}

# Prints the body of a good answer; a bad one ends the script with what the API says.
call() {
  answer=$(curl --silent --show-error --max-time 30 --write-out '\n%{http_code}' \
    --header "Authorization: Bearer $GALLEY_KEY" --header 'Content-Type: application/json' "$@") || fail "no answer"
  code=${answer##*
}
  body=${answer%
*}
  case $code in
  2??) printf '%s\n' "$body" ;;
  *) fail "the API answers $code: $body" ;;
  esac
}

# The first value of a text field. Quotes and backslashes within it are escaped in JSON.
field() {
  grep -oE "\"$1\":\"([^\"\\\\]|\\\\.)*\"" | head -n 1 | sed 's/^"[^"]*":"//; s/"$//; s/\\\(["\\]\)/\1/g'
}

# Text as a JSON string, for one line without control characters.
json_string() {
  printf '%s' "$1" | sed 's/[\\"]/\\&/g; s/^/"/; s/$/"/'
}

wait_for() {
  while [ "$tries" -gt 0 ]; do
    order=$(call "$orders/$id") || exit 1
    status=$(printf '%s' "$order" | field status)
    [ "$status" = "$shown" ] || echo "It is $status" >&2
    shown=$status
    case $status in
    "$1") return ;;
    FAILED | CANCELLED | UNCONFIRMED) fail "the order is $status: $orders/$id says why" ;;
    esac
    tries=$((tries - 1))
    sleep 1
  done
  fail "the order is still $status"
}

# With the key a repeated request does not become a second order.
placed=$(call --request POST "$orders" --header "Idempotency-Key: order-$(date +%s)-$$" \
  --data "{\"sourceType\":\"keyword\",\"sourceId\":$(json_string "$keyword"),\"publishMode\":\"approve\"}")
id=$(printf '%s' "$placed" | field id)
echo "Order $id is placed" >&2

wait_for AWAITING_SELECTION
ideas=$(printf '%s' "$order" | sed 's/.*"ideas"://')
idea=$(printf '%s' "$ideas" | field id)
echo "Picking: $(printf '%s' "$ideas" | field title)" >&2
call --request POST "$orders/$id/select" --header "Idempotency-Key: pick-$id" \
  --data "{\"ideaId\":\"$idea\"}" >/dev/null

wait_for AWAITING_APPROVAL
echo "Approving: $(printf '%s' "$order" | sed 's/.*"post"://' | field title)" >&2
call --request POST "$orders/$id/approve" --header "Idempotency-Key: approve-$id" >/dev/null

wait_for DONE
printf '%s' "$order" | sed 's/.*"publication"://' | field url
