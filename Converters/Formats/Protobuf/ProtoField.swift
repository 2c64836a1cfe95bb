/// The key of one field in a protocol-buffer message.
package struct ProtoField: Sendable, Hashable {
  /// How the value that follows is stored.
  package enum WireType: Int, Sendable {
    case varint = 0
    case fixed64 = 1
    case bytes = 2
    case fixed32 = 5
  }

  /// The number that the schema gives the field, 1 to 2^29 - 1.
  package let number: Int
  /// How the value is stored.
  package let wireType: WireType
  /// Where the key is in its file, for messages.
  package let position: Int
}
