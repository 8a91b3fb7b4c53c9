import HookModel
import ShellSyntax

/// What a variable or setting is to the program that reads it.
enum CodeSetting {
  /// A command line for a shell.
  case command
  /// The name of a file with commands.
  case file
  /// The name of a file with Python.
  case pythonFile
  /// Text in which a shell expands substitutions.
  case expanded
  /// A function that bash takes from its environment: `BASH_FUNC_name%%=() { list; }`, as `export -f` writes it.
  case function

  /// What an environment variable is; nil for plain data.
  ///
  /// To add one, add its name. The program that reads it does not matter: whoever sets the variable means it to be read.
  static func variable(_ name: String) -> CodeSetting? {
    switch name {
    case "PROMPT_COMMAND", "EDITOR", "VISUAL", "FCEDIT", "PAGER", "MANPAGER", "BROWSER", "LESSOPEN", "LESSCLOSE",
      "SUDO_EDITOR", "SUDO_ASKPASS", "SSH_ASKPASS", "GIT_ASKPASS", "GIT_EDITOR", "GIT_SEQUENCE_EDITOR", "GIT_PAGER",
      "GIT_SSH", "GIT_SSH_COMMAND", "GIT_PROXY_COMMAND", "GIT_EXTERNAL_DIFF", "RSYNC_RSH", "CVS_RSH", "PSQL_EDITOR",
      "PSQL_PAGER", "SYSTEMD_PAGER", "SYSTEMD_EDITOR", "KUBE_EDITOR", "HGEDITOR", "SVN_EDITOR", "RUSTC_WRAPPER",
      "FZF_DEFAULT_COMMAND", "MAKE_COMMAND", "CRONTAB_EDITOR", "DEBUG_SHELL":
      .command
    case "BASH_ENV", "ENV": .file
    case "PYTHONSTARTUP": .pythonFile
    case "PS0", "PS1", "PS2", "PS4": .expanded
    default: name.begins(with: "BASH_FUNC_") ? .function : nil
    }
  }

  /// What a setting of git is (`git -c NAME=VALUE`); nil for plain data.
  static func git(_ name: String) -> CodeSetting? {
    switch name.lowercased() {
    case "core.pager", "core.editor", "core.sshcommand", "core.fsmonitor", "core.askpass", "core.gitproxy",
      "core.alternaterefscommand", "sequence.editor", "diff.external", "gpg.program", "gpg.ssh.program",
      "gpg.ssh.defaultkeycommand", "sendemail.smtpserver", "uploadpack.packobjectshook", "web.browser",
      "interactive.difffilter":
      return .command
    case let key:
      let parts = key.split(separator: ".")
      guard let section = parts.first, let last = parts.last, parts.count > 1 else { return nil }
      switch (section, last) {
      case ("pager", _), ("filter", "clean"), ("filter", "smudge"), ("filter", "process"), ("diff", "command"),
        ("diff", "textconv"), ("merge", "driver"), ("difftool", "cmd"), ("mergetool", "cmd"), ("browser", "cmd"),
        ("man", "cmd"), ("trailer", "command"), ("trailer", "cmd"), ("tar", "command"), ("remote", "uploadpack"),
        ("remote", "receivepack"):
        return .command
      default: return nil
      }
    }
  }
}

extension ShellEvaluator {
  /// Walks the code that a variable hands to whatever program reads it.
  func walkSetting(_ name: String, _ value: String) {
    guard let setting = CodeSetting.variable(name) else { return }
    walkSetting(setting, name, value)
  }

  func walkSetting(_ setting: CodeSetting, _ name: String, _ value: String, _ invocation: Invocation? = nil) {
    let invocation = invocation ?? Invocation(words: [Argument(name)], place: currentPlace)
    let certainty = context.certainty
    context.certainty = max(certainty, .possible)
    let held = status
    switch setting {
    case .command:
      // The bare name of a program does nothing by itself: `PAGER=cat`, `GIT_EDITOR=true`.
      guard !isProgramName(value) else { break }
      let code = value.utf8.first == UInt8(ascii: "|") ? String(value.dropFirst()) : value
      if Hole.isWhole(code) { break }
      // Whether it is code at all depends on the program, so that what is none is passed over.
      if (try? Parser.parse(code)) == nil { break }
      _ = runCode(code, through: name, by: name, invocation: invocation, inSameShell: false)
    case .file:
      if value.isEmpty { break }
      _ = runScript(
        Argument(value), arguments: [], through: name, by: name, invocation, inSameShell: false)
    case .pythonFile:
      if !value.isEmpty { runInterpreted(.python, Argument(value), [], name, invocation) }
    case .function:
      guard value.begins(with: "()"), (try? Parser.parse("f\(value)")) != nil else { break }
      _ = runCode("f\(value)\nf", through: name, by: "bash", invocation: invocation, inSameShell: false)
    case .expanded:
      guard value.utf8.contains(UInt8(ascii: "$")) || value.utf8.contains(UInt8(ascii: "`")) else { break }
      _ = runCode(
        ": <<PROMPT\n\(value)\nPROMPT\n", through: name, by: name, invocation: invocation, inSameShell: false)
    }
    context.certainty = certainty
    status = held
    placesOnFailure = nil
  }

  private func isProgramName(_ text: String) -> Bool {
    text.utf8.allSatisfy { byte in
      byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
        || byte == UInt8(ascii: "+") || (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
    }
  }

  /// The commands of a crontab: what stands behind the five fields of time, or behind `@daily`.
  func walkCrontab(_ text: String, _ invocation: Invocation) {
    for line in text.utf8.split(separator: 0x0A) {
      var fields = Substring(line).drop { $0 == " " || $0 == "\t" }
      guard let first = fields.utf8.first, first != UInt8(ascii: "#") else { continue }
      let isTime = first == UInt8(ascii: "*") || (first >= 0x30 && first <= 0x39)
      guard isTime || first == UInt8(ascii: "@") else { continue }
      for _ in 0..<(isTime ? 5 : 1) {
        fields = fields.drop { $0 != " " && $0 != "\t" }.drop { $0 == " " || $0 == "\t" }
      }
      // What stands behind an unescaped `%` is standard input.
      let code = fields.prefix { $0 != "%" }
      if code.isEmpty { continue }
      walkSetting(.command, "crontab", String(code), invocation)
    }
  }
}
