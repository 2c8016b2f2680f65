"""What people are told, as one line on the page and as mail."""

from collections.abc import Iterable
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from marketplace.models import Claim, Notice, Report, SpokenAnswer, Symbiosis
from marketplace.wording.missing import missing_fact_text

Code = Notice.Code


class Link(NamedTuple):
    """A further link of a mail: what it does, or leads to, and its address."""

    does: str
    address: str


# Code → one line for the page and the mail's subject, and what to do. Values come with the notice.
_LINES = {
    Code.SYMBIOSIS_SUGGESTED: gettext_lazy("A coordinator suggests a partner for “%(title)s”."),
    Code.FIRMS_INTRODUCED: gettext_lazy("Everybody said yes: names and contacts are open."),
    Code.SYMBIOSIS_ENDED: gettext_lazy("One firm said no: nothing comes of this suggestion."),
    Code.STAGE_MOVED: gettext_lazy("The symbiosis about “%(title)s” is now at: %(stage)s."),
    Code.CONSENT_RENEWED: gettext_lazy("A fact has changed: we ask you once more about “%(title)s”."),
    Code.ANSWER_WRITTEN: gettext_lazy("%(name)s wrote down your firm's answer about “%(title)s”: %(said)s."),
    Code.STEP_DUE: gettext_lazy("Time for the next step with “%(title)s”: %(step)s"),
    Code.HANDED_OVER: gettext_lazy("%(name)s has handed a symbiosis over to you: “%(title)s”."),
    Code.FACT_ASKED: gettext_lazy("A coordinator asks about “%(title)s”: %(fact)s."),
    Code.LAW_FACT_ASKED: gettext_lazy("A question about “%(title)s”: %(fact)s"),
    Code.INTEREST_ANSWERED: gettext_lazy("A coordinator has looked at what you asked about, beside “%(title)s”."),
    Code.CLAIM_ASKED: gettext_lazy("%(name)s wants to join %(firm)s."),
    Code.CLAIM_ANSWERED: gettext_lazy("Your request to join %(firm)s is answered: %(answer)s."),
    Code.COLLEAGUE_INVITED: gettext_lazy("%(name)s invites you to %(firm)s on Materialtorget."),
    Code.FIRM_VERIFIED: gettext_lazy("%(firm)s is verified: you can be introduced to others."),
    Code.FIRM_WAITS: gettext_lazy("%(firm)s waits for verification."),
    Code.STILL_TRUE: gettext_lazy("Is “%(title)s” still true?"),
    Code.LISTING_EXPIRED: gettext_lazy("“%(title)s” has expired."),
    Code.LISTING_REPORTED: gettext_lazy("A listing was reported: “%(title)s”."),
    Code.REPORT_RECEIVED: gettext_lazy("Your report has come in: a coordinator looks at it."),
    Code.REPORT_DECIDED: gettext_lazy("Your report is decided, the listing is %(decision)s. Reasons: %(reasons)s"),
    Code.STATEMENT_ASKED: gettext_lazy("Is this right? %(name)s wrote down what %(firm)s has and needs."),
    Code.STATEMENT_REMINDED: gettext_lazy("We still wait: is this right for %(firm)s?"),
    Code.STATEMENT_ANSWERED: gettext_lazy("%(firm)s has answered what you wrote after the call."),
    Code.STATEMENT_LAPSED: gettext_lazy("%(firm)s never confirmed what you wrote after the call."),
    Code.LISTING_CORRECTED: gettext_lazy("%(name)s, coordinator, has corrected “%(title)s”."),
    Code.SEARCH_FOUND: gettext_lazy("New for your search “%(name)s”: %(number)d"),
    Code.SEARCHES_FOUND: gettext_lazy("New for %(searches)d of your searches: %(number)d"),
    Code.LISTING_TAKEN_DOWN: gettext_lazy("“%(title)s” was withdrawn after a report. Reasons: %(reasons)s"),
}
_WHAT_TO_DO = {
    Code.SYMBIOSIS_SUGGESTED: gettext_lazy(
        "See who it could be, without names, and answer yes or no. Names open when both have said yes."
    ),
    Code.FIRMS_INTRODUCED: gettext_lazy("You find the contact on the page. Call soon, while it is fresh."),
    Code.SYMBIOSIS_ENDED: gettext_lazy("Your listing stays on the market, and we keep looking."),
    Code.STAGE_MOVED: gettext_lazy("The page shows the way so far, and whom to call if you see it otherwise."),
    Code.CONSENT_RENEWED: gettext_lazy("Material, amount, price or place is different now. Look and answer again."),
    Code.ANSWER_WRITTEN: gettext_lazy("It counts after two minutes. If it is wrong, call your coordinator at once."),
    Code.STEP_DUE: gettext_lazy("When it is done, write down what was said and what comes next."),
    Code.HANDED_OVER: gettext_lazy(
        "Everything is kept: the log, the files, the barriers. Read it, then call the firms."
    ),
    Code.FACT_ASKED: gettext_lazy("Add it to your listing: the answer could find you a partner."),
    Code.LAW_FACT_ASKED: gettext_lazy("One answer: it decides which papers the law asks for."),
    Code.INTEREST_ANSWERED: gettext_lazy("Your page shows the answer. Your listing stays on the market."),
    Code.CLAIM_ASKED: gettext_lazy("Say yes only if you know that this person works there."),
    Code.CLAIM_ANSWERED: gettext_lazy("Log in to go on."),
    Code.COLLEAGUE_INVITED: gettext_lazy("Follow the link within 14 days to join."),
    Code.FIRM_VERIFIED: gettext_lazy("There is nothing you need to do."),
    Code.FIRM_WAITS: gettext_lazy("Check who it is, then verify it."),
    Code.STILL_TRUE: gettext_lazy("One click keeps it on the market. Without an answer it expires in four weeks."),
    Code.LISTING_EXPIRED: gettext_lazy("Publish it again if you still have or need it."),
    Code.LISTING_REPORTED: gettext_lazy("Look at it, and hide it or leave it."),
    Code.REPORT_RECEIVED: gettext_lazy("A person decides, no machine. You are told the decision and its reasons."),
    Code.REPORT_DECIDED: gettext_lazy(
        "If you think this is wrong, write to the contact point: somebody else looks at it anew. Courts are open too."
    ),
    Code.STATEMENT_ASKED: gettext_lazy(
        "The link below shows it: confirm, correct or refuse, without a password. Until then it is marked as "
        "unconfirmed and names nobody. Without an answer in 30 days it is paused."
    ),
    Code.STATEMENT_REMINDED: gettext_lazy(
        "Confirm, correct or refuse by the link below. Without an answer it is paused 30 days after we first asked."
    ),
    Code.STATEMENT_ANSWERED: gettext_lazy("See what it confirmed, corrected or refused."),
    Code.STATEMENT_LAPSED: gettext_lazy("Its listings are paused. Call once more, and send a new link."),
    Code.LISTING_CORRECTED: gettext_lazy("The page shows what is different now. Change it back if it is wrong."),
    Code.SEARCH_FOUND: gettext_lazy(
        "No listing comes twice. Post your side of it, and a coordinator helps you further."
    ),
    Code.SEARCHES_FOUND: gettext_lazy(
        "No listing comes twice. Post your side of it, and a coordinator helps you further."
    ),
    Code.LISTING_TAKEN_DOWN: gettext_lazy(
        "If you think this is wrong, write to the contact point: somebody else looks at it anew. Courts are open too."
    ),
}


