import Synchronization
import ZooFormats
import ZooTensors

/// Opens the bytes of each source tensor once, when they are first needed.
///
/// Opening may verify a checksum or inflate into a scratch file, so the result is kept until every
/// user has released it.
final class RegionCache: Sendable {
  private let sources: [StoredTensor]
  private let state: Mutex<State>

  private struct State {
    var open: [Int: ByteRegion] = [:]
    var remainingUses: [Int: Int]
  }

  /// `uses` says how many results need each source; a source that is not listed has one use.
  init(sources: [StoredTensor], uses: [Int: Int]) {
    self.sources = sources
    state = Mutex(State(remainingUses: uses))
  }

  func region(of source: Int) throws(FormatError) -> ByteRegion {
    if let region = state.withLock({ $0.open[source] }) { return region }
    let region: ByteRegion
    do throws(FormatError) {
      region = try sources[source].content.region()
    } catch {
      throw FormatError(
        error.code,
        "tensor '\(sources[source].name)': \(error.message)",
        at: error.offset,
        in: error.file
      )
    }
    state.withLock { $0.open[source] = region }
    return region
  }

  func release(_ source: Int) {
    let last = state.withLock { state -> ByteRegion? in
      let remaining = state.remainingUses[source, default: 1] - 1
      state.remainingUses[source] = remaining
      return remaining <= 0 ? state.open.removeValue(forKey: source) : nil
    }
    last?.release()
  }
}
