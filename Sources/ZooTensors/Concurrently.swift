internal import Dispatch
internal import Synchronization

/// Work spread over the processors.
package enum Concurrently {
  /// What `body` makes of each element, in the order of the elements.
  ///
  /// The calling thread waits and works as well. Where several elements fail, the error is that of
  /// the first in order, so that the same input always gives the same message.
  /// - Throws: What `body` throws.
  package static func map<Element: Sendable, Value: Sendable>(
    _ elements: [Element],
    _ body: @Sendable (Element) throws(ZooError) -> Value
  ) throws(ZooError) -> [Value] {
    let results = Mutex<[Result<Value, ZooError>?]>(Array(repeating: nil, count: elements.count))
    DispatchQueue.concurrentPerform(iterations: elements.count) { index in
      let result: Result<Value, ZooError>
      do throws(ZooError) {
        result = .success(try body(elements[index]))
      } catch {
        result = .failure(error)
      }
      results.withLock { $0[index] = result }
    }
    var values: [Value] = []
    values.reserveCapacity(elements.count)
    for result in results.withLock({ $0 }) {
      if let result { values.append(try result.get()) }
    }
    return values
  }
}
