import ZooTensors

extension FileDiagnosis {
  /// The text that Git keeps in place of a large file.
  struct GitPointer {
    private var byteCount: String?

    init?(_ head: [UInt8]) {
      guard head.starts(with: Array("version https://git-lfs.github.com/spec/".utf8)) else {
        return nil
      }
      let lines = String(decoding: head, as: UTF8.self).split(separator: "\n")
      byteCount = lines.first { $0.hasPrefix("size ") }.map { String($0.dropFirst(5).prefix(20)) }
    }

    var explanation: String {
      let size = byteCount.map { " of \($0) bytes" } ?? ""
      return "is a Git LFS pointer to a file\(size), not the file itself; run 'git lfs pull' where "
        + "it was cloned, or fetch the file"
    }
  }

  /// What a server said instead of sending a file: a web page, XML or JSON.
  static func serverAnswer(_ head: [UInt8], byteCount: Int) -> String? {
    let isMarked = head.starts(with: [0xef, 0xbb, 0xbf])
    let start = head[(isMarked ? 3 : 0)...].drop { [0x20, 0x09, 0x0a, 0x0d].contains($0) }
    guard let first = start.first, first == 0x3c || first == 0x7b else { return nil }
    let text = String(decoding: start, as: UTF8.self)
    let lower = text.lowercased()
    if ["<!doctype html", "<html", "<head", "<body"].contains(where: lower.hasPrefix) {
      let title = between("<title", "</title>", in: text).flatMap { part in
        part.firstIndex(of: ">").map { part[part.index(after: $0)...] }
      }
      return "is a web page\(quoted(title)), not a checkpoint; the address asks for a login or a "
        + "confirmation, or is wrong"
    }
    if lower.hasPrefix("<?xml") || lower.hasPrefix("<error"), lower.contains("<error>") {
      return "is a server's error answer\(quoted(between("<Message>", "</Message>", in: text))), "
        + "not a checkpoint; fetch it again"
    }
    guard first == 0x7b, byteCount <= 4096, let answer = jsonError(Array(start)) else { return nil }
    return "is a server's error answer\(quoted(answer[...])), not a checkpoint; fetch it again"
  }

  /// The message of `{"error": …}` and its like; `nil` for any other JSON.
  private static func jsonError(_ bytes: [UInt8]) -> String? {
    // Text that is no JSON is nothing that this function knows.
    guard let root = (try? StrictJSON.parse(bytes))?.objectValue else { return nil }
    guard root.count <= 6, root["weight_map"] == nil, root["model_type"] == nil else { return nil }
    for key in ["error", "errors", "message", "detail", "error_msg"] {
      switch root[key] {
      case .string(let text): return text
      case .object(let inner):
        return inner["message"]?.stringValue ?? key
      case .array: return key
      default: continue
      }
    }
    return nil
  }

  private static func between(
    _ opening: String,
    _ closing: String,
    in text: String
  ) -> Substring? {
    let parts = text.split(separator: opening, maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    return parts[1].split(separator: closing, maxSplits: 1, omittingEmptySubsequences: false).first
  }

  private static func quoted(_ text: Substring?) -> String {
    guard let text else { return "" }
    let line = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    return line.isEmpty ? "" : " (\(line.prefix(120).debugDescription))"
  }
}
