public import ZooTensors

/// The merges of a byte-pair encoding, the first to apply first (`merges.txt`).
public struct MergeList: Sendable, Hashable {
  /// Two neighbouring tokens that become one.
  public struct Merge: Sendable, Hashable {
    /// The first.
    public let left: String
    /// The second.
    public let right: String
  }

  /// The merges; the position is the rank.
  public let merges: [Merge]

  /// Reads a list of merges.
  ///
  /// A first line that begins with `#version` is passed over, and so are empty lines.
  /// Complexity: O(bytes).
  /// - Parameters:
  ///   - bytes: The contents of the file.
  ///   - name: The file, for errors.
  /// - Throws: ``FormatError`` where a line is not two tokens with a space between them.
  public init(_ bytes: [UInt8], name: String? = nil) throws(FormatError) {
    var merges: [Merge] = []
    for (line, place) in TextLines(bytes) where !line.isEmpty {
      if merges.isEmpty, line.starts(with: "#version".utf8) { continue }
      let parts = line.split(separator: 0x20, omittingEmptySubsequences: false)
      guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
        let left = String(validating: parts[0], as: UTF8.self),
        let right = String(validating: parts[1], as: UTF8.self)
      else {
        throw FormatError(
          .invalidValue,
          "expected two tokens with one space between them on each line",
          at: place,
          in: name
        )
      }
      merges.append(Merge(left: left, right: right))
    }
    self.merges = merges
  }
}
