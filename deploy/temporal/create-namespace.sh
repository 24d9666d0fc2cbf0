#!/bin/sh
# Creates the namespace and the search attributes that Galley's workflows set. Idempotent.
# TEMPORAL_ADDRESS and TEMPORAL_NAMESPACE come from the environment.
set -eu

tries=60
until temporal operator cluster health >/dev/null 2>&1; do
  tries=$((tries - 1))
  if [ "$tries" -le 0 ]; then
    echo "Error: Temporal at $TEMPORAL_ADDRESS did not become healthy" >&2
    exit 1
  fi
  sleep 1
done

temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" >/dev/null 2>&1 ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention 168h

# It takes a few seconds until all parts of the server know a new namespace.
tries=30
until answer=$(temporal operator search-attribute create --namespace "$TEMPORAL_NAMESPACE" \
  --name OrderKind --type Keyword \
  --name OrderPhase --type Keyword \
  --name OrderStatus --type Keyword \
  --name Tenant --type Keyword \
  --name OrderStore --type Keyword \
  --name OrderBatch --type Keyword 2>&1); do
  tries=$((tries - 1))
  if [ "$tries" -le 0 ]; then
    echo "$answer" >&2
    exit 1
  fi
  sleep 1
done
echo "$answer"
