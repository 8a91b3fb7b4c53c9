import HookModel

/// What a function of a language's library does with its arguments.
enum CallRule {
  /// Deletes what each argument names.
  case delete(recursive: Bool)
  /// Deletes what the first argument names; recursively where an entry `recursive` says so.
  case deleteByOptions
  /// Writes what the first argument names.
  case write(WriteKind)
  /// Writes what each argument names.
  case writeEach(WriteKind)
  /// Changes what all but the first argument names (`chmod 0600, "a"`).
  case writeRest(WriteKind)
  /// Reads what the first argument names.
  case read(ReadUse)
  /// Reads the first, writes the second.
  case copy
  /// Deletes the first, writes the second.
  case move
  /// Makes the second a link to the first.
  case link
  /// Opens the first in the mode that the second gives.
  case open
  /// Gives the first argument to a shell, or a list of arguments to a program.
  case command
  /// Runs the first argument as a program with the second as its list of arguments.
  case program
  /// Runs the arguments as a program's words, as they come.
  case words
  /// Runs the words behind the first argument (`os.spawnv(mode, file, arguments)`).
  case wordsAfterFirst
  /// Runs code in its own language.
  case evaluate
  /// Fetches the first argument, and gives what came.
  case fetch
  /// Fetches the first argument into the file that the second names.
  case download
  /// Unpacks the first argument into the folder that the second names.
  case unpack
  /// Gives the path that its arguments make.
  case join
  /// Gives its first argument.
  case same
  /// Gives its first argument as a path object.
  case path
  /// Gives the files that a pattern stands for.
  case glob
  /// Gives the variable of the environment.
  case environment
  /// Gives the working directory.
  case workingDirectory
  /// Gives the home folder.
  case home
  /// Gives the folder for temporary files.
  case temporary
  /// Gives the path with `~` replaced.
  case expandHome
  /// Gives the text that base64 stands for.
  case base64
  /// Gives the text that hexadecimal digits stand for.
  case hexadecimal
  /// Gives text that was compressed or encrypted.
  case decoded
  /// Loads a module by its name.
  case module
  /// Gives a member of the first argument by name (`getattr`).
  case member
  /// Changes the working directory.
  case changeDirectory
  /// Gives the characters of codes.
  case characters
  /// Gives the texts one behind the other.
  case concatenate
  /// Gives the texts with the first between them.
  case joinText
  /// Gives the text or list backwards.
  case reversed
  /// Gives the text in lower case.
  case lowercase
  /// Gives the third text with the first replaced by the second.
  case replaceText
  /// Gives the first text with the others in the places that it has for them.
  case format
  /// Gives the words of a command line.
  case split
  /// Gives the text under ROT13.
  case rotated
  /// Gives all names of the code.
  case scope
  /// Calls the function that the first argument names.
  case send
  /// Calls the function among its arguments with each of the others.
  case apply
  /// Calls the function that comes first with each name below the folders behind it.
  case walkTree
  /// Writes the texts to the file among its arguments.
  case print

  /// Whether the function takes no argument, so that its name alone calls it in some languages.
  var takesNothing: Bool {
    switch self {
    case .home, .workingDirectory, .temporary: true
    default: false
    }
  }

  /// The rule of the function called `name`; nil for the many that touch nothing.
  static func of(_ name: String, _ language: InlineLanguage) -> CallRule? {
    switch language {
    case .python: python(name)
    case .javaScript: javaScript(name)
    case .perl: perl(name)
    case .ruby: ruby(name)
    case .php: php(name)
    case .lua: FurtherLanguages.lua(name)
    case .r: FurtherLanguages.r(name)
    case .julia: FurtherLanguages.julia(name)
    case .lisp: FurtherLanguages.lisp(name)
    case .vim: FurtherLanguages.vim(name)
    case .groovy: CompiledLanguages.groovy(name)
    case .elixir: CompiledLanguages.elixir(name)
    case .swift: CompiledLanguages.swift(name)
    case .go: CompiledLanguages.go(name)
    case .awk, .sed, .sql, .tcl: nil
    }
  }

