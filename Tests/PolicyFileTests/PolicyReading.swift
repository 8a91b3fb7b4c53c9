import PolicyFile

/// Reads a text as the project's policy.
func policy(
  _ text: String, layer: PolicyLayer = .project, folder: String = "/home", name: String = "taffrail.toml"
) throws -> PolicyFile {
  try PolicyFile.read(
    Array(text.utf8), layer: layer, path: "\(folder)/taffrail.toml", folder: folder, displayName: name)
}

/// What is wrong with a text, one mistake a line; empty where nothing is.
func mistakes(_ text: String, layer: PolicyLayer = .project) -> String { mistakes(Array(text.utf8), layer: layer) }

/// What is wrong with a file's bytes.
func mistakes(_ bytes: [UInt8], layer: PolicyLayer = .project) -> String {
  do throws(PolicyErrors) {
    _ = try PolicyFile.read(
      bytes, layer: layer, path: "/home/taffrail.toml", folder: "/home", displayName: "taffrail.toml")
    return ""
  } catch {
    return error.description
  }
}
