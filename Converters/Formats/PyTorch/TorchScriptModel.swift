import ZooTensors

/// The container of TorchScript 1.0 and 1.1: `model.json` describes a tree of modules and a table of
/// tensors, each a view of a member below `tensors/`.
///
/// Buffers of 1.1 are attributes, whose values are in `attributes.pkl`.
/// Source: `caffe2/proto/torch.proto` and `torch/csrc/jit/import.cpp` of 1.0 and 1.1,
/// `torch/csrc/jit/serialization/import_legacy.cpp` since.
struct TorchScriptModel {
  private let archive: TorchArchive
  private let limits: ParsingLimits
  private var table = TorchStorageTable()
  private var storages: [TorchStorage] = []
  private var tensors: [TorchTensor] = []
  /// For each entry of `attributes.pkl`, the number of its tensor where it is one.
  private var attributes: [Int?] = []
  private var found: [(name: String, value: TorchValue)] = []
  private var leftovers: [String] = []

  init(_ archive: TorchArchive, limits: ParsingLimits) {
    self.archive = archive
    self.limits = limits
  }

  mutating func read() throws(FormatError) -> TorchContents {
    try archive.checkVersion()
    let description = try archive.bytes("model.json")
    do throws(FormatError) {
      let model = try object(StrictJSON.parse(description, limits: limits), "the model")
      for tensor in try list(model, "tensors") { tensors.append(try self.tensor(tensor)) }
      try readAttributes()
      try collect(try object(model["mainModule"], "'mainModule'"), prefix: "")
    } catch {
      throw error.inFile("model.json")
    }
    var notes = [
      "the file holds a TorchScript module; its tensors were read as data and none of its code"
    ]
    if !leftovers.isEmpty {
      notes.append(
        "left out what is not a tensor: " + leftovers.prefix(8).joined(separator: ", ")
          + (leftovers.count > 8 ? " and \(leftovers.count - 8) more" : "")
      )
    }
    return try TorchContents(
      found,
      storages: storages,
      notes: archive.notes { [table] name in
        ["model.json", "version", "attributes.pkl"].contains(name)
          || table.numbers[name] != nil
          || ["code/", "libs/", "debug/"].contains { name.hasPrefix($0) }
      } + notes,
      limits: limits
    )
  }

  // MARK: - Tensors

  private mutating func tensor(_ value: JSONValue) throws(FormatError) -> TorchTensor {
    let tensor = try object(value, "a tensor")
    guard let key = tensor["data"]?.objectValue?["key"]?.stringValue else {
      throw FormatError(.invalidValue, "tensor \(tensors.count) does not say where its data is")
    }
    guard tensor["isQuantized"]?.boolValue != true else {
      throw FormatError(.unsupported, "tensor \(tensors.count) is quantized; save a plain tensor")
    }
    guard let type = tensor["dataType"]?.stringValue, let dtype = Self.dtype(type) else {
      let type = printable(tensor["dataType"]?.stringValue ?? "that is not stated")
      throw FormatError(.unsupported, "elements of type \(type) are not read")
    }
    let number: Int
    if let known = table.numbers[key] {
      number = known
    } else {
      let member = try archive.member(key)
      number = try table.add(key: key, type: .untyped, count: member.byteCount)
      storages.append(try archive.storage(member, isBigEndian: false))
    }
    do throws(FormatError) {
      return try table.tensor(
        over: TorchStorageView(storage: number, start: 0, count: table.records[number].count),
        offset: try integer(tensor["offset"] ?? 0, "an offset"),
        shape: try integers(tensor, "dims"),
        strides: try integers(tensor, "strides"),
        dtype: dtype,
        limits: limits
      )
    } catch {
      throw FormatError(error.code, "tensor \(tensors.count): \(error.message)")
    }
  }

  /// The names of `caffe2/proto/caffe2.proto`.
  private static func dtype(_ name: String) -> DType? {
    switch name {
    case "FLOAT": .f32
    case "DOUBLE": .f64
    case "FLOAT16": .f16
    case "INT64": .i64
    case "INT32": .i32
    case "INT16": .i16
    case "INT8": .i8
    case "UINT8", "BYTE": .u8
    case "BOOL": .bool
    default: nil
    }
  }

