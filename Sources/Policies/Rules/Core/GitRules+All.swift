import HookModel

/// The documentation of the rules about git.
extension GitRules {
  static var all: [Rule] {
    [
      resetHard, discard, clean, removeForce, stashDrop, pushForce, pushMirror, pushDelete, branchDelete, reflogExpire,
      prunes, rewriteHistory, updateRef, worktreeRemove, noVerify,
    ]
  }

  static let resetHard = Rule(
    "core.git.reset-hard",
    catches:
      "`git reset --hard` and `--merge` where the work tree is changed, or where commits would be left without a ref",
    why: "changes that are in no commit cannot be brought back by git",
    instead: "`git stash -u` first; on a clean tree the same command passes. `git reset --soft` keeps everything",
    stops: ["git reset --hard", "git reset --hard HEAD~3", "git -C web reset --hard origin/main", "git reset --merge"],
    passes: [
      "git reset", "git reset --soft HEAD~1", "git reset HEAD src/a.ts", "git reset --keep main",
      "git log --grep='reset --hard'", "git commit -m 'explain git reset --hard'",
    ])

  static let discard = Rule(
    "core.git.discard",
    catches: "`git checkout`, `restore` and `switch` in the forms that throw away changes of the work tree",
    why: "changes that are in no commit cannot be brought back by git",
    instead: "`git stash push -- PATH` keeps them aside; `git diff PATH` shows what would be lost",
    stops: [
      "git checkout -- .", "git checkout .", "git checkout -- src/app.ts", "git checkout HEAD~1 -- src/app.ts",
      "git checkout -f main", "git restore .", "git restore --source=HEAD~2 src/app.ts", "git restore -SW .",
      "git switch --discard-changes main", "git switch -f main", "git submodule update --force",
    ],
    passes: [
      "git checkout main", "git checkout -b feature/login", "git restore --staged .", "git switch main",
      "git switch -c fix/typo", "git checkout --ours package-lock.json", "git checkout -", "git checkout v1.2.3",
    ])

  static let clean = Rule(
    "core.git.clean",
    catches: "`git clean -f`",
    why: "files that git does not track are in no commit and in no stash",
    instead: "`git clean -n` lists them; then delete single files by name, or `git stash -u`",
    stops: ["git clean -f", "git clean -fd", "git clean -fdx", "git clean --force -d", "git clean -xdf ."],
    passes: ["git clean -n", "git clean -fdn", "git clean --dry-run -d", "git clean -i", "npm cache clean --force"])

  static let removeForce = Rule(
    "core.git.rm-force", .ask,
    catches: "`git rm -f` of files that are changed",
    why: "without -f git refuses exactly because the changes are in no commit",
    instead: "`git rm --cached FILE` keeps the file, or commit the changes first",
    stops: ["git rm -f src/app.ts", "git rm -rf src"],
    passes: ["git rm src/old.ts", "git rm -r --cached .", "git rm -f --cached secrets.json", "git rm -rn src"])

  static let stashDrop = Rule(
    "core.git.stash-drop",
    catches: "`git stash drop` and `git stash clear`",
    why: "a dropped stash is in no branch, and git soon removes it for good",
    instead: "`git stash list` and `git stash show -p` look at it; `git stash pop` drops it only when it applied",
    stops: ["git stash drop", "git stash drop stash@{1}", "git stash clear"],
    passes: ["git stash", "git stash -u", "git stash pop", "git stash list", "git stash apply", "git stash show -p"])

  static let pushForce = Rule(
    "core.git.push-force",
    catches: "`git push --force` and `+refspec`",
    why: "it overwrites commits that others pushed in the meantime, without looking",
    instead: "`git push --force-with-lease`, which refuses when somebody else has pushed",
    stops: [
      "git push --force", "git push -f origin main", "git push origin +main", "git push -uf origin feature",
      "git push --force --force-with-lease",
    ],
    passes: [
      "git push", "git push --force-with-lease", "git push -u origin feature", "git push --force --dry-run",
      "git push origin force-push-fix", "git push --tags",
    ])

  static let pushMirror = Rule(
    "core.git.push-mirror",
    catches: "`git push --mirror` and `--prune`",
    why: "every branch and tag of the remote that is not here is deleted there",
    instead: "push the branches by name: `git push origin main`",
    stops: ["git push --mirror", "git push --mirror backup", "git push --prune origin"],
    passes: ["git clone --mirror https://example.com/a.git", "git fetch --prune", "git push --all origin"])

