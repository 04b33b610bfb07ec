"""The link in AWS's mail, as mail programs hand it out: `gas_notifier.aws.confirmation`."""

from urllib.parse import quote

import pytest

from gas_notifier.aws.confirmation import Link, LinkError, read_link

TOPIC = "arn:aws:sns:eu-west-1:123456789012:GasNotifier-NoticesTopic898AF2CD-Ab_c"
TOKEN = "2336412f37fb687f5d51e6e241d09c805a5a57b30d712f794cc5f6a988666d92"  # noqa: S105 - made up
LINK = (
    f"https://sns.eu-west-1.amazonaws.com/confirmation.html?TopicArn={TOPIC}"
    f"&Token={TOKEN}&Endpoint=you@example.com"
)
PROOFPOINT = "https://urldefense.proofpoint.com/v2/url?u={}&d=DwMFaQ&c=x"


def proofpoint(link: str) -> str:
    """Return a link as the second version of Proofpoint's scanner writes it."""
    encoded = quote(link.replace("-", "%2D").replace("_", "%5F"), safe="/:%")
    return PROOFPOINT.format(encoded.replace("/", "_").replace("%25", "%").replace("%", "-"))


@pytest.mark.parametrize(
    "text",
    [
        LINK,
        f"  {LINK}\n",
        f"<{LINK}>",
        LINK.replace("&", "&amp;"),
        f"{LINK[:70]}\n{LINK[70:140]}\r\n    {LINK[140:]}",
        f"{LINK[:75]}=\n{LINK[75:]}",
        quote(LINK, safe=""),
        f"https://eur01.safelinks.protection.outlook.com/?url={quote(LINK, safe='')}&data=05%7C",
        f"https://urldefense.com/v3/__{LINK}__;!!abc!def$",
        f"https://scan.example/?u={quote('https://other.example/?u=' + quote(LINK, safe=''))}",
        proofpoint(LINK),
    ],
    ids=[
        *("as it is", "blanks", "brackets", "HTML", "lines", "quoted-printable", "encoded"),
        *("Safe Links", "Proofpoint 3", "two scanners", "Proofpoint 2"),
    ],
)
def test_it_is_read_however_it_is_mangled(text: str) -> None:
    assert read_link(text) == Link(
        TOPIC, "eu-west-1", "123456789012", TOPIC.rpartition(":")[2], TOKEN
    )


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.com/",
        LINK.replace("Token", "SubscriptionArn"),
        LINK.replace("TopicArn", "Topic"),
        LINK.replace("arn:aws:sns", "arn:aws:sqs"),
    ],
)
def test_what_is_no_such_link_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(LinkError, match=r"^this is no link that confirms a subscription; "):
        read_link(text)
