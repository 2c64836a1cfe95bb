import Synchronization
import ZooFormats
import ZooTensors

/// A tree whose files are opened anew each time, and which knows how many are open.
final class CountingTree: SourceTree {
  private struct Opened {
    weak var store: ByteStore?
  }

  let name = "counted"
  let entries: [SourceEntry]
  private let files: [String: [UInt8]]
  private let opened = Mutex<[Opened]>([])

  init(_ files: [String: [UInt8]]) {
    self.files = files
    entries = files.map { SourceEntry(path: $0.key, byteCount: $0.value.count) }
      .sorted { $0.path < $1.path }
  }

  /// The number of files that somebody still holds.
  var openCount: Int { opened.withLock { $0.count { $0.store != nil } } }

  func open(_ path: String) throws(FormatError) -> ByteRegion {
    let store = try ByteStore.copying(files[path] ?? [], name: path)
    opened.withLock { $0.append(Opened(store: store)) }
    return ByteRegion(store)
  }
}
