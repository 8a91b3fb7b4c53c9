/// The few things that the installer asks of the file system.
public protocol ConfigurationFiles: Sendable {
  /// The path with every symlink resolved, also where its end does not exist.
  func resolve(_ path: String) throws(InstallError) -> String
  /// The content of a file; nil where there is nothing at the path.
  func read(_ path: String) throws(InstallError) -> [UInt8]?
  /// The permission bits; nil where there is nothing at the path.
  func mode(of path: String) -> Int?
  /// Gives a file new content in one step.
  func replace(_ path: String, with bytes: [UInt8], mode: Int) throws(InstallError)
  /// Makes a folder; false where it is there already.
  func makeFolder(_ path: String, mode: Int) throws(InstallError) -> Bool
  /// Deletes a file.
  func delete(_ path: String) throws(InstallError)
  /// Deletes a folder where it is empty; leaves it where it is not.
  func deleteFolderIfEmpty(_ path: String)
}
