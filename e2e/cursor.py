"""Cursor's own hook runner, offline: the hook code that ships in the package cursor-sdk loads the project's configuration,
starts the hooks and acts on their answers. The tools behind it are inert: nothing is run, written or fetched."""

import json
import subprocess
from pathlib import Path

DRIVER = Path(__file__).resolve().parent / "cursor_hooks.mjs"


class Cursor:
    name, title = "cursor", "Cursor's hook runner"

    def __init__(self, package):
        self.package = Path(package)

    def version(self):
        manifest = self.package / "_vendor/bridge/node_modules/@cursor/sdk/package.json"
        return "@cursor/sdk " + json.loads(manifest.read_text())["version"]

    def driver(self, shop, *words, requests=None):
        node = self.package / "_vendor/bridge/bin/node"
        # Cursor starts hooks in a login shell, and /etc/profile may set the PATH anew.
        (shop.home / ".profile").write_text(f'export PATH="{shop.scratch / "bin"}:$PATH"\n')
        text = None if requests is None else "\n".join(json.dumps(request) for request in requests)
        done = subprocess.run(
            [node, DRIVER, "--sdk", self.package, "--project", shop.project, "--home", shop.home, "--full", *words],
            cwd=shop.project, env={**shop.environment, "SHELL": "/bin/sh"}, input=text, text=True, capture_output=True, timeout=120)
        if done.returncode != 0:
            raise RuntimeError(f"the driver: exit {done.returncode}: {(done.stderr or done.stdout)[-600:]}")
        return done

    def loaded(self, shop):
        """What Cursor's loader accepted, and the errors that it keeps to itself."""
        return json.loads(self.driver(shop, "--config").stdout)

    def play(self, shop, *requests, **options):
        """What became of each request: {"runs": the hooks that were started, "decision": what Cursor did then}."""
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        return [json.loads(line) for line in self.driver(shop, *words, "-", requests=requests).stdout.splitlines()]
