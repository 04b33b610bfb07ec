"""Settings from context: both forms of every value, and the one line of every error."""

import json
from collections.abc import Mapping
from dataclasses import fields
from decimal import Decimal
from typing import Final

import pytest

from gas_notifier.settings.setting import RULE_SETTINGS, SETTINGS
from gas_notifier.settings.settings import Settings, SettingsError
from gas_notifier.settings.subscriber import Subscriber
from gas_prices.regions import REGIONS
from gas_prices.rule import Rule

Context = Mapping[str, object]

ALLOWED: Final = f"allowed is all, or any of these, with commas between: {', '.join(REGIONS)}"
LIKE_A_SUBSCRIBER: Final = '{"email": "you@example.com", "regions": "albany, utica"}'
FEEDS: Final = ("https://feed.example/a.json", "http://127.0.0.1:8080/b.json")
TYPED: Final[Context] = {
    "email": ["you@example.com", "me@example.com"],
    "subscribers": [{"email": "she@example.com", "regions": ["utica"]}],
    "regions": ["buffalo", "utica"],
    "min_drop_cents": 5,
    "below": 3.25,
    "lowest_in_weeks": 8,
    "record": "drops",
    "quiet_weeks": 9,
    "fuel": "diesel",
    "schedule": "cron(0 9 * * ? *)",
    "time_zone": "Europe/Berlin",
    "feed_url": [*FEEDS],
    "tank_gallons": 13.5,
    "alarm_email": "ops@example.com",
    "retain_data": True,
    "api": "read-write",
    "kinesis": True,
    "replica_regions": ["us-east-2", "eu-west-1"],
    "stack_name": "Diesel",
}
AS_TEXT: Final[Context] = {
    **{name: f" {value} " for name, value in TYPED.items()},
    "email": json.dumps(TYPED["email"]),
    "subscribers": '[{"email": "she@example.com", "regions": "utica"}]',
    "regions": "buffalo, utica, buffalo",
    "replica_regions": "us-east-2, eu-west-1,us-east-2",
    "schedule": " cron( 0  9 * * ?  * ) ",
    "feed_url": ",".join(FEEDS),
}


@pytest.mark.parametrize("context", [TYPED, AS_TEXT], ids=["JSON types", "text"])
def test_every_key_is_read(context: Context) -> None:
    assert Settings.from_context(context) == Settings(
        email=("you@example.com", "me@example.com"),
        subscribers=(Subscriber("she@example.com", ("utica",)),),
        rule=Rule(("buffalo", "utica"), 5, Decimal("3.25"), 8, "drops", quiet_weeks=9),
        fuel="diesel",
        schedule="cron(0 9 * * ? *)",
        time_zone="Europe/Berlin",
        feed_url=FEEDS,
        tank_gallons=Decimal("13.5"),
        alarm_email="ops@example.com",
        retain_data=True,
        api="read-write",
        kinesis=True,
        replica_regions=("us-east-2", "eu-west-1"),
        stack_name="Diesel",
    )


def test_a_fuel_has_a_feed_of_its_own_unless_another_is_set() -> None:
    settings = Settings.from_context({"fuel": "diesel"})
    assert settings.feed_url == ("https://data.ny.gov/resource/dtfv-pchi.json",)
    assert settings.to_context() == {"fuel": "diesel"}


@pytest.mark.parametrize("nothing", [None, "", [], "none"])
def test_null_and_empty_values_count_as_not_given(nothing: object) -> None:
    assert Settings.from_context(dict.fromkeys(TYPED, nothing)) == Settings()