  private static func python(_ name: String) -> CallRule? {
    switch LookupName(name) {
    case "os.remove", "os.unlink", "os.rmdir", "send2trash", "send2trash.send2trash": .delete(recursive: false)
    case "shutil.rmtree", "os.removedirs", "distutils.dir_util.remove_tree": .delete(recursive: true)
    case "open", "io.open", "codecs.open", "builtins.open", "os.fdopen", "gzip.open", "bz2.open", "lzma.open",
      "aiofiles.open", "zipfile.ZipFile", "tarfile.open", "shelve.open", "ZipFile", "os.open":
      .open
    case "os.truncate": .write(.truncate)
    case "os.chmod", "os.chown", "shutil.chown", "os.lchown", "os.utime", "os.setxattr": .write(.attributes)
    case "os.mkdir", "os.makedirs": .write(.folder)
    case "os.mknod", "os.mkfifo": .write(.replace)
    case "shutil.copy", "shutil.copyfile", "shutil.copy2", "shutil.copytree", "shutil.copymode": .copy
    case "shutil.move", "os.rename", "os.replace", "os.renames": .move
    case "os.symlink", "os.link": .link
    case "shutil.make_archive": .write(.replace)
    case "shutil.unpack_archive": .unpack
    case "linecache.getlines", "linecache.getline", "tokenize.open", "np.loadtxt", "numpy.loadtxt", "pd.read_csv",
      "pandas.read_csv", "fileinput.input", "dotenv_values":
      .read(.show)
    case "dotenv.load_dotenv", "load_dotenv", "runpy.run_path": .read(.use)
    case "os.system", "os.popen", "subprocess.getoutput", "subprocess.getstatusoutput", "commands.getoutput",
      "asyncio.create_subprocess_shell", "subprocess.run", "subprocess.call", "subprocess.check_call",
      "subprocess.check_output",
      "subprocess.Popen", "pty.spawn", "popen2.popen2", "pexpect.spawn", "pexpect.run":
      .command
    case "os.execv", "os.execve", "os.execvp", "os.execvpe", "os.posix_spawn", "os.posix_spawnp": .program
    case "os.execl", "os.execle", "os.execlp", "os.execlpe", "asyncio.create_subprocess_exec": .words
    case "os.spawnl", "os.spawnlp", "os.spawnv", "os.spawnvp", "os.spawnle": .wordsAfterFirst
    case "eval", "exec", "compile", "builtins.exec", "builtins.eval", "timeit.timeit": .evaluate
    case "urllib.request.urlopen", "urllib.urlopen", "urllib2.urlopen", "urlopen", "requests.get", "requests.post",
      "requests.put",
      "requests.head", "requests.delete", "httpx.get", "httpx.post", "urllib.request.Request":
      .fetch
    case "urllib.request.urlretrieve", "urllib.urlretrieve", "urlretrieve", "wget.download": .download
    case "os.path.join": .join
    case "str", "bytes", "os.fspath", "os.path.abspath", "os.path.realpath", "os.path.normpath", "os.fsencode",
      "os.fsdecode",
      "textwrap.dedent", "list", "sorted", "reversed", "tuple", "set", "iter", "repr", "shlex.quote", "json.loads",
      "bytearray":
      .same
    case "pathlib.Path", "Path", "pathlib.PosixPath", "PosixPath", "pathlib.PurePath": .path
    case "glob.glob", "glob.iglob", "glob", "iglob", "os.listdir", "os.scandir", "os.walk": .glob
    case "os.environ.get", "os.getenv": .environment
    case "os.getcwd", "os.getcwdb", "pathlib.Path.cwd", "Path.cwd": .workingDirectory
    case "pathlib.Path.home", "Path.home": .home
    case "tempfile.gettempdir", "tempfile.mkdtemp", "tempfile.mktemp", "tempfile.mkstemp",
      "tempfile.NamedTemporaryFile",
      "tempfile.TemporaryDirectory", "tempfile.TemporaryFile":
      .temporary
    case "os.path.expanduser": .expandHome
    case "base64.b64decode", "base64.standard_b64decode", "base64.urlsafe_b64decode", "base64.decodebytes", "b64decode",
      "binascii.a2b_base64":
      .base64
    case "bytes.fromhex", "binascii.unhexlify", "bytearray.fromhex": .hexadecimal
    case "zlib.decompress", "gzip.decompress", "bz2.decompress", "lzma.decompress", "marshal.loads",
      "pickle.loads", "base64.b85decode", "base64.a85decode", "base64.b32decode", "base64.b16decode":
      .decoded
    case "codecs.decode", "codecs.encode": .rotated
    case "vars": .same
    case "__import__", "importlib.import_module", "import_module": .module
    case "getattr": .member
    case "os.chdir", "os.fchdir": .changeDirectory
    case "chr": .characters
    case "shlex.split": .split
    case "globals", "locals": .scope
    case "print", "sys.stdout.write": .print
    // The contexts that invoke, fabric and nox hand to a task.
    case "c.run", "ctx.run", "context.run", "c.sudo", "ctx.sudo", "c.local": .command
    case "session.run", "session.run_always": .words
    case "np.save", "numpy.save", "np.savetxt", "numpy.savetxt", "np.savez", "torch.save", "cv2.imwrite",
      "plt.savefig", "matplotlib.pyplot.savefig", "imageio.imwrite":
      .write(.replace)
    default: nil
    }
  }

