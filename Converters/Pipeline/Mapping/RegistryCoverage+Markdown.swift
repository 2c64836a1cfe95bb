extension RegistryCoverage {
  /// The text of `Registry/COVERAGE.md`.
  ///
  /// It ends with a line end.
  public var markdown: String {
    var lines = [
      "# Coverage", "",
      "What of this registry can be had and converted, counted from the cards and mappings by",
      "`zoo registry coverage --markdown > Registry/COVERAGE.md`; a test keeps this file true.", "",
      "- **cards**: models that are described",
      "- **downloadable**: anybody can fetch the weights",
      "- **convertible**: weights exist, the architecture is named, and nothing is known against it",
      "- **mapped**: and a mapping exists for one of the published dialects",
      "- **proven**: and such a mapping was proven against another program", "",
      "| family | cards | downloadable | convertible | mapped | proven |",
      "|---|--:|--:|--:|--:|--:|",
    ]
    lines += rows.map { Self.line("[\($0.family)](models/\($0.family).yaml)", $0.counts) }
    lines.append(Self.line("**all**", total))
    if !wanted.isEmpty {
      lines += [
        "", "## Dialects without a mapping", "",
        "Each with the number of convertible cards that no mapping serves yet.", "",
        "| dialect | cards |", "|---|--:|",
      ]
      lines += wanted.map { "| \($0.dialect) | \($0.cards) |" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func line(_ name: String, _ counts: Counts) -> String {
    "| \(name) | \(counts.cards) | \(counts.downloadable) | \(counts.convertible) "
      + "| \(counts.mapped) | \(counts.proven) |"
  }
}
