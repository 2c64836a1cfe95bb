/// Paths of a source tree: components joined by slashes.
enum TreePath {
  /// The directory of a path; empty for a file at the root.
  static func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[..<$0]) } ?? ""
  }

  /// The last component.
  static func name(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// A path below a directory.
  static func join(_ directory: String, _ name: String) -> String {
    directory.isEmpty ? name : "\(directory)/\(name)"
  }
}

extension Substring {
  /// Takes a number in decimal digits, at most nine, from the front.
  mutating func takeNumber() -> Int? {
    let digits = prefix { ("0"..."9").contains($0) }
    guard (1...9).contains(digits.utf8.count), let number = Int(digits) else { return nil }
    removeFirst(digits.count)
    return number
  }

  /// Takes a text from the front; `false` where it does not stand there.
  mutating func take(_ text: String) -> Bool {
    guard hasPrefix(text) else { return false }
    removeFirst(text.count)
    return true
  }
}
