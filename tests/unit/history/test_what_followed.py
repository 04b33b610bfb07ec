"""What followed, counted from few weeks; of all of them, the mails' own tests have every figure."""

from gas_notifier.history import price_history
from gas_notifier.history.what_followed import counts_module
from gas_prices.credible import judge


def test_what_was_met_fewer_than_twenty_times_is_left_out() -> None:
    weeks = sorted(price_history.recorded().rows, key=lambda row: row.week)[-100:]
    lines = counts_module({"gasoline": judge(weeks)}).splitlines()[6:-1]
    cases = [int(line.split()[0]) for line in lines if " " in line]
    assert 20 <= min(cases) < 40
    assert "" in lines
