import ZooFormats
import ZooRegistry
import ZooTensors

/// Decides which of a tree's checkpoints a request means.
struct CandidateChoice {
  let finder: CheckpointFinder

  func choose(_ request: ConversionRequest) throws(ZooError) -> CheckpointCandidate {
    var candidates: [CheckpointCandidate]
    do throws(FormatError) {
      candidates = try finder.candidates(in: request.tree, focus: request.focus)
    } catch {
      throw ZooError(error)
    }
    guard !candidates.isEmpty else {
      throw try nothingFound(request)
    }
    // A vocabulary may be in the container of the weights: `vocab.bin` of Transformer-XL.
    let others = candidates.filter { !SideFiles.isPickle(PackageFacts.lastComponent($0.path)) }
    if !others.isEmpty { candidates = others }
    if let format = request.format {
      candidates = candidates.filter { $0.format.id == format }
      guard !candidates.isEmpty else {
        throw ZooError(
          .badData,
          "there is no checkpoint of format '\(format)' here",
          path: request.tree.name
        )
      }
    } else if let card = request.card {
      // The card's preference decides between containers that are all there.
      let preferred = card.sources.map(\.format).first { format in
        candidates.contains { $0.format.id == format }
      }
      if let preferred { candidates = candidates.filter { $0.format.id == preferred } }
    }
    let first = candidates[0]
    let rivals = candidates.filter { $0.format == first.format }
    guard rivals.count == 1 else {
      let shallowest = rivals.filter { depth($0) == rivals.map(depth).min() }
      if shallowest.count == 1 { return shallowest[0] }
      throw ZooError(
        .usage,
        "there are \(rivals.count) checkpoints here: \(rivals.prefix(6).map { "'\($0.path)'" }.joined(separator: ", ")); name the one to convert",
        path: request.tree.name
      )
    }
    return first
  }

  private func nothingFound(_ request: ConversionRequest) throws(ZooError) -> ZooError {
    do throws(FormatError) {
      return ZooError(
        .badData,
        try FileDiagnosis.explain(request.tree, focus: request.focus),
        path: request.tree.name
      )
    } catch {
      throw ZooError(error)
    }
  }

  private func depth(_ candidate: CheckpointCandidate) -> Int {
    candidate.path.split(separator: "/").count
  }
}
