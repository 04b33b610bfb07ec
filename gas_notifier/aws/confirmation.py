"""The link in AWS's mail to a new reader: read however a mail program has mangled it."""

import html
import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

_TOPIC: Final = re.compile(r"TopicArn=(arn:aws[a-z-]*:sns:([a-z0-9-]+):([0-9]{12}):([\w-]{1,256}))")
_TOKEN: Final = re.compile(r"[?&]Token=([0-9A-Za-z-]{8,})")
# A scanner that rewrites a link which another has rewritten is met; more are not.
_MOST_WRAPPINGS: Final = 4


class LinkError(ValueError):
    """What was given is no link that confirms a subscription."""


@dataclass(frozen=True)
class Link:
    """The parts of a link: what is to be confirmed, and the secret that confirms it."""

    topic_arn: str
    region: str
    account: str
    topic_name: str
    token: str


def read_link(text: str) -> Link:
    """Return the parts of a link, copied from any mail program.

    It may be broken over lines, percent-encoded, or wrapped by a mail scanner into a link of its
    own. Raises LinkError when it is none.
    """
    # Quoted-printable ends a broken line with an equals sign; a link has no blank.
    unbroken = re.sub(r"\s+", "", re.sub(r"=\r?\n", "", text.strip()))
    if "urldefense.proofpoint.com/v2" in unbroken:
        unbroken = unbroken.replace("-", "%").replace("_", "/")
    for _ in range(_MOST_WRAPPINGS):
        unbroken = html.unescape(unbroken)
        topic, token = _TOPIC.search(unbroken), _TOKEN.search(unbroken)
        if topic and token:
            arn, region, account, name = topic.groups()
            return Link(arn, region, account, name, token[1])
        unbroken = unquote(unbroken)
    raise LinkError(
        "this is no link that confirms a subscription; it begins with https://sns. and has "
        "TopicArn= and Token= in it"
    )
