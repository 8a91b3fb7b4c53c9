/// Ways to carry a script: those that run it, and those that only read it. Both are written from what a shell does, not from
/// what the rules know.
enum Carriers {
  /// A generator whose numbers come again for the same seed.
  struct Random {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next(_ bound: Int) -> Int {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      return Int(state % UInt64(bound))
    }
  }

  /// A word in single quotes.
  static func quoted(_ text: String) -> String {
    "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }

  /// A word in double quotes; what a shell would expand in it is escaped.
  static func doubleQuoted(_ text: String) -> String {
    var word = "\""
    for character in text.unicodeScalars {
      if "\"\\$`".unicodeScalars.contains(character) { word += "\\" }
      word.unicodeScalars.append(character)
    }
    return word + "\""
  }

  /// A word in `$'...'`, with every third character as an octal escape.
  static func escaped(_ text: String) -> String {
    var word = "$'"
    for (index, byte) in text.utf8.enumerated() {
      if index % 3 == 0 || byte < 0x20 || byte >= 0x7F || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\\") {
        let octal = String(byte, radix: 8)
        word += "\\" + String(repeating: "0", count: 3 - octal.utf8.count) + octal
      } else {
        word.unicodeScalars.append(Unicode.Scalar(byte))
      }
    }
    return word + "'"
  }

  /// A delimiter that is no line of the text.
  private static func delimiter(_ text: String) -> String {
    var word = "END"
    while text.contains(word) { word += "X" }
    return word
  }

  private static func document(_ text: String, _ command: String) -> String {
    let end = delimiter(text)
    return "\(command) <<'\(end)'\n\(text)\n\(end)"
  }

  private static func split(_ text: String) -> String {
    let middle = text.index(text.startIndex, offsetBy: text.count / 2)
    return "A=\(quoted(String(text[..<middle]))); B=\(quoted(String(text[middle...]))); eval \"$A$B\""
  }

  /// Carriers that run the script as it stands, in the same directory and with the same variables.
  static let running: [@Sendable (String) -> String] = [
    { "bash -c \(quoted($0))" },
    { "sh -c \(doubleQuoted($0))" },
    { "bash -c \(escaped($0))" },
    { "eval \(quoted($0))" },
    { "eval \(doubleQuoted($0))" },
    { "(\n\($0)\n)" },
    { "{\n\($0)\n}" },
    { "if true; then\n\($0)\nfi" },
    { "for i in 1; do\n\($0)\ndone" },
    { "case x in\n*)\n\($0)\n;;\nesac" },
    { "run() {\n\($0)\n}\nrun" },
    { "true && {\n\($0)\n}" },
    { "set -eu\n\($0)" },
    { "echo start\n\($0)\necho done" },
    { "export MODE=quick; \($0)" },
    { "CODE=\(quoted($0)); eval \"$CODE\"" },
    { "CODE=\(quoted($0)); bash -c \"$CODE\"" },
    { split($0) },
    { document($0, "bash") },
    { document($0, "sh -s") },
    { "bash <<< \(quoted($0))" },
    { "printf '%s\\n' \(quoted($0)) | bash" },
    { "source <(printf '%s\\n' \(quoted($0)))" },
    { "bash <(printf '%s\\n' \(doubleQuoted($0)))" },
    { "eval \"$(printf '%s\\n' \(quoted($0)))\"" },
    { "timeout 30 bash -c \(quoted($0))" },
    { "nohup bash -c \(quoted($0)) &" },
    { "nice -n 5 bash -c \(quoted($0))" },
    { "env MODE=quick bash -c \(quoted($0))" },
    { "command bash -c \(quoted($0))" },
    { "time bash -c \(quoted($0))" },
    { "setsid bash -c \(quoted($0))" },
    { "zsh -c \(quoted($0))" },
    { "dash -c \(quoted($0))" },
    { "/bin/bash -c \(quoted($0))" },
    { "\\bash -c \(quoted($0))" },
    { "b'a's\"h\" -c \(quoted($0))" },
    { "S=bash; $S -c \(quoted($0))" },
    { "echo x | xargs -I@@@ bash -c \(quoted($0))" },
    { "bash -c \(quoted("trap \(quoted($0)) EXIT"))" },
    { "python3 -c 'import sys, subprocess; subprocess.run([\"bash\", \"-c\", sys.argv[1]])' x; bash -c \(quoted($0))" },
    { "watch -n 1 \(quoted($0))" },
    { "cat > run.sh <<'\(delimiter($0))'\n\($0)\n\(delimiter($0))\nbash run.sh" },
  ]

