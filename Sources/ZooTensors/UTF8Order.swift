extension String {
  /// Whether the text comes before another in the order of UTF-8 bytes.
  ///
  /// This is the order of every sorted list in a package. It is not Swift's `<`, which compares
  /// normalised text.
  package func precedesInUTF8(_ other: String) -> Bool {
    utf8.lexicographicallyPrecedes(other.utf8)
  }

  /// Whether both texts are the same bytes; Swift's `==` also accepts equivalent spellings.
  package func hasSameUTF8(as other: String) -> Bool {
    utf8.elementsEqual(other.utf8)
  }
}
