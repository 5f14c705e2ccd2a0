"""What the desk may refuse."""

from marketplace.kernel.errors import Conflict, NotFound


class NoSuchFile(NotFound):
    code = "desk.no_such_file"


class FileUnderWay(Conflict):
    """The same file of the same month is being made."""

    code = "desk.file_under_way"


class FileNotReady(Conflict):
    """It is not written yet, or its time is over."""

    code = "desk.file_not_ready"