  /// Carriers for which the script is text alone.
  static let reading: [@Sendable (String) -> String] = [
    { "echo \(quoted($0))" },
    { "echo \(doubleQuoted($0))" },
    { "printf '%s\\n' \(quoted($0))" },
    { "printf '%s\\n' \(escaped($0))" },
    { document($0, "cat") },
    { document($0, "cat > docs/notes.md") },
    { document($0, "tee docs/notes.md") },
    { "echo \(quoted($0)) >> docs/notes.md" },
    { "cat <<< \(quoted($0))" },
    { "wc -c <<< \(quoted($0))" },
    { "tr a-z A-Z <<< \(quoted($0))" },
    { "sha256sum <<< \(quoted($0))" },
    { "base64 <<< \(quoted($0))" },
    { "printf '%s\\n' \(quoted($0)) | sort | uniq -c" },
    { "echo \(quoted($0)) | less" },
    { "echo \(quoted($0)) | grep -c rm" },
    { "grep -rnF -- \(quoted($0)) src" },
    { "grep -F -e \(quoted($0)) docs/guide.md" },
    { "rg -F -e \(quoted($0)) src" },
    { "git commit -m \(quoted($0))" },
    { "git commit --message=\(quoted($0))" },
    { "git commit --amend -m \(doubleQuoted($0))" },
    { "git commit -F - <<'\(delimiter($0))'\n\($0)\n\(delimiter($0))" },
    { "git commit -m \"$(cat <<'\(delimiter($0))'\n\($0)\n\(delimiter($0))\n)\"" },
    { "git log --grep=\(quoted($0))" },
    { "git grep -F -e \(quoted($0))" },
    { "git tag -a v1.2.3 -m \(quoted($0))" },
    { "git stash push -m \(quoted($0))" },
    { "git notes add -m \(quoted($0))" },
    { "gh pr create --title fix --body \(quoted($0))" },
    { "gh issue comment 7 --body \(quoted($0))" },
    { "gh issue create --title \(quoted($0)) --body x" },
    { "glab mr create --description \(quoted($0))" },
    { "jq -n --arg text \(quoted($0)) '{text: $text}'" },
    { "awk -v text=\(quoted($0)) 'BEGIN { print length(text) }'" },
    { "test -n \(quoted($0))" },
    { "[ \(quoted($0)) = x ] && echo same" },
    { "[[ \(quoted($0)) == x* ]] || true" },
    { "case \(quoted($0)) in *x*) echo x ;; esac" },
    { ": \(quoted($0))" },
    { "TEXT=\(quoted($0)); echo \"${#TEXT}\"" },
    { "export TEXT=\(quoted($0)); printenv TEXT" },
    { "logger -t shop -- \(quoted($0))" },
    { "notify-send shop \(quoted($0))" },
    { "python3 -c 'import sys; print(len(sys.argv[1]))' \(quoted($0))" },
    { "node -e 'console.log(process.argv[1].length)' \(quoted($0))" },
    { "npm pkg set scripts.note=\(quoted($0))" },
    { "diff <(printf '%s\\n' \(quoted($0))) docs/guide.md" },
    { "sed -n '1,5p' <<< \(quoted($0))" },
    { "while IFS= read -r line; do echo \"$line\"; done <<< \(quoted($0))" },
    { text in "true # " + text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\n# ") },
  ]
}
