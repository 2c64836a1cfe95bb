import ZooFormats
import ZooRegistry
import ZooTensors

/// Compares the vocabulary file with the card and with the rows of the embedding.
struct VocabularyCheck {
  let configuration: ModelConfiguration
  let card: ModelCard?
  let sideFiles: SideFiles

  /// A vocabulary that cannot be the model's.
  func problems() throws(ZooError) -> [PlanProblem] {
    guard let count = try entryCount() else { return [] }
    var problems: [PlanProblem] = []
    if let rows, count > rows {
      problems.append(
        .sideFile(
          "vocab.txt has \(count) entries but the embedding has only \(rows) rows; the vocabulary belongs to another model"
        )
      )
    } else if let stated = card?.vocabulary?.size, count != stated {
      problems.append(
        .sideFile(
          "vocab.txt has \(count) entries, the card of '\(card?.name ?? "")' says \(stated)"
        )
      )
    } else if card == nil, let rows, count < rows, rows - count >= 128 {
      problems.append(
        .sideFile(
          "vocab.txt has \(count) entries for \(rows) embedding rows; more than padding would explain"
        )
      )
    }
    return problems
  }

  /// What is unusual but right.
  func notes() throws(ZooError) -> [String] {
    guard let count = try entryCount() else {
      let wanted = card?.vocabulary?.files ?? []
      let present = Set(sideFiles.companions(also: wanted).map(\.name))
      let missing = wanted.filter { !present.contains($0) }
      return missing.isEmpty
        ? []
        : [
          "the vocabulary \(missing.map { "'\($0)'" }.joined(separator: ", ")) is not beside the checkpoint"
        ]
    }
    guard let rows, count < rows else { return [] }
    return ["the embedding has \(rows) rows for \(count) vocabulary entries; the rest is padding"]
  }

  private var rows: Int? { configuration["vocab_size"]?.intValue }

  /// The entries of `vocab.txt`: one a line, entries of white space included.
  private func entryCount() throws(ZooError) -> Int? {
    guard let entry = sideFiles.companions(also: []).first(where: { $0.name == "vocab.txt" }) else {
      return nil
    }
    let region = try sideFiles.open(entry)
    do throws(FormatError) {
      let bytes = try region.array(limit: ParsingLimits.default.sideFileBytes)
      let lines = bytes.count { $0 == 0x0a }
      return bytes.last == 0x0a || bytes.isEmpty ? lines : lines + 1
    } catch {
      throw ZooError(error)
    }
  }
}
