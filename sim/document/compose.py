"""The chapters in order."""

from typing import Any

from sim.results.folder import Refused
from sim.results.printable import printable

from .blocks import Document
from .chapters import answer, bad_day, compared, configuration, cost, day, energy, evidence, flows, land, limits, omitted, people
from .dossier import Dossier
from .say import Say
from .studies import answer as study_answer
from .studies import design, failed, found, matters
from .studies import evidence as study_evidence
from .studies.findings import Findings

ORDER = (answer, configuration, flows, day, limits, compared, land, people, energy, cost, bad_day, omitted, evidence)
OF_STUDY = (study_answer.chapter, design.chapter, found.chapter, matters.chapter, failed.chapter, omitted.of_study, study_evidence.chapter)


def compose(it: Dossier, lang: str = "en") -> Document:
    """Return the report of a dossier in a language, `en` or `zh`; chapters that have nothing to say are left out.

    Raises Refused for records that are not those of this version.
    """
    say = Say(lang)
    try:
        chapters = [chapter for each in ORDER if (chapter := each.chapter(it, say)).blocks]
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as fault:
        what = f"{', '.join(each.place for each in (it, *it.others))}: these are no records of this version of hubsim ({type(fault).__name__}: {fault})"
        raise Refused(printable(f"{what}; ask for them again into a new folder")) from fault
    title = say("Report on a parcel sorting hub", "快递分拨中心仿真评估报告")
    foot = say("hubsim, model {model}, digest {digest}", "hubsim，模型 {model}，摘要 {digest}").format(model=it.origin["model"], digest=it.run.digest)
    return Document(lang, title, it.run.title, foot, chapters)


def compose_study(record: dict[str, Any], lang: str = "en") -> Document:
    """Return the report of a study from its record (`sim.experiment.account.report_record`) in a language, `en` or `zh`."""
    say = Say(lang)
    it = Findings(record, say)
    chapters = [made for chapter in OF_STUDY if (made := chapter(it)).blocks]
    title = say("Report on a study of a parcel sorting hub", "快递分拨中心仿真研究报告")
    foot = say("hubsim, model {model}, digest {digest}", "hubsim，模型 {model}，摘要 {digest}").format(model=record["model"], digest=record["digest"])
    return Document(lang, title, it.title, foot, chapters)
