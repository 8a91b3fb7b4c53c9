import HookModel

/// The libraries of languages whose programs are compiled, and are run from source or from one line all the same.
enum CompiledLanguages {
  /// Groovy, and the libraries of Java, Kotlin and Scala.
  static func groovy(_ name: String) -> CallRule? {
    switch name {
    case "Files.delete", "Files.deleteIfExists", "java.nio.file.Files.delete": .delete(recursive: false)
    case "FileUtils.deleteDirectory", "FileUtils.forceDelete", "os.remove.all", "FileUtils.cleanDirectory":
      .delete(recursive: true)
    case "os.remove": .delete(recursive: false)
    case "Files.write", "Files.writeString", "FileWriter", "PrintWriter", "FileOutputStream": .write(.replace)
    case "Files.readString", "Files.readAllLines", "Files.readAllBytes", "scala.io.Source.fromFile", "Source.fromFile":
      .read(.show)
    case "Files.copy": .copy
    case "Files.move": .move
    case "Files.createDirectories", "Files.createDirectory": .write(.folder)
    case "File", "java.io.File", "Path.of", "Paths.get", "Path", "kotlin.io.path.Path": .path
    case "Runtime.exec", "Process", "sys.process.Process", "scala.sys.process.Process": .command
    case "ProcessBuilder", "os.proc": .words
    case "System.getProperty": nil
    case "System.getenv": .environment
    case "evaluate", "Eval.me": .evaluate
    case "String", "URI.create", "List.of", "Arrays.asList": .same
    case "println", "System.out.println": .print
    default: nil
    }
  }

  static func elixir(_ name: String) -> CallRule? {
    switch name {
    case "File.rm", "File.rmdir", ":file.delete", "file.delete": .delete(recursive: false)
    case "File.rm_rf", "file.del_dir_r": .delete(recursive: true)
    case "File.write", "File.touch": .write(.replace)
    case "File.read", "File.stream", "File.open": .read(.show)
    case "File.cp", "File.cp_r", "File.copy": .copy
    case "File.rename": .move
    case "File.mkdir", "File.mkdir_p": .write(.folder)
    case "File.chmod", "File.chown": .write(.attributes)
    case "File.ln_s", "File.ln": .link
    case "File.cd": .changeDirectory
    case "System.cmd", "Port.open": .program
    case "System.shell", "os.cmd": .command
    case "Path.join": .join
    case "Path.expand": .expandHome
    case "Path.wildcard", "File.ls": .glob
    case "System.user_home": .home
    case "System.tmp_dir": .temporary
    case "File.cwd": .workingDirectory
    case "System.get_env", "System.fetch_env": .environment
    case "Code.eval_string": .evaluate
    case "Code.eval_file", "Code.require_file": .read(.use)
    case "Enum.each", "Enum.map": .apply
    case "IO.puts", "IO.write": .print
    default: nil
    }
  }

  static func swift(_ name: String) -> CallRule? {
    switch name {
    case "FileManager.default.removeItem", "FileManager().removeItem": .delete(recursive: true)
    case "FileManager.default.createFile": .write(.replace)
    case "FileManager.default.copyItem": .copy
    case "FileManager.default.moveItem": .move
    case "FileManager.default.createDirectory": .write(.folder)
    case "FileManager.default.createSymbolicLink": .link
    case "FileManager.default.contents": .read(.show)
    case "FileManager.default.changeCurrentDirectoryPath": .changeDirectory
    case "unlink", "rmdir", "remove": .delete(recursive: false)
    case "system", "popen": .command
    case "URL": .same
    case "NSHomeDirectory", "FileManager.default.homeDirectoryForCurrentUser": .home
    case "NSTemporaryDirectory": .temporary
    case "print": .print
    default: nil
    }
  }

  static func go(_ name: String) -> CallRule? {
    switch name {
    case "os.Remove", "syscall.Unlink", "syscall.Rmdir": .delete(recursive: false)
    case "os.RemoveAll": .delete(recursive: true)
    case "os.WriteFile", "ioutil.WriteFile", "os.Create": .write(.replace)
    case "os.Truncate": .write(.truncate)
    case "os.ReadFile", "ioutil.ReadFile", "os.Open": .read(.show)
    case "os.Rename": .move
    case "os.Mkdir", "os.MkdirAll": .write(.folder)
    case "os.Chmod", "os.Chown": .write(.attributes)
    case "os.Symlink", "os.Link": .link
    case "os.Chdir": .changeDirectory
    case "exec.Command", "syscall.Exec": .words
    case "exec.CommandContext": .wordsAfterFirst
    case "filepath.Join", "path.Join": .join
    case "filepath.Glob": .glob
    case "os.Getenv": .environment
    case "os.Getwd": .workingDirectory
    case "os.UserHomeDir": .home
    case "os.TempDir", "os.MkdirTemp", "ioutil.TempDir": .temporary
    case "fmt.Sprintf": .format
    case "strings.Join": .same
    case "fmt.Println", "fmt.Print": .print
    default: nil
    }
  }
}
