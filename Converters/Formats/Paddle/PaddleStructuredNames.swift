import ZooTensors

/// The file that Paddle 2 writes beside the parameters of a traced layer: `*.pdiparams.info`.
///
/// A pickled dictionary from the names of parameters to `{"structured_name": …}`, the name that the
/// same parameter has in the state dict of the layer. Paddle's own loader answers with those names.
///
/// Source: Paddle, `paddle.jit.save` in `jit/api.py`, and
/// `_load_state_dict_from_save_inference_model` in `framework/io.py`.
struct PaddleStructuredNames {
  /// The path of the file in the tree.
  let path: String
  /// The structured names by the names of parameters.
  let names: [String: String]

  init(_ probe: FileProbe, limits: ParsingLimits) throws(FormatError) {
    path = probe.path
    do throws(FormatError) {
      names = try Self.read(try Pickle.parse(whole: probe.region, limits: limits))
    } catch {
      throw error.inFile(probe.path)
    }
  }

  private static func read(_ graph: PickleGraph) throws(FormatError) -> [String: String] {
    guard case .dict(let entries) = graph[graph.root] else {
      throw FormatError(.invalidValue, "expected a dictionary of the names of parameters")
    }
    var names: [String: String] = [:]
    for (key, value) in graph.pairs(entries) {
      guard let key = try graph.string(key), case .dict(let facts) = graph[value] else {
        throw FormatError(.invalidValue, "expected the name of each parameter and a dictionary")
      }
      var structured = key
      for (fact, value) in graph.pairs(facts) where try graph.string(fact) == "structured_name" {
        guard let text = try graph.string(value) else {
          throw FormatError(
            .invalidValue,
            "the structured name of '\(printable(key))' is no text"
          )
        }
        structured = text
      }
      guard names.updateValue(structured, forKey: key) == nil else {
        throw FormatError(.invalidValue, "the parameter '\(printable(key))' is named twice")
      }
    }
    return names
  }
}

extension PickleGraph {
  /// The keys and values of a dictionary's entries.
  fileprivate func pairs(
    _ entries: ArraySlice<PickleRef>
  ) -> some Sequence<(PickleRef, PickleRef)> {
    zip(
      stride(from: entries.startIndex, to: entries.endIndex, by: 2).map { entries[$0] },
      stride(from: entries.startIndex + 1, to: entries.endIndex, by: 2).map { entries[$0] }
    )
  }
}
