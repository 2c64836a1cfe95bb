/// One node of a ``PickleGraph``: an index, so that nothing shared is ever copied.
package struct PickleRef: Sendable, Hashable {
  let index: UInt32
}

/// Text or bytes of a pickle, not yet decoded: where they are.
package struct PickleText: Sendable, Hashable {
  /// Where the first byte is in the pickle.
  let offset: Int
  /// The number of bytes in the pickle.
  package let count: Int
  /// Whether the bytes may have escapes, as in protocol 0.
  package let isEscaped: Bool
  /// Whether it is a string of Python 2, which is bytes and may be text.
  package let isByteString: Bool
}

/// A recorded construction (`REDUCE`, `NEWOBJ`) that was never carried out.
package struct PickleCall: Sendable {
  /// What would have been called, most often a ``PickleValue/global(module:name:)``.
  package let function: PickleRef
  /// The tuple of arguments.
  package let arguments: PickleRef
  /// The dictionary of keyword arguments.
  package var keywords: PickleRef?
  /// What `BUILD` would have given the object.
  package var state: PickleRef?
  /// What would have been appended to the object.
  package var items: ArraySlice<PickleRef> = []
  /// Keys and values, alternating, that would have been set in the object.
  package var entries: ArraySlice<PickleRef> = []
}

/// What a node of a pickle is.
///
/// Children are references, so looking at a node is O(1).
package enum PickleValue: Sendable {
  case none
  case bool(Bool)
  case int(Int)
  /// A number of more than 64 bits: little-endian two's complement, or decimal digits.
  case bigInt(PickleText, isDecimal: Bool)
  case float(Double)
  /// Text, or a string of Python 2.
  case text(PickleText)
  case bytes(PickleText)
  case tuple(ArraySlice<PickleRef>)
  case list(ArraySlice<PickleRef>)
  case set(ArraySlice<PickleRef>)
  /// Keys and values, alternating.
  case dict(ArraySlice<PickleRef>)
  /// The name of a class or function; both are text.
  case global(module: PickleRef, name: PickleRef)
  case call(PickleCall)
  case persistent(PickleRef)
}
