"""The part of the wheel's build that compiles the packaged table, so that lookups need not parse it."""

import sys
import tempfile
from pathlib import Path

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledTable(BuildHookInterface):
    """Puts the compiled table beside the TOML that it is made from; an editable install reads the TOML alone."""

    def initialize(self, version, build_data):
        """Compile the table into a file of its own, and name it to the build."""
        if version == "editable":
            return
        sys.path.insert(0, str(Path(self.root, "src")))
        from milstats.data.files import compiled
        from milstats.data.load import load

        toml = Path(self.root, "data", "figures.toml")
        self.folder = tempfile.TemporaryDirectory()
        table = Path(self.folder.name, "figures.pickle")
        table.write_bytes(compiled(load(str(toml), with_digest=True), toml.read_bytes()))
        build_data["force_include"][str(table)] = "milstats/data/figures.pickle"

    def finalize(self, version, build_data, artifact_path):
        """Remove the file once the wheel holds it."""
        if version != "editable":
            self.folder.cleanup()