def test_all_stands_for_every_region() -> None:
    assert Settings.from_context({"regions": "all"}).rule.regions == tuple(REGIONS)


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("api", "write", "'write' must be off, read or read-write"),
        ("kinesis", "yes", "'yes' must be 1 or 0, or true or false"),
        ("replica_regions", "us-east-9", "is not a region of AWS; did you mean 'us-east-2'?"),
        ("replica_regions", "Utica", "'Utica' is not a region of AWS such as us-east-2"),
        ("email", "you", "'you' is not an e-mail address such as you@example.com"),
        ("email", "a@example.com,,", "'a@example.com,,' has an empty item: is there a comma too"),
        ("email", "[a@example.com", "'[a@example.com' must be text, with commas between, or a"),
        ("email", "a@localhost", "'a@localhost' is not an e-mail address such as you@example.com"),
        ("email", "é@example.com", "'é@example.com' is not an e-mail address such as "),
        ("email", f"{'a' * 64}@{'b.' * 95}example", "is not an e-mail address such as "),
        ("email", f"{'a' * 65}@example.com", "is not an e-mail address such as "),
        ("email", "a..b@example.com", "'a..b@example.com' is not an e-mail address such as "),
        ("email", ".a@example.com", "'.a@example.com' is not an e-mail address such as "),
        ("email", "a.@example.com", "'a.@example.com' is not an e-mail address such as "),
        ("email", "a@b.example; c@d.example", "has more than one address: commas go between them"),
        ("email", "a@1.2.3.4", "'a@1.2.3.4' is not an e-mail address such as you@example.com"),
        ("email", "a@example.c", "'a@example.c' is not an e-mail address such as you@example.com"),
        ("email", 5, "5 must be text, with commas between, or a list of texts"),
        ("email", ["a@example.com", 5], "['a@example.com', 5] must be text, with commas between"),
        ("alarm_email", "a@example.com,b@example.com", "'a@example.com,b@example.com' is not an "),
        ("alarm_email", 5, "5 is not an e-mail address such as you@example.com"),
        ("regions", "New York City", "is not a region; did you mean 'new_york_city'?"),
        ("regions", "westchester", "'westchester' is not a region; take 'white_plains' for it"),
        ("regions", "yonkrs", "'yonkrs' is not a region; for 'yonkers', take 'white_plains'"),
        ("regions", "new york", "the state is 'new_york_state', the city 'new_york_city'"),
        ("regions", "Boston", f"'Boston' is not a region; {ALLOWED}"),
        ("regions", "all,utica", "'all' is for every region: all stands alone, in small letters"),
        ("regions", "ALL", "'ALL' is for every region: all stands alone, in small letters"),
        ("regions", ["utica", " "], "['utica', ' '] has an empty item: is there a comma too"),
        ("min_drop_cents", "-1", "'-1' is not a whole number of cents, 0 to 1400"),
        ("min_drop_cents", 1401, "1401 is not a whole number of cents, 0 to 1400"),
        ("min_drop_cents", 2.5, "2.5 is not a whole number of cents, 0 to 1400"),
        ("min_drop_cents", True, "True is not a whole number of cents, 0 to 1400"),
        ("min_drop_cents", "٣", "'٣' is not a whole number of cents, 0 to 1400"),
        ("below", "$3", "'$3' is not a number of dollars, 1.00 to 15.00 with at most 3 decimals"),
        ("below", 0.99, "0.99 is not a number of dollars, 1.00 to 15.00"),
        ("below", "15.01", "'15.01' is not a number of dollars, 1.00 to 15.00"),
        ("below", "3.0001", "'3.0001' is not a number of dollars, 1.00 to 15.00"),
        ("below", True, "True is not a number of dollars, 1.00 to 15.00"),
        ("lowest_in_weeks", "0", "'0' is not a whole number of weeks, 1 to 52"),
        ("lowest_in_weeks", 53, "53 is not a whole number of weeks, 1 to 52"),
        ("min_rise_cents", "0", "'0' is not a whole number of cents, 1 to 1400"),
        ("min_rise_cents", 1401, "1401 is not a whole number of cents, 1 to 1400"),
        ("quiet_weeks", "3", "'3' is not a whole number of weeks, 4 to 52"),
        ("quiet_weeks", 53, "53 is not a whole number of weeks, 4 to 52"),
        ("record", ["drops"], "['drops'] must be every-week or drops"),
        ("record", "drops\nTraceback", r"'drops\nTraceback' must be every-week or drops"),
        ("fuel", "petrol", "'petrol' must be gasoline or diesel"),
        ("schedule", 5, "'5' cannot be the schedule: allowed are cron("),
        ("time_zone", "EDT", "'EDT' is not an IANA time zone; did you mean 'America/New_York'?"),
        ("time_zone", "berlin", "is not an IANA time zone; did you mean 'Europe/Berlin'?"),
        ("time_zone", "America/NewYork", "time zone; did you mean 'America/New_York'?"),
        ("time_zone", "Factory", "is not an IANA time zone; New York's is 'America/New_York'"),
        ("feed_url", "http://localhost.example.com/", "must be an https address, or an http one"),
        ("feed_url", "http://10.0.0.1/", "must be an https address, or an http one on loopback"),
        ("feed_url", "https:///path", "must be an https address, or an http one on loopback"),
        ("feed_url", "https://feed.example:99999/", "is not an address: Port out of range 0-65535"),
        ("feed_url", "https://feed.example:0/", "is not an address: there is no port 0"),
        ("feed_url", "https://me:secret@feed.example/", "must be without a user's name"),
        ("feed_url", "https://feed.example/a b", "has a blank in it, or a letter that no address"),
        ("feed_url", "ftp://127.0.0.1/a", "must be an https address, or an http one on loopback"),
        ("feed_url", "https://a.example/, https://a.example/", "has the same address twice"),
        ("feed_url", "https://data.ny.gov/d/nqur-w4p7", "y.gov/resource/nqur-w4p7.json"),
        ("tank_gallons", "0", "'0' is not a number of gallons, 1 to 200 with at most 2 decimals"),
        ("tank_gallons", 201, "201 is not a number of gallons, 1 to 200 with at most 2 decimals"),
        ("retain_data", "yes", "'yes' must be 1 or 0, or true or false"),
        ("retain_data", 2, "2 must be 1 or 0, or true or false"),
        ("stack_name", "my_stack", "'my_stack' is not a name of letters, digits and hyphens"),
        ("stack_name", "CDKToolkit", "'CDKToolkit' is not a name of letters, digits and hyphens"),
        ("subscribers", "you@example.com", "'you@example.com' must be a JSON list"),
        ("subscribers", {"email": "a@example.com"}, "'a@example.com'} must be a JSON list"),
        ("subscribers", ["a@example.com"], f"'a@example.com' must be like {LIKE_A_SUBSCRIBER}"),
        ("subscribers", [{"email": "a@example.com"}], "{'email': 'a@example.com'} must be like "),
        ("subscribers", [{"email": "a", "regions": []}], f"[]}} must be like {LIKE_A_SUBSCRIBER}"),
        ("subscribers", [{"email": "a", "regions": "utica"}], "'a' is not an e-mail address"),
        ("subscribers", [{"email": "a@b.us", "regions": "ithica"}], "'ithica' is not a region"),
    ],
)
def test_a_wrong_value_is_an_error_of_one_line(key: str, value: object, message: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_context({key: value})
    text = str(raised.value)
    assert text.startswith(f"{key}: ")
    assert message in text
    assert "\n" not in text


@pytest.mark.parametrize("address", ["a.b+c@mail.example.com", "o'neil@xn--bcher-kva.example"])
def test_an_address_that_mail_servers_take(address: str) -> None:
    assert Settings.from_context({"email": address}).email == (address,)


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:8080/feed.json",
        "http://127.8.9.1/feed.json",
        "http://[::1]:8080/feed.json",
        "https://192.168.0.7/feed.json",
        "https://feed.example:8443/feed.json?$$app_token=abc",
    ],
)
def test_a_feed_is_read_over_https_or_from_this_machine(url: str) -> None:
    assert Settings.from_context({"feed_url": url}).feed_url == (url,)


