import ZooTensors

/// A layer of type `Const`: where its bytes lie in the file of weights.
struct OpenVINOConstant {
  /// The name of the layer, after those of the layers whose bodies it is in.
  let name: String
  /// The number of the layer, which is unique in its body.
  let id: String
  /// The element type as spelled.
  let type: String
  let shape: Shape
  let offset: Int
  /// The bytes of the elements.
  let byteCount: Int
  /// The place of the element in the document.
  let position: Int

  /// Reads the element `data` of a layer.
  ///
  /// - Throws: ``FormatError`` where an attribute is missing or malformed, or where size, shape and
  ///   type contradict each other.
  init(
    name: String,
    id: String,
    data: XMLElement,
    limits: ParsingLimits
  ) throws(FormatError) {
    self.name = name
    self.id = id
    position = data.offset
    do throws(FormatError) {
      type = try data.required("element_type")
      offset = try data.count("offset")
      let stated = try data.count("size")
      shape = try Shape(try Self.dimensions(try data.required("shape")), limits: limits)
      guard let dtype = DType(openVINOName: type) else {
        byteCount = stated
        return
      }
      byteCount = try dtype.byteCount(ofElements: shape.elementCount)
      // OpenVINO writes one byte for a constant without elements.
      guard stated == byteCount || (byteCount == 0 && stated == 1) else {
        throw FormatError(
          .inconsistent,
          "\(dtype) of shape \(shape) has \(byteCount) bytes, 'size' says \(stated)"
        )
      }
    } catch {
      throw FormatError(
        error.code,
        "constant '\(printable(name))': \(error.message)",
        at: error.offset ?? data.offset
      )
    }
  }

  /// The name with the number of the layer, where several layers are called the same.
  var nameWithID: String { "\(name)#\(id)" }

  /// Dimensions that commas divide; none for a scalar.
  private static func dimensions(_ text: String) throws(FormatError) -> [Int] {
    guard !text.isEmpty else { return [] }
    var dimensions: [Int] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let digits = part.drop { $0 == " " }
      guard let value = Int(digits: digits) else {
        throw FormatError(
          .invalidValue,
          "expected dimensions divided by commas as 'shape', found '\(printable(text))'"
        )
      }
      dimensions.append(value)
    }
    return dimensions
  }
}
