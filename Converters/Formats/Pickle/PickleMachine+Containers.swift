import ZooTensors

extension PickleMachine {
  mutating func pushTuple(from mark: Int) throws(FormatError) {
    let start = graph.elements.count
    let count = stack.count - mark
    graph.elements.append(contentsOf: stack[mark...])
    drop(to: mark)
    try push(
      PickleGraph.Node(
        kind: .tuple,
        small: UInt32(truncatingIfNeeded: count),
        large: UInt64(start)
      )
    )
  }

  /// A container of everything above the last mark.
  mutating func pushContainer(_ kind: PickleGraph.Kind) throws(FormatError) {
    let mark = try popMark()
    if kind == .dict { try requirePairs(from: mark) }
    var number: UInt32 = 0
    moveValues(from: mark, to: &number)
    try push(PickleGraph.Node(kind: kind, small: number))
  }

  /// Appends the values above `mark` to the list, set or object below it.
  mutating func extendList(from mark: Int) throws(FormatError) {
    guard mark > floor else { throw underflow() }
    let index = Int(stack[mark - 1].index)
    switch graph.nodes[index].kind {
    case .list, .set:
      var number = graph.nodes[index].small
      moveValues(from: mark, to: &number)
      graph.nodes[index].small = number
    case .call:
      let attachment = attachment(of: index)
      var number = graph.attachments[attachment].items
      moveValues(from: mark, to: &number)
      graph.attachments[attachment].items = number
    default:
      throw failure(.invalidValue, "the pickle appends to something that is not a list")
    }
  }

  /// Sets the keys and values above `mark` in the dictionary or object below it.
  mutating func extendDict(from mark: Int) throws(FormatError) {
    guard mark > floor else { throw underflow() }
    try requirePairs(from: mark)
    let index = Int(stack[mark - 1].index)
    switch graph.nodes[index].kind {
    case .dict:
      var number = graph.nodes[index].small
      moveValues(from: mark, to: &number)
      graph.nodes[index].small = number
    case .call:
      let attachment = attachment(of: index)
      var number = graph.attachments[attachment].entries
      moveValues(from: mark, to: &number)
      graph.attachments[attachment].entries = number
    default:
      throw failure(.invalidValue, "the pickle sets an item of something that is not a dictionary")
    }
  }

  // MARK: - Constructions

  /// `REDUCE` and `NEWOBJ`: a callable and a tuple become a node.
  mutating func construct() throws(FormatError) {
    let arguments = try popValue()
    let function = try popValue()
    try requireTuple(arguments)
    try push(pair(.call, function, arguments))
  }

  /// `NEWOBJ_EX`: the same with a dictionary of keyword arguments.
  mutating func constructWithKeywords() throws(FormatError) {
    let keywords = try popValue()
    try construct()
    let attachment = attachment(of: Int(try topValue().index))
    graph.attachments[attachment].keywords = keywords
  }

  /// `BUILD`: the state of an object is kept beside it.
  mutating func build() throws(FormatError) {
    let state = try popValue()
    let target = Int(try topValue().index)
    guard graph.nodes[target].kind == .call else {
      throw failure(.invalidValue, "the pickle gives a state to something that is not an object")
    }
    let attachment = attachment(of: target)
    guard graph.attachments[attachment].state == nil else {
      throw failure(.inconsistent, "the pickle gives a state to the same object twice")
    }
    graph.attachments[attachment].state = state
  }

  /// `GLOBAL`: two lines that name a class or function.
  mutating func pushGlobal() throws(FormatError) {
    let module = try addLine()
    let name = try addLine()
    try push(pair(.global, module, name))
  }

  /// `STACK_GLOBAL`: the same with both names on the stack.
  mutating func pushStackGlobal() throws(FormatError) {
    let name = try popValue()
    let module = try popValue()
    for part in [module, name] {
      guard case .text = graph[part] else {
        throw failure(.invalidValue, "the name of a class in the pickle is not text")
      }
    }
    try push(pair(.global, module, name))
  }

  private mutating func addLine() throws(FormatError) -> PickleRef {
    let range = try scanner.line(limit: 4096)
    return try add(
      PickleGraph.Node(
        kind: .text,
        small: UInt32(truncatingIfNeeded: range.count),
        large: UInt64(range.lowerBound)
      )
    )
  }

  // MARK: - Parts

  /// Moves the values above `mark` to the end of a container, which is made where there is none.
  private mutating func moveValues(from mark: Int, to number: inout UInt32) {
    guard mark < stack.count else { return }
    if number == 0 {
      graph.containers.append([])
      number = UInt32(truncatingIfNeeded: graph.containers.count)
    }
    graph.containers[Int(number) - 1].append(contentsOf: stack[mark...])
    drop(to: mark)
  }

  /// The attachment of a call, made where there is none.
  private mutating func attachment(of node: Int) -> Int {
    if graph.nodes[node].small == 0 {
      graph.attachments.append(PickleGraph.Attachment())
      graph.nodes[node].small = UInt32(truncatingIfNeeded: graph.attachments.count)
    }
    return Int(graph.nodes[node].small) - 1
  }

  private func requirePairs(from mark: Int) throws(FormatError) {
    guard (stack.count - mark).isMultiple(of: 2) else {
      throw failure(.invalidValue, "a dictionary of the pickle has a key without a value")
    }
  }

  private func requireTuple(_ ref: PickleRef) throws(FormatError) {
    guard graph.nodes[Int(ref.index)].kind == .tuple else {
      throw failure(.invalidValue, "the arguments of a construction in the pickle are not a tuple")
    }
  }
}