def notice_line(notice: Notice) -> str:
    """Return a notice as one line."""
    values = dict(notice.values)
    if "fact" in values:
        values["fact"] = missing_fact_text(values["fact"])
    if "stage" in values:
        values["stage"] = Symbiosis.Stage(values["stage"]).label
    if "said" in values:
        values["said"] = SpokenAnswer.Said(values["said"]).label
    if "decision" in values:
        values["decision"] = Report.State(values["decision"]).label
    if values.get("answer") in Claim.State.values:  # notices from before kept the word itself
        values["answer"] = Claim.State(values["answer"]).label
    return _one_line(str(_LINES[Code(notice.code)]) % values)


def notice_help(notice: Notice) -> str:
    """Return what a notice's reader can do."""
    return str(_WHAT_TO_DO[Code(notice.code)])


def notice_mail(notice: Notice, *, base_url: str, links: Iterable[Link] = ()) -> tuple[str, str]:
    """Return subject and text of a notice's mail. links: further ones, in this order."""
    line, path = notice_line(notice), f"{base_url}{notice.path}"
    greeting = _("Hello %(name)s") % {"name": notice.user.get_short_name()} if notice.user else _("Hello")
    greeting = _one_line(greeting)
    further = "".join(f"\n{_one_line(link.does)}\n{link.address}\n" for link in links)
    way = _("Open the page:")
    closing = _("Materialtorget – one firm's residue becomes another's resource")
    body = f"{greeting},\n\n{line}\n{notice_help(notice)}\n{further}\n{way}\n{path}\n\n--\n{closing}\n"
    return line, body


def _one_line(text: str) -> str:
    """Return a text without line breaks: one in a title or a name would end the head of a mail, or look like ours."""
    return " ".join(text.splitlines())
