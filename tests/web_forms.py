"""Reads the forms of a page as a browser does: which fields it would send, with which values, where to."""

from dataclasses import dataclass, field, replace
from html.parser import HTMLParser

CHOSEN = ("select", "radio", "checkbox")
BUTTONS = ("submit", "button", "reset", "image")


@dataclass(frozen=True)
class Field:
    """One field: its name, its kind (a type of input, or "textarea" or "select"), and what stands in it."""

    name: str
    kind: str
    values: tuple[str, ...]
    is_formatted: bool = False
    """Whether it takes numbers, days or addresses rather than any text."""

    @property
    def is_free_text(self) -> bool:
        """Whether a person can write anything here."""
        return self.kind in ("textarea", "text", "search") and not self.is_formatted

    @property
    def is_chosen(self) -> bool:
        """Whether the value is one that the portal gave: an id, a version, a choice."""
        return self.kind in (*CHOSEN, "hidden")


@dataclass
class Form:
    """A form: where it goes, how, its fields and the buttons with a name that can send it."""

    action: str
    method: str
    fields: list[Field] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)
    has_plain_button: bool = False
    """Whether a button without a name sends it."""

    def data(self, **changed: list[str] | str) -> dict[str, list[str] | str]:
        """What a browser sends when `changed` is typed over what stands there, by the plain button or the first."""
        sent: dict[str, list[str] | str] = {} if self.has_plain_button else dict(self.buttons[:1])
        for one in self.fields:
            already = sent.get(one.name, [])
            sent[one.name] = [*(already if isinstance(already, list) else [already]), *one.values]
        return {name: value for name, value in (sent | changed).items() if value != []}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.by_id: dict[str, Form] = {}
        self.waiting: list[tuple[str, Field | tuple[str, str]]] = []
        self.open: Form | None = None
        self.writing: Field | None = None
        self.first_option: str | None = None
        self.has_chosen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        read = getattr(self, f"_read_{tag}", None)
        if read is not None:
            read({name: value or "" for name, value in attrs})

    def _read_form(self, attrs: dict[str, str]) -> None:
        self.open = Form(attrs.get("action", ""), attrs.get("method", "get").lower())
        self.forms.append(self.open)
        self.by_id[attrs.get("id", "")] = self.open

    def _read_input(self, attrs: dict[str, str]) -> None:
        kind = attrs.get("type", "text")
        if kind in BUTTONS:
            return self._read_button(attrs)
        if not attrs.get("name") or "disabled" in attrs:
            return None
        is_ticked = kind not in ("radio", "checkbox") or "checked" in attrs
        values = (attrs.get("value", "on" if kind == "checkbox" else ""),) if is_ticked else ()
        is_formatted = attrs.get("inputmode") in ("numeric", "decimal") or kind not in ("text", "search")
        return self._keep(attrs, Field(attrs["name"], kind, values, is_formatted))

    def _read_button(self, attrs: dict[str, str]) -> None:
        if attrs.get("type", "submit") == "submit":
            self._keep(attrs, (attrs.get("name", ""), attrs.get("value", "")))

    def _read_textarea(self, attrs: dict[str, str]) -> None:
        self.writing = Field(attrs.get("name", ""), "textarea", ("",))
        self._keep(attrs, self.writing)

    def _read_select(self, attrs: dict[str, str]) -> None:
        self.writing = Field(attrs.get("name", ""), "select", ())
        self.first_option, self.has_chosen = None, "multiple" in attrs
        self._keep(attrs, self.writing)

    def _read_option(self, attrs: dict[str, str]) -> None:
        if self.writing is None:
            return
        value = attrs.get("value", "")
        if self.first_option is None:
            self.first_option = value
        if "selected" in attrs:
            self._rewrite((*self.writing.values, value))

    def handle_data(self, data: str) -> None:
        if self.writing is not None and self.writing.kind == "textarea":
            self._rewrite((self.writing.values[0] + data,))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = None
        if tag == "textarea" and self.writing is not None:
            self._rewrite((self.writing.values[0].removeprefix("\n"),))
        if tag == "select" and self.writing is not None and not self.writing.values and not self.has_chosen:
            self._rewrite((self.first_option,) if self.first_option is not None else ())
        if tag in ("textarea", "select"):
            self.writing = None

    def _rewrite(self, values: tuple[str, ...]) -> None:
        old, self.writing = self.writing, replace(self.writing, values=values)
        for form in self.forms:
            form.fields = [self.writing if one is old else one for one in form.fields]
        self.waiting = [(name, self.writing if one is old else one) for name, one in self.waiting]

    def _keep(self, attrs: dict[str, str], found: Field | tuple[str, str]) -> None:
        if "form" in attrs:
            self.waiting.append((attrs["form"], found))
        elif self.open is not None:
            _put(self.open, found)

    def close(self) -> None:
        super().close()
        for name, found in self.waiting:
            if name in self.by_id:
                _put(self.by_id[name], found)


def _put(form: Form, found: Field | tuple[str, str]) -> None:
    if isinstance(found, tuple):
        form.has_plain_button |= not found[0]
        form.buttons += [found] if found[0] else []
    elif found.name and found.name != "csrfmiddlewaretoken":
        form.fields.append(found)


def forms_of(page: str) -> list[Form]:
    """All forms of a page, in their order."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    return reader.forms
