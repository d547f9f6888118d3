"""Releases and applications whose manifests are made elsewhere."""

from deploycheck.api import ElsewhereChange, Finding, Findings, Impact, Usage, rule


@rule("made-elsewhere-not-analysed", severity="warning", since="0.1")
def made_elsewhere_not_analysed(elsewhere_change: ElsewhereChange) -> Findings:
    """A HelmRelease, a source of Flux or an Application of Argo CD changed, and what is made of it is not here.

    ## Why it breaks
    The chart or repository that it names is rendered by the cluster: Deployments, Services and their fields may all
    differ, and none of that was compared, so that silence about them proves nothing.

    ## Do this instead
    Render both versions (`helm template`, `flux build`, `argocd app manifests`) and compare the results: `deploycheck
    check --base dir:OLD --head dir:NEW`.
    """
    change = elsewhere_change
    others = len(change.places) - 1
    where = f" (applied by {change.places[0] or '.'} and {others} more)" if others else ""
    if change.fields:
        names = " and ".join([*([", ".join(change.fields[:-1])] if change.fields[1:] else []), change.fields[-1]])
        how = f", {change.versions}" if change.versions else ""
        what = f"{names} of {change.subject} changed{how}{where}; what is made of it is not here, and was not compared"
    else:
        what = f"{change.subject} is gone{where}; what was made of it is not here, and who needs it is not known"
    yield Finding(
        what,
        at=change,
        subject=change.subject,
        impact=Impact.UNKNOWN,
        usage=Usage.ASSUMED,
        service=change.service,
        related=change.was,
        effect="changed" if change.fields else "removed",
        change=change.digest,
    )
