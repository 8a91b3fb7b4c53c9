internal import JSON

/// What is remembered about a file that was changed, so that the change can be undone to the byte. It lies in the
/// user's state, not beside the file: a project's folder is no place for a backup that nobody asked for.
struct InstallRecord: Sendable, Equatable {
  /// The file.
  var file: String
  /// Its content before there was anything of ours in it; nil where it was not there.
  var original: String?
  /// Its content as it was written.
  var installed: String
  /// The folders that were made for it, the innermost first.
  var folders: [String]

  /// The record's own file below a state folder. The name is a hash, since a path may be longer than a name.
  static func path(for file: String, in stateFolder: String, _ suffix: String = "json") -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in file.utf8 { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return "\(stateFolder)/installed/\(String(hash, radix: 16)).\(suffix)"
  }

  /// Reads a record; nil where the bytes are none, or one of another file whose path has the same hash.
  init?(_ bytes: [UInt8], for file: String) {
    guard let value = try? JSONParser.parse(bytes), value["file"]?.string == file,
      let installed = value["installed"]?.string
    else { return nil }
    self.init(
      file: file, original: value["original"]?.string, installed: installed,
      folders: (value["folders"]?.array ?? []).compactMap(\.string))
  }

  init(file: String, original: String?, installed: String, folders: [String]) {
    self.file = file
    self.original = original
    self.installed = installed
    self.folders = folders
  }

  /// The record as it is kept.
  var bytes: [UInt8] {
    let value: JSONValue = [
      "file": .string(file), "original": original.map(JSONValue.string) ?? .null, "installed": .string(installed),
      "folders": .array(folders.map(JSONValue.string)),
    ]
    return Array((JSONWriter.compact(value) + "\n").utf8)
  }
}
