/// The name of a part of a split GGUF file: `model-00002-of-00003.gguf`.
///
/// Source: `llama_split_path` in llama.cpp's `src/llama.cpp`.
struct GGUFSplitName {
  /// What stands before the numbers, without the directory.
  let prefix: String
  /// The number of this part, from 1.
  let index: Int
  /// The number of parts.
  let total: Int

  /// Reads the last component of a path; `nil` where it has another form.
  init?(_ path: String) {
    let name = path.split(separator: "/").last ?? ""
    guard name.hasSuffix(".gguf") else { return nil }
    let parts = name.dropLast(5).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count >= 4, parts[parts.count - 2] == "of",
      let total = Self.number(parts[parts.count - 1]),
      let index = Self.number(parts[parts.count - 3]), (1...total).contains(index)
    else { return nil }
    prefix = parts.dropLast(3).joined(separator: "-")
    self.index = index
    self.total = total
  }

  /// Five digits, as printed with `%05d`; the count of parts is a 16-bit number.
  private static func number(_ text: Substring) -> Int? {
    guard text.utf8.count == 5, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let value = Int(text), (1...65_535).contains(value)
    else { return nil }
    return value
  }

  /// The file name of a part, from 1.
  func name(of index: Int) -> String {
    func digits(_ value: Int) -> String {
      let text = "\(value)"
      return String(repeating: "0", count: max(0, 5 - text.utf8.count)) + text
    }
    return "\(prefix)-\(digits(index))-of-\(digits(total)).gguf"
  }
}
