import ZooTensors

/// The rules that a member's name must keep before it becomes a path of a tree.
///
/// No name is ever joined to a directory of this machine; the rules keep out names that another
/// program would join, because an archive that has one was made to do harm.
enum ArchivePath {
  /// The longest name, in bytes of UTF-8.
  private static let longest = 4096

  /// The name without `.` components and doubled slashes; empty for the root itself.
  static func normalized(_ name: String, at offset: Int) throws(FormatError) -> String {
    func refuse(_ why: String) -> FormatError {
      FormatError(.invalidValue, "the member name \(name.debugDescription) \(why)", at: offset)
    }
    guard name.utf8.count <= longest else {
      throw .limit("a member name of bytes", name.utf8.count, longest, "no limit", at: offset)
    }
    guard !name.isEmpty else {
      throw FormatError(.invalidValue, "a member has no name", at: offset)
    }
    guard !name.utf8.contains(0x5c) else { throw refuse("has a backslash") }
    guard !TensorName.hasControlCharacter(name) else { throw refuse("has a control character") }
    guard !name.utf8.starts(with: [0x2f]) else { throw refuse("is absolute") }
    let start = Array(name.utf8.prefix(2))
    if start.count == 2, start[1] == 0x3a, (0x41...0x5a).contains(start[0] & 0xdf) {
      throw refuse("begins with a drive letter")
    }
    let components = name.split(separator: "/").filter { $0 != "." }
    guard !components.contains("..") else { throw refuse("leads out of the archive") }
    return components.joined(separator: "/")
  }

  /// What two names must not share: equal but for case or Unicode normalisation.
  static func collisionKey(_ path: String) -> String { path.lowercased() }

  /// Whether a tree passes over a path: the litter of desktops and tools, and hidden directories.
  ///
  /// Hidden files as such are listed, because some checkpoints have them (`.metadata`, `.zarray`).
  static func isLitter(_ path: String) -> Bool {
    let components = path.split(separator: "/")
    guard let name = components.last else { return true }
    return name == ".DS_Store" || name.hasPrefix("._")
      || components.dropLast().contains { isLitterDirectory(String($0)) }
  }

  /// Whether a tree passes over a directory of this name.
  static func isLitterDirectory(_ name: String) -> Bool {
    name.hasPrefix(".") || name == "__MACOSX"
  }
}
