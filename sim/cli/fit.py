"""`hubsim fit`: a history becomes a scenario, and shows how well it fits."""

from pathlib import Path

from .guard import InputError, hush_figures, say


def carry_out(history: Path, out: Path, figures: bool, lang: str) -> None:
    """Write `out` and, beside it, the figure; print the table. Raises ScenarioError, InputError, Refused before anything is written."""
    from sim.fitting import fit, fragment, read_history, table
    from sim.results.folder import whole_file

    if out.suffix not in (".yaml", ".yml"):
        raise InputError(f"{out} does not end in .yaml")
    picture = out.with_suffix(".png")
    for place in (out, picture) if figures else (out,):
        if place.exists() or place.is_symlink():
            raise InputError(f"{place} is there already; name another file")
    found = fit(read_history(history))
    with whole_file(out) as hidden:
        hidden.write_text(fragment(found, history.name), encoding="utf-8")
        if figures:
            _draw(found, picture, lang)
    say(table(found, lang))
    say(f"\n{out}" + (f"\n{picture}" if figures else ""))


def _draw(found: object, picture: Path, lang: str) -> None:
    hush_figures()
    from sim.report.fitted import fitted
    from sim.report.style import look_for
    from sim.results.folder import whole_file

    look = look_for(lang)
    with look.settings(), whole_file(picture) as hidden:
        fitted(found, look).savefig(hidden, format="png", dpi=120, metadata={"Software": None})  # type: ignore[arg-type]
