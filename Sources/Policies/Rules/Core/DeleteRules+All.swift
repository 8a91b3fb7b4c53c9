import HookModel

/// The documentation of the rules about deletes.
extension DeleteRules {
  static var all: [Rule] {
    [root, home, project, repository, outside, projectContent, found, shred, remote]
  }

  static let root = Rule(
    "core.delete.root",
    catches: "deletes of `/`, of everything in it, or of a system folder directly below it, and moving them away",
    why: "the machine does not work afterwards, and nothing on it comes back",
    instead: "name the one folder inside the project that has to go: `rm -rf ./build`",
    stops: [
      "rm -rf /", "sudo rm -rf --no-preserve-root /", "rm -fr /*", "rm -r /etc", "find / -delete", "mv /usr /tmp/usr",
    ],
    passes: ["rm -rf /tmp/scratch", "rm -rf ./build", "echo 'rm -rf /'", "ls /", "find / -name passwd"])

  static let home = Rule(
    "core.delete.home",
    catches: "deletes of the home folder, of everything in it, or of a folder that contains it",
    why: "a person's files, keys and settings are not under version control",
    instead: "name the one folder inside the project that has to go: `rm -rf ./build`",
    stops: ["rm -rf ~", "rm -rf \"$HOME\"", "rm -rf ~/*", "find ~ -delete", "rm -r /home", "mv ~ /tmp/old"],
    passes: ["rm -rf ~/.cache/pip", "ls ~", "echo ~", "git commit -m 'do not rm -rf ~'"])

  static let project = Rule(
    "core.delete.project",
    catches:
      "deletes of the whole project, of everything in it (`*`, `.`), of a folder that contains it, and moving it away",
    why: "work that is not pushed is gone with it, and `.git` goes too",
    instead:
      "name what has to go, one folder at a time: `rm -rf build dist`; for a clean copy, clone into another folder",
    stops: [
      "rm -rf .", "rm -rf *", "rm -rf ../shop", "rm -rf ./*", "rm -rf \"$PWD\"", "find . -delete",
      "find . -type f -exec rm {} +",
    ],
    passes: ["rm -rf build", "rm *.log", "find . -name '*.pyc' -delete", "rm -rf ./dist/*", "find . -type f"])

  static let repository = Rule(
    "core.delete.git",
    catches: "deletes of a `.git` folder of the project, and moving it away",
    why: "every branch, stash and unpushed commit lives there and nowhere else",
    instead: "leave it; to start over, clone into another folder, and to look at it, `git fsck`",
    stops: ["rm -rf .git", "rm -fr ./.git/", "mv .git /tmp/git", "find .git -delete"],
    passes: ["rm -f .git/index.lock", "rm .github/old.yml", "rm .gitignore.bak", "git gc", "rm -rf /tmp/clone/.git"])

  static let outside = Rule(
    "core.delete.outside",
    catches:
      "deletes of anything outside the project, but the contents of temporary folders, caches and `allow-outside`",
    why: "the agent's task is this project, and what lies beside it may exist only once",
    instead: "leave it and tell the person what to delete, with the exact command",
    stops: [
      "rm -rf ~/Documents", "rm ../other/notes.txt", "rm -rf /var/lib/postgresql", "truncate -s 0 ~/notes.txt",
      "rsync -a --delete src/ ~/backup/", "shred -u ~/keys.txt", "find ~/Downloads -name '*.zip' -delete",
    ],
    passes: [
      "rm -rf /tmp/build-123", "rm -f \"$TMPDIR/x\"", "rm notes.txt", "mv ~/Downloads/logo.png assets/",
      "ls ~/Documents",
    ])