def _email(count: int) -> list[str]:
    return [f"e{number}@example.com" for number in range(count)]


def _subscribers(count: int) -> list[Context]:
    return [{"email": f"s{number}@example.com", "regions": "utica"} for number in range(count)]


def test_as_much_as_is_allowed() -> None:
    most = {
        "subscribers": _subscribers(200),
        "email": _email(200),
        "feed_url": f"https://feed.example/{'a' * 2979}",
        "min_drop_cents": 1400,
        "min_rise_cents": "1400",
        "below": "15.00",
    }
    settings = Settings.from_context(most)
    assert len(settings.readers) == 400
    assert settings.rule.min_rise_cents == 1400


@pytest.mark.parametrize(
    ("context", "message"),
    [
        (
            {"feed_url": "https://data.ny.gov/resource/dtfv-pchi.json"},
            (
                "feed_url: 'https://data.ny.gov/resource/dtfv-pchi.json' has the prices of diesel, "
                "but fuel is gasoline, whose data set is nqur-w4p7"
            ),
        ),
        (
            {"fuel": "diesel", "feed_url": "https://data.ny.gov/resource/wuxr-ni2i.json"},
            (
                "feed_url: 'https://data.ny.gov/resource/wuxr-ni2i.json' has the prices of "
                "gasoline, but fuel is diesel, whose data set is dtfv-pchi"
            ),
        ),
        (
            {"feed_url": f"https://feed.example/{'a' * 2980}"},
            "feed_url: 3001 characters are too many; a function's environment has room for 3000",
        ),
        (
            {"email": "you@example.com,You@Example.com"},
            (
                "email, subscribers: 'you@example.com' is there 2 times; "
                "an address is allowed once, in one of the two"
            ),
        ),
        (
            {"email": "s0@example.com", "subscribers": _subscribers(1)},
            (
                "email, subscribers: 's0@example.com' is there 2 times; "
                "an address is allowed once, in one of the two"
            ),
        ),
        (
            {"subscribers": _subscribers(201)},
            "subscribers: 201 are too many; one SNS topic takes 200 filter policies",
        ),
        (
            {"subscribers": _subscribers(1), "email": _email(400)},
            (
                "email, subscribers: 401 addresses are too many; one stack takes 400, "
                "and any number more can be subscribed to its topic by hand"
            ),
        ),
        (
            {"record": "drops", "min_rise_cents": 5},
            (
                "min_rise_cents: 5 is not allowed with record: drops, the article's rule, which "
                "never hears of a rise; every-week is"
            ),
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_does_not_go_together_or_is_too_much_is_refused(
    context: Context, message: str
) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_context(context)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("misspelt", "meant"),
    [
        ("emails", "email"),
        ("mail", "email"),
        ("Email", "email"),
        ("min-drop", "min_drop_cents"),
        ("minDropCents", "min_drop_cents"),
        ("tank", "tank_gallons"),
        ("DROP", "min_drop_cents"),
        ("alarm", "alarm_email"),
    ],
)
def test_a_misspelt_key_is_an_error_that_names_the_right_one(misspelt: str, meant: str) -> None:
    with pytest.raises(SettingsError) as raised:
        Settings.from_context({misspelt: "x"})
    assert str(raised.value) == f"{misspelt!r} is not a setting; did you mean {meant!r}?"


def test_keys_that_are_not_ours_pass() -> None:
    foreign = (
        "@aws-cdk/core:newStyleStackSynthesis",
        "aws-cdk:enableDiffNoFail",
        "availability-zones:account=1:region=us-east-1",
        "@my/regions",
        "cli-telemetry",
        "stage",
        "base_url",
        "opt_in",
    )
    assert Settings.from_context(dict.fromkeys(foreign, True)) == Settings()


@pytest.mark.parametrize(
    ("context", "warnings"),
    [
        ({}, {"no-address": "nobody gets a mail: set email, as in -c email=you@example.com"}),
        (
            {"email": "a@example.com", "feed_url": "http://localhost/"},
            {
                "loopback-feed": "feed_url: http://localhost/ is on this machine, "
                "which no function on AWS can reach"
            },
        ),
        (
            {
                "regions": "utica",
                "subscribers": [
                    {"email": "a@example.com", "regions": "albany, utica"},
                    {"email": "b@example.com", "regions": "albany"},
                ],
            },
            {
                "unwatched-region": "subscribers wait for albany, of which no notice will ever "
                "tell: add what is to be watched to regions"
            },
        ),
        ({"email": "you@example.com"}, {}),
        ({"regions": "utica", "subscribers": _subscribers(1)}, {}),
    ],
)
def test_what_is_hardly_meant_is_a_warning(context: Context, warnings: Mapping[str, str]) -> None:
    assert Settings.from_context(context).warnings == warnings


def test_every_setting_is_a_field_of_the_settings_or_of_their_rule() -> None:
    own = [field.name for field in fields(Settings) if field.name != "rule"]
    assert sorted([*own, *RULE_SETTINGS]) == sorted(SETTINGS)


@pytest.mark.parametrize("context", [{}, TYPED], ids=["nothing set", "everything set"])
def test_settings_can_be_written_down_and_read_again(context: Context) -> None:
    settings = Settings.from_context(context)
    written = settings.to_context()
    assert written.keys() == context.keys()
    assert Settings.from_context(json.loads(json.dumps(written))) == settings
