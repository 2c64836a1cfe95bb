/// The objects that a pickle numbered for later use.
///
/// Writers count up, so the numbers are an array; a number far ahead of the others goes into a
/// dictionary, because it must not decide how much memory is reserved.
struct PickleMemo {
  private var dense: [PickleRef] = []
  private var sparse: [Int: PickleRef] = [:]

  /// The number of objects, which is the number `MEMOIZE` gives to the next one.
  var count: Int { dense.count + sparse.count }

  subscript(index: Int) -> PickleRef? {
    index >= 0 && index < dense.count ? dense[index] : sparse[index]
  }

  mutating func put(_ value: PickleRef, at index: Int) {
    if index == dense.count, sparse.isEmpty {
      dense.append(value)
    } else if index < dense.count {
      dense[index] = value
    } else {
      sparse[index] = value
    }
  }
}