  static let projectContent = Rule(
    "core.delete.untracked", .ask,
    catches: "recursive deletes inside the project of what git could not give back: changed, new or untracked content",
    why: "what is neither committed, nor ignored, nor made in this session exists only there",
    instead: "commit or `git stash -u` it first, or delete the single files by name",
    stops: [
      "rm -rf src", "rm -r docs/", "rm -rf ./lib/*", "python3 -c \"import shutil; shutil.rmtree('src')\"",
      "rsync -a --delete /tmp/new/ src/",
    ],
    passes: [
      "rm -rf node_modules", "rm -rf dist build coverage", "rm -rf packages/web/.next", "rm src/old.ts",
      "rm -rf .venv && python3 -m venv .venv", "mkdir scratch2 && rm -rf scratch2",
    ])

  static let found = Rule(
    "core.delete.find", .ask,
    catches: "`find -delete` and `find -exec rm` of files in the project that are more than caches and left-overs",
    why: "an expression that matches too much deletes far more than was meant, without listing it",
    instead: "run the same `find` with `-print` first, commit what it lists, then delete the files by name",
    stops: ["find . -name '*.ts' -delete", "find src -type f -exec rm -f {} +", "find . -mtime +30 -delete"],
    passes: [
      "find . -name '*.ts'", "find . -name __pycache__ -exec rm -rf {} +", "find . -name '*.orig' -delete",
      "find build -type f -delete", "find /tmp/x -delete", "find . -empty -delete",
    ])

  static let shred = Rule(
    "core.delete.shred", .ask,
    catches: "overwriting files of the project so that nothing can restore them",
    why: "`shred` is made so that no tool brings the content back",
    instead: "use `rm` for the file; it is enough unless a person asked for shredding",
    stops: ["shred -u src/config.json", "shred notes.md"],
    passes: ["shred -u /tmp/key.txt", "shred --help", "grep -r shred src"])

  static let remote = Rule(
    "core.delete.remote",
    catches:
      "recursive deletes on another host or in a running container, of the root, home or system folders; others ask",
    why: "nobody here can see what that machine holds or restore it",
    instead: "list what is there first (`ssh host ls -la /path`) and give the person the command to run",
    stops: ["ssh web1 'rm -rf /var'", "ssh web1 rm -rf /srv/app/data", "docker exec db rm -rf /var"],
    passes: ["ssh web1 'ls -la /var'", "ssh web1 rm -rf /tmp/upload", "docker run --rm alpine rm -rf /var"])
}

/// Mode and owner of whole trees.
enum PermissionRules {
  static var all: [Rule] { [tree, mode] }

  static let tree = Rule(
    "core.permissions.tree",
    catches:
      "recursive chmod, chown or chgrp of the root, the home folder or anything outside the project; of the project itself it asks",
    why: "the old modes and owners are recorded nowhere, so they cannot be put back",
    instead: "change the single file or folder inside the project: `chmod +x scripts/run.sh`",
    stops: [
      "chmod -R 777 /", "sudo chown -R dev ~", "chmod --recursive 755 /etc", "chgrp -R staff /usr", "chmod -R 777 .",
    ],
    passes: ["chmod +x run.sh", "chmod -R u+w build", "chown -R dev src", "chmod 600 .env", "chmod -R 755 /tmp/x"])

  static let mode = Rule(
    "core.permissions.mode", .ask,
    catches:
      "modes of the root, the home folder, or a file outside the project that let everybody write or run as its owner; a mode that locks the owner out of the root, the home folder or the project is refused",
    why: "whoever can write such a file has all of its owner's rights, and a locked folder takes every program with it",
    instead: "give the one user or group the right it needs: `chmod g+w FILE` inside the project",
    stops: [
      "chmod 777 /etc/passwd", "sudo chmod o+w /etc/hosts", "chmod u+s /bin/bash", "chmod 000 ~", "chmod a-rwx /",
      "chmod 4755 /usr/local/bin/x", "python3 -c 'import os; os.chmod(\"/\", 0)'",
    ],
    passes: [
      "chmod 755 ~/.local/bin/x", "chmod 700 ~", "chmod 777 build", "chmod 666 /tmp/x", "chmod +x run.sh",
      "chmod 000 secret.txt",
    ])
}
