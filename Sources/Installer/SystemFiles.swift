internal import OS

/// The real file system, as the installer sees it.
public struct SystemFiles: ConfigurationFiles {
  /// A configuration file is a few kilobytes; nothing near this is one.
  private static let limit = 8 << 20

  /// Creates the view.
  public init() {}

  /// The path with every symlink resolved, also where its end does not exist.
  public func resolve(_ path: String) throws(InstallError) -> String {
    do throws(OSError) { return try Path.resolve(path) } catch { throw .system(file: path, reason: error.reason) }
  }

  /// The content of a file; nil where there is nothing at the path.
  public func read(_ path: String) throws(InstallError) -> [UInt8]? {
    guard mode(of: path) != nil else { return nil }
    do throws(OSError) { return try File.read(path, limit: Self.limit) } catch {
      throw .system(file: path, reason: error.reason)
    }
  }

  /// The permission bits; nil where there is nothing at the path.
  public func mode(of path: String) -> Int? {
    (try? File.status(of: path, followingSymlinks: true))?.mode
  }

  /// Gives a file new content in one step.
  public func replace(_ path: String, with bytes: [UInt8], mode: Int) throws(InstallError) {
    do throws(OSError) { try File.replace(path, with: bytes, mode: mode) } catch {
      throw .system(file: path, reason: error.reason)
    }
  }

  /// Makes a folder; false where it is there already.
  public func makeFolder(_ path: String, mode: Int) throws(InstallError) -> Bool {
    do throws(OSError) { return try File.makeFolder(path, mode: mode) } catch {
      throw .system(file: path, reason: error.reason)
    }
  }

  /// Deletes a file.
  public func delete(_ path: String) throws(InstallError) {
    do throws(OSError) { try File.delete(path) } catch { throw .system(file: path, reason: error.reason) }
  }

  /// Deletes a folder where it is empty; leaves it where it is not.
  public func deleteFolderIfEmpty(_ path: String) { try? File.deleteFolder(path) }
}
