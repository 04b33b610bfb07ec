"""`count`: what followed each recorded price, written where mails and documents take it from."""

from collections.abc import Sequence
from typing import Final

from gas_notifier import REPOSITORY
from gas_notifier.commands.options import Options
from gas_notifier.history import price_history
from gas_notifier.history.what_followed import counts_module, decision
from gas_prices.credible import judge
from gas_prices.fuels import FUELS

COUNTS: Final = REPOSITORY / "lambda/gas_prices/counts.py"
DECISION: Final = REPOSITORY / "docs/decisions/what-followed.md"

OPTIONS: Final = Options("count", "Counts again what followed each recorded price.")


def main(arguments: Sequence[str]) -> int:
    """Run the command, and return its exit status."""
    OPTIONS.read(arguments)
    weeks = {slug: judge(price_history.recorded(fuel).rows) for slug, fuel in FUELS.items()}
    COUNTS.write_text(counts_module(weeks), encoding="utf-8")
    text = decision(DECISION.read_text(encoding="utf-8"), weeks)
    DECISION.write_text(text, encoding="utf-8")
    return 0
