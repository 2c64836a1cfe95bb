/// What a node of a pickle is to a count of tensors.
enum PickleCountedNode {
  case tensor
  /// Its elements, or keys and values alternating.
  case container(ArraySlice<PickleRef>)
  /// Neither, so that it counts nothing.
  case other
}
