"""A section of a page of pictures."""

from dataclasses import dataclass

from common.pictures import Picture


@dataclass(frozen=True, kw_only=True)
class Section:
    """A heading, pictures under it, and where wanted a sentence before them or a way on."""

    key: str
    title: str
    pictures: tuple[Picture, ...]
    text: str = ""
    address: str = ""
    link: str = ""