  private static func javaScript(_ name: String) -> CallRule? {
    switch LookupName(name) {
    case "fs.unlink", "fs.rm", "fs.rmdir", "Deno.remove": .deleteByOptions
    case "fs.remove", "fs.emptyDir", "rimraf", "rimraf.rimraf", "del", "rimraf.sync", "rimraf.native", "trash",
      "fs.removeSync",
      "del.deleteAsync", "deleteAsync", "shelljs.rm":
      .delete(recursive: true)
    case "fs.writeFile", "fs.createWriteStream", "fs.outputFile", "fs.writeJson", "fs.outputJson", "Bun.write",
      "Deno.writeTextFile",
      "Deno.writeFile", "Deno.create", "fs.ensureFile", "fs.createFile", "fs.writev":
      .write(.replace)
    case "fs.appendFile": .write(.modify)
    case "fs.truncate", "Deno.truncate": .write(.truncate)
    case "fs.chmod", "fs.chown", "fs.utimes", "fs.lchown", "Deno.chmod", "Deno.chown": .write(.attributes)
    case "fs.mkdir", "fs.mkdtemp", "fs.ensureDir", "fs.mkdirp", "mkdirp", "Deno.mkdir": .write(.folder)
    case "fs.copyFile", "fs.cp", "fs.copy", "Deno.copyFile", "shelljs.cp": .copy
    case "fs.rename", "fs.move", "Deno.rename", "shelljs.mv": .move
    case "fs.symlink", "fs.link", "Deno.symlink", "Deno.link": .link
    case "fs.open", "Deno.open": .open
    case "fs.readFile", "fs.createReadStream", "fs.readJson", "fs.readJSON", "Bun.file", "Deno.readTextFile",
      "Deno.readFile",
      "shelljs.cat":
      .read(.show)
    case "child_process.exec", "shelljs.exec", "execa.execaCommand", "execa.command", "execaCommand": .command
    case "child_process.spawn", "child_process.execFile", "child_process.fork", "execa", "execa.execa", "execa.sync",
      "spawn",
      "cross-spawn", "cross-spawn.sync", "Deno.Command", "Bun.spawn", "Deno.run":
      .program
    case "eval", "Function", "vm.runInThisContext", "vm.runInNewContext", "vm.runInContext", "setTimeout", "vm.Script":
      .evaluate
    case "fetch", "axios", "axios.get", "axios.post", "http.get", "https.get", "http.request", "https.request", "got",
      "got.get",
      "undici.request":
      .fetch
    case "path.join", "path.resolve", "path.posix.join", "path.posix.resolve": .join
    case "path.normalize", "String", "url.fileURLToPath", "fileURLToPath", "fs.realpath", "Array.from", "Promise.all",
      "Promise.resolve", "TextDecoder":
      .same
    case "glob.sync", "glob.glob", "glob", "globby", "globby.sync", "fast-glob", "fast-glob.sync", "fs.readdir",
      "fs.glob":
      .glob
    case "process.cwd", "Deno.cwd": .workingDirectory
    case "process.chdir", "Deno.chdir": .changeDirectory
    case "String.fromCharCode", "String.fromCodePoint": .characters
    case "util.format": .format
    case "os.homedir": .home
    case "os.tmpdir": .temporary
    case "Deno.env.get": .environment
    case "atob": .base64
    case "Buffer.from": .base64
    case "zlib.gunzip", "zlib.inflate", "zlib.unzip", "zlib.brotliDecompress", "zlib.inflateRaw": .decoded
    case "console.log", "process.stdout.write", "console.info", "Deno.stdout.write": .print
    case "require", "import", "process.getBuiltinModule", "module.require", "process.mainModule.require": .module
    default: nil
    }
  }

