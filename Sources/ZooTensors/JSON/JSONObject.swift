/// The members of a JSON object in the order they were written, each key once.
///
/// Keys are compared by canonical equivalence, as Swift compares strings, so no two keys of an
/// object look the same. Two objects are equal when they have equal members in the same order.
public struct JSONObject: Sendable {
  /// One key and its value.
  public struct Member: Sendable, Hashable {
    /// The key.
    public let key: String
    /// The value.
    public internal(set) var value: JSONValue
  }

  /// The members in the order they were added.
  public private(set) var members: [Member] = []
  /// Positions by key; filled only above a few members, where a search would be slow.
  private var positions: [String: Int] = [:]
  private static let searchLimit = 16

  /// An object without members.
  public init() {}

  /// The keys in order.
  public var keys: [String] { members.map(\.key) }

  /// The values in order.
  public var values: [JSONValue] { members.map(\.value) }

  /// The number of members.
  public var count: Int { members.count }

  /// Whether there are no members.
  public var isEmpty: Bool { members.isEmpty }

  /// The value of a key; setting `nil` removes the member, setting a new key appends.
  ///
  /// Complexity: O(1) to read and to append.
  public subscript(key: String) -> JSONValue? {
    get { position(of: key).map { members[$0].value } }
    set {
      switch (position(of: key), newValue) {
      case (let position?, let value?): members[position].value = value
      case (let position?, nil):
        members.remove(at: position)
        positions = [:]
        if members.count > Self.searchLimit { indexAll() }
      case (nil, let value?): append(key, value)
      case (nil, nil): break
      }
    }
  }

  /// Adds a member and says whether the key was new; an existing member is left as it is.
  package mutating func insert(_ key: String, _ value: JSONValue) -> Bool {
    guard position(of: key) == nil else { return false }
    append(key, value)
    return true
  }

  /// The key as it is spelled here, where an equivalent spelling exists.
  package func spelling(of key: String) -> String? {
    position(of: key).map { members[$0].key }
  }

  private func position(of key: String) -> Int? {
    members.count > Self.searchLimit
      ? positions[key] : members.firstIndex { $0.key == key }
  }

  private mutating func append(_ key: String, _ value: JSONValue) {
    members.append(Member(key: key, value: value))
    if members.count == Self.searchLimit + 1 {
      indexAll()
    } else if members.count > Self.searchLimit {
      positions[key] = members.count - 1
    }
  }

  private mutating func indexAll() {
    for (position, member) in members.enumerated() { positions[member.key] = position }
  }
}

extension JSONObject: Hashable {
  /// Whether both have equal members in the same order.
  public static func == (left: JSONObject, right: JSONObject) -> Bool {
    left.members == right.members
  }

  /// Feeds the members to the hasher.
  public func hash(into hasher: inout Hasher) { hasher.combine(members) }
}
