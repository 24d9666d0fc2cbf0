"""What Schemathesis needs to know beyond the description of the API."""

import json
import os
import time
import unicodedata
import uuid

import schemathesis
from hypothesis import strategies as st

# Things of the tenant by the beginning of the addresses that name them, so that not only creations lead to existing ones.
PLACES = json.loads(os.environ["GALLEY_FUZZ_PLACES"])

# The tenant and the site that creations name, and the key that the requests are sent with.
OWN = json.loads(os.environ["GALLEY_FUZZ_OWN"])

# The role of whoever sends the requests.
ROLE = os.environ["GALLEY_FUZZ_AS"]

schemathesis.openapi.format(
    "time-zone",
    st.sampled_from(["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Kathmandu", "Pacific/Apia", "Etc/GMT+12"]),
)
schemathesis.openapi.format("cron", st.sampled_from(["0 9 * * mon", "30 6,18 1-15 * *", "*/20 8 * jan-mar 1-5", "@daily"]))
schemathesis.openapi.format("uri", st.just("https://receiver.example/hook"))


# Texts by their own strategy, as drawing them from their pattern takes minutes. A test of the schemas compares patterns and parsers.
schemathesis.openapi.format(
    "line",
    st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Cf", "Zl", "Zp"], exclude_characters="\ufeff"), min_size=1, max_size=40
    ).filter(lambda text: len(text.strip()) >= 2),
)


def by_strategy(value):
    """Has texts drawn by their own strategies, instead of from their patterns and lengths."""
    if isinstance(value, list):
        for item in value:
            by_strategy(item)
    elif isinstance(value, dict):
        pattern = value.get("pattern")
        if isinstance(pattern, str) and "\\u2066" in pattern:
            value["format"] = "line"
        if value.get("format") in ("line", "uri", "cron", "time-zone", "email"):
            for keyword in ("pattern", "minLength", "maxLength"):
                value.pop(keyword, None)
        for item in value.values():
            by_strategy(item)


@schemathesis.hook
def before_load_schema(ctx, raw_schema):
    """Only the errors that are listed may occur: none that is left to `default`. What a role may not do leads it nowhere."""
    by_strategy(raw_schema["paths"])
    for methods in raw_schema["paths"].values():
        for operation in methods.values():
            operation["responses"].pop("default", None)
            if ROLE not in operation.get("x-roles", [ROLE]):
                for response in operation["responses"].values():
                    response.pop("links", None)


def is_line(value):
    """Whether a value is one that the format `line` stands for."""
    refused = ("Cc", "Cs", "Cf", "Zl", "Zp")
    return isinstance(value, str) and value.strip() != "" and all(unicodedata.category(sign) not in refused for sign in value)


@schemathesis.hook
def filter_case(ctx, case):
    """Schemathesis takes any text for a violation of a format that it does not know, those that are lines included."""
    data = case.meta.phase.data if case.meta else None
    for mutation in getattr(data, "mutations", ()):
        if "format" not in mutation.keywords or mutation.parameter_location != "body":
            continue
        value = case.body
        for name in mutation.path:
            try:
                value = value[name]
            except (KeyError, IndexError, TypeError):
                value = None
        if is_line(value):
            return False
    return True


def spare_own_key(case):
    """Whoever revokes the key of all requests is refused from there on."""
    if case.method == "DELETE" and str((case.path_parameters or {}).get("keyId")).lower() == OWN.get("keyId"):
        case.path_parameters["keyId"] = str(uuid.uuid4())


def name_existing(path, body):
    if "tenantId" in body or path in ("/api/generation", "/api/generation/batch", "/api/stores", "/api/webhooks"):
        if "tenantId" in OWN:
            body["tenantId"] = OWN["tenantId"]
    if path == "/api/blog-generation" and "instanceId" in OWN and "sourceType" in body:
        body["instanceId"] = OWN["instanceId"]
        body.pop("basedOn", None)


def lead_on(case):
    """Begins a chain of requests: a list is not narrowed down to nothing, and an order is one that is accepted."""
    if case.path_parameters:
        return
    if case.method == "GET":
        case.query = {}
    elif case.operation.path == "/api/blog-generation" and isinstance(case.body, dict):
        case.body.update(sourceType="keyword", sourceId="a kettle")
        for name in ("basedOn", "publishAt"):
            case.body.pop(name, None)


@schemathesis.hook
def before_call(ctx, case, kwargs):
    """Valid requests name a tenant and a site that exist, and most of them are about something that does."""
    spare_own_key(case)
    meta = case.meta
    if meta is None or not meta.generation.mode.is_positive:
        return
    is_stateful = meta.phase.name.value == "stateful"
    if is_stateful:
        lead_on(case)
    if isinstance(case.body, dict) and case.method == "POST":
        name_existing(case.operation.path, case.body)
    if not case.path_parameters:
        return
    if is_stateful or int(time.monotonic() * 1000) % 10 < 3:
        return
    for start, place in PLACES:
        if case.operation.path.startswith(start):
            for name, value in place.items():
                if name in case.path_parameters:
                    case.path_parameters[name] = value
            return