  private static func perl(_ name: String) -> CallRule? {
    switch LookupName(name) {
    case "unlink", "rmdir", "CORE.unlink": .delete(recursive: false)
    case "find", "finddepth", "File.Find.find", "File.Find.finddepth": .walkTree
    case "print", "printf", "say": .print
    case "rmtree", "remove_tree", "File.Path.rmtree", "File.Path.remove_tree", "File.Remove.remove":
      .delete(recursive: true)
    case "open", "sysopen", "IO.File.new": .open
    case "truncate": .write(.truncate)
    case "chmod", "chown", "utime": .writeRest(.attributes)
    case "mkdir", "mkpath", "make_path", "File.Path.make_path", "File.Path.mkpath": .write(.folder)
    case "rename", "move", "File.Copy.move", "mv", "File.Copy.mv": .move
    case "copy", "File.Copy.copy", "cp", "File.Copy.cp": .copy
    case "symlink", "link": .link
    case "write_file", "File.Slurp.write_file", "spew": .write(.replace)
    case "read_file", "File.Slurp.read_file", "slurp": .read(.show)
    case "require", "do": .read(.use)
    case "system", "exec", "readpipe", "IPC.Open3.open3", "IPC.Open2.open2", "CORE.system", "CORE.exec": .words
    case "eval", "evalbytes": .evaluate
    case "glob", "bsd_glob": .glob
    case "get", "LWP.Simple.get", "HTTP.Tiny.new.get": .fetch
    case "getstore", "mirror", "LWP.Simple.getstore": .download
    case "catfile", "catdir", "File.Spec.catfile", "File.Spec.catdir": .join
    case "cwd", "getcwd", "Cwd.cwd", "Cwd.getcwd": .workingDirectory
    case "chdir": .changeDirectory
    case "chr": .characters
    case "join": .joinText
    case "reverse": .reversed
    case "lc": .lowercase
    case "sprintf": .format
    case "decode_base64", "MIME.Base64.decode_base64", "decode_base64url": .base64
    case "unpack", "pack", "uncompress", "Compress.Zlib.memGunzip": .decoded
    case "path", "Path.Tiny.path", "abs_path", "Cwd.abs_path", "quotemeta", "sort": .same
    default: nil
    }
  }

