import ZooTensors

/// Text or bytes of a pickle: lent as they lie in the file, or decoded where they had escapes.
final class PickleTextContent: TensorContent {
  private let graph: PickleGraph
  private let text: PickleText
  private let decoded = WeakStore()

  init(_ text: PickleText, of graph: PickleGraph) {
    self.text = text
    self.graph = graph
  }

  func region() throws(FormatError) -> ByteRegion {
    if let region = try graph.region(text) { return region }
    return try decoded.region { () throws(FormatError) in
      try ByteStore.copying(graph.bytes(text), name: graph.source.name)
    }
  }
}
