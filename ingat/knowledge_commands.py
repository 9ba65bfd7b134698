"""`ingat knowledge`: how well customers are understood. What takes long to import waits until a command runs."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ingat.services import settings_in_force
from ingat.unanswered_questions import unanswered

if TYPE_CHECKING:
    from crm.knowledge import Matcher

knowledge_app = typer.Typer(no_args_is_help=True, help="What the business knows, and how well it is found.")
knowledge_app.command()(unanswered)


@knowledge_app.command()
def evaluate(
    file: Annotated[
        Path, typer.Argument(help="CSV with the columns text and intent, an article's name; perhaps category.")
    ],
    folder: Annotated[
        Path | None, typer.Option("--business", help="The business's folder; default: INGAT_BUSINESS_DIR.")
    ] = None,
    against: Annotated[
        Path | None, typer.Option(help="Another business's folder, or another folder of articles: what would change?")
    ] = None,
    train: Annotated[
        Path | None, typer.Option(help="Learn from this file, of the same columns, instead of from articles.")
    ] = None,
    matcher: Annotated[str | None, typer.Option(help="core or semantic; default: the business's own choice.")] = None,
) -> None:
    """Ask labelled questions and say how they end, where the thresholds stand, and what is confused with what.

    A question whose intent is no article's name is out of scope: whoever answers it is wrong.
    """
    from crm.knowledge import LabelledFileError, read_labelled  # noqa: PLC0415
    from ingat.business import BusinessError  # noqa: PLC0415
    from ingat.business.problems import SettingError  # noqa: PLC0415
    from ingat.ending import end_with  # noqa: PLC0415
    from ingat.evaluation_report import changes, evaluation_of, report  # noqa: PLC0415
    from ingat.evaluation_subjects import learned_from, matcher_of  # noqa: PLC0415

    def subject(place: Path) -> "Matcher":
        return matcher_of(place, matcher)

    try:
        labelled = read_labelled(file)
        if train is not None:
            chosen = learned_from(read_labelled(train), matcher)
        else:
            chosen = subject(folder or settings_in_force().ingat_business_dir)
        evaluation = evaluation_of(chosen, labelled)
        typer.echo("\n".join(report(file.name, chosen, evaluation)))
        if against is not None:
            typer.echo("\n".join(changes(against, evaluation, evaluation_of(subject(against), labelled))))
    except (LabelledFileError, SettingError, BusinessError) as error:
        end_with(str(error))