  static let pushDelete = Rule(
    "core.git.push-delete",
    catches:
      "deleting a main branch (`main`, `master`, `develop`, `release/*`, ...) on a remote; of a version's tag it asks",
    why: "others build on it, and their next pull fails or worse",
    instead: "leave it to the person; a merged feature branch may be deleted by name",
    stops: [
      "git push origin --delete main", "git push origin :master", "git push -d origin release/1.4",
      "git push --delete origin v1.0.0",
    ],
    passes: ["git push origin --delete feature/login", "git push origin :fix/typo", "git branch -d main-old"])

  static let branchDelete = Rule(
    "core.git.branch-delete",
    catches:
      "`git branch -D` and `git branch -f` of a branch whose commits are on no other ref; `checkout -B main START` asks",
    why: "its commits are reachable by nothing afterwards, and git removes them in time",
    instead: "`git branch -d`, which refuses exactly then; or `git tag keep/NAME NAME` first",
    stops: [
      "git branch -D feature/login", "git branch -d --force old", "git branch -df old", "git branch -f main HEAD~3",
      "git checkout -B main origin/main",
    ],
    passes: [
      "git branch -d feature/login", "git branch", "git branch -Dr origin/old", "git branch -m new-name",
      "git branch -M main", "git checkout -B fix origin/main", "git switch -C main",
    ])

  static let reflogExpire = Rule(
    "core.git.reflog-expire",
    catches: "`git reflog expire` and `git reflog delete`",
    why: "the reflog is the last way back to commits that no branch holds",
    instead: "leave it: git expires old entries by itself; `git reflog` shows them",
    stops: ["git reflog expire --expire=now --all", "git reflog delete HEAD@{2}"],
    passes: ["git reflog", "git reflog show main", "git reflog expire --dry-run --all"])

  static let prunes = Rule(
    "core.git.prune",
    catches: "`git gc --prune=now`, `git prune` and `git repack --unpack-unreachable=now`",
    why: "commits and stashes that could still be recovered are removed from the disk",
    instead: "`git gc`, which keeps what is younger than two weeks",
    stops: [
      "git gc --prune=now", "git gc --aggressive --prune=all", "git prune", "git -c gc.pruneExpire=now gc",
      "git repack -ad --unpack-unreachable=now",
    ],
    passes: [
      "git gc", "git gc --auto", "git prune -n", "git remote prune origin", "git fetch --prune", "git worktree prune",
    ])

  static let rewriteHistory = Rule(
    "core.git.rewrite-history",
    catches: "`git filter-branch`, `git filter-repo` and `bfg`",
    why: "every commit gets a new name, the old ones are dropped, and all clones stop fitting",
    instead: "make a clone for it (`git clone . ../rewrite`) and let the person decide about replacing the original",
    stops: [
      "git filter-branch --tree-filter 'rm -f x' HEAD", "git filter-repo --path secrets --invert-paths",
      "bfg --delete-files id_rsa",
    ],
    passes: ["git rebase -i HEAD~3", "git commit --amend", "git filter-branch --help", "git log --oneline"])

  static let updateRef = Rule(
    "core.git.update-ref",
    catches: "`git update-ref -d`, `delete` on its `--stdin`, and `git symbolic-ref --delete`",
    why: "it deletes a branch, tag or stash without any of the checks of `git branch -d`",
    instead: "`git branch -d NAME`, or `git tag -d NAME`",
    stops: ["git update-ref -d refs/heads/feature", "git update-ref -d refs/stash", "git symbolic-ref --delete HEAD"],
    passes: ["git update-ref refs/heads/backup HEAD", "git show-ref -d"])

  static let worktreeRemove = Rule(
    "core.git.worktree-remove",
    catches: "`git worktree remove --force`",
    why: "without --force git refuses exactly because the work tree holds changes",
    instead: "`git worktree remove PATH` without --force, after committing or stashing there",
    stops: ["git worktree remove --force ../shop-hotfix", "git worktree remove -f -f ../shop-hotfix"],
    passes: ["git worktree remove ../shop-hotfix", "git worktree add ../shop-hotfix", "git worktree prune"])

  static let noVerify = Rule(
    "core.git.no-verify",
    catches:
      "`--no-verify`, `-n` for commit, `-c core.hooksPath=` and variables such as `HUSKY=0` that skip the project's hooks",
    why: "the hooks are the project's own checks, and a person has put them there",
    instead: "run the same command without it and mend what the hook reports",
    stops: [
      "git commit --no-verify -m x", "git commit -nm x", "git commit -anm x", "git push --no-verify",
      "HUSKY=0 git commit -m x", "git -c core.hooksPath=/dev/null commit -m x", "SKIP=lint git commit -m x",
    ],
    passes: [
      "git commit -m 'why --no-verify is bad'", "git commit -m x", "git log -n 5", "git push -n",
      "git merge --no-ff main",
      "git commit -m '-n'",
    ])
}
