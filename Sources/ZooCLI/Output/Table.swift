/// Rows with aligned columns, wide characters counted as two.
struct Table {
  /// The titles; an empty list prints none.
  let header: [String]
  private var rows: [[String]] = []
  private let rightAligned: Set<Int>

  init(_ header: [String], rightAligned: Set<Int> = []) {
    self.header = header
    self.rightAligned = rightAligned
  }

  mutating func add(_ row: [String]) { rows.append(row) }

  /// The lines, without spaces at their ends.
  func lines() -> [String] {
    let all = (header.isEmpty ? [] : [header]) + rows
    let columns = all.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      all.map { column < $0.count ? Self.width($0[column]) : 0 }.max() ?? 0
    }
    return all.map { row in
      var line = ""
      for (column, text) in row.enumerated() {
        let gap = String(repeating: " ", count: widths[column] - Self.width(text))
        line += rightAligned.contains(column) ? gap + text : text + gap
        if column < row.count - 1 { line += "  " }
      }
      while line.last == " " { line.removeLast() }
      return line
    }
  }

  /// The number of terminal cells of a text: East Asian wide characters take two.
  static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { width, scalar in
      switch scalar.value {
      case 0x300...0x36f, 0x200b...0x200f, 0xfe00...0xfe0f: width
      case 0x1100...0x115f, 0x2e80...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff, 0xfe30...0xfe6f,
        0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1faff, 0x20000...0x3fffd:
        width + 2
      default: width + 1
      }
    }
  }
}

/// Numbers for people.
enum Units {
  /// A byte count with a decimal unit, for example `411.6 MB`.
  static func bytes(_ count: Int) -> String {
    var value = Double(count)
    for unit in ["B", "kB", "MB", "GB", "TB"] {
      if value < 999.95 || unit == "TB" {
        return unit == "B"
          ? "\(count) B"
          : "\(Int((value * 10).rounded()) / 10).\(Int((value * 10).rounded()) % 10) \(unit)"
      }
      value /= 1000
    }
    return "\(count) B"
  }

  /// A count of parameters, for example `102.3M`.
  static func parameters(_ count: Int) -> String {
    switch count {
    case ..<1000: "\(count)"
    case ..<1_000_000: tenths(count, 1000) + "K"
    case ..<1_000_000_000: tenths(count, 1_000_000) + "M"
    default: tenths(count, 1_000_000_000) + "B"
    }
  }

  private static func tenths(_ count: Int, _ unit: Int) -> String {
    let value = (count * 10 + unit / 2) / unit
    return "\(value / 10).\(value % 10)"
  }
}
