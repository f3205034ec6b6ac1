"""The first request of a run: a target that takes not even the plainest is not asked for more."""

from contractkit.errors import TargetError
from contractkit.fuzz.answers import read_answer
from contractkit.fuzz.campaign import Campaign
from contractkit.fuzz.probes import plainest

ELSEWHERE = (404, 405)  # what a server says of a path that it does not know


def greet(campaign: Campaign) -> None:
    """Send the plainest request, and stop the run where the address or the credentials are wrong.

    Raises TargetError where the target asks for credentials and none are known.
    """
    contract, setting = campaign.contract, campaign.setting
    plain = plainest(contract, setting.message)
    exchange = campaign.insist(campaign.sender.send(setting.make_probe("greeting", plain)))
    codes = contract.data["answers"].get("unauthenticated", {}).values()
    if read_answer(contract, exchange.answer).code in codes:
        if not (setting.login.headers or campaign.options.secrets.headers):
            reason = "asks for credentials; give them with --key"
            raise TargetError(campaign.sender.target.url, reason)
        campaign.stopped = "the target does not take these credentials; are they right?"
    elif exchange.answer.status in ELSEWHERE:
        campaign.stopped = f"it answers HTTP {exchange.answer.status}; is the URL right?"
    campaign.handle(exchange)
