import HookModel
import TestSupport

/// The worlds in which the tables are read.
enum Worlds {
  /// A project with a few files in `/repo`.
  static let plain = FakeFacts(
    files: [
      "/repo/a.txt": "a", "/repo/b.txt": "b", "/repo/.env": "KEY=1", "/repo/src/main.c": "", "/repo/src/util.c": "",
      "/repo/src/deep/x.c": "", "/repo/build/out.o": "", "/repo/list.txt": "one\ntwo\n",
      "/repo/clean.sh": "#!/bin/sh\nrm -rf build\nrm -rf \"$CACHE\"\n",
      "/repo/wipe.sh": "#!/bin/bash\nset -e\nrm -rf / \"$1\"\n",
      "/repo/tools/here.sh":
        "HERE=\"$(cd \"$(dirname \"${BASH_SOURCE[0]}\")\" && pwd)\"\nrm -rf \"$HERE/out\" $(dirname $0)/x\n",
      "/repo/env.sh": "TARGET=/repo/build\n",
      "/repo/tool.py": "print(1)\n",
      "/repo/Makefile": """
      OUT = build
      all: prepare
      \ttouch done
      prepare:
      \t@mkdir -p $(OUT)
      clean:
      \trm -rf $(OUT) $$HOME/cache
      loop: loop
      \techo

      """,
      "/repo/package.json": """
      {"scripts": {"clean": "rm -rf dist", "preclean": "echo pre", "wipe": "rm -rf \\"$ALL\\" /data", "test": "jest"}}
      """,
    ],
    folders: ["/repo/.git", "/repo/empty", "/repo/dist", "/etc", "/usr/bin"],
    links: ["/repo/out": "/etc"],
    environment: ["USER": "me", "EMPTY": ""])
}
