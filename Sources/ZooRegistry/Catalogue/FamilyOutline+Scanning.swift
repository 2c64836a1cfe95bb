extension FamilyOutline {
  /// Finds the names in a family file without parsing YAML.
  ///
  /// This relies on the form in which the embedded files are written: keys of the file in the first
  /// column, cards indented by two spaces and their keys by four, `aliases` as a flow list or as
  /// lines, `hub` first in a source. `Registry.validate` compares the result with the parsed file,
  /// so a file of another form cannot go unnoticed; files of other people are parsed in full.
  ///
  /// Complexity: O(bytes).
  init(scanning bytes: RawSpan) {
    var outline = FamilyOutline()
    // Safe: the buffer is used only inside this closure.
    unsafe bytes.withUnsafeBytes { buffer in
      let text = unsafe buffer.bindMemory(to: UInt8.self)
      var scanner = OutlineScanner()
      var start = 0
      while start < text.count {
        let end = unsafe text[start...].firstIndex(of: 10) ?? text.count
        unsafe scanner.read(UnsafeBufferPointer(rebasing: text[start..<end]))
        start = end + 1
      }
      outline = scanner.outline
    }
    self = outline
  }
}

/// Line by line through a family file.
private struct OutlineScanner {
  private enum Section { case header, models, references, other }
  private enum AliasList { case none, flow, lines }

  var outline = FamilyOutline()
  private var line = 0
  private var section = Section.header
  private var aliasList = AliasList.none

  /// Safe: the pointer is only read, within its bounds, before the call returns.
  mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
    line += 1
    var indent = 0
    while unsafe indent < text.count && text[indent] == 32 { indent += 1 }
    guard indent < text.count else { return }
    let first = unsafe text[indent]
    guard first != 35, first != 13 else { return }
    if aliasList == .flow {
      unsafe readFlow(text[indent...])
      return
    }
    if aliasList == .lines {
      if indent >= 4, first == 45 {
        unsafe addAlias(scalar(text[(indent + 1)...]))
        return
      }
      aliasList = .none
    }
    switch indent {
    case 0: unsafe readTopLevel(text)
    case 2 where section == .models && first != 45:
      if let name = unsafe key(text[2...]) {
        outline.models.append(.init(name: name, line: line))
      }
    case 2 where section == .references && first != 45:
      if let name = unsafe key(text[2...]) {
        outline.references.append(.init(name: name, line: line))
      }
    case 4 where section == .models || section == .references:
      if first == 97, unsafe text[4...].starts(with: "aliases:".utf8) {
        unsafe startAliases(text[12...])
      } else if first == 45, section == .models {
        unsafe readSource(text[5...])
      }
    default: break
    }
  }

  private mutating func readTopLevel(_ text: UnsafeBufferPointer<UInt8>) {
    guard let name = unsafe key(text[...]) else { return }
    let value = unsafe text[(name.utf8.count + 1)...]
    section = .header
    switch name {
    case "family": outline.name = unsafe scalar(value)
    case "default": outline.defaultModel = unsafe scalar(value)
    case "models": section = .models
    case "references": section = .references
    default: section = .other
    }
  }

  /// Reads the repository of a line such as `- {hub: owner/name, …`.
  private mutating func readSource(_ text: Slice<UnsafeBufferPointer<UInt8>>) {
    let rest = unsafe text.drop { $0 == 32 || $0 == 123 }
    guard unsafe rest.starts(with: "hub:".utf8), !outline.models.isEmpty else { return }
    let value = unsafe rest.dropFirst(4).prefix { $0 != 44 && $0 != 125 }
    if let repository = unsafe scalar(value) {
      outline.models[outline.models.count - 1].repositories.append(repository)
    }
  }

  private mutating func startAliases(_ text: Slice<UnsafeBufferPointer<UInt8>>) {
    let rest = unsafe text.drop { $0 == 32 }
    if unsafe rest.first == 91 {
      aliasList = .flow
      unsafe readFlow(rest.dropFirst())
    } else {
      aliasList = .lines
    }
  }

  private mutating func readFlow(_ text: Slice<UnsafeBufferPointer<UInt8>>) {
    var rest = unsafe text
    while let first = unsafe rest.first {
      switch first {
      case 32, 44: unsafe rest = rest.dropFirst()
      case 93:
        aliasList = .none
        return
      case 35, 13: return
      case 34, 39:
        let content = unsafe rest.dropFirst().prefix { $0 != first }
        addAlias(unsafe String(decoding: content, as: UTF8.self))
        unsafe rest = rest.dropFirst(content.count + 2)
      default:
        let content = unsafe rest.prefix { $0 != 44 && $0 != 93 }
        unsafe addAlias(scalar(content))
        unsafe rest = rest.dropFirst(content.count)
      }
    }
  }

  private mutating func addAlias(_ alias: String?) {
    guard let alias else { return }
    switch section {
    case .models where !outline.models.isEmpty:
      outline.models[outline.models.count - 1].aliases.append(alias)
    case .references where !outline.references.isEmpty:
      outline.references[outline.references.count - 1].aliases.append(alias)
    default: break
    }
  }

  /// The word before the first colon.
  private func key(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
    guard let colon = unsafe text.firstIndex(of: 58) else { return nil }
    return unsafe scalar(text[..<colon])
  }

  /// A plain or quoted text without comment and surrounding spaces.
  private func scalar(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
    var rest = unsafe text.drop { $0 == 32 }
    if let quote = unsafe rest.first, quote == 34 || quote == 39 {
      unsafe rest = rest.dropFirst().prefix { $0 != quote }
      return unsafe String(decoding: rest, as: UTF8.self)
    }
    if let comment = unsafe rest.indices.first(where: { index in
      unsafe rest[index] == 35 && index > rest.startIndex && rest[index - 1] == 32
    }) {
      unsafe rest = rest[..<comment]
    }
    while let last = unsafe rest.last, last == 32 || last == 13 { unsafe rest = rest.dropLast() }
    return unsafe rest.isEmpty ? nil : String(decoding: rest, as: UTF8.self)
  }
}
