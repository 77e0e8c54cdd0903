"""The headings of an operator's table of vehicles: which column is which, in English and in Chinese."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from .problems import Place, Problem, did_you_mean, error, short

HEADINGS: dict[str, tuple[str, ...]] = {
    "vehicle": tuple(
        "vehicle vehicle_id vehicle_no truck truck_id truck_no plate plate_no license_plate licence_plate trip trip_id trip_no"
        " 车辆 车牌号 车牌 车牌号码 车号 车次 车次号 车辆编号 车辆号".split()
    ),
    "date": tuple("date day arrival_date 日期 到达日期 到车日期".split()),
    "arrival": tuple(
        "arrival arrival_s arrival_time arrived arrived_at actual_arrival actual_arrival_time actual_time ata"
        " 到达时间 到车时间 到站时间 到港时间 到场时间 进场时间 实际到达时间 实际到车时间 实际到站时间 实到时间".split()
    ),
    "planned": tuple(
        "planned planned_s planned_time planned_arrival planned_arrival_time scheduled scheduled_time scheduled_arrival scheduled_arrival_time eta sta"
        " 计划到达时间 计划到车时间 计划到站时间 计划时间 预计到达时间 预计到车时间 应到时间 规定到达时间".split()
    ),
    "destination": tuple("destination dest destination_city direction 目的地 目的站 目的城市 目的网点 目的分拨 流向 去向 路向 到达地 到达站".split()),
    "class": tuple("class parcel_class category parcel_type size_class 类别 品类 货类 件型 包裹类型 快件类型 货物类别 货物类型".split()),
    "parcels": tuple("parcels n_parcels count parcel_count pieces pcs quantity qty 件数 票数 件量 总件数 总票数 包裹数 快件数 包裹件数 快件件数".split()),
    "sender": tuple(
        "sender sender_name customer customer_name client shipper merchant factory industry"
        " 客户 客户名称 寄件客户 发货客户 寄件人 发件人 发货人 发货方 商家 厂家 工厂 行业".split()
    ),
}
PASSED_OVER = frozenset(
    "driver driver_name phone remark remarks note notes comment weight weight_kg volume volume_m3 vehicle_type truck_type haulier carrier"
    " 序号 司机 司机姓名 司机电话 电话 联系电话 备注 说明 重量 体积 方数 车型 承运商 承运公司".split()
)
AMBIGUOUS: dict[str, tuple[str, ...]] = {
    "time": ("arrival", "planned"),
    "时间": ("arrival", "planned"),
    "number": ("parcels", "vehicle"),
    "no": ("parcels", "vehicle"),
    "数量": ("parcels", "vehicle"),
    "编号": ("vehicle", "sender"),
    "id": ("vehicle", "sender"),
    "name": ("sender", "destination"),
    "名称": ("sender", "destination"),
    "网点": ("sender", "destination"),
    "站点": ("sender", "destination"),
    "city": ("sender", "destination"),
    "城市": ("sender", "destination"),
    "type": ("class", "vehicle"),
    "类型": ("class", "vehicle"),
}
"""headings of which several columns could be meant"""
_UNIT = re.compile(r"[(\[].*?[)\]]$")
_FIELD_OF = {heading: field for field, headings in HEADINGS.items() for heading in headings}
_OWN_WORD = {field: f"{headings[0]} or {next(word for word in headings if not word.isascii())}" for field, headings in HEADINGS.items()}


def plain_heading(cell: Any) -> str:
    """Return a heading without what does not matter: capitals, full width, a unit in brackets at the end, blanks, line feeds, hyphens."""
    text = unicodedata.normalize("NFKC", str(cell if cell is not None else "")).strip().lower()
    text = re.sub(r"[\s\-_/]+", "_", _UNIT.sub("", text).strip()).strip("_")
    return text if text.isascii() else text.replace("_", "")


class Columns:
    """Which column holds which field of HEADINGS; what is wrong with the headings is in `problems`."""

    def __init__(self, cells: list[Any], shown: str, row: int):
        self.of: dict[str, int] = {}
        """field -> place of its column, from 0"""
        self.width = 0
        """columns up to the last one that is known"""
        self.shown = shown
        self.problems: list[Problem] = []
        for column, cell in enumerate(cells):
            self.problems += self._take(column, cell, cells, Place(shown, row, column + 1))
        if "arrival" not in self.of and not self.problems:
            there = ", ".join(short(str(cell)) for cell in cells if cell not in ("", None)) or "nothing"
            hint = "the first row names the columns: vehicle, arrival, destination, class, parcels; or 车牌号, 到达时间, 目的地, 类别, 件数"
            hint += f"; here it is {there[:200]}"
            self.problems.append(error(Place(shown, row, 1), "the column 'arrival' is missing", hint))

    def below(self, row: int, cells: list[Any]) -> list[Any] | Problem:
        """Return the cells of a row below the headings, texts without blanks around them, and a None at the end for what is not there."""
        if len(cells) > self.width and any(cell not in ("", None) for cell in cells[self.width :]):
            hint = "write numbers without a comma between the thousands, and text with commas in quotes"
            return error(Place(self.shown, row, self.width + 1), f"row {row} has {len(cells)} cells, the headings are {self.width}", hint)
        found = [cell.strip() if isinstance(cell, str) else cell for cell in cells[: self.width]]
        return found + [None] * (self.width + 1 - len(found))

    def _take(self, column: int, cell: Any, cells: list[Any], place: Place) -> Iterator[Problem]:
        heading = plain_heading(cell)
        if not heading:
            return
        field = _FIELD_OF.get(heading)
        if field in self.of:
            first = self.of[field]
            words = f"the columns {first + 1} {short(str(cells[first]))} and {column + 1} {short(str(cell))} are both the {field}"
            yield error(place, words, f"the column '{field}' may be there only once: keep the one that is meant" + _trips(field))
        elif field is not None:
            self.of[field] = column
            self.width = column + 1
        elif heading in AMBIGUOUS:
            meant = [_OWN_WORD[each] for each in AMBIGUOUS[heading]]
            yield error(place, f"the column {short(str(cell))} is ambiguous", f"call it {', or '.join(meant)}, or take it out")
        elif heading in PASSED_OVER:
            self.width = column + 1
        else:
            near = did_you_mean(heading, [*_FIELD_OF, *PASSED_OVER])
            yield error(place, f"unknown column {short(str(cell))}", near or "give it one of the known headings, or take it out: " + ", ".join(HEADINGS))


def _trips(field: str) -> str:
    return "; for vehicles the one that names a single trip" if field == "vehicle" else ""
