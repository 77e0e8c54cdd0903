"""The chapters in order."""

from .blocks import Document
from .chapters import answer, bad_day, compared, configuration, cost, day, energy, evidence, flows, land, limits, omitted, people
from .dossier import Dossier
from .say import Say

ORDER = (answer, configuration, flows, day, limits, compared, land, people, energy, cost, bad_day, omitted, evidence)


def compose(it: Dossier, lang: str = "en") -> Document:
    """Return the report of a dossier in a language, `en` or `zh`; chapters that have nothing to say are left out."""
    say = Say(lang)
    chapters = [chapter for each in ORDER if (chapter := each.chapter(it, say)).blocks]
    title = say("Report on a parcel sorting hub", "快递分拨中心仿真评估报告")
    foot = say("hubsim, model {model}, digest {digest}", "hubsim，模型 {model}，摘要 {digest}").format(model=it.origin["model"], digest=it.run.digest)
    return Document(lang, title, it.run.title, foot, chapters)
