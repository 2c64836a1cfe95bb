/// Recognises what servers send instead of a file, by its first bytes.
enum WrongBody {
  /// How many bytes are looked at.
  static let headCount = 512

  /// What the bytes are in plain words.
  ///
  /// - Parameters:
  ///   - head: The first bytes.
  ///   - count: How many there are in all.
  ///   - name: The name of the file that was wanted.
  /// - Returns: the words, or `nil` where the bytes look like a file.
  static func description(head: [UInt8], count: Int, name: String) -> String? {
    if count == 0 { return "an empty body" }
    let text = String(decoding: head.prefix(headCount), as: UTF8.self)
    if text.hasPrefix("version https://git-lfs.github.com/spec/") {
      return "a Git-LFS pointer (\(count) bytes of text that only names the file), "
        + "so the address leads to the repository's text and not to its large-file storage"
    }
    let start = text.drop { $0.isWhitespace || $0 == "\u{feff}" }.prefix(32).lowercased()
    let isPage = name.lowercased().hasSuffix(".html") || name.lowercased().hasSuffix(".htm")
    if !isPage, ["<!doctype html", "<html", "<head", "<?xml"].contains(where: start.hasPrefix),
      !name.lowercased().hasSuffix(".xml")
    {
      return "a web page, probably a sign-in or an error page of the server or of your network"
    }
    return nil
  }
}
