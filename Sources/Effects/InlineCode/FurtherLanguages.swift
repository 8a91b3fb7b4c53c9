import HookModel

/// The libraries of languages that are met more seldom.
enum FurtherLanguages {
  static func lua(_ name: String) -> CallRule? {
    switch name {
    case "os.remove", "vim.fn.delete", "lfs.rmdir", "vim.loop.fs_unlink", "uv.fs_unlink": .delete(recursive: false)
    case "vim.fs.rm": .delete(recursive: true)
    case "os.rename": .move
    case "io.open", "io.output": .open
    case "io.lines", "io.input", "vim.fn.readfile": .read(.show)
    case "dofile", "loadfile": .read(.use)
    case "lfs.mkdir", "vim.fn.mkdir": .write(.folder)
    case "vim.fn.writefile": .writeRest(.replace)
    case "os.execute", "io.popen", "vim.fn.system", "vim.fn.systemlist", "vim.system": .command
    case "load", "loadstring": .evaluate
    case "os.getenv": .environment
    case "string.char": .characters
    case "string.reverse": .reversed
    case "string.lower": .lowercase
    case "string.format": .format
    case "tostring": .same
    case "vim.fn.expand": .expandHome
    case "print", "io.write", "io.stdout.write": .print
    default: nil
    }
  }

  static func r(_ name: String) -> CallRule? {
    switch name {
    case "file.remove": .delete(recursive: false)
    case "unlink": .deleteByOptions
    case "fs.file_delete", "fs.dir_delete", "fs.link_delete": .delete(recursive: true)
    case "file.rename", "fs.file_move": .move
    case "file.copy", "fs.file_copy": .copy
    case "file.create", "sink", "pdf", "png", "save.image": .write(.replace)
    case "dir.create", "fs.dir_create": .write(.folder)
    case "Sys.chmod": .write(.attributes)
    case "file.symlink", "file.link": .link
    case "writeLines", "write", "write.csv", "write.table", "saveRDS", "dput", "write_csv", "readr.write_csv", "ggsave":
      .writeRest(.replace)
    case "readLines", "readRDS", "read.csv", "read.table", "scan", "readr.read_file", "readChar", "read_csv":
      .read(.show)
    case "source", "load": .read(.use)
    case "system", "shell", "pipe": .command
    case "system2", "processx.run": .program
    case "eval": .evaluate
    case "download.file": .download
    case "file.path": .join
    case "path.expand", "normalizePath": .expandHome
    case "paste0": .concatenate
    case "c", "as.character", "list", "invisible": .same
    case "Sys.glob", "list.files", "dir": .glob
    case "Sys.getenv": .environment
    case "setwd": .changeDirectory
    case "getwd": .workingDirectory
    case "sprintf": .format
    case "tolower": .lowercase
    case "cat": .print
    case "lapply", "sapply", "vapply", "do.call": .apply
    default: nil
    }
  }

  static func julia(_ name: String) -> CallRule? {
    switch name {
    case "rm", "Base.rm", "Base.Filesystem.rm": .deleteByOptions
    case "mv", "rename": .move
    case "cp": .copy
    case "write": .write(.replace)
    case "open": .open
    case "touch": .write(.modify)
    case "mkdir", "mkpath": .write(.folder)
    case "chmod", "chown": .write(.attributes)
    case "symlink", "hardlink": .link
    case "read", "readlines", "readline", "eachline": .read(.show)
    case "include": .read(.use)
    case "eval", "Meta.parse", "include_string": .evaluate
    case "download", "Downloads.download": .download
    case "joinpath": .join
    case "string": .concatenate
    case "expanduser", "abspath": .expandHome
    case "homedir": .home
    case "tempdir": .temporary
    case "pwd": .workingDirectory
    case "cd": .changeDirectory
    case "reverse": .reversed
    case "lowercase": .lowercase
    case "print", "println": .print
    default: nil
    }
  }

  /// Emacs Lisp, Scheme, Common Lisp and Clojure: their names do not meet.
  static func lisp(_ name: String) -> CallRule? {
    switch name {
    case "delete-file", "uiop:delete-file-if-exists", "io/delete-file", "clojure.java.io/delete-file", "fs/delete",
      "babashka.fs/delete", "fs/delete-if-exists":
      .delete(recursive: false)
    case "delete-directory", "delete-file-recursively", "uiop:delete-directory-tree", "fs/delete-tree",
      "babashka.fs/delete-tree":
      .delete(recursive: true)
    case "rename-file", "fs/move", "babashka.fs/move": .move
    case "copy-file", "copy-directory", "io/copy", "fs/copy", "babashka.fs/copy", "uiop:copy-file": .copy
    case "make-symbolic-link", "add-name-to-file", "symlink": .link
    case "make-directory", "mkdir", "ensure-directories-exist", "fs/create-dirs", "babashka.fs/create-dirs":
      .write(.folder)
    case "set-file-modes", "chmod": .write(.attributes)
    case "with-temp-file", "spit", "open-output-file", "call-with-output-file", "with-output-to-file":
      .write(.replace)
    case "insert-file-contents", "find-file", "find-file-noselect", "slurp", "open-input-file", "call-with-input-file",
      "uiop:read-file-string":
      .read(.show)
    case "load", "load-file": .read(.use)
    case "shell-command", "shell-command-to-string", "async-shell-command", "system", "eshell-command",
      "uiop:run-program", "run-program", "compile":
      .command
    case "sh", "clojure.java.shell/sh", "shell/sh", "shell", "babashka.process/shell", "system*", "process-lines":
      .words
    case "concat", "str", "string-append": .concatenate
    case "format": .format
    case "getenv", "System/getenv": .environment
    case "substitute-in-file-name", "file-truename", "string", "identity", "io/file", "clojure.java.io/file": .same
    case "cd": .changeDirectory
    case "base64-decode-string": .base64
    default: nil
    }
  }

  /// Vim script's functions.
  static func vim(_ name: String) -> CallRule? {
    switch name {
    case "delete": .delete(recursive: false)
    case "rename": .move
    case "writefile": .writeRest(.replace)
    case "readfile": .read(.show)
    case "mkdir": .write(.folder)
    case "system", "systemlist", "job_start", "jobstart", "termopen": .command
    case "expand", "fnamemodify": .expandHome
    case "setfperm": .write(.attributes)
    default: nil
    }
  }
}