  /// A list or tuple of values, where a tensor is a call with its number in the table.
  private mutating func readAttributes() throws(FormatError) {
    guard archive.members["attributes.pkl"] != nil else { return }
    let graph = try archive.pickle("attributes.pkl", limits: limits)
    let values: ArraySlice<PickleRef>
    switch graph[graph.root] {
    case .list(let elements), .tuple(let elements): values = elements
    default:
      throw FormatError(.invalidValue, "expected a list of attributes", in: "attributes.pkl")
    }
    for value in values {
      guard case .call(let call) = graph[value], let function = try graph.global(call.function),
        function == ("torch.jit._pickle", "build_tensor_from_id"),
        let arguments = graph.tuple(call.arguments), arguments.count == 1,
        let number = arguments.first.flatMap(graph.int)
      else {
        attributes.append(nil)
        continue
      }
      attributes.append(number)
    }
  }

  // MARK: - Modules

  /// Takes the parameters and buffers of a module and of those below it; the depth is that of the
  /// description, which is limited.
  private mutating func collect(_ module: JSONObject, prefix: String) throws(FormatError) {
    for value in try list(module, "parameters") {
      let parameter = try object(value, "a parameter")
      let name = prefix + (try text(parameter, "name"))
      let number = try integer(parameter["tensorId"] ?? 0, "an id")
      found.append((name, .tensor(try tensor(number, name))))
    }
    for value in try list(module, "attributes") {
      let attribute = try object(value, "an attribute")
      let name = prefix + (try text(attribute, "name"))
      let id = try integer(attribute["id"] ?? 0, "an id")
      guard id >= 0 else { continue }  // None.
      guard id < attributes.count else {
        throw FormatError(.inconsistent, "attribute '\(printable(name))' has no value")
      }
      if let number = attributes[id] {
        found.append((name, .tensor(try tensor(number, name))))
      } else {
        leftovers.append("'\(printable(name))'")
      }
    }
    for value in try list(module, "submodules") {
      let submodule = try object(value, "a module")
      try collect(submodule, prefix: "\(prefix)\(try text(submodule, "name")).")
    }
  }

  private func tensor(_ number: Int, _ name: String) throws(FormatError) -> TorchTensor {
    guard tensors.indices.contains(number) else {
      throw FormatError(
        .inconsistent,
        "'\(printable(name))' is tensor \(number) of \(tensors.count)"
      )
    }
    return tensors[number]
  }

  // MARK: - Parts

  private func object(_ value: JSONValue?, _ what: String) throws(FormatError) -> JSONObject {
    guard let object = value?.objectValue else {
      throw FormatError(.invalidValue, "expected \(what) to be an object")
    }
    return object
  }

  private func list(_ object: JSONObject, _ key: String) throws(FormatError) -> [JSONValue] {
    guard let value = object[key] else { return [] }
    guard let list = value.arrayValue, list.count <= limits.tensorCount else {
      throw FormatError(.invalidValue, "expected '\(key)' to be a list")
    }
    return list
  }

  private func text(_ object: JSONObject, _ key: String) throws(FormatError) -> String {
    guard let text = object[key]?.stringValue else {
      throw FormatError(.invalidValue, "expected '\(key)' to be text")
    }
    return text
  }

  /// A number, which this kind of JSON writes as text where it has 64 bits.
  private func integer(_ value: JSONValue, _ what: String) throws(FormatError) -> Int {
    guard let number = value.intValue ?? value.stringValue.flatMap({ Int($0) }) else {
      throw FormatError(.invalidValue, "expected \(what) to be an integer of 64 bits")
    }
    return number
  }

  private func integers(_ object: JSONObject, _ key: String) throws(FormatError) -> [Int] {
    var numbers: [Int] = []
    for value in try list(object, key) { numbers.append(try integer(value, "'\(key)'")) }
    return numbers
  }
}
