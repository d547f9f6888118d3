"""Files that were recognised and could not be understood."""

from deploycheck.api import Finding, Findings, Impact, Usage, View, rule


@rule("file-not-analysed", severity="warning", since="0.1")
def file_not_analysed(view: View) -> Findings:
    """A file was recognised as something that we check, and could not be understood.

    ## Why it breaks
    What stands in it was not compared, so that silence about it proves nothing. Where base could not be understood
    either, it is news only if the file changed.

    ## Do this instead
    Mend the file; render templates before the check (`helm template`, say) and check the result; or exclude it, if it
    is not meant to be deployed.
    """
    for entry in view.not_analysed:
        what = entry.path if entry.kind == "file" else f"a part of {entry.path}"
        yield Finding(
            f"{what} was not analysed: {entry.reason}",
            at=entry.location,
            subject=entry.path,
            aspect=entry.kind if entry.kind != "file" else "",
            impact=Impact.UNKNOWN,
            usage=Usage.ASSUMED,
            service=entry.service,
            change=view.entries[entry.path].content_id if entry.path in view.entries else "",
        )
