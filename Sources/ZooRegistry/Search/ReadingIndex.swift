package import ZooTensors

/// How the Chinese names of documents are read.
package struct ReadingIndex: Sendable {
  /// One name of one document.
  package struct Entry: Sendable, Hashable {
    /// The index of the document.
    package let document: Int
    /// The index of the reading.
    package let reading: Int
    /// Whether the name is a title, an alias or a heading, not an organisation's.
    package let isTitle: Bool

    /// An entry of given values, for caches.
    package init(document: Int, reading: Int, isTitle: Bool) {
      self.document = document
      self.reading = reading
      self.isTitle = isTitle
    }
  }

  /// Every reading once.
  package private(set) var readings: [Reading]
  /// Which document has which.
  package private(set) var entries: [Entry]

  /// An index of given values, for caches.
  package init(readings: [Reading], entries: [Entry]) {
    self.readings = readings
    self.entries = entries
  }

  init(_ documents: [SearchDocument], _ rules: ReadingRules) {
    self.init(readings: [], entries: [])
    // The index of the reading of a name, if it has one.
    var known: [String: [Int]] = [:]
    for (index, document) in documents.enumerated() {
      let names =
        (document.titles + document.aliases).map { ($0, true) }
        + document.organisationNames.map { ($0, false) }
      for (name, isTitle) in names where name.mayHoldHan {
        if known[name] == nil {
          let runs = rules.syllables(of: name)
          known[name] = runs.isEmpty ? [] : [readings.count]
          if !runs.isEmpty { readings.append(Reading(runs: runs)) }
        }
        for reading in known[name] ?? [] {
          entries.append(Entry(document: index, reading: reading, isTitle: isTitle))
        }
      }
    }
  }

  /// The documents that a word finds, with their best ranks: 0 for a whole title, 1 for a part of
  /// one, 2 and 3 for the names of organisations.
  package func ranks(_ word: String) -> [Int: Int] {
    let fits = readings.map { $0.fit(word) }
    return entries.reduce(into: [:]) { ranks, entry in
      guard entry.reading < fits.count, entry.reading >= 0, let fit = fits[entry.reading] else {
        return
      }
      let rank = (fit == .whole ? 0 : 1) + (entry.isTitle ? 0 : 2)
      ranks[entry.document] = min(ranks[entry.document] ?? rank, rank)
    }
  }
}

extension Registry {
  /// How the Chinese names of documents are read.
  ///
  /// Complexity: O(length of the names).
  package func readings(of documents: [SearchDocument]) throws(ZooError) -> ReadingIndex {
    ReadingIndex(documents, try readingRules())
  }
}