  private static func ruby(_ name: String) -> CallRule? {
    switch LookupName(name) {
    case "File.delete", "File.unlink", "FileUtils.rm", "FileUtils.rm_f", "FileUtils.remove", "FileUtils.safe_unlink",
      "Dir.rmdir",
      "Dir.delete", "Dir.unlink", "FileUtils.rmdir", "rm", "rm_f":
      .delete(recursive: false)
    case "FileUtils.rm_rf", "FileUtils.rm_r", "FileUtils.rmtree", "FileUtils.remove_dir", "FileUtils.remove_entry",
      "FileUtils.remove_entry_secure", "rm_rf", "rm_r", "FileUtils.remove_entry_secure!":
      .delete(recursive: true)
    case "File.write", "IO.write", "File.binwrite", "IO.binwrite": .write(.replace)
    case "File.truncate": .write(.truncate)
    case "FileUtils.touch": .writeEach(.modify)
    case "File.chmod", "File.chown", "FileUtils.chmod", "FileUtils.chmod_R", "FileUtils.chown", "FileUtils.chown_R":
      .writeRest(.attributes)
    case "Dir.mkdir", "FileUtils.mkdir", "FileUtils.mkdir_p", "FileUtils.makedirs", "mkdir_p": .writeEach(.folder)
    case "FileUtils.cp", "FileUtils.cp_r", "FileUtils.copy", "FileUtils.copy_file", "FileUtils.install",
      "IO.copy_stream", "cp", "cp_r":
      .copy
    case "FileUtils.mv", "FileUtils.move", "File.rename", "mv": .move
    case "File.symlink", "File.link", "FileUtils.ln", "FileUtils.ln_s", "FileUtils.ln_sf", "ln_s": .link
    case "File.open", "File.new", "open", "Kernel.open", "IO.open", "CSV.open", "Zip.File.open": .open
    case "File.read", "IO.read", "File.readlines", "IO.readlines", "File.foreach", "IO.foreach", "File.binread",
      "YAML.load_file",
      "JSON.load_file", "CSV.read", "CSV.foreach", "IO.binread", "JSON.parse_file":
      .read(.show)
    case "load", "require_relative": .read(.use)
    case "system", "exec", "spawn", "Kernel.system", "Kernel.exec", "Kernel.spawn", "Process.spawn", "Open3.capture2",
      "Open3.capture2e",
      "Open3.capture3", "Open3.popen2", "Open3.popen2e", "Open3.popen3", "Open3.pipeline", "PTY.spawn", "sh",
      "Process.exec":
      .words
    case "IO.popen": .command
    case "puts", "print", "$stdout.puts", "STDOUT.puts", "$stdout.print", "STDOUT.print", "$stdout.write",
      "STDOUT.write",
      "Kernel.puts", "Kernel.print":
      .print
    case "eval", "instance_eval", "class_eval", "Kernel.eval", "binding.eval", "module_eval": .evaluate
    case "URI.open", "Net.HTTP.get", "Net.HTTP.get_response", "HTTParty.get", "Faraday.get", "RestClient.get": .fetch
    case "File.join": .join
    case "File.expand_path": .expandHome
    case "File.absolute_path", "File.realpath", "Array", "String", "URI", "URI.parse", "Shellwords.escape", "Set.new":
      .same
    case "Pathname.new", "Pathname": .path
    case "Dir.glob", "Dir.children", "Dir.entries", "Dir.each_child", "Find.find", "Dir.foreach": .glob
    case "ENV.fetch", "ENV.[]": .environment
    case "Dir.chdir": .changeDirectory
    case "format", "sprintf": .format
    case "Shellwords.split": .split
    case "send", "public_send", "__send__", "Kernel.send", "Kernel.public_send", "Object.send", "self.send",
      "Kernel.method", "FileUtils.send", "File.send":
      .send
    case "Dir.pwd", "Dir.getwd", "Pathname.pwd": .workingDirectory
    case "Dir.home": .home
    case "Dir.tmpdir", "Dir.mktmpdir", "Tempfile.new", "Tempfile.create": .temporary
    case "Base64.decode64", "Base64.strict_decode64", "Base64.urlsafe_decode64": .base64
    case "Zlib.Inflate.inflate", "Marshal.load", "Zlib.inflate", "Zlib.gunzip": .decoded
    default: nil
    }
  }

  private static func php(_ name: String) -> CallRule? {
    switch LookupName(name) {
    case "unlink", "rmdir": .delete(recursive: false)
    case "file_put_contents": .write(.replace)
    case "touch": .write(.modify)
    case "ftruncate": nil
    case "chmod", "chown", "chgrp": .write(.attributes)
    case "mkdir": .write(.folder)
    case "copy", "move_uploaded_file": .copy
    case "rename": .move
    case "symlink", "link": .link
    case "fopen", "SplFileObject", "gzopen": .open
    case "file_get_contents", "readfile", "file", "parse_ini_file", "highlight_file", "show_source",
      "php_strip_whitespace",
      "simplexml_load_file":
      .read(.show)
    case "include", "include_once", "require", "require_once": .read(.use)
    case "system", "exec", "shell_exec", "passthru", "popen", "proc_open": .command
    case "pcntl_exec": .program
    case "eval", "assert", "create_function": .evaluate
    case "curl_init": .fetch
    case "realpath", "strval", "trim", "escapeshellarg", "array_reverse", "array_values", "new": .same
    case "glob", "scandir", "recursivedirectoryiterator", "directoryiterator", "filesystemiterator": .glob
    case "recursiveiteratoriterator", "iterator_to_array": .same
    case "getenv": .environment
    case "getcwd": .workingDirectory
    case "sys_get_temp_dir", "tempnam", "tmpfile": .temporary
    case "chdir": .changeDirectory
    case "chr": .characters
    case "implode", "join": .joinText
    case "echo", "print", "printf": .print
    case "strrev": .reversed
    case "strtolower": .lowercase
    case "str_replace": .replaceText
    case "sprintf", "vsprintf": .format
    case "base64_decode": .base64
    case "hex2bin": .hexadecimal
    case "str_rot13": .rotated
    case "gzinflate", "gzuncompress", "gzdecode", "convert_uudecode", "unserialize": .decoded
    default: nil
    }
  }
}
