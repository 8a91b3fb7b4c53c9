import HookModel

/// The files whose content a `curl` sends (curl(1)): each option has its own way to name one.
enum CurlUpload {
  static func files(_ command: ResolvedCommand) -> [String] {
    let options = ParsedOptions(
      command.arguments,
      OptionSyntax(
        shortWithValue: "AbcCdDeEFHKmoPQrtTuUwxXyYz",
        longWithValue: [
          "data", "data-ascii", "data-binary", "data-raw", "data-urlencode", "json", "form", "form-string", "header",
          "proxy-header", "upload-file", "url", "url-query", "request", "output", "user", "user-agent", "referer",
          "cookie", "cookie-jar", "config", "proxy", "max-time", "connect-timeout", "retry", "retry-delay", "write-out",
          "range", "cert", "key", "cacert", "resolve", "variable",
        ],
        long: ["location", "silent", "show-error", "fail", "insecure", "include", "head", "compressed", "verbose"]))
    return options.options.compactMap { option in
      guard let value = option.value?.value else { return nil }
      return file(option.name, value).map { String($0) }
    }
  }

  private static func file(_ option: String, _ value: String) -> Substring? {
    let at = UInt8(ascii: "@")
    switch option {
    case "T", "upload-file": return value[...]
    case "d", "data", "data-ascii", "data-binary", "json", "H", "header", "proxy-header":
      return value.utf8.first == at ? value.dropFirst() : nil
    case "data-urlencode", "url-query", "variable":
      // `name@file`; behind `=` all is text.
      guard let sign = value.utf8.firstIndex(where: { $0 == at || $0 == UInt8(ascii: "=") }), value.utf8[sign] == at
      else { return nil }
      return value[value.utf8.index(after: sign)...]
    case "F", "form":
      guard let equals = value.utf8.firstIndex(of: UInt8(ascii: "=")) else { return nil }
      let content = value[value.utf8.index(after: equals)...]
      guard content.utf8.first == at || content.utf8.first == UInt8(ascii: "<") else { return nil }
      return content.dropFirst().prefix { $0 != ";" && $0 != "," }
    default: return nil
    }
  }
}
