extension ConfigType {
  /// A value as this type, or `nil` where it is of another.
  ///
  /// An integer counts as a fraction; nothing else is converted.
  package func accepting(_ value: ConfigValue) -> ConfigValue? {
    switch (self, value) {
    case (.bool, .bool), (.int, .int), (.float, .float), (.string, .string), (.list, .list):
      value
    case (.float, .int(let number)): .float(Double(number))
    case (.any, _): value
    default: nil
    }
  }
}
