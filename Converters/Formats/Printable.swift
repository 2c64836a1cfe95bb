/// Text of a file, short and without control characters, so that messages can show it.
package func printable(_ text: String) -> String {
  let shown = text.unicodeScalars.prefix(80).map { scalar in
    scalar.properties.generalCategory == .control ? "\u{fffd}" : String(scalar)
  }
  return shown.joined() + (text.unicodeScalars.count > 80 ? "…" : "")
}
