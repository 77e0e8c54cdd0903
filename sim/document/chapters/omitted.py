"""What the model leaves out, in general and in this scenario."""

from ..blocks import Chapter, Points
from ..dossier import Dossier
from ..say import Say
from ..studies.findings import Findings

TITLE = "What the model leaves out", "模型未考虑的内容"
NO_CREWS = "In this scenario no crews are named: there are always people enough.", "本场景未设班组：人员始终充足。"
NO_PROMISES = "In this scenario no departures are promised: nothing can be late.", "本场景未承诺班次：不存在误班。"


def chapter(it: Dossier, say: Say) -> Chapter:
    """Return the list; what this scenario could say and does not is found in the run."""
    run, points = it.run, general(say)
    if not run.elements["down_s"].sum():
        points.append(say("In the run shown no machine fails.", "所示仿真中设备未发生故障。"))
    if not it.origin["crews"]:
        points.append(say(*NO_CREWS))
    if not run.promised:
        points.append(say(*NO_PROMISES))
    if not it.verdict and not it.several:
        points.append(say("One replication: chance is not told apart from what the configuration does.", "单次仿真：未区分随机波动与方案本身的影响。"))
    return Chapter(say(*TITLE), [Points(points)])


def of_study(it: Findings) -> Chapter:
    """Return the list for a study, of which no single run is at hand."""
    say = it.say
    points = general(say)
    points += [] if it.record["crews"] else [say(*NO_CREWS)]
    points += [] if it.record["departures"] else [say(*NO_PROMISES)]
    words = "Between the points that were tried, and beyond the ranges of the factors, nothing was simulated.", "各点之间以及因素取值范围之外未作仿真。"
    return Chapter(say(*TITLE), [Points([*points, say(*words)])])


def general(say: Say) -> list[str]:
    """Return what is left out of every scenario."""
    return [
        say(
            "Floor plan: land is reckoned from numbers of places and areas of machines, not "
            "from a drawing; soil, foundations, slopes and the shape of a plot are not in it.",
            "平面布置：用地由车位数与设备面积推算，不依据图纸；未考虑地质、基础、坡度与地块形状。",
        ),
        say(
            "Parcels are not lost or damaged; they are opened only at desks of the scenario; sizes and weights matter only where it gives classes.",
            "不考虑丢失与破损；仅在场景设有开箱岗位时开箱；仅在场景给出类别时考虑尺寸与重量。",
        ),
        say(
            "Vehicles, their drivers, fuel, power and chargers are not in the cost of a parcel; the CO2 of vehicles is in that of the hub.",
            "车辆、驾驶员、燃料、充电及充电设施不计入单件成本；车辆的二氧化碳计入场地排放。",
        ),
        say(
            "Work that no crew of the scenario does is counted only at machines that need people by the catalogue; changing bags at chutes is not.",
            "未设班组的作业仅按设备目录的用工计入；格口换包等作业未计入。",
        ),
        say("Weather, and traffic beyond the gate but for roads that the scenario names.", "不考虑天气，以及场景所列道路之外的场外交通。"),
        say("Computers and networks never fail, unless an event stops what hangs on them.", "信息系统不会中断，除非由事件设定。"),
        say("Prices, wages and the carbon of the grid stay as entered over all years of the annuity.", "价格、工资与电网排放因子在年金期内保持不变。"),
        say("Fire, evacuation and other safety of people are not assessed; fire lanes enter as area only.", "不评估消防、疏散等人身安全；消防车道仅计面积。"),
    ]
