"""The sources of what hubsim brings along, in Chinese; those a user writes stay as they are written."""

CHINESE: dict[str, str] = {
    "assumption made here": "本软件假设",
    "equipment reference 6.2, from memory": "设备资料 6.2，凭记忆",
    "equipment reference 7.3, from memory": "设备资料 7.3，凭记忆",
    "equipment reference 1.2": "设备资料 1.2",
    "within the sorter": "计入分拣机",
    "peak day over mean day 1.43 to 1.52 in China 2024-2025; 1.0 if the day simulated is a mean one":
    "中国 2024—2025 年高峰日与日均之比 1.43～1.52；若仿真日即日均则为 1.0",
    "equipment reference 7.3, from memory: 18 t 0.20 to 0.25, 49 t 0.30 to 0.35": "设备资料 7.3，凭记忆：18 t 0.20～0.25，49 t 0.30～0.35",
    "equipment reference 5, from memory; 40 to 55 m in the US": "设备资料 5，凭记忆；美国 40～55 m",
    "equipment reference 5, from memory; 4.27 m at least: LIDD (B)": "设备资料 5，凭记忆；LIDD：至少 4.27 m（B）",
    "equipment reference 4, from memory, all in; CNY 20 to 22 paid in Hangzhou (B)": "设备资料 4，凭记忆，综合成本；杭州时薪 20～22 元（B）",
    "equipment reference 1.2; area and power assumptions made here": "设备资料 1.2；占地与功率为本软件假设",
    "equipment reference 1.2; area an assumption made here": "设备资料 1.2；占地为本软件假设",
    "equipment reference 1.2: a line of 30 m CNY 0.8 to 2.0 M": "设备资料 1.2：30 m 一条线 80～200 万元",
    "equipment reference 1.2: 80 m x 6 to 12 m, 15 to 40 kW, CNY 2 to 8 M": "设备资料 1.2：80 m × 6～12 m，15～40 kW，200～800 万元",
    "equipment reference 1.2: 2 to 4 kW each; else an assumption made here": "设备资料 1.2：每台 2～4 kW；其余为本软件假设",
    "equipment reference 1.2: 1,200 to 4,000 m2 and CNY 3 to 12 M for 150 to 400 m": "设备资料 1.2：150～400 m 占 1,200～4,000 m2，300～1,200 万元",
    "equipment reference 1.2, telescopic belt; area within the strip of the doors": "设备资料 1.2，伸缩机；占地计入月台进深",
    "equipment reference 1.2 for readers (1 per 1 to 4 lanes); else an assumption made here": "设备资料 1.2（读码器每 1～4 道一台）；其余为本软件假设",
    "assumption made here; industrial land is granted for 50 years at most": "本软件假设；工业用地出让最长 50 年",
    "assumption made here; high: dry warehouses in the US, 66 (B)": "本软件假设；高值为美国常温仓库 66（B）",
    "assumption made here; area within the strip of the doors": "本软件假设；占地计入月台进深",
    "assumption made here; GB 50016 asks for 4 m, from memory": "本软件假设；GB 50016 要求 4 m，凭记忆",
    "area within that of the loop; else an assumption made here": "占地计入环线；其余为本软件假设",
    "China 2023, quoting MEE and NBS: nation 0.5306, north-east 0.5122, north 0.6361":
    "中国 2023 年，引自生态环境部与国家统计局：全国 0.5306，东北 0.5122，华北 0.6361",
    "Cainiao 2021: 86, STO Changsha: 100 a m2 of roof (both B), of which 0.62 is under panels": "每平方米屋面：菜鸟 86，申通长沙 100（B），铺设 0.62",
    "local technical code for logistics warehouses, Annex D, as reposted; unverified": "某地物流仓储技术规定附录 D（转载），未核实",
}  # fmt: skip


def source(words: str, lang: str) -> str:
    """Return a source as it is told in a language."""
    return CHINESE.get(words, words) if lang == "zh" else words
