/// Arithmetic on numbers that came from a file: throws where Swift's operators would trap.
extension Int {
  /// `self + other`, or a thrown error that names `what`.
  public func adding(_ other: Int, _ what: String) throws(FormatError) -> Int {
    let (value, overflow) = addingReportingOverflow(other)
    guard !overflow else {
      throw FormatError(.invalidValue, "\(what): \(self) + \(other) overflows 64 bits")
    }
    return value
  }

  /// `self * other`, or a thrown error that names `what`.
  public func multiplied(by other: Int, _ what: String) throws(FormatError) -> Int {
    let (value, overflow) = multipliedReportingOverflow(by: other)
    guard !overflow else {
      throw FormatError(.invalidValue, "\(what): \(self) * \(other) overflows 64 bits")
    }
    return value
  }

  /// An integer of a file as `Int`, or a thrown error that names `what`.
  public init(checking value: some BinaryInteger, _ what: String) throws(FormatError) {
    guard let exact = Int(exactly: value) else {
      throw FormatError(.invalidValue, "\(what) \(value) does not fit 64 bits")
    }
    self = exact
  }
}
