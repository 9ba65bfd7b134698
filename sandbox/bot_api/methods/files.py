"""getFile."""

from sandbox.bot_api.calls import Call, method
from sandbox.encoding import Json
from sandbox.errors import bad_request


@method("getFile")
def get_file(call: Call) -> Json:
    """Say where a file of at most 20 MB can be downloaded."""
    file = call.world.files.by_id.get(call.params["file_id"])
    if file is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if not file.can_be_downloaded:
        raise bad_request("file is too big")
    return {"file_id": file.id, "file_unique_id": file.unique_id, "file_size": file.size, "file_path": file.path}
