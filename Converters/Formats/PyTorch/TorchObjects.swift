import ZooTensors

/// Recognises dictionaries and tensors among the inert nodes of a pickle.
struct TorchObjects: Sendable {
  /// What a node means for a checkpoint.
  enum Role {
    case tensor
    /// Keys and values, alternating.
    case mapping(ArraySlice<PickleRef>)
    case sequence(ArraySlice<PickleRef>)
    /// A module that was saved whole.
    case module(TorchModule)
    /// A number, a text, a shape: data without tensors. The words say what.
    case plain(String)
    /// An object that is not read. The words say what.
    case opaque(String)
  }

  var names: TorchNames
  let storages: TorchStorageTable
  /// Tensors that persistent ids stand for; only tar files have such.
  let tensors: [PickleRef: TorchTensor]
  let limits: ParsingLimits
  var arrays: NumPyObjects
  /// Objects whose role takes more than a look, because they may be shared many times.
  private var known: [PickleRef: Role] = [:]
  /// How many entries of dictionaries, lists and modules were looked at.
  private var work = 0

  var graph: PickleGraph { names.graph }

  init(
    names: TorchNames,
    storages: TorchStorageTable,
    tensors: [PickleRef: TorchTensor] = [:],
    limits: ParsingLimits
  ) {
    self.names = names
    self.storages = storages
    self.tensors = tensors
    self.limits = limits
    arrays = NumPyObjects(names.graph, limits: limits)
  }

  /// Looks at a node; O(1).
  mutating func role(_ ref: PickleRef) throws(FormatError) -> Role {
    switch graph[ref] {
    case .none: return .plain("None")
    case .bool: return .plain("a boolean")
    case .int, .bigInt: return .plain("an integer")
    case .float: return .plain("a number")
    case .text: return .plain("text")
    case .bytes: return .plain("bytes")
    case .set: return .plain("a set")
    case .tuple(let elements), .list(let elements): return .sequence(elements)
    case .dict(let entries): return .mapping(entries)
    case .global:
      if case .dtype = try names[ref] { return .plain("an element type") }
      return .opaque("the class or function \(try names.title(ref))")
    case .persistent:
      if tensors[ref] != nil { return .tensor }
      return .opaque(storages.views[ref] == nil ? "a pickled class" : "a storage without a tensor")
    case .call(let call):
      if let role = known[ref] { return role }
      let role = try role(of: call)
      switch role {
      case .tensor, .plain: break
      default: known[ref] = role
      }
      return role
    }
  }

  /// Counts entries that are looked at: what is shared is looked at wherever it occurs, so that a
  /// small file could ask for any amount of work.
  mutating func account(for count: Int) throws(FormatError) {
    work += count
    guard work <= limits.pickleNodes else {
      throw .limit(
        "number of entries in shared dictionaries",
        work,
        limits.pickleNodes,
        "ParsingLimits.pickleNodes"
      )
    }
  }

  private mutating func role(of call: PickleCall) throws(FormatError) -> Role {
    switch try names[call.function] {
    case .rebuildTensor, .rebuildTensorV2, .rebuildTensorV3, .rebuildParameter, .rebuildFromType,
      .rebuildParameterWithState, .unsupportedTensor, .parameter, .typedTensor, .array:
      return .tensor
    case .mapping: return .mapping(try entries(of: call))
    case .size, .plain: return .plain("a plain value")
    case .scriptContainer:
      // The nesting of arguments is limited, so this ends.
      guard let value = graph.tuple(call.arguments)?.first else { return .opaque("nothing") }
      return try role(value)
    default:
      if let module = try module(call) { return .module(module) }
      let title = try names.title(call.function)
      if case .scriptClass = try names[call.function] {
        return .opaque("an object of \(title) that keeps its state as quantized layers do")
      }
      return .opaque("an object of \(title)")
    }
  }

  /// The entries of a dictionary object: those set in it, or the list of pairs of Python 2.
  func entries(of call: PickleCall) throws(FormatError) -> ArraySlice<PickleRef> {
    guard let arguments = graph.tuple(call.arguments), arguments.count == 1,
      let pairs = arguments.first, case .list(let list) = graph[pairs]
    else { return call.entries }
    var result: [PickleRef] = []
    for pair in list {
      switch graph[pair] {
      case .list(let parts) where parts.count == 2, .tuple(let parts) where parts.count == 2:
        result += parts
      default:
        throw FormatError(.invalidValue, "a dictionary of the pickle is made of malformed pairs")
      }
    }
    return (result + call.entries)[...]
  }

  /// Whether a node is a dictionary by its role.
  mutating func isMapping(_ ref: PickleRef) throws(FormatError) -> Bool {
    if case .mapping = try role(ref) { true } else { false }
  }
}
